/*
 * archive_hold - prelist archive hold and unhold: what is not pruned though its time is over.
 */
#include "cli/archive.h"
#include "cli/at_desk.h"
#include "cli/list.h"

#include "bytes/text.h"
#include "store/hold_table.h"

#include <string.h>

struct holding {
	struct session *session;
	struct target target;
	struct hold_row row;
	char platform[64], app_id[TARGET_APP_MAX];
	size_t num;
};

static bool find_submission(struct holding *holding, struct error *err)
{
	int64_t number;
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;

	if (!kept_number(holding->session, holding->session->args->operands[0], &number, err))
		return false;
	row = database_prepare(holding->session->archive, err, "SELECT platform, app_id FROM submission WHERE number = ?", "i", number);
	if (database_step(holding->session->archive, row, err) != SQLITE_ROW)
		return false;
	snprintf(holding->platform, sizeof holding->platform, "%s", database_text(row, 0));
	snprintf(holding->app_id, sizeof holding->app_id, "%s", database_text(row, 1));
	holding->row.platform = holding->platform;
	holding->row.app_id = holding->app_id;
	holding->row.submission = number;
	return true;
}

/* One hold for each platform that has the app. */
static bool hold_app(struct holding *holding, struct desk *desk, struct error *err)
{
	char after[64] = "";

	for (;;) {
		sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
			desk->archive, err, "SELECT min(platform) FROM app WHERE app_id = ?1 AND (?2 IS NULL OR platform = ?2) AND platform > ?3", "sss",
			holding->target.app_id, holding->target.platform, after);
		int64_t number;

		if (database_step(desk->archive, row, err) != SQLITE_ROW)
			return false;
		if (database_text(row, 0) == NULL)
			break;
		snprintf(after, sizeof after, "%s", database_text(row, 0));
		holding->row.platform = after;
		if (!hold_table_add(desk->archive, &holding->row, &number, err))
			return false;
		holding->num++;
	}
	return holding->num > 0 || error_set(err, ERROR_USAGE, "the archive has no app %s; prelist show lists all", holding->target.app_id);
}

static bool step_hold(struct desk *desk, void *owner, struct error *err)
{
	struct holding *holding = owner;
	int64_t number;

	if (!holding->target.has_version)
		return hold_app(holding, desk, err);
	holding->num = 1;
	return hold_table_add(desk->archive, &holding->row, &number, err);
}

static bool step_unhold(struct desk *desk, void *owner, struct error *err)
{
	struct holding *holding = owner;

	return hold_table_lift(desk->archive, &holding->row, &holding->num, err) &&
	       (holding->num > 0 ||
		error_set(err, ERROR_USAGE, "%s is not on hold; prelist archive hold lists what is", holding->session->args->operands[0]));
}

static void answer(const struct holding *holding, bool lifted, struct error *err)
{
	struct session *session = holding->session;
	BUF_CLEANUP struct buf name = buf_new(65536);
	struct json json;

	if (session_json(session, &json, lifted ? "prelist-archive-unhold/1" : "prelist-archive-hold/1")) {
		json_text(&json, "what", session->args->operands[0]);
		json_number(&json, "holds", (int64_t)holding->num);
		json_end(&json, err);
		return;
	}
	text_visible(&name, session->args->operands[0]);
	buf_byte(&name, '\0');
	if (session->quiet || name.failed)
		return;
	if (lifted)
		message_print(session->output.file, session->language, MESSAGE_UNHELD, holding->num, (const char *)name.data);
	else
		fprintf(session->output.file, message(session->language, MESSAGE_HELD), (const char *)name.data);
}

static int change(struct session *session, bool lift, struct error *err)
{
	struct holding holding = {.session = session};
	struct desk desk;

	if (!at_desk_author(session->args, err) || !target_parse(session->args->operands[0], &holding.target, err) ||
	    !at_desk_reason(session->args, err) || !at_desk(session, ARCHIVE_WRITE, &desk, err))
		return EXIT_TROUBLE;
	holding.row = (struct hold_row){.date = desk.today_text, .platform = holding.target.platform, .app_id = holding.target.app_id,
					.submission = FACT_ABSENT, .reason = session->args->value[OPTION_REASON], .by = desk.by};
	if ((holding.target.has_version && !find_submission(&holding, err)) || !desk_keep(&desk, lift ? step_unhold : step_hold, &holding, err))
		return EXIT_TROUBLE;
	answer(&holding, lift, err);
	return 0;
}

static void add_row(void *owner, const struct hold_row *row)
{
	struct list *holds = owner;

	list_row(holds, NULL);
	list_id(holds, "hold", "HOLD", row->number);
	list_text(holds, "date", "SINCE", row->date);
	list_word(holds, "platform", "PLATFORM", row->platform);
	list_text(holds, "app_id", "APP", row->app_id);
	list_id(holds, "submission", "SUBMISSION", row->submission);
	list_text(holds, "reason", "REASON", row->reason);
	list_person(holds, "by", "BY", row->by);
	list_text(holds, "lifted", "LIFTED", row->lifted);
	list_text(holds, "lifted_reason", NULL, row->lifted_reason);
	list_text(holds, "lifted_by", NULL, row->lifted_by);
	list_row_end(holds);
}

static int list(struct session *session, struct error *err)
{
	const char *state = session->args->value[OPTION_STATE];
	struct list holds;

	if (!session_existing_archive(session, err))
		return EXIT_TROUBLE;
	list_answer(&holds, session, "prelist-archive-hold/1");
	list_begin(&holds, "holds", "HOLD,SINCE,PLATFORM,APP,SUBMISSION,BY,REASON,LIFTED");
	if (hold_table_each(session->archive, state != NULL && strcmp(state, "all") == 0, add_row, &holds, err) && holds.json == NULL &&
	    holds.num_rows == 0 && !session->quiet)
		fputs(message(session->language, MESSAGE_HOLD_NONE), session->output.file);
	return list_finish(&holds, err);
}

static int run_hold(struct session *session, struct error *err)
{
	return session->args->num_operands == 0 ? list(session, err) : change(session, false, err);
}

static int run_unhold(struct session *session, struct error *err)
{
	return change(session, true, err);
}

static const enum option_id hold_options[] = {OPTION_BY, OPTION_REASON, OPTION_STATE, OPTION_TODAY, OPTION_COUNT};
static const enum option_id unhold_options[] = {OPTION_BY, OPTION_REASON, OPTION_TODAY, OPTION_COUNT};

static const struct example hold_examples[] = {
	{"prelist archive hold", "what is on hold; with --state all, what was, too", "列出冻结项；--state all 含已解除的"},
	{"prelist archive hold com.example.shop --by li --reason \"lawsuit 12\"", "every version of an app stays, until it is lifted",
	 "冻结某应用的所有版本，直至解除"},
	{NULL, NULL, NULL}};
static const struct example unhold_examples[] = {
	{"prelist archive unhold com.example.shop --by li --reason \"lawsuit over\"", "its time counts again", "解除冻结，恢复按期限清理"},
	{NULL, NULL, NULL}};

const struct command archive_hold = {.name = "hold",
				     .en = "keep an app or a version whatever its time; without APP: what is on hold",
				     .zh = "冻结某应用或版本，不予清理；不带 APP 则列出冻结项",
				     .operands = "[APP[@VERSION] --by WHO --reason TEXT]",
				     .operand_kind = OPERAND_VERSION,
				     .max_operands = 1,
				     .options = hold_options,
				     .examples = hold_examples,
				     .run = run_hold};
const struct command archive_unhold = {.name = "unhold",
				       .en = "lift a hold",
				       .zh = "解除冻结",
				       .operands = "APP[@VERSION] --by WHO --reason TEXT",
				       .operand_kind = OPERAND_VERSION,
				       .min_operands = 1,
				       .max_operands = 1,
				       .options = unhold_options,
				       .examples = unhold_examples,
				       .run = run_unhold};
