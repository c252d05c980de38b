/*
 * case - prelist case: notes, files and steps of a case, and its end.
 */
#include "bytes/text.h"
#include "cli/case.h"
#include "cli/input.h"
#include "cli/kept_standing.h"
#include "desk/fixed.h"
#include "desk/lab.h"
#include "report/finding_print.h"
#include "store/overtaken.h"

#define ATTACHMENT_MAX ((size_t)64 * 1024 * 1024)
#define REPORT_MAX ((size_t)64 * 1024 * 1024)

/* One change of a case. */
struct change {
	const struct arguments *args;
	int64_t number;
	struct span content;
	const char *name;
	struct lab_report *report; /* of a laboratory */
	struct session *session;
};

/* Submissions with files of which the laboratory speaks, each once: ?1 is a JSON array of these. */
#define SPOKEN_OF                                                                                                              \
	" FROM submission s WHERE s.number IN (SELECT p.number FROM json_each(?1) h CROSS JOIN submission_package p ON p.sha256 = h.value)"

static void put_graver(struct session *session, struct json *json, int64_t number, const char *state, enum verdict verdict)
{
	if (json == NULL) {
		fprintf(session->output.file, message(session->language, MESSAGE_LAB_GRAVER), (long long)number, language_word(session->language, state),
			finding_word(session->language, verdict));
		return;
	}
	json_object(json, NULL);
	json_number(json, "submission", number);
	json_text(json, "state", state);
	json_text(json, "verdict", verdict_name(verdict));
	json_close(json);
}

/* What is in the store, or waits to be, and is graver now than when it came; json: or NULL. */
static bool put_all_graver(struct session *session, struct json *json, const struct lab_report *report, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(session->archive, err, "SELECT s.number, s.state, s.verdict" SPOKEN_OF " AND (s.state = 'listed' OR "
				 SUBMISSION_WAITS("s") ") ORDER BY 1", "s", report->spoken_of);
	int status;

	while ((status = database_step(session->archive, row, err)) == SQLITE_ROW) {
		struct kept_standing standing;
		const char *state = arena_copy(&arena, database_text(row, 1));

		if (!kept_standing(session, sqlite3_column_int64(row, 0), state, verdict_parse(database_text(row, 2)), &arena, &standing, err))
			return false;
		if (standing.is_graver)
			put_graver(session, json, sqlite3_column_int64(row, 0), state, standing.today.verdict);
	}
	return status == SQLITE_DONE;
}

/* report: of a laboratory, or NULL. */
static void answer(struct session *session, struct desk *desk, int64_t number, enum message_id id, const struct lab_report *report, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)16 * 1024 * 1024);
	struct case_row row;
	char standing[80] = "";
	struct json json;

	if (session->is_unheard || !case_load(desk, number, &arena, &row, err))
		return;
	if (session_json(session, &json, "prelist-case/1")) {
		case_row_json(&json, desk, "case", &row);
		if (report != NULL) {
			json_array(&json, "graver");
			if (!put_all_graver(session, &json, report, err))
				return;
			json_close(&json);
		}
		json_end(&json, err);
		return;
	}
	if (row.outcome == NULL)
		at_desk_standing(desk, session->language, row.due, standing);
	fprintf(session->output.file, message(session->language, id), (long long)number,
		language_pick(session->language, row.kind, case_kind_info((enum case_kind)case_kind_find(row.kind))->zh), row.due,
		row.outcome != NULL ? language_word(session->language, row.outcome) : standing);
}

void case_answer(struct session *session, struct desk *desk, int64_t number, enum message_id id, struct error *err)
{
	answer(session, desk, number, id, NULL, err);
}

static bool take_report(struct desk *desk, struct change *change, struct error *err)
{
	return change->report == NULL ||
	       (session_judge(change->session, err) && lab_take(desk, change->number, change->report, change->content, err));
}

/* Number, author and archive; then one transaction, and the case as it stands. */
static int make_change(struct session *session, struct change *change, bool (*step)(struct desk *desk, void *owner, struct error *err),
		       enum message_id id, struct error *err)
{
	struct desk desk;

	change->args = session->args;
	if (!at_desk_author(session->args, err) || !at_desk_number(session->args->operands[0], &change->number, err) ||
	    !at_desk(session, ARCHIVE_CHANGE, &desk, err) || !case_check_day(&desk, change->number, err) || !take_report(&desk, change, err) ||
	    !desk_keep(&desk, step, change, err))
		return EXIT_TROUBLE;
	answer(session, &desk, change->number, id, change->report, err);
	return 0;
}

static bool step_note(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;
	const char *step = change->args->value[OPTION_STEP] != NULL ? change->args->value[OPTION_STEP] : "note";

	if (!case_step_is(step))
		return error_set(err, ERROR_USAGE, "--step is one of %s, not '%s'", case_steps(), step);
	return case_note(desk, change->number, step, change->args->operands[1], err);
}

static int run_note(struct session *session, struct error *err)
{
	struct change change = {0};

	if (text_is_blank(session->args->operands[1]))
		return error_set(err, ERROR_USAGE, "what was done? An empty note is none") ? 0 : EXIT_TROUBLE;
	return make_change(session, &change, step_note, MESSAGE_CASE_NOTED, err);
}

static bool step_assign(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;

	return case_assign(desk, change->number, change->args->operands[1], err);
}

static int run_assign(struct session *session, struct error *err)
{
	struct change change = {0};

	return make_change(session, &change, step_assign, MESSAGE_CASE_ASSIGNED, err);
}

static bool step_close(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;

	return case_close(desk, change->number, change->args->operands[1], change->args->value[OPTION_REASON], err) &&
	       case_check_gone(desk, change->number, change->args->operands[1], err);
}

static int run_close(struct session *session, struct error *err)
{
	struct change change = {0};

	return at_desk_reason(session->args, err) ? make_change(session, &change, step_close, MESSAGE_CASE_CLOSED, err) : EXIT_TROUBLE;
}

static bool step_attach(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;

	return case_attach(desk, change->number, change->name, change->content, err);
}

static int run_attach(struct session *session, struct error *err)
{
	BUF_CLEANUP struct buf content = buf_new(ATTACHMENT_MAX);
	const char *path = session->args->operands[1];
	struct change change = {.name = text_file_name(path)};

	if (!input_read(path, ATTACHMENT_MAX, &content, err))
		return EXIT_TROUBLE;
	change.content = buf_span(&content);
	return make_change(session, &change, step_attach, MESSAGE_CASE_ATTACHED, err);
}

/* What is listed already is judged with what the laboratory says of it. */
static bool mend(struct session *session, struct desk *desk, int64_t number, int64_t previous, struct error *err)
{
	struct kept_judged judged = {0};
	bool ok = kept_judge(session, number, false, &judged, err);
	const struct fixed_judged retested = {.facts = judged.facts, .judgement = judged.judgement, .number = number, .previous = previous,
					      .is_listed = true, .is_retested = true};

	ok = ok && fixed_by(desk, &retested, err);
	kept_judged_free(&judged);
	return ok;
}

static bool mend_listed(const struct change *change, struct desk *desk, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err, "SELECT s.number, s.previous" SPOKEN_OF " AND s.state = 'listed' ORDER BY 1", "s", change->report->spoken_of);
	int status;

	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW)
		if (!mend(change->session, desk, sqlite3_column_int64(row, 0), database_integer(row, 1), err))
			return false;
	return status == SQLITE_DONE;
}

static bool step_lab(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;

	return lab_keep(desk, change->number, change->report, change->content, err) && mend_listed(change, desk, err);
}

/* A laboratory's report: kept with the case, and its findings facts of the package. */
static int run_lab(struct session *session, struct error *err)
{
	BUF_CLEANUP struct buf content = buf_new(ATTACHMENT_MAX);
	ARENA_CLEANUP struct arena arena = arena_new(REPORT_MAX);
	const char *path = session->args->operands[1];
	struct lab_report report = {.arena = &arena, .file = text_file_name(path)};
	struct change change = {.report = &report, .session = session};
	bool compact;
	int code;

	if (!input_read(path, ATTACHMENT_MAX, &content, err))
		return EXIT_TROUBLE;
	change.content = buf_span(&content);
	code = make_change(session, &change, step_lab, MESSAGE_CASE_ATTACHED, err);
	if (code != 0 || session->is_unheard || session_wants_json(session, &compact))
		return code;
	message_print(session->output.file, session->language, MESSAGE_LAB_TAKEN, report.num);
	return put_all_graver(session, NULL, &report, err) ? 0 : EXIT_TROUBLE;
}

static const enum option_id note_options[] = {OPTION_BY, OPTION_STEP, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};
static const enum option_id by_options[] = {OPTION_BY, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};
static const enum option_id close_options[] = {OPTION_BY, OPTION_REASON, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};

static const struct example note_examples[] = {
	{"prelist case note 12 \"called the developer\" --by li", "what was done, and when", "记录所做工作"},
	{"prelist case note 12 \"complaint received\" --step acknowledged --by li", "a step of dealing with a complaint", "投诉处理环节"},
	{NULL, NULL, NULL}};
static const struct example attach_examples[] = {
	{"prelist case attach 12 screenshot.png --by li", "kept by its hash", "按哈希保存"}, {NULL, NULL, NULL}};
static const struct example assign_examples[] = {
	{"prelist case assign 12 wang --by li", "who deals with it", "指定处理人"}, {NULL, NULL, NULL}};
static const struct example close_examples[] = {
	{"prelist case close 12 upheld --reason \"delisted, see case 13\" --by li", "the outcomes depend on the kind: prelist case show 12",
	 "办结结果依类别而定，见 prelist case show 12"},
	{NULL, NULL, NULL}};

static const struct command case_note_command = {.name = "note", .en = "write down what was done", .zh = "记录处理情况", .operands = "N TEXT --by WHO",
					  .min_operands = 2, .max_operands = 2, .options = note_options, .examples = note_examples,
					  .run = run_note};
static const struct command case_attach_command = {.name = "attach", .en = "keep a file with the case, by its hash", .zh = "附材料",
					    .operands = "N FILE --by WHO", .operand_kind = OPERAND_FILE, .min_operands = 2,
					    .max_operands = 2, .options = by_options, .examples = attach_examples, .run = run_attach};
static const struct example lab_examples[] = {
	{"prelist case open lab-check com.example.shop@321 --by li --reason \"personal information, by GB/T 41391\"", "ask a laboratory", "委托检测"},
	{"prelist case lab 12 report.sarif --by li", "what it found, in SARIF 2.1.0, bound to the package by its SHA-256",
	 "录入检测结果：SARIF 2.1.0，以安装包 SHA-256 对应"},
	{"prelist case lab 12 report.json --by li",
	 "or in JSON: "
	 "{\"schema\": \"prelist-lab/1\", \"sha256\", \"laboratory\", \"tool\": {\"name\", \"version\"}, \"report\", \"date\": \"YYYY-MM-DD\", \"findings\":"
	 " [{\"rule\", \"behaviour\", \"outcome\": \"found|nothing-found\", \"level\": \"error|warning|note\", \"subject\", \"detail\", \"place\"}]}",
	 "或 JSON："
	 "{\"schema\": \"prelist-lab/1\", \"sha256\", \"laboratory\", \"tool\": {\"name\", \"version\"}, \"report\", \"date\": \"YYYY-MM-DD\", \"findings\":"
	 " [{\"rule\", \"behaviour\", \"outcome\": \"found|nothing-found\", \"level\": \"error|warning|note\", \"subject\", \"detail\", \"place\"}]}"},
	{"prelist rules behaviours com.example.shop@321", "what that says of the 31 behaviours", "对照 31 种行为"},
	{NULL, NULL, NULL}};

static const struct command case_lab_command = {.name = "lab", .en = "take in what a laboratory found", .zh = "录入实验室检测结果",
					 .operands = "N FILE --by WHO", .operand_kind = OPERAND_FILE, .min_operands = 2, .max_operands = 2,
					 .options = by_options, .examples = lab_examples, .run = run_lab};
static const struct command case_assign_command = {.name = "assign", .en = "who is to deal with it", .zh = "分派", .operands = "N WHO --by WHO",
					    .min_operands = 2, .max_operands = 2, .options = by_options, .examples = assign_examples,
					    .run = run_assign};
static const struct command case_close_command = {.name = "close", .en = "close it with an outcome", .zh = "办结",
					   .operands = "N OUTCOME --reason TEXT --by WHO", .min_operands = 2, .max_operands = 2,
					   .options = close_options, .examples = close_examples, .seals_reason = true,
					   .run = run_close};

static const struct command *const subcommands[] = {
	&case_list_command, &case_open_command,	  &case_show_command,	    &case_note_command,	  &case_attach_command, &case_attachment_command,
	&case_assign_command, &case_close_command, &case_due_command, &case_overdue_command,
	&case_lab_command,    &case_notice_command, &case_reveal_command, &case_erase_command, NULL};

static int run(struct session *session, struct error *err)
{
	return case_list_command.run(session, err);
}

static const enum option_id options[] = {OPTION_STATE, OPTION_TO, OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist case", "every open case, by due date", "所有未办结工单，按时限排列"}, {NULL, NULL, NULL}};

const struct command command_case = {
	.name = "case",
	.en = "complaints, correction notices, appeals, incidents, reports, checks: open, deal with, close in time",
	.zh = "工单：投诉、整改通知、申诉、重大事件、上报与检查",
	.options = options,
	.examples = examples,
	.subcommands = subcommands,
	.run = run,
};
