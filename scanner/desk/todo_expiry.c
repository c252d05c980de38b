/*
 * todo_expiry - what runs out: the operator's licence, what the register has with a last day, entries of the blacklist.
 */
#include "desk/todo.h"

#include "desk/appeal.h"
#include "bytes/array.h"
#include "store/blacklist_lookup.h"
#include "store/register_read.h"

#include <stdlib.h>

#define RENEWAL_DAYS 90 /* before its last day renewal is asked for: licence-12 */
#define NOTICE_DAYS 120 /* before it is named: what renewal takes is not made in a day */
#define ENTRY_DAYS 30

int64_t todo_expiry_stage(int64_t days_left)
{
	static const int64_t stages[] = {0, 30, 60, RENEWAL_DAYS, NOTICE_DAYS};

	if (days_left < 0)
		return -1;
	for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
		if (days_left <= stages[i])
			return stages[i];
	return FACT_ABSENT;
}

/* Sets days, stage, urgency and renewal by the last day; false when that is no date or far away. */
static bool set_expiry(struct desk *desk, struct todo_item *item, const char *until, char renewal[DATE_TEXT_LEN])
{
	struct date last;

	if (until == NULL || !date_parse(until, &last))
		return false;
	item->days_left = date_to_days(last) - date_to_days(desk->today);
	item->stage = todo_expiry_stage(item->days_left);
	if (item->stage == FACT_ABSENT)
		return false;
	date_format(date_from_days(date_to_days(last) - RENEWAL_DAYS), renewal);
	item->due = until;
	item->renewal = renewal;
	item->urgency = item->stage < 0 ? URGENCY_OVERDUE :
			item->days_left == 0 || item->days_left == RENEWAL_DAYS ? URGENCY_TODAY :
			item->days_left < RENEWAL_DAYS ? URGENCY_SOON : URGENCY_LATER;
	return true;
}

static bool add_operator(struct todo *todo, struct error *err)
{
	const struct rules *rules = todo->desk->rules;
	const char *licence = rules_policy(rules, "operator.licence");
	struct todo_item item = todo_item_of(DUTY_OPERATOR_LICENCE);
	char renewal[DATE_TEXT_LEN];
	bool is_named = licence != NULL && *licence != '\0';

	item.subject = is_named ? licence : NULL;
	item.text = rules_policy(rules, "operator.name");
	if (is_named && !set_expiry(todo->desk, &item, rules_policy(rules, "operator.valid_until"), renewal))
		return true;
	return todo_add(todo, &item, err);
}

struct developer {
	int64_t number;
	const char *id, *name; /* in the arena of todo */
};

/* Which developer and which part of the register are at hand. */
struct expiring {
	struct todo *todo;
	struct developer *developers;
	size_t num, at;
	enum register_part part;
	bool failed;
	struct error *err;
};

static int column_of(const struct register_part_info *info, const char *name)
{
	for (int i = 0; info->columns[i] != NULL; i++)
		if (strcmp(info->columns[i], name) == 0)
			return i;
	return -1;
}

static const char *value(const struct expiring *expiring, const struct register_row *row, const char *name)
{
	int column = column_of(register_part_info(expiring->part), name);

	return column < 0 ? NULL : row->values[column];
}

static void take_row(void *owner, const struct register_row *row)
{
	struct expiring *expiring = owner;
	const struct developer *developer = &expiring->developers[expiring->at];
	struct todo_item item = todo_item_of(expiring->part == REGISTER_LICENCE ? DUTY_LICENCE : DUTY_DOCUMENT);
	char renewal[DATE_TEXT_LEN];

	if (expiring->failed || !row->is_current ||
	    !set_expiry(expiring->todo->desk, &item, value(expiring, row, "valid_until"), renewal))
		return;
	item.subject = arena_printf(&expiring->todo->arena, "%s %s", developer->id,
				    value(expiring, row, "number") != NULL ? value(expiring, row, "number") : "");
	item.text = developer->name;
	item.kind = value(expiring, row, "kind");
	expiring->failed = item.subject == NULL || !todo_add(expiring->todo, &item, expiring->err);
}

static void take_developer(void *owner, const struct register_developer_row *row)
{
	struct expiring *expiring = owner;
	struct arena *arena = &expiring->todo->arena;
	struct developer *grown = expiring->failed ? NULL : array_grow(expiring->developers, expiring->num, sizeof *grown);

	expiring->failed = grown == NULL;
	if (expiring->failed)
		return;
	expiring->developers = grown;
	grown[expiring->num] = (struct developer){row->developer, arena_strdup(arena, row->id), arena_copy(arena, row->name)};
	expiring->failed = grown[expiring->num++].id == NULL;
}

/* Every part of the register whose rows have a last day. */
static bool add_register(struct todo *todo, struct error *err)
{
	struct expiring expiring = {.todo = todo, .err = err};
	struct archive *archive = todo->desk->archive;
	bool ok = register_each_developer(archive, 0, todo->desk->today_text, take_developer, &expiring, err) && !expiring.failed;

	for (int part = 0; ok && part < REGISTER_PARTS; part++) {
		expiring.part = (enum register_part)part;
		if (column_of(register_part_info(expiring.part), "valid_until") < 0)
			continue;
		for (expiring.at = 0; ok && expiring.at < expiring.num; expiring.at++)
			ok = register_each(archive, expiring.developers[expiring.at].number, expiring.part, take_row, &expiring, err) && !expiring.failed;
	}
	free(expiring.developers);
	return ok || error_memory(err);
}

struct entries {
	struct todo *todo;
	bool failed;
	struct error *err;
};

static void take_entry(void *owner, const struct blacklist_entry *entry)
{
	struct entries *entries = owner;
	struct desk *desk = entries->todo->desk;
	struct todo_item item = todo_item_of(blacklist_kind_waives(entry->kind) ? DUTY_WAIVER : DUTY_BLACKLIST);
	struct date last;

	if (entries->failed || entry->until == NULL || !date_parse(entry->until, &last))
		return;
	item.days_left = date_to_days(last) - date_to_days(desk->today);
	if (item.days_left < 0 || item.days_left > ENTRY_DAYS)
		return;
	item.due = entry->until;
	item.subject = entry->value;
	item.text = entry->reason;
	item.kind = blacklist_kind_name(entry->kind);
	item.urgency = item.days_left == 0 ? URGENCY_TODAY : item.days_left <= 7 ? URGENCY_SOON : URGENCY_LATER;
	entries->failed = !todo_add(entries->todo, &item, entries->err);
}

static bool take_unheeded(void *owner, const struct appeal_entry *entry)
{
	struct entries *entries = owner;
	struct todo_item item = todo_item_of(DUTY_APPEALED);

	item.urgency = URGENCY_TODAY;
	item.subject = entry->value;
	item.kind = entry->kind;
	item.number = entry->number;
	item.since = entry->closed;
	item.text = entry->reason;
	return todo_add(entries->todo, &item, entries->err);
}

bool todo_add_expiring(struct todo *todo, struct error *err)
{
	struct entries entries = {.todo = todo, .err = err};
	char last[DATE_TEXT_LEN];

	date_format(date_from_days(date_to_days(todo->desk->today) + ENTRY_DAYS), last);
	return add_operator(todo, err) && add_register(todo, err) &&
	       blacklist_lookup_ending(todo->desk->archive, todo->desk->today_text, last, take_entry, &entries, err) && !entries.failed &&
	       appeal_each_unheeded(todo->desk, take_unheeded, &entries, err);
}
