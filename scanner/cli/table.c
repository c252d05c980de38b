#include "cli/table.h"

#include "bytes/text.h"
#include "report/columns.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_CAP ((size_t)1024 * 1024 * 1024)
#define WIDTH_MAX 64 /* of a column that others follow: a SHA-256 */

static const char *visible(struct arena *arena, const char *text)
{
	BUF_CLEANUP struct buf out = buf_new(TABLE_CAP);

	text_visible_cell(&out, text);
	return out.failed ? NULL : arena_text(arena, buf_span(&out));
}

static const char *heading(enum language language, const char *en)
{
	static const struct {
		const char *en, *zh;
	} headings[] = {
#define HEADING(en, zh) {en, zh},
#include "cli/heading.def"
#undef HEADING
	};

	for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
		if (strcmp(headings[i].en, en) == 0)
			return language_pick(language, en, headings[i].zh);
	return en;
}

static bool make_room(struct table *table)
{
	size_t room = table->room == 0 ? 64 * table->num_columns : table->room * 2;
	const char **grown;

	if (table->num_cells + table->num_columns <= table->room)
		return true;
	grown = reallocarray(table->cells, room, sizeof *grown);
	if (grown == NULL)
		return false;
	table->cells = grown;
	table->room = room;
	return true;
}

void table_row(struct table *table)
{
	table->failed = table->failed || !make_room(table);
	for (size_t i = 0; !table->failed && i < table->num_columns; i++)
		table->cells[table->num_cells++] = "";
}

static void set_cell(struct table *table, size_t column, const char *text)
{
	const char *cell = text == NULL || *text == '\0' ? "" : visible(&table->arena, text);

	table->failed = table->failed || cell == NULL;
	if (!table->failed)
		table->cells[table->num_cells - table->num_columns + column] = cell;
}

void table_cell(struct table *table, const char *head, const char *text)
{
	for (size_t i = 0; i < table->num_columns; i++)
		if (strcmp(table->heads[i], head) == 0)
			set_cell(table, i, text);
}

void table_cells(struct table *table, const char *const *cells)
{
	table_row(table);
	for (size_t i = 0; i < table->num_columns; i++)
		set_cell(table, i, cells[i]);
}

struct table table_new(enum language language, const char *heads)
{
	struct table table = {.arena = arena_new(TABLE_CAP), .failed = heads == NULL};
	const char *shown[TABLE_COLUMNS_MAX];

	while (heads != NULL && table.num_columns < TABLE_COLUMNS_MAX) {
		size_t len = strcspn(heads, ",");
		const char *head = arena_text(&table.arena, span_of(heads, len));

		table.failed = table.failed || head == NULL;
		table.heads[table.num_columns] = head != NULL ? head : "";
		shown[table.num_columns] = heading(language, table.heads[table.num_columns]);
		table.num_columns++;
		heads = heads[len] == ',' ? heads + len + 1 : NULL;
	}
	table_cells(&table, shown);
	return table;
}

static void measure(const struct table *table, size_t width[TABLE_COLUMNS_MAX])
{
	for (size_t i = 0; i < table->num_cells; i++) {
		size_t columns = columns_of(table->cells[i]);
		size_t column = i % table->num_columns;

		if (columns > width[column])
			width[column] = columns < WIDTH_MAX ? columns : WIDTH_MAX;
	}
}

static void print_row(const struct table *table, size_t first, const size_t *width, FILE *out)
{
	for (size_t i = 0; i < table->num_columns; i++) {
		const char *cell = table->cells[first + i];
		size_t used = columns_of(cell);
		bool last = i + 1 == table->num_columns;

		fprintf(out, "%s%*s", cell, last ? 0 : (int)((used < width[i] ? width[i] - used : 0) + 2), "");
	}
	fputc('\n', out);
}

bool table_print(struct table *table, FILE *out)
{
	size_t width[TABLE_COLUMNS_MAX] = {0};
	bool ok = !table->failed;

	measure(table, width);
	if (ok && table->num_cells > table->num_columns)
		for (size_t i = 0; i < table->num_cells; i += table->num_columns)
			print_row(table, i, width, out);
	free(table->cells);
	arena_free(&table->arena);
	*table = (struct table){.cells = NULL};
	return ok;
}
