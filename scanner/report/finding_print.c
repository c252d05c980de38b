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

static void add_part(struct buf *line, const char *between, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buf_text(line, between);
	text_visible(line, text);
}

void finding_print(FILE *out, enum language language, const struct rules *rules, const struct finding *finding)
{
	ARENA_CLEANUP struct arena arena = arena_new(LINE_MAX_BYTES);
	BUF_CLEANUP struct buf line = buf_new(LINE_MAX_BYTES);
	bool detail_names_it = finding->subject != NULL && finding->detail != NULL && strstr(finding->detail, finding->subject) != NULL;

	add_part(&line, "", language_pick(language, finding->title, finding->title_zh));
	add_part(&line, message(language, MESSAGE_COLON), detail_names_it || finding->subject == NULL ? NULL : language_word(language, finding->subject));
	add_part(&line, message(language, detail_names_it ? MESSAGE_COLON : MESSAGE_STOP), translate_detail(&arena, language, rules, finding->rule, finding->detail));
	fputs("  ", out);
	finding_word_to(out, language, finding->verdict);
	fprintf(out, "  %s  %.*s\n", finding->rule, (int)line.len, (const char *)line.data);
}
