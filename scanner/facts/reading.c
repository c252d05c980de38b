#include "facts/reading.h"

#include "bytes/sort.h"
#include "facts/stream.h"

#include <stdatomic.h>
#include <stdlib.h>

struct reading_source {
	struct reading_source *next;
	struct reading *reading;
};

static bool take(struct fact_sink *sink, enum fact_table table, const void *row)
{
	return reading_add((struct reading *)sink, table, row) != NULL;
}

struct reading *reading_new(size_t cap)
{
	struct reading *reading = calloc(1, sizeof *reading);

	if (reading == NULL)
		return NULL;
	reading->sink.take = take;
	reading->arena = arena_new(cap);
	reading->readers = FACT_READERS;
	atomic_init(&reading->holders, 1);
	return reading;
}

void reading_free(struct reading *reading)
{
	if (reading == NULL || atomic_fetch_sub(&reading->holders, 1) > 1)
		return;
	for (int i = 0; i < FACT_TABLE_COUNT; i++)
		free(reading->tables[i].row);
	for (const struct reading_source *source = reading->sources; source != NULL; source = source->next)
		reading_free(source->reading);
	arena_free(&reading->arena);
	free(reading);
}

void reading_cleanup(struct reading **reading)
{
	reading_free(*reading);
}

static bool make_room(struct fact_rows *rows, size_t more)
{
	size_t room = rows->room == 0 ? 16 : rows->room;
	void **grown;

	if (more <= rows->room - rows->num_rows)
		return true;
	while (room < rows->num_rows + more)
		room *= 2;
	grown = realloc(rows->row, room * sizeof *grown);
	if (grown == NULL)
		return false;
	rows->row = grown;
	rows->room = room;
	return true;
}

/* The lengths of the row's text, each with its NUL, and their sum. */
static size_t measure_text(const struct fact_table_info *info, const union fact_value *values, size_t lens[FACT_COLUMNS_MAX])
{
	size_t total = 0;

	for (size_t i = 0; i < info->num_columns; i++) {
		lens[i] = fact_is_number(info->columns[i].type) || values[i].text == NULL ? 0 : strlen(values[i].text) + 1;
		total += lens[i];
	}
	return total;
}

/* The row and behind it its text, in one piece. */
static union fact_value *copy_row(struct arena *arena, const struct fact_table_info *info, const union fact_value *values)
{
	size_t lens[FACT_COLUMNS_MAX], size = info->num_columns * sizeof *values;
	union fact_value *copy = arena_room(arena, size + measure_text(info, values, lens));
	char *text;

	if (copy == NULL)
		return NULL;
	memcpy(copy, values, size);
	text = (char *)(copy + info->num_columns);
	for (size_t i = 0; i < info->num_columns; i++) {
		if (lens[i] == 0)
			continue;
		copy[i].text = memcpy(text, values[i].text, lens[i]);
		text += lens[i];
	}
	return copy;
}

void *reading_add(struct reading *reading, enum fact_table table, const void *row)
{
	struct fact_rows *rows = &reading->tables[table];
	union fact_value *copy = copy_row(&reading->arena, fact_info(table), row);

	if (copy == NULL || !make_room(rows, 1)) {
		reading->failed = true;
		return NULL;
	}
	rows->row[rows->num_rows++] = copy;
	return copy;
}

static bool hold(struct reading *reading, const struct reading *from)
{
	struct reading_source *source;

	for (source = reading->sources; source != NULL; source = source->next)
		if (source->reading == from)
			return true;
	source = arena_alloc(&reading->arena, sizeof *source);
	if (source == NULL)
		return false;
	/* Nothing but the count of its holders changes. */
	*source = (struct reading_source){.next = reading->sources, .reading = (struct reading *)from};
	atomic_fetch_add(&source->reading->holders, 1);
	reading->sources = source;
	return true;
}

static bool is_in_order(enum fact_table table, const struct fact_rows *rows)
{
	return fact_is_read(fact_info(table)->origin) && rows->num_in_order == rows->num_rows;
}

bool reading_is_in_order(const struct reading *reading, enum fact_table table)
{
	return is_in_order(table, &reading->tables[table]);
}

static int64_t package_of(const void *row)
{
	return fact_values(row)[0].number;
}

/* How many rows stand before the first that is of the package and has the prefix, or, behind, before what follows the last. */
static size_t entries_before(const struct reading *reading, int64_t package, const char *prefix, size_t len, bool behind)
{
	struct fact_entry **rows = reading_rows(reading, entry);
	size_t low = 0, high = reading_num(reading, entry);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = (rows[middle]->package > package) - (rows[middle]->package < package);

		if (order == 0)
			order = rows[middle]->path == NULL ? -1 : strncmp(rows[middle]->path, prefix, len);
		if (order < 0 || (behind && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct fact_entry **reading_entries(const struct reading *reading, int64_t package, const char *prefix, size_t *num)
{
	size_t first, len = strlen(prefix);

	*num = reading_num(reading, entry);
	if (*num == 0 || !reading_is_in_order(reading, FACT_TABLE_entry))
		return reading_rows(reading, entry);
	first = entries_before(reading, package, prefix, len, false);
	*num = entries_before(reading, package, prefix, len, true) - first;
	return reading_rows(reading, entry) + first;
}

/* Rows of one package behind those of packages before it. */
static bool go_on_in_order(enum fact_table table, const struct fact_rows *rows, const struct fact_rows *from, int64_t package)
{
	return is_in_order(table, rows) && is_in_order(table, from) && from->num_rows > 0 &&
	       package_of(from->row[0]) == package_of(from->row[from->num_rows - 1]) &&
	       (rows->num_rows == 0 || package_of(rows->row[rows->num_rows - 1]) < package);
}

/* A row as that of the package; rows that bytes alone make are never changed, and may stand in both readings. */
static void *adopt(struct reading *reading, enum fact_table table, union fact_value *row, int64_t package)
{
	size_t size = fact_info(table)->num_columns * sizeof *row;
	union fact_value *copy;

	if (fact_is_read(fact_info(table)->origin) && row[0].number == package)
		return row;
	copy = arena_alloc(&reading->arena, size);
	if (copy == NULL)
		return NULL;
	memcpy(copy, row, size);
	copy[0].number = package;
	return copy;
}

static bool add_rows(struct reading *reading, enum fact_table table, void *const *from, size_t num, int64_t package)
{
	struct fact_rows *rows = &reading->tables[table];

	if (!make_room(rows, num))
		return false;
	for (size_t i = 0; i < num; i++) {
		void *row = adopt(reading, table, from[i], package);

		if (row == NULL)
			return false;
		rows->row[rows->num_rows++] = row;
	}
	return true;
}

/* All rows of one package, which they are of already, as they stand. */
static bool share_rows(struct fact_rows *rows, const struct fact_rows *more)
{
	if (!make_room(rows, more->num_rows))
		return false;
	memcpy(rows->row + rows->num_rows, more->row, more->num_rows * sizeof *rows->row);
	rows->num_rows += more->num_rows;
	return true;
}

static bool add_table(struct reading *reading, const struct reading *from, enum fact_table table, int64_t package)
{
	struct fact_rows *rows = &reading->tables[table];
	const struct fact_rows *more = &from->tables[table];
	bool in_order = go_on_in_order(table, rows, more, package), is_same = in_order && package_of(more->row[0]) == package;

	if (!(is_same ? share_rows(rows, more) : add_rows(reading, table, more->row, more->num_rows, package)))
		return false;
	if (in_order)
		rows->num_in_order = rows->num_rows;
	return true;
}

bool reading_add_all(struct reading *reading, const struct reading *from, int64_t package)
{
	bool ok = hold(reading, from);

	for (enum fact_table table = 0; ok && table < FACT_TABLE_COUNT; table++)
		ok = add_table(reading, from, table, package);
	reading->failed = reading->failed || !ok;
	return ok;
}

bool reading_add_some(struct reading *reading, const struct reading *from, enum fact_table table, size_t first, size_t num, int64_t package)
{
	const struct fact_rows *rows = &from->tables[table];

	if (first > rows->num_rows || num > rows->num_rows - first)
		return false;
	if (hold(reading, from) && (num == 0 || add_rows(reading, table, rows->row + first, num, package)))
		return true;
	reading->failed = true;
	return false;
}

struct order {
	enum fact_table table;
	bool has_twins; /* two rows were the same; no order comes about without a comparison of such two */
};

static int compare_rows(const void *a, const void *b, void *owner)
{
	struct order *by = owner;
	int order = fact_compare(by->table, *(void *const *)a, *(void *const *)b);

	by->has_twins |= order == 0;
	return order;
}

static void drop_twins(enum fact_table table, struct fact_rows *rows)
{
	size_t kept = 0;

	for (size_t i = 0; i < rows->num_rows; i++)
		if (i == 0 || fact_compare(table, rows->row[kept - 1], rows->row[i]) != 0)
			rows->row[kept++] = rows->row[i];
	rows->num_rows = kept;
}

void reading_sort(struct reading *reading)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++) {
		struct fact_rows *rows = &reading->tables[table];
		struct order by = {.table = table};

		if (is_in_order(table, rows))
			continue;
		sort_rest(rows->row, fact_is_read(fact_info(table)->origin) ? rows->num_in_order : 0, rows->num_rows, sizeof rows->row[0],
			  compare_rows, &by);
		if (by.has_twins)
			drop_twins(table, rows);
		rows->num_in_order = rows->num_rows;
	}
}

void reading_write(const struct reading *reading, struct buf *out)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		for (size_t i = 0; fact_info(table)->origin != FACT_BENCH && i < reading->tables[table].num_rows; i++)
			stream_write_row(out, table, reading->tables[table].row[i]);
}

bool reading_parse(struct reading *reading, struct span bytes, struct error *err)
{
	return reading_parse_tables(reading, bytes, UINT64_MAX, err);
}

bool reading_parse_tables(struct reading *reading, struct span bytes, uint64_t tables, struct error *err)
{
	struct stream stream = stream_new(&reading->sink);
	bool ok;

	stream.wanted = tables;
	ok = stream_feed(&stream, bytes, err) && stream_end(&stream, err);
	stream_free(&stream);
	if (ok && reading->failed)
		return error_set(err, ERROR_MEMORY, "the reading is larger than the memory for it");
	return ok;
}
