/*
 * blacklist_csv - entries of the blacklist for spreadsheets: RFC 4180, and no cell that a spreadsheet takes for a formula.
 */
#include "cli/blacklist_file.h"

#include "report/csv.h"

#define CELLS_MAX 32

struct table_reader {
	struct blacklist_file *file;
	struct span in;
	size_t at, line;
	int order[CELLS_MAX]; /* column of each cell */
	size_t num_heads;
};

/* Takes one character of a cell; false at the cell's end. */
static bool take_character(struct table_reader *reader, bool *quoted, struct buf *cell)
{
	struct span in = reader->in;
	char c = (char)in.data[reader->at];

	if (*quoted && c == '"') {
		reader->at++;
		*quoted = reader->at < in.len && in.data[reader->at] == '"';
		if (*quoted)
			buf_byte(cell, in.data[reader->at++]);
		return true;
	}
	if (!*quoted && (c == ',' || c == '\n'))
		return false;
	if (c == '\n')
		reader->line++;
	if (*quoted || c != '\r')
		buf_byte(cell, (uint8_t)c);
	reader->at++;
	return true;
}

/* The next cell of a line, in the arena; the reader moves behind its comma, or to the line's end. */
static char *next_cell(struct table_reader *reader, struct buf *cell, bool *is_last)
{
	struct span in = reader->in;
	bool quoted = reader->at < in.len && in.data[reader->at] == '"';

	cell->len = 0;
	if (quoted)
		reader->at++;
	while (reader->at < in.len && take_character(reader, &quoted, cell))
		continue;
	*is_last = reader->at >= in.len || in.data[reader->at] == '\n';
	reader->at++;
	return cell->failed ? NULL : arena_text(&reader->file->arena, buf_span(cell));
}

/* What spreadsheets must not take for a formula was given a ' in front. */
static const char *cell_value(const char *cell)
{
	if (cell[0] == '\'' && (cell[1] == '\'' || csv_is_formula(cell + 1)))
		cell++;
	return *cell != '\0' ? cell : NULL;
}

/* One line of cells; 0 when memory ran out. */
static size_t read_line(struct table_reader *reader, struct buf *cell, const char *cells[CELLS_MAX])
{
	bool is_last = false;
	size_t num = 0;

	while (!is_last) {
		const char *text = next_cell(reader, cell, &is_last);

		if (text == NULL)
			return 0;
		if (num < CELLS_MAX)
			cells[num] = text;
		num++;
	}
	return num;
}

static bool read_heads(struct table_reader *reader, struct buf *cell, struct error *err)
{
	const char *cells[CELLS_MAX], *name = reader->file->name;
	size_t num = read_line(reader, cell, cells);

	if (num > CELLS_MAX)
		return error_set(err, ERROR_INPUT, "%s:1: more than %d columns", name, CELLS_MAX);
	for (size_t i = 0; i < num; i++) {
		reader->order[i] = blacklist_file_column(cells[i]);
		if (reader->order[i] < 0)
			return error_set(err, ERROR_INPUT, "%s:1: there is no column '%s' in a blacklist", name, cells[i]);
	}
	reader->num_heads = num;
	return num > 0 || error_set(err, ERROR_INPUT, "%s: the first line names no columns", name);
}

static bool read_entry(struct table_reader *reader, struct buf *cell, size_t line, struct error *err)
{
	const char *cells[CELLS_MAX], *text[NUM_COLUMNS] = {NULL};
	size_t num = read_line(reader, cell, cells);

	if (num == 0)
		return error_set(err, ERROR_MEMORY, "no memory for %s", reader->file->name);
	if (num == 1 && *cells[0] == '\0')
		return true;
	if (num > reader->num_heads)
		return blacklist_file_refuse(reader->file, line, "more cells than columns", err);
	for (size_t i = 0; i < num; i++)
		text[reader->order[i]] = cell_value(cells[i]);
	return blacklist_file_take(reader->file, text, line, err);
}

bool blacklist_file_csv(struct blacklist_file *file, struct span content, struct error *err)
{
	BUF_CLEANUP struct buf cell = buf_new((size_t)1024 * 1024);
	struct table_reader reader = {.file = file, .in = content, .at = span_starts(content, "\xef\xbb\xbf") ? 3 : 0, .line = 1};

	if (!read_heads(&reader, &cell, err))
		return false;
	while (reader.at < content.len)
		if (!read_entry(&reader, &cell, ++reader.line, err))
			return false;
	return true;
}

void blacklist_csv_head(FILE *out)
{
	const char *const *columns = blacklist_file_columns();

	for (int i = 0; i < NUM_COLUMNS; i++)
		fprintf(out, "%s%s", i > 0 ? "," : "", columns[i]);
	fprintf(out, "\r\n");
}

/* A ' before what a spreadsheet would compute, and before a ' that would be taken for that one. */
static void put_cell(FILE *out, const char *text)
{
	if (text == NULL)
		return;
	fputc('"', out);
	if (csv_is_formula(text + (*text == '\'')) || strncmp(text, "''", 2) == 0)
		fputc('\'', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

void blacklist_entry_csv(FILE *out, const struct blacklist_entry *entry)
{
	struct blacklist_texts texts;

	blacklist_entry_texts(entry, &texts);
	for (int i = 0; i < NUM_COLUMNS; i++) {
		if (i > 0)
			fputc(',', out);
		put_cell(out, texts.text[i]);
	}
	fprintf(out, "\r\n");
}
