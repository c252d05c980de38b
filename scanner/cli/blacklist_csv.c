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
	size_t open; /* the line where a quote began that nothing closes; 0: none */
	bool has_stray; /* the line of cells at hand has a quote where none may stand */
	int order[CELLS_MAX]; /* column of each cell */
	size_t num_heads;
};

/* Behind a quote in quotes: another of them is one, and a cell that ends says nothing more. */
static void take_quote(struct table_reader *reader, bool *quoted, struct buf *cell)
{
	char next = reader->at < reader->in.len ? (char)reader->in.data[reader->at] : '\n';

	*quoted = next == '"';
	if (*quoted)
		buf_byte(cell, reader->in.data[reader->at++]);
	else if (strchr(",\r\n", next) == NULL)
		reader->has_stray = true;
}

/* Takes one character of a cell; false at the cell's end. */
static bool take_character(struct table_reader *reader, bool *quoted, struct buf *cell)
{
	char c = (char)reader->in.data[reader->at];

	if (*quoted && c == '"') {
		reader->at++;
		take_quote(reader, quoted, cell);
		return true;
	}
	if (!*quoted && (c == ',' || c == '\n'))
		return false;
	if (!*quoted && c == '"')
		reader->has_stray = true;
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
	size_t line = reader->line;

	cell->len = 0;
	if (quoted)
		reader->at++;
	while (reader->at < in.len && take_character(reader, &quoted, cell))
		continue;
	if (quoted)
		reader->open = line;
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

/* Its cells are in memory, each as long as one may be. */
static bool is_taken(const struct table_reader *reader, const struct buf *cell, size_t num, struct error *err)
{
	if (cell->failed)
		return error_set(err, ERROR_INPUT, "%s:%zu: a cell of more than 1 MiB", reader->file->name, reader->line);
	return num > 0 || error_memory(err);
}

/* One line of cells; 0 when one was too long, or memory ran out. */
static size_t read_line(struct table_reader *reader, struct buf *cell, const char *cells[CELLS_MAX])
{
	bool is_last = false;
	size_t num = 0;

	reader->has_stray = false;
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

/* Up to where such a cell was meant to go nobody knows, nor which lines it has swallowed. */
static bool is_closed(const struct table_reader *reader, struct error *err)
{
	return reader->open == 0 ||
	       error_set(err, ERROR_INPUT, "%s:%zu: nothing closes the quote that begins in this line; close it, or write a quote inside a cell twice",
			 reader->file->name, reader->open);
}

static bool read_heads(struct table_reader *reader, struct buf *cell, struct error *err)
{
	const char *cells[CELLS_MAX], *name = reader->file->name;
	size_t num = read_line(reader, cell, cells);

	if (!is_closed(reader, err) || !is_taken(reader, cell, num, err))
		return false;
	if (reader->has_stray)
		return error_set(err, ERROR_INPUT, "%s:%d: a quote inside a cell: the whole cell belongs in quotes, and each quote inside it twice", name, 1);
	if (num > CELLS_MAX)
		return error_set(err, ERROR_INPUT, "%s:1: more than %d columns", name, CELLS_MAX);
	for (size_t i = 0; i < num; i++) {
		reader->order[i] = blacklist_file_column(cells[i]);
		if (reader->order[i] < 0)
			return error_set(err, ERROR_INPUT, "%s:1: there is no column '%s' in a blacklist", name, cells[i]);
	}
	reader->num_heads = num;
	return true;
}

static bool read_entry(struct table_reader *reader, struct buf *cell, size_t line, struct error *err)
{
	const char *cells[CELLS_MAX], *text[NUM_COLUMNS] = {NULL};
	size_t num = read_line(reader, cell, cells);

	if (!is_closed(reader, err))
		return false;
	if (!is_taken(reader, cell, num, err))
		return false;
	if (reader->has_stray)
		return blacklist_file_refuse(reader->file, line, "a quote inside a cell: the whole cell belongs in quotes, and each quote inside it twice", err);
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
