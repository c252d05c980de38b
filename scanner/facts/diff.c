#include "facts/diff.h"

#include "bytes/sort.h"
#include "facts/diff_place.h"

#include <stdlib.h>

/* Rows of one table on one side, sorted by key; the same key in both is a pair. */
struct side {
	const struct diff_place *places; /* of the side's packages, by position */
	size_t num_places;
	void **row;
	size_t num_rows;
};

struct differ {
	struct arena *arena;
	struct diff_places places;
	struct fact_change *changes;
	size_t num_changes, room;
	struct error *err;
};

/* By the key columns but the first: the package's position, for which its place stands; whose own row is the only one there. */
static int compare_keys(const struct fact_table_info *info, const void *a, const void *b)
{
	const union fact_value *left = fact_values(a), *right = fact_values(b);

	for (size_t i = 1; i < info->num_columns && info != fact_info(FACT_TABLE_package); i++) {
		int order = info->columns[i].is_key ? fact_compare_values(fact_is_number(info->columns[i].type), left[i], right[i]) : 0;

		if (order != 0)
			return order;
	}
	return 0;
}

/* What belongs to no package stands where it says. */
static struct diff_place place_of(const struct side *side, const void *row)
{
	uint64_t package = (uint64_t)fact_values(row)[0].number;

	return package < side->num_places ? side->places[package] : (struct diff_place){.place = (size_t)package, .like = DIFF_NONE};
}

static int compare_at(const struct fact_table_info *info, size_t place, const void *row, size_t other_place, const void *other)
{
	return place != other_place ? (place > other_place) - (place < other_place) : compare_keys(info, row, other);
}

struct order {
	const struct fact_table_info *info;
	const struct side *side;
};

static int compare_rows(const void *a, const void *b, void *owner)
{
	const struct order *order = owner;
	const void *left = *(void *const *)a, *right = *(void *const *)b;

	return compare_at(order->info, place_of(order->side, left).place, left, place_of(order->side, right).place, right);
}

static bool sort_side(struct side *side, const struct reading *reading, enum fact_table table, struct error *err)
{
	const struct fact_rows *rows = &reading->tables[table];
	struct order order = {.info = fact_info(table), .side = side};

	side->num_rows = rows->num_rows;
	side->row = calloc(rows->num_rows + 1, sizeof *side->row);
	if (side->row == NULL)
		return error_memory(err);
	if (rows->num_rows > 0)
		memcpy(side->row, rows->row, rows->num_rows * sizeof *side->row);
	sort(side->row, side->num_rows, sizeof *side->row, compare_rows, &order);
	return true;
}

static bool add_change(struct differ *differ, enum fact_table table, enum fact_change_kind kind, const void *before,
		       const void *after)
{
	struct fact_change *grown = arena_grow(differ->arena, differ->changes, differ->num_changes, &differ->room, sizeof *grown);

	if (grown == NULL)
		return error_memory(differ->err);
	differ->changes = grown;
	differ->changes[differ->num_changes++] = (struct fact_change){.table = table, .kind = kind, .before = before, .after = after};
	return true;
}

static bool is_asked_for(enum fact_table table, const char *column)
{
	return table == FACT_TABLE_package && (strcmp(column, "sha1") == 0 || strcmp(column, "md5") == 0);
}

bool fact_value_differs(enum fact_table table, size_t column, const void *before, const void *after)
{
	const struct fact_column *info = &fact_info(table)->columns[column];
	union fact_value a = fact_values(before)[column], b = fact_values(after)[column];

	if (is_asked_for(table, info->name) && (a.text == NULL || b.text == NULL))
		return false;
	return fact_compare_values(fact_is_number(info->type), a, b) != 0;
}

/* Where an entry's data lies, and how well it was packed, differs in every build: what holds the same bytes is the same. */
static bool is_of_packing(enum fact_table table, const char *column)
{
	return table == FACT_TABLE_entry && (strcmp(column, "offset") == 0 || strcmp(column, "stored_size") == 0);
}

/* In all but the position of the package. */
static bool is_same(enum fact_table table, const void *a, const void *b)
{
	const struct fact_table_info *info = fact_info(table);

	for (size_t i = 1; i < info->num_columns; i++)
		if (fact_value_differs(table, i, a, b) && !is_of_packing(table, info->columns[i].name))
			return false;
	return true;
}

/* The other side's row of that key at that place; NULL: none. */
static const void *row_at(const struct side *side, enum fact_table table, size_t place, const void *row)
{
	size_t low = 0, high = side->num_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_at(fact_info(table), place_of(side, side->row[middle]).place, side->row[middle], place, row) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < side->num_rows && compare_at(fact_info(table), place_of(side, side->row[low]).place, side->row[low], place, row) == 0 ? side->row[low] : NULL;
}

/* A build that came or went has its row; of what it says only what no build like it says on the other side. */
static bool is_said_there(const struct side *own, const struct side *other, enum fact_table table, const void *row)
{
	struct diff_place place = place_of(own, row);
	const void *there;

	if (place.like == DIFF_NONE || table == FACT_TABLE_package)
		return false;
	there = row_at(other, table, place.like, row);
	return there != NULL && is_same(table, row, there);
}

static bool add_lone(struct differ *differ, enum fact_table table, const struct side *own, const struct side *other, const void *row, bool is_after)
{
	if (is_said_there(own, other, table, row))
		return true;
	return is_after ? add_change(differ, table, FACT_ADDED, NULL, row) : add_change(differ, table, FACT_REMOVED, row, NULL);
}

static bool merge(struct differ *differ, enum fact_table table, const struct side *before, const struct side *after)
{
	size_t i = 0, j = 0;

	while (i < before->num_rows || j < after->num_rows) {
		int order = i == before->num_rows  ? 1
			    : j == after->num_rows ? -1
						   : compare_at(fact_info(table), place_of(before, before->row[i]).place, before->row[i],
								place_of(after, after->row[j]).place, after->row[j]);
		bool ok = true;

		if (order < 0)
			ok = add_lone(differ, table, before, after, before->row[i++], false);
		else if (order > 0)
			ok = add_lone(differ, table, after, before, after->row[j++], true);
		else if (!is_same(table, before->row[i], after->row[j]))
			ok = add_change(differ, table, FACT_CHANGED, before->row[i++], after->row[j++]);
		else
			i++, j++;
		if (!ok)
			return false;
	}
	return true;
}

bool fact_diff(const struct reading *before, const struct reading *after, struct arena *arena,
	       struct fact_change **changes, size_t *num_changes, struct error *err)
{
	struct differ differ = {.arena = arena, .err = err};
	bool ok = diff_places_open(&differ.places, before, after, arena, err);

	for (enum fact_table table = 0; table < FACT_TABLE_COUNT && ok; table++) {
		struct side left = {.places = differ.places.before, .num_places = differ.places.num_before},
			    right = {.places = differ.places.after, .num_places = differ.places.num_after};

		if (!fact_is_shown(fact_info(table)->origin))
			continue;
		ok = sort_side(&left, before, table, err) && sort_side(&right, after, table, err) &&
		     merge(&differ, table, &left, &right);
		free(left.row);
		free(right.row);
	}
	*changes = ok ? differ.changes : NULL;
	*num_changes = ok ? differ.num_changes : 0;
	return ok;
}

void fact_change_subject(const struct fact_change *change, struct buf *out)
{
	const struct fact_table_info *info = fact_info(change->table);
	const union fact_value *values = fact_values(change->after != NULL ? change->after : change->before);

	for (size_t i = 2; i < info->num_columns; i++) {
		const struct fact_column *column = &info->columns[i];
		const char *blank = out->len == 0 ? "" : " ";

		if (!column->is_key)
			continue;
		if (fact_is_number(column->type) && values[i].number != FACT_ABSENT)
			buf_printf(out, "%s%lld", blank, (long long)values[i].number);
		else if (!fact_is_number(column->type) && values[i].text != NULL && *values[i].text != '\0')
			buf_printf(out, "%s%s", blank, values[i].text);
	}
	if (out->len == 0 && values[1].text != NULL)
		buf_text(out, values[1].text);
	buf_byte(out, 0);
}
