/*
 * case_sealed - prelist case attachment, reveal and erase: what is kept of a case bit for bit, in clear, and no more.
 */
#include "cli/case.h"

#include "bytes/array.h"
#include "desk/reveal.h"
#include "store/seal.h"

#include <inttypes.h>
#include <stdlib.h>

#define CONTENT_MAX ((size_t)128 * 1024 * 1024)

struct opening {
	struct session *session;
	struct arena arena;
	int64_t number, position;
	uint64_t num;
	struct revealed *rows; /* num of them; shown once all of it is logged */
	struct buf content;
	struct erasing erasing;
};

/* Number, who and why; then one transaction. */
static bool make(struct opening *o, bool (*step)(struct desk *desk, void *owner, struct error *err), struct error *err)
{
	const struct arguments *args = o->session->args;
	struct desk desk;

	return at_desk_author(args, err) && at_desk_reason(args, err) && at_desk_number(args->operands[0], &o->number, err) &&
	       at_desk(o->session, ARCHIVE_CHANGE, &desk, err) && desk_keep(&desk, step, o, err);
}

static bool step_attachment(struct desk *desk, void *owner, struct error *err)
{
	struct opening *o = owner;

	return case_attachment(desk, o->number, o->position, o->session->args->value[OPTION_REASON], &o->content, err);
}

/* One that is not sealed is read by anybody who may read the archive, and without record. */
static bool read_attachment(struct opening *o, struct error *err)
{
	struct desk desk;
	bool sealed;

	if (!at_desk_number(o->session->args->operands[0], &o->number, err) ||
	    !target_number(o->session->args->operands[1], "an attachment; prelist case show numbers them", &o->position, err))
		return false;
	if (o->session->args->value[OPTION_REASON] != NULL)
		return make(o, step_attachment, err);
	if (!at_desk(o->session, ARCHIVE_READ, &desk, err) || !case_attachment_sealed(&desk, o->number, o->position, &sealed, err))
		return false;
	if (sealed)
		return error_set(err, ERROR_USAGE, "that is sealed: who reads it, and why? --by WHO --reason TEXT; the log keeps both");
	return case_attachment(&desk, o->number, o->position, NULL, &o->content, err);
}

static int run_attachment(struct session *session, struct error *err)
{
	struct opening o = {.session = session, .content = buf_new(CONTENT_MAX)};

	if (session->args->value[OPTION_OUTPUT] == NULL)
		error_set(err, ERROR_USAGE, "where to? -o FILE, or -o - for standard output");
	else if (read_attachment(&o, err))
		fwrite(o.content.data, 1, o.content.len, session->output.file);
	buf_free(&o.content);
	return err->code == ERROR_NONE ? 0 : EXIT_TROUBLE;
}

/* Text is in the arena already; what it is is one of two words. */
static bool collect(void *owner, const struct revealed *revealed)
{
	struct opening *o = owner;
	struct revealed *grown = array_grow(o->rows, o->num, sizeof *grown);

	if (grown == NULL)
		return false;
	o->rows = grown;
	o->rows[o->num] = *revealed;
	o->rows[o->num++].what = strcmp(revealed->what, "contact") == 0 ? "contact" : "text";
	return true;
}

static bool step_reveal(struct desk *desk, void *owner, struct error *err)
{
	struct opening *o = owner;

	return case_reveal(desk, o->number, o->session->args->value[OPTION_REASON], &o->arena, collect, o, err) || error_memory(err);
}

static void show_json(const struct opening *o, struct json *json, struct error *err)
{
	json_number(json, "case", o->number);
	json_array(json, "sealed");
	for (uint64_t i = 0; i < o->num; i++) {
		json_row(json, NULL);
		json_number(json, "entry", o->rows[i].entry);
		json_text(json, "what", o->rows[i].what);
		json_text(json, "text", o->rows[i].text);
		json_close(json);
	}
	json_end(json, err);
}

static void show_text(const struct opening *o)
{
	enum language language = o->session->language;

	for (uint64_t i = 0; i < o->num; i++) {
		const struct revealed *row = &o->rows[i];
		char head[64];

		snprintf(head, sizeof head, "%2" PRId64 "  %s", row->entry,
			 message(language, *row->what == 'c' ? MESSAGE_HEAD_CONTACT : MESSAGE_HEAD_TEXT));
		at_desk_line(o->session->output.file, head, row->text != NULL ? row->text : message(language, MESSAGE_IS_ERASED));
	}
	if (o->num == 0 && !o->session->is_unheard)
		fputs(message(language, MESSAGE_NOTHING_SEALED), o->session->output.file);
}

static int run_reveal(struct session *session, struct error *err)
{
	struct opening o = {.session = session, .arena = arena_new(CONTENT_MAX)};
	struct json json;

	if (make(&o, step_reveal, err)) {
		if (session_json(session, &json, "prelist-case-reveal/1"))
			show_json(&o, &json, err);
		else
			show_text(&o);
	}
	free(o.rows);
	arena_free(&o.arena);
	return err->code == ERROR_NONE ? 0 : EXIT_TROUBLE;
}

static bool step_erase(struct desk *desk, void *owner, struct error *err)
{
	struct opening *o = owner;

	o->erasing.number = o->number;
	return erase_case(desk, &o->erasing, err);
}

static int run_erase(struct session *session, struct error *err)
{
	struct opening o = {.session = session, .erasing = at_desk_erasing(session->args, 0)};

	return make(&o, step_erase, err) ? at_desk_erased(session, &o.erasing, "case", NULL, err) : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_BY, OPTION_REASON, OPTION_TODAY, OPTION_COUNT};
static const enum option_id erase_options[] = {OPTION_BY, OPTION_REASON, OPTION_OVERRIDE, OPTION_BASIS, OPTION_TODAY, OPTION_COUNT};

static const struct example attachment_examples[] = {
	{"prelist case attachment 12 3 -o screenshot.png", "the third entry of case 12, bit for bit", "取回工单 12 的第 3 条附件"},
	{"prelist case attachment 12 3 -o screenshot.png --by li --reason \"to investigate\"", "a sealed one: the log keeps who and why",
	 "加密附件：日志记录何人何故"},
	{NULL, NULL, NULL}};
static const struct example reveal_examples[] = {
	{"prelist case reveal 12 --by li --reason \"to call back\"", "who complained, and texts as they were written; the log keeps who and why",
	 "显示投诉人与原文，日志记录何人何故"},
	{NULL, NULL, NULL}};
static const struct example erase_examples[] = {
	{"prelist case erase 12 --by li --reason \"closed two years ago\"", "contact, texts and files that are sealed; what is masked stays",
	 "删除加密的联系方式、原文与材料，脱敏内容保留"},
	{"prelist case erase 12 --by li --reason \"asked for\" --override --basis \"PIPL 47\"",
	 "of an open case, or before a year is over: two persons, one after the other", "未办结或不足一年的工单：须两人先后同意"},
	{NULL, NULL, NULL}};

const struct command case_attachment_command = {.name = "attachment", .en = "an attached file, bit for bit", .zh = "取回材料",
						.operands = "N ENTRY -o FILE", .min_operands = 2, .max_operands = 2, .options = options,
						.examples = attachment_examples, .unseals = true, .run = run_attachment};
const struct command case_reveal_command = {.name = "reveal", .en = "what is sealed in a case, in clear: logged", .zh = "查看工单中加密内容的明文（记入日志）",
					    .operands = "N --by WHO --reason TEXT", .min_operands = 1, .max_operands = 1, .options = options,
					    .examples = reveal_examples, .unseals = true, .run = run_reveal};
const struct command case_erase_command = {.name = "erase", .en = "erase what is sealed in a case", .zh = "删除工单中的加密内容",
					   .operands = "N --by WHO --reason TEXT", .min_operands = 1, .max_operands = 1, .options = erase_options,
					   .examples = erase_examples, .run = run_erase};
