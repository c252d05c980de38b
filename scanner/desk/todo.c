#include "desk/todo.h"

#include "bytes/array.h"
#include "bytes/fold.h"
#include "bytes/text.h"
#include "desk/case.h"
#include "desk/patrol_plan.h"
#include "desk/role.h"
#include "store/patrol_table.h"

#include <stdio.h>
#include <stdlib.h>

#define TODO_MAX ((size_t)256 * 1024 * 1024)
#define SOON 5 /* working days */

static const struct duty_info duties[] = {
#define DUTY(symbol, kind, en, zh, basis) {kind, en, zh, basis},
#include "desk/todo.def"
#undef DUTY
};

const struct duty_info *duty_info(enum duty duty)
{
	return &duties[duty];
}

struct todo_item todo_item_of(enum duty duty)
{
	return (struct todo_item){.duty = duty, .urgency = URGENCY_LATER, .submission = FACT_ABSENT, .number = FACT_ABSENT,
				  .version_code = FACT_ABSENT, .age = FACT_ABSENT, .days_left = FACT_ABSENT, .stage = FACT_ABSENT,
				  .versions = FACT_ABSENT, .patrol = FACT_ABSENT};
}

enum urgency todo_by_workday(struct desk *desk, const char *due, int64_t *days_left)
{
	int order = strcmp(due, desk->today_text);

	*days_left = case_days_left(desk, due);
	if (order <= 0)
		return order < 0 ? URGENCY_OVERDUE : URGENCY_TODAY;
	return *days_left <= SOON ? URGENCY_SOON : URGENCY_LATER;
}

static bool grow(struct todo *todo)
{
	struct todo_item *grown = array_grow(todo->items, todo->num, sizeof *grown);

	if (grown != NULL)
		todo->items = grown;
	return grown != NULL;
}

static bool copy(struct todo *todo, const char **text)
{
	if (*text == NULL)
		return true;
	*text = arena_strdup(&todo->arena, *text);
	return *text != NULL;
}

bool todo_add(struct todo *todo, const struct todo_item *item, struct error *err)
{
	struct todo_item *out;

	if (todo->who != NULL && (item->who == NULL || !fold_same(item->who, todo->who)))
		return true;
	if (!grow(todo))
		return error_memory(err);
	out = &todo->items[todo->num++];
	*out = *item;
	return (copy(todo, &out->due) && copy(todo, &out->subject) && copy(todo, &out->text) && copy(todo, &out->kind) &&
		copy(todo, &out->who) && copy(todo, &out->since) && copy(todo, &out->renewal)) || error_memory(err);
}

/* The last patrol that came to its end, and the newest one where it did not. */
struct last_patrols {
	char ended[DATE_TEXT_LEN], broke_off[DATE_TEXT_LEN];
	int64_t number; /* of what broke off */
};

static bool load_last(struct desk *desk, struct last_patrols *last, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err,
		"SELECT (SELECT max(date) FROM patrol WHERE ended IS NOT NULL), p.number, p.date FROM (SELECT max(number) AS newest FROM patrol)"
		" LEFT JOIN patrol p ON p.number = newest AND p.ended IS NULL",
		"");

	if (database_step(desk->archive, row, err) != SQLITE_ROW)
		return false;
	snprintf(last->ended, sizeof last->ended, "%s", text_or_empty(database_text(row, 0)));
	last->number = database_integer(row, 1);
	snprintf(last->broke_off, sizeof last->broke_off, "%s", text_or_empty(database_text(row, 2)));
	return true;
}

/* When the next patrol is to be, unless it is at once: "". What broke off is due since. */
static void find_next(const struct desk *desk, const struct last_patrols *last, char due[DATE_TEXT_LEN])
{
	struct date day;

	*due = '\0';
	if (date_parse(last->ended, &day))
		date_format(date_from_days(date_to_days(day) + rules_policy_number(desk->rules, "desk.patrol_days", 1)), due);
	if (last->number != FACT_ABSENT && (*due == '\0' || strcmp(last->broke_off, due) < 0))
		snprintf(due, DATE_TEXT_LEN, "%s", last->broke_off);
}

/* What was listed since the last patrol has been judged by the gate: the next one is soon enough. */
static bool has_changed(const struct patrol_plan *plan)
{
	for (int i = 0; i < PATROL_REASON_COUNT; i++)
		if (i != PATROL_FIRST && plan->num_by[i] > 0)
			return true;
	return false;
}

static bool add_planned(struct todo *todo, const struct patrol_plan *plan, struct error *err)
{
	struct todo_item item = todo_item_of(DUTY_PATROL);
	struct last_patrols last;
	char due[DATE_TEXT_LEN];
	int order;

	if (plan->num_listed == 0)
		return true;
	if (!load_last(todo->desk, &last, err))
		return false;
	find_next(todo->desk, &last, due);
	order = *due == '\0' ? 0 : strcmp(due, todo->desk->today_text);
	if (order > 0 && !has_changed(plan))
		return true;
	item.urgency = order < 0 ? URGENCY_OVERDUE : order == 0 ? URGENCY_TODAY : URGENCY_SOON;
	item.due = *due != '\0' ? due : NULL;
	item.since = *last.ended != '\0' ? last.ended : NULL;
	item.patrol = last.number;
	item.versions = (int64_t)plan->num_items;
	item.text = patrol_plan_reasons(plan, &todo->arena);
	return todo_add(todo, &item, err);
}

static bool add_patrol(struct todo *todo, struct error *err)
{
	struct patrol_plan plan;
	bool ok = patrol_plan_of_desk(&plan, todo->desk, err) && add_planned(todo, &plan, err);

	patrol_plan_free(&plan);
	return ok;
}

/* Until a patrol finds it as it was kept again. */
static bool add_damaged(struct todo *todo, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		todo->desk->archive, err,
		"SELECT h.sha256, h.date, (SELECT min(p.number) FROM submission_package p WHERE p.sha256 = h.sha256) AS number, s.app_id, s.version_code"
		" FROM rehash h LEFT JOIN submission s ON s.number = (SELECT min(p.number) FROM submission_package p WHERE p.sha256 = h.sha256)"
		" WHERE h.ok = 0 AND NOT EXISTS (SELECT 1 FROM pruned d WHERE d.sha256 = h.sha256)",
		"");
	int status;

	while ((status = database_step(todo->desk->archive, row, err)) == SQLITE_ROW) {
		struct todo_item item = todo_item_of(DUTY_DAMAGED);

		item.urgency = URGENCY_TODAY;
		item.text = database_text(row, 0);
		item.since = database_text(row, 1);
		item.submission = database_integer(row, 2);
		item.subject = database_text(row, 3);
		item.version_code = database_integer(row, 4);
		if (!todo_add(todo, &item, err))
			return false;
	}
	return status == SQLITE_DONE;
}

/* Listed versions that the newest patrol to try could not judge, until one does. */
static bool add_missed(struct todo *todo, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		todo->desk->archive, err,
		"SELECT s.number, s.app_id, s.version_code, (SELECT why FROM patrol_missed l WHERE l.number = s.number ORDER BY l.patrol DESC LIMIT 1),"
		" min(p.date) FROM " PATROL_MISSED_SINCE " m JOIN submission s ON s.number = m.number JOIN patrol p ON p.number = m.patrol"
		" WHERE s.state = 'listed' GROUP BY s.number ORDER BY s.number",
		"");
	int status;

	while ((status = database_step(todo->desk->archive, row, err)) == SQLITE_ROW) {
		struct todo_item item = todo_item_of(DUTY_MISSED);

		item.urgency = URGENCY_TODAY;
		item.submission = sqlite3_column_int64(row, 0);
		item.subject = database_text(row, 1);
		item.version_code = database_integer(row, 2);
		item.text = database_text(row, 3);
		item.since = database_text(row, 4);
		if (!todo_add(todo, &item, err))
			return false;
	}
	return status == SQLITE_DONE;
}

static bool add_roles(struct todo *todo, struct error *err)
{
	const struct role_info *info;

	for (size_t i = 0; (info = role_info(i)) != NULL; i++) {
		struct todo_item item = todo_item_of(DUTY_ROLE);
		bool held = true;

		if (info->needed && !role_is_held(todo->desk, info->name, &held, err))
			return false;
		item.subject = info->name;
		item.text = info->basis;
		item.urgency = URGENCY_TODAY;
		if (!held && !todo_add(todo, &item, err))
			return false;
	}
	return true;
}

/* The coming year's calendar, from the month on in which deadlines reach it; this year's always. */
static bool add_calendar(struct todo *todo, struct error *err)
{
	struct desk *desk = todo->desk;
	struct todo_item item = todo_item_of(DUTY_CALENDAR);
	char year[16], due[DATE_TEXT_LEN];
	int missing = 0;

	if (desk->today.month == 12 && !workday_covers(&desk->calendar, desk->today.year + 1))
		missing = desk->today.year + 1;
	if (!workday_covers(&desk->calendar, desk->today.year))
		missing = desk->today.year;
	if (missing == 0)
		return true;
	snprintf(year, sizeof year, "%d", missing);
	date_format((struct date){missing, 1, 1}, due);
	item.subject = year;
	item.due = due;
	item.urgency = missing == desk->today.year ? URGENCY_OVERDUE : URGENCY_SOON;
	return todo_add(todo, &item, err);
}

static int compare(const void *a, const void *b)
{
	const struct todo_item *x = a, *y = b;
	int order = (int)x->urgency - (int)y->urgency;

	if (order == 0)
		order = text_compare_null_last(x->due, y->due);
	if (order == 0)
		order = (int)x->duty - (int)y->duty;
	if (order == 0)
		order = (x->number > y->number) - (x->number < y->number);
	if (order == 0)
		order = (x->submission > y->submission) - (x->submission < y->submission);
	return order != 0 ? order : text_compare_null_last(x->subject, y->subject);
}

bool todo_load(struct desk *desk, const char *who, struct todo *todo, struct error *err)
{
	*todo = (struct todo){.desk = desk, .arena = arena_new(TODO_MAX), .who = who};
	if (!todo_add_reviews(todo, err) || !todo_add_cases(todo, err) || !todo_add_expiring(todo, err) || !add_damaged(todo, err) || !add_missed(todo, err) ||
	    !add_patrol(todo, err) || !add_roles(todo, err) || !add_calendar(todo, err))
		return false;
	if (todo->num > 1)
		qsort(todo->items, todo->num, sizeof *todo->items, compare);
	return true;
}

void todo_free(struct todo *todo)
{
	free(todo->items);
	arena_free(&todo->arena);
	*todo = (struct todo){.arena = arena_new(0)};
}
