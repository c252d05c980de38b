/*
 * archive_hold - prelist archive hold and unhold: what is not pruned though its time is over.
 */
#include "cli/archive.h"
#include "cli/at_desk.h"
#include "cli/list.h"

#include "bytes/text.h"
#include "store/hold_table.h"

#include <stdlib.h>
#include <string.h>

#define BUFFER_MAX ((size_t)1024 * 1024)

struct holding {
	struct session *session;
	struct target target;
	struct hold_row row;
	char platform[64], app_id[TARGET_APP_MAX];
	size_t num, num_new; /* of those that hold now: that did not before */
	struct buf names; /* of the submissions: "#1, #2" */
};

/* Whose submission it is. */
static bool set_submission(struct holding *holding, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(holding->session->archive, err, "SELECT platform, app_id FROM submission WHERE number = ?", "i", number);

	if (database_step(holding->session->archive, row, err) != SQLITE_ROW)
		return false;
	snprintf(holding->platform, sizeof holding->platform, "%s", database_text(row, 0));
	snprintf(holding->app_id, sizeof holding->app_id, "%s", database_text(row, 1));
	holding->row.platform = holding->platform;
	holding->row.app_id = holding->app_id;
	holding->row.submission = number;
	return true;
}

static bool hold_one(struct desk *desk, struct holding *holding, size_t *num, struct error *err)
{
	*num = 1;
	return hold_table_add(desk->archive, &holding->row, &holding->num_new, err);
}

static bool lift_one(struct desk *desk, struct holding *holding, size_t *num, struct error *err)
{
	return hold_table_lift(desk->archive, &holding->row, num, err);
}

/* A version is all its submissions: who asks for it gets each. */
static bool each_submission(struct desk *desk, struct holding *holding,
			    bool (*change)(struct desk *desk, struct holding *holding, size_t *num, struct error *err), struct error *err)
{
	int64_t number = 0;

	while (kept_next(holding->session, &holding->target, number, &number, err) && number != 0) {
		size_t num;

		if (!set_submission(holding, number, err) || !change(desk, holding, &num, err))
			return false;
		holding->num += num;
		if (num > 0)
			buf_printf(&holding->names, "%s#%lld", holding->names.len > 0 ? ", " : "", (long long)number);
	}
	return err->code == ERROR_NONE;
}

/* One hold for each platform that has the app. */
static bool hold_app(struct holding *holding, struct desk *desk, struct error *err)
{
	char after[64] = "";

	for (;;) {
		sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
			desk->archive, err, "SELECT min(platform) FROM app WHERE app_id = ?1 AND (?2 IS NULL OR platform = ?2) AND platform > ?3", "sss",
			holding->target.app_id, holding->target.platform, after);

		if (database_step(desk->archive, row, err) != SQLITE_ROW)
			return false;
		if (database_text(row, 0) == NULL)
			break;
		snprintf(after, sizeof after, "%s", database_text(row, 0));
		holding->row.platform = after;
		if (!hold_table_add(desk->archive, &holding->row, &holding->num_new, err))
			return false;
		holding->num++;
	}
	return holding->num > 0 || error_set(err, ERROR_USAGE, "the archive has no app %s; prelist show lists all", holding->target.app_id);
}

static bool step_hold(struct desk *desk, void *owner, struct error *err)
{
	struct holding *holding = owner;

	if (!holding->target.has_version)
		return hold_app(holding, desk, err);
	return each_submission(desk, holding, hold_one, err) &&
	       (holding->num > 0 || error_set(err, ERROR_USAGE, "the archive has no %s; prelist show lists what it has", holding->session->args->operands[0]));
}

static bool step_unhold(struct desk *desk, void *owner, struct error *err)
{
	struct holding *holding = owner;

	if (holding->target.has_version ? !each_submission(desk, holding, lift_one, err) : !lift_one(desk, holding, &holding->num, err))
		return false;
	return holding->num > 0 ||
	       error_set(err, ERROR_USAGE, "%s is not on hold; prelist archive hold lists what is", holding->session->args->operands[0]);
}

static void numbers_json(struct json *json, const char *names)
{
	json_array(json, "submissions");
	for (const char *at = strchr(names, '#'); at != NULL; at = strchr(at + 1, '#'))
		json_number(json, NULL, strtoll(at + 1, NULL, 10));
	json_close(json);
}

static void answer(const struct holding *holding, bool lifted, struct error *err)
{
	struct session *session = holding->session;
	BUF_CLEANUP struct buf name = buf_new(BUFFER_MAX);
	const char *numbers = holding->names.data == NULL ? "" : (const char *)holding->names.data;
	struct json json;

	if (session_json(session, &json, lifted ? "prelist-archive-unhold/1" : "prelist-archive-hold/1")) {
		json_text(&json, "what", session->args->operands[0]);
		json_number(&json, "holds", (int64_t)(lifted ? holding->num : holding->num_new));
		numbers_json(&json, numbers);
		json_end(&json, err);
		return;
	}
	text_visible(&name, session->args->operands[0]);
	if (*numbers != '\0')
		buf_printf(&name, " (%s)", numbers);
	buf_byte(&name, '\0');
	if (session->is_unheard || name.failed)
		return;
	if (lifted)
		message_print(session->output.file, session->language, MESSAGE_UNHELD, holding->num, (const char *)name.data);
	else
		fprintf(session->output.file, message(session->language, holding->num_new > 0 ? MESSAGE_HELD : MESSAGE_HELD_ALREADY), (const char *)name.data);
}

static bool change(struct holding *holding, bool lift, struct error *err)
{
	struct session *session = holding->session;
	const struct arguments *args = session->args;
	struct desk desk;

	if (!at_desk_author(args, err) || !target_parse(args->operands[0], &holding->target, err) || !at_desk_reason(args, err) ||
	    !at_desk(session, ARCHIVE_CHANGE, &desk, err))
		return false;
	holding->row = (struct hold_row){.date = desk.today_text, .platform = holding->target.platform, .app_id = holding->target.app_id,
					 .submission = FACT_ABSENT, .reason = args->value[OPTION_REASON], .by = desk.by};
	return desk_keep(&desk, lift ? step_unhold : step_hold, holding, err);
}

static int run_change(struct session *session, bool lift, struct error *err)
{
	struct holding holding = {.session = session, .names = buf_new(BUFFER_MAX)};

	if (change(&holding, lift, err))
		answer(&holding, lift, err);
	buf_free(&holding.names);
	return err->code == ERROR_NONE ? 0 : EXIT_TROUBLE;
}

struct holds {
	struct list list;
	enum at_desk_state state;
};

static void add_row(void *owner, const struct hold_row *row)
{
	struct holds *all = owner;
	struct list *holds = &all->list;

	if (all->state == STATE_CLOSED && row->lifted == NULL)
		return;
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
	struct holds holds;

	if (!at_desk_state(session->args, &holds.state, err) || !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	list_answer(&holds.list, session, "prelist-archive-hold/1");
	list_begin(&holds.list, "holds", "HOLD,SINCE,PLATFORM,APP,SUBMISSION,BY,REASON,LIFTED");
	if (hold_table_each(session->archive, holds.state != STATE_OPEN, add_row, &holds, err) && holds.list.json == NULL &&
	    holds.list.num_rows == 0 && holds.state == STATE_OPEN && !session->is_unheard)
		fputs(message(session->language, MESSAGE_HOLD_NONE), session->output.file);
	return list_finish(&holds.list, err);
}

static int run_hold(struct session *session, struct error *err)
{
	return session->args->num_operands == 0 ? list(session, err) : run_change(session, false, err);
}

static int run_unhold(struct session *session, struct error *err)
{
	return run_change(session, true, err);
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
