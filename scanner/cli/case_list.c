/*
 * case_list - cases as a table or JSON: all, those that come due, those that are overdue.
 */
#include "cli/case.h"
#include "cli/list.h"
#include "report/translate.h"

#include <inttypes.h>

#define DUE_SOON 5

static void put_subject(struct list *list, const struct case_row *row)
{
	char subject[1200];

	if (row->app_id != NULL && row->submission != FACT_ABSENT)
		snprintf(subject, sizeof subject, "%s@#%" PRId64, row->app_id, row->submission);
	else
		snprintf(subject, sizeof subject, "%s", row->app_id != NULL ? row->app_id : row->developer != NULL ? row->developer : "");
	list_text(list, NULL, "ABOUT", subject);
}

static void put_standing(struct list *list, struct desk *desk, const struct case_row *row)
{
	bool is_open = strcmp(row->state, "open") == 0;
	char standing[80];

	if (list->json == NULL) {
		at_desk_standing(desk, list->language, row->due, standing);
		list_word(list, NULL, "STANDING", is_open ? standing : row->outcome);
	} else if (is_open) {
		list_number(list, "working_days_left", NULL, case_days_left(desk, row->due));
		list_bool(list, "overdue", strcmp(row->due, desk->today_text) < 0);
	}
}

static void put(struct list *list, struct desk *desk, const char *key, const struct case_row *row)
{
	ARENA_CLEANUP struct arena arena = arena_new(ENTRY_MAX);

	list_row(list, key);
	list_id(list, "case", "CASE", row->number);
	list_word(list, "kind", "KIND", row->kind);
	list_text(list, "state", NULL, row->state);
	list_text(list, "opened", NULL, row->opened);
	list_text(list, "due", "DUE", row->due);
	put_standing(list, desk, row);
	list_text(list, "closed", NULL, row->closed);
	list_text(list, "outcome", NULL, row->outcome);
	put_subject(list, row);
	list_text(list, "platform", NULL, row->platform);
	list_text(list, "app_id", NULL, row->app_id);
	list_number(list, "submission", NULL, row->submission);
	list_text(list, "developer", NULL, row->developer);
	list_text(list, "sha256", NULL, row->sha256);
	list_text(list, "text", NULL, row->text);
	list_text(list, NULL, "TEXT", translate_event(&arena, list->language, "entry", row->text));
	list_text(list, "basis", NULL, row->basis);
	list_text(list, "source", NULL, row->source);
	list_text(list, "ticket", NULL, row->ticket);
	list_number(list, "from_case", NULL, row->parent);
	list_bool(list, "has_contact", row->contact != NULL && !row->contact_is_erased);
	list_person(list, "assignee", "ASSIGNED", row->assignee);
	list_text(list, "by", NULL, row->by);
	list_row_end(list);
}

void case_row_json(struct json *json, struct desk *desk, const char *key, const struct case_row *row)
{
	put(&(struct list){.json = json}, desk, key, row);
}

struct listing {
	struct list list;
	struct desk *desk;
};

static bool add_row(void *owner, const struct case_row *row)
{
	struct listing *listing = owner;

	put(&listing->list, listing->desk, NULL, row);
	return listing->list.json == NULL || !listing->list.json->failed;
}

/* The number of them. */
static size_t print(struct session *session, struct desk *desk, const struct case_filter *filter, const char *schema, struct error *err)
{
	struct listing listing = {.desk = desk};

	list_answer(&listing.list, session, schema);
	list_text(&listing.list, "date", NULL, desk->today_text);
	list_begin(&listing.list, "cases", "CASE,KIND,ABOUT,DUE,STANDING,ASSIGNED,TEXT");
	case_table_each(desk->archive, filter, add_row, &listing, err);
	list_finish(&listing.list, err);
	return listing.list.num_rows;
}

/* KIND or APP, given or not. */
static bool filter_by_operand(struct session *session, struct target *target, struct case_filter *filter, struct error *err)
{
	BUF_CLEANUP struct buf kinds = buf_new(4096);
	bool has;

	if (session->args->num_operands == 0)
		return true;
	if (case_kind_find(session->args->operands[0]) >= 0) {
		filter->kind = session->args->operands[0];
		return true;
	}
	if (!target_parse(session->args->operands[0], target, err) || !kept_has_app(session, target, &has, err))
		return false;
	at_desk_kinds(&kinds);
	if (!has)
		return error_set(err, ERROR_USAGE, "'%s' is neither an app of the archive nor a kind of case; the kinds are%.*s",
				 session->args->operands[0], (int)kinds.len, (const char *)kinds.data);
	filter->app_id = target->app_id;
	filter->platform = target->platform;
	return true;
}

enum which { ALL, DUE, OVERDUE };

/* The last day of what is asked for: five working days on, --until, or yesterday. */
static bool set_until(const struct session *session, struct desk *desk, enum which which, char until[DATE_TEXT_LEN], struct error *err)
{
	const char *given = session->args->value[OPTION_UNTIL];
	struct date last = date_from_days(date_to_days(desk->today) - 1);

	if (which == DUE)
		workday_add(&desk->calendar, desk->today, DUE_SOON, &last);
	if (given != NULL && !date_given("--until", given, &last, err))
		return false;
	date_format(last, until);
	return true;
}

static int list(struct session *session, enum which which, const char *state, const char *schema, struct error *err)
{
	struct case_filter filter = {.state = state, .assignee = session->args->value[OPTION_TO]};
	char until[DATE_TEXT_LEN];
	struct target target;
	struct desk desk;
	size_t num;

	if (!at_desk(session, ARCHIVE_READ, &desk, err) || !filter_by_operand(session, &target, &filter, err) ||
	    !set_until(session, &desk, which, until, err))
		return EXIT_TROUBLE;
	filter.due_before = which == ALL ? NULL : until;
	num = print(session, &desk, &filter, schema, err);
	at_desk_warn(session, &desk);
	return which == OVERDUE && num > 0 ? 3 : 0;
}

static int run_list(struct session *session, struct error *err)
{
	enum at_desk_state state;

	if (!at_desk_state(session->args, &state, err))
		return EXIT_TROUBLE;
	return list(session, ALL, state == STATE_ALL ? NULL : state == STATE_OPEN ? "open" : "closed", "prelist-case-list/1", err);
}

static int run_due(struct session *session, struct error *err)
{
	return list(session, DUE, "open", "prelist-case-due/1", err);
}

static int run_overdue(struct session *session, struct error *err)
{
	return list(session, OVERDUE, "open", "prelist-case-overdue/1", err);
}

static const enum option_id list_options[] = {OPTION_STATE, OPTION_TO, OPTION_TODAY, OPTION_COUNT};
static const enum option_id due_options[] = {OPTION_UNTIL, OPTION_TO, OPTION_TODAY, OPTION_COUNT};
static const enum option_id overdue_options[] = {OPTION_TO, OPTION_TODAY, OPTION_COUNT};

static const struct example list_examples[] = {
	{"prelist case list", "every open case, by due date", "所有未办结工单，按时限排列"},
	{"prelist case list complaint --state all", "of one kind, closed ones too", "某一类，含已办结"},
	{"prelist case list com.example.shop --state all --format json", "of one app, as JSON", "某应用的工单，JSON"},
	{NULL, NULL, NULL}};
static const struct example due_examples[] = {
	{"prelist case due", "what is due within five working days, or overdue", "五个工作日内到期或已逾期的工单"},
	{"prelist case due --until 2026-12-31", "by a day", "某日前到期的工单"},
	{NULL, NULL, NULL}};
static const struct example overdue_examples[] = {
	{"prelist case overdue", "exit code 3 when there is one", "有逾期工单时返回 3"}, {NULL, NULL, NULL}};

const struct command case_list_command = {.name = "list", .en = "open cases by due date", .zh = "按时限列出工单", .operands = "[KIND|APP]",
					  .max_operands = 1, .options = list_options, .examples = list_examples, .run = run_list};
const struct command case_due_command = {.name = "due", .en = "what comes due in five working days, or by a day", .zh = "即将到期的工单",
					 .operands = "[KIND|APP]", .max_operands = 1, .options = due_options, .examples = due_examples,
					 .run = run_due};
const struct command case_overdue_command = {.name = "overdue", .en = "what should have been closed before today", .zh = "已逾期的工单",
					     .operands = "[KIND|APP]", .max_operands = 1, .options = overdue_options,
					     .examples = overdue_examples, .run = run_overdue};
