#include "desk/patrol_rehash.h"

#include "bytes/array.h"
#include "bytes/date.h"

#include <stdio.h>
#include <stdlib.h>

#define DAYS 30

static int64_t days_of(const char *text)
{
	struct date date;

	return text != NULL && date_parse(text, &date) ? date_to_days(date) : 0;
}

static bool add(struct rehash_plan *plan, sqlite3_stmt *row)
{
	struct rehash_item *grown = array_grow(plan->items, plan->num_items, sizeof *grown), *item;

	if (grown == NULL)
		return false;
	plan->items = grown;
	item = &plan->items[plan->num_items++];
	*item = (struct rehash_item){.size = sqlite3_column_int64(row, 1), .last = days_of(database_text(row, 2)), .ok = sqlite3_column_int(row, 3) != 0};
	if (item->last > plan->today) /* a day to come is none on which it was seen */
		item->last = 0;
	item->was_ok = item->ok;
	snprintf(item->sha256, sizeof item->sha256, "%s", database_text(row, 0));
	plan->all_bytes += item->size;
	return true;
}

/* A package was hashed when it came; what was pruned has no bytes. */
static bool load(struct rehash_plan *plan, struct archive *archive, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT k.sha256, k.size, coalesce(h.date, (SELECT max(s.date) FROM submission_package p JOIN submission s ON s.number = p.number"
		" WHERE p.sha256 = k.sha256)), coalesce(h.ok, 1) FROM package k LEFT JOIN rehash h ON h.sha256 = k.sha256"
		" WHERE NOT EXISTS (SELECT 1 FROM pruned d WHERE d.sha256 = k.sha256)",
		"");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		if (!add(plan, row))
			return error_memory(err);
	return status == SQLITE_DONE;
}

static int compare(const void *a, const void *b)
{
	const struct rehash_item *x = a, *y = b;

	if (x->is_due != y->is_due)
		return y->is_due - x->is_due;
	return x->last != y->last ? (x->last > y->last) - (x->last < y->last) : strcmp(x->sha256, y->sha256);
}

/* Days since the last patrol that hashed; the next one is taken to come after as many. */
static bool pace(struct rehash_plan *plan, struct archive *archive, const char *today, int64_t *days, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT max(date) FROM patrol WHERE date <= ?", "s", today);

	if (database_step(archive, row, err) != SQLITE_ROW)
		return false;
	*days = database_text(row, 0) == NULL ? 1 : plan->today - days_of(database_text(row, 0));
	return true;
}

/* A share of all bytes, the longest unseen first, and whatever would be unseen for too long; what is damaged is looked at again. */
static void choose(struct rehash_plan *plan, int64_t days, enum patrol_rehash what)
{
	int64_t share = plan->days == 0 ? plan->all_bytes : plan->all_bytes / plan->days * days + 1, taken = 0;

	if (days == 0)
		share = 0;
	for (size_t i = 0; i < plan->num_items; i++) {
		struct rehash_item *item = &plan->items[i];
		int64_t age = plan->today - item->last;

		item->is_due = what == REHASH_ALL || !item->ok || age >= plan->days || (age > 0 && (age + days >= plan->days || taken < share));
		taken += item->is_due ? item->size : 0;
		plan->num_due += item->is_due;
		plan->due_bytes += item->is_due ? item->size : 0;
	}
}

bool rehash_plan_make(struct rehash_plan *plan, struct archive *archive, const struct rules *rules, const char *today,
		      enum patrol_rehash what, struct error *err)
{
	int64_t days;

	*plan = (struct rehash_plan){.today = days_of(today), .days = rules_policy_number(rules, "rehash_days", DAYS)};
	if (!load(plan, archive, err) || !pace(plan, archive, today, &days, err))
		return false;
	if (what == REHASH_NONE || plan->num_items == 0)
		return true;
	qsort(plan->items, plan->num_items, sizeof *plan->items, compare);
	choose(plan, days, what);
	qsort(plan->items, plan->num_items, sizeof *plan->items, compare);
	return true;
}

void rehash_plan_free(struct rehash_plan *plan)
{
	free(plan->items);
	*plan = (struct rehash_plan){.items = NULL};
}

int64_t rehash_plan_fresh(const struct rehash_plan *plan)
{
	int64_t bytes = 0;

	for (size_t i = 0; i < plan->num_items; i++)
		if (plan->items[i].is_done ? plan->items[i].ok : plan->items[i].ok && plan->today - plan->items[i].last < plan->days)
			bytes += plan->items[i].size;
	return bytes;
}
