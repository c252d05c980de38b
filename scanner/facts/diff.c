#include "facts/diff.h"

#include "bytes/sort.h"

#include <stdlib.h>

/* Rows of one table on both sides, sorted by key; the same key in both is a pair. */
struct side {
	void **row;
	size_t num_rows;
};

struct differ {
	struct arena *arena;
	struct fact_change *changes;
	size_t num_changes, room;
	struct error *err;
};

static int compare_value(enum fact_type type, union fact_value a, union fact_value b)
{
	if (fact_is_number(type))
		return (a.number > b.number) - (a.number < b.number);
	if (a.text == NULL || b.text == NULL)
		return (a.text != NULL) - (b.text != NULL);
	return strcmp(a.text, b.text);
}

/* By the key columns; package position and path are keys of every table (columns 0 and 1). */
static int compare_keys(const struct fact_table_info *info, const void *a, const void *b)
{
	const union fact_value *left = fact_values(a), *right = fact_values(b);

	for (size_t i = 0; i < info->num_columns; i++) {
		int order = info->columns[i].is_key ? compare_value(info->columns[i].type, left[i], right[i]) : 0;

		if (order != 0)
			return order;
	}
	return 0;
}

static int compare_rows(const void *a, const void *b, void *info)
{
	return compare_keys(info, *(void *const *)a, *(void *const *)b);
}

static bool sort_side(struct side *side, const struct reading *reading, enum fact_table table, struct error *err)
{
	const struct fact_rows *rows = &reading->tables[table];

	side->num_rows = rows->num_rows;
	side->row = calloc(rows->num_rows + 1, sizeof *side->row);
	if (side->row == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for a comparison");
	if (rows->num_rows > 0)
		memcpy(side->row, rows->row, rows->num_rows * sizeof *side->row);
	sort(side->row, side->num_rows, sizeof *side->row, compare_rows, (void *)fact_info(table));
	return true;
}

static bool add_change(struct differ *differ, enum fact_table table, enum fact_change_kind kind, const void *before,
		       const void *after)
{
	struct fact_change *grown = arena_grow(differ->arena, differ->changes, differ->num_changes, &differ->room, sizeof *grown);

	if (grown == NULL)
		return error_set(differ->err, ERROR_MEMORY, "out of memory for a comparison");
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
	return compare_value(info->type, a, b) != 0;
}

static bool is_same_package(const void *a, const void *b)
{
	for (size_t i = 0; i < fact_info(FACT_TABLE_package)->num_columns; i++)
		if (fact_value_differs(FACT_TABLE_package, i, a, b))
			return false;
	return true;
}

/*
 * Where an entry's data lies, and how well it was packed, differs in every build: what holds the same bytes is the same.
 */
static bool is_same(enum fact_table table, const void *a, const void *b)
{
	struct fact_entry left, right;

	if (table == FACT_TABLE_package)
		return is_same_package(a, b);
	if (table != FACT_TABLE_entry)
		return fact_compare(table, a, b) == 0;
	left = *(const struct fact_entry *)a;
	right = *(const struct fact_entry *)b;
	left.offset = right.offset;
	left.stored_size = right.stored_size;
	return fact_compare(table, &left, &right) == 0;
}

static bool merge(struct differ *differ, enum fact_table table, const struct side *before, const struct side *after)
{
	size_t i = 0, j = 0;

	while (i < before->num_rows || j < after->num_rows) {
		int order = i == before->num_rows  ? 1
			    : j == after->num_rows ? -1
						   : compare_keys(fact_info(table), before->row[i], after->row[j]);
		bool ok = true;

		if (order < 0)
			ok = add_change(differ, table, FACT_REMOVED, before->row[i++], NULL);
		else if (order > 0)
			ok = add_change(differ, table, FACT_ADDED, NULL, after->row[j++]);
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
	bool ok = true;

	for (enum fact_table table = 0; table < FACT_TABLE_COUNT && ok; table++) {
		struct side left = {0}, right = {0};

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
