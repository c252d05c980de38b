#include "report/finding_print.h"

#include "bytes/text.h"
#include "report/columns.h"
#include "report/translate.h"

#define LINE_MAX_BYTES ((size_t)1024 * 1024)
#define WORD_COLUMNS 6

const char *finding_word(enum language language, enum verdict verdict)
{
	return language_word(language, verdict_name(verdict));
}

void finding_word_to(FILE *out, enum language language, enum verdict verdict)
{
	columns_print(out, finding_word(language, verdict), WORD_COLUMNS);
}

static const char *with_part(struct arena *arena, const char *text, const char *between, const char *part)
{
	const char *joined = part == NULL || *part == '\0' ? text : arena_printf(arena, "%s%s%s", text, between, part);

	return joined != NULL ? joined : text;
}

const char *finding_words(struct arena *arena, enum language language, const struct rules *rules, const struct shown_files *files,
			  const struct finding *finding)
{
	bool detail_names_it = finding->subject != NULL && finding->detail != NULL && strstr(finding->detail, finding->subject) != NULL;
	const char *title = language_pick(language, finding->title, finding->title_zh), *names = shown_place(arena, files, finding, "");
	const char *text = *names == '\0' ? title : with_part(arena, names, message(language, MESSAGE_COLON), title);

	if (!detail_names_it && finding->subject != NULL)
		text = with_part(arena, text, message(language, MESSAGE_COLON), language_word(language, finding->subject));
	return with_part(arena, text, message(language, detail_names_it ? MESSAGE_COLON : MESSAGE_STOP),
			 translate_detail(arena, language, rules, finding->rule, finding->detail));
}

void finding_print(FILE *out, enum language language, const struct rules *rules, const struct shown_files *files, const struct finding *finding)
{
	ARENA_CLEANUP struct arena arena = arena_new(LINE_MAX_BYTES);
	BUF_CLEANUP struct buf line = buf_new(LINE_MAX_BYTES);

	text_visible(&line, finding_words(&arena, language, rules, files, finding));
	fputs("  ", out);
	finding_word_to(out, language, finding->verdict);
	fprintf(out, "  %s  %.*s\n", finding->rule, (int)line.len, (const char *)line.data);
}
