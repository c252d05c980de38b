#include "facts/reading.h"

#include "bytes/sort.h"
#include "facts/stream.h"

#include <stdlib.h>

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
	return reading;
}

void reading_free(struct reading *reading)
{
	if (reading == NULL)
		return;
	for (int i = 0; i < FACT_TABLE_COUNT; i++)
		free(reading->tables[i].row);
	arena_free(&reading->arena);
	free(reading);
}

void reading_cleanup(struct reading **reading)
{
	reading_free(*reading);
}

static bool make_room(struct fact_rows *rows)
{
	size_t room = rows->room == 0 ? 16 : rows->room * 2;
	void **grown;

	if (rows->num_rows < rows->room)
		return true;
	grown = realloc(rows->row, room * sizeof *grown);
	if (grown == NULL)
		return false;
	rows->row = grown;
	rows->room = room;
	return true;
}

static bool copy_text(struct arena *arena, const struct fact_table_info *info, union fact_value *values)
{
	for (size_t i = 0; i < info->num_columns; i++) {
		if (fact_is_number(info->columns[i].type) || values[i].text == NULL)
			continue;
		values[i].text = arena_strdup(arena, values[i].text);
		if (values[i].text == NULL)
			return false;
	}
	return true;
}

void *reading_add(struct reading *reading, enum fact_table table, const void *row)
{
	const struct fact_table_info *info = fact_info(table);
	struct fact_rows *rows = &reading->tables[table];
	size_t size = info->num_columns * sizeof(union fact_value);
	void *copy = arena_alloc(&reading->arena, size);

	if (copy == NULL || !make_room(rows)) {
		reading->failed = true;
		return NULL;
	}
	memcpy(copy, row, size);
	if (!copy_text(&reading->arena, info, copy)) {
		reading->failed = true;
		return NULL;
	}
	rows->row[rows->num_rows++] = copy;
	return copy;
}

static int compare_rows(const void *a, const void *b, void *table)
{
	return fact_compare(*(enum fact_table *)table, *(void *const *)a, *(void *const *)b);
}

void reading_sort(struct reading *reading)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++) {
		struct fact_rows *rows = &reading->tables[table];
		size_t kept = 0;

		sort(rows->row, rows->num_rows, sizeof rows->row[0], compare_rows, &table);
		for (size_t i = 0; i < rows->num_rows; i++)
			if (i == 0 || fact_compare(table, rows->row[kept - 1], rows->row[i]) != 0)
				rows->row[kept++] = rows->row[i];
		rows->num_rows = kept;
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
