#include "cli/blacklist_file.h"

#include "bytes/date.h"
#include "bytes/text.h"
#include "judge/strict_json.h"

#include <stdlib.h>

#define FILE_CAP ((size_t)512 * 1024 * 1024)

/* The columns in order; kind and verdict are words, the rest is text of an entry. */
enum column { KIND, VALUE, VERDICT, REASON, SOURCE, TICKET, BY, SINCE, UNTIL, NUM_COLUMNS };

static const char *const columns[NUM_COLUMNS + 1] = {"kind",   "value", "verdict", "reason", "source",
						     "ticket", "by",    "since",   "until",  NULL};

static void text_of(const struct blacklist_entry *entry, const char *text[NUM_COLUMNS])
{
	text[KIND] = blacklist_kind_name(entry->kind);
	text[VALUE] = entry->value;
	text[VERDICT] = verdict_name(entry->verdict);
	text[REASON] = entry->reason;
	text[SOURCE] = entry->source;
	text[TICKET] = entry->ticket;
	text[BY] = entry->by;
	text[SINCE] = entry->since;
	text[UNTIL] = entry->until;
}

static bool normal_date(struct arena *arena, const char *column, const char **text, struct error *err)
{
	char out[DATE_TEXT_LEN];
	struct date date;

	if (*text == NULL)
		return true;
	if (!date_parse(*text, &date))
		return error_set(err, ERROR_INPUT, "%s is a date, YYYY-MM-DD, not '%s'", column, *text);
	date_format(date, out);
	*text = arena_strdup(arena, out);
	return *text != NULL || error_set(err, ERROR_MEMORY, "no memory for a blacklist entry");
}

bool blacklist_entry_check(struct arena *arena, struct blacklist_entry *entry, struct error *err)
{
	if (entry->verdict == VERDICT_NONE)
		entry->verdict = VERDICT_REJECT;
	if (entry->verdict != VERDICT_REJECT && entry->verdict != VERDICT_REVIEW)
		return error_set(err, ERROR_INPUT, "the verdict of a blacklist entry is reject or review");
	if (entry->reason == NULL || *entry->reason == '\0')
		return error_set(err, ERROR_INPUT, "a blacklist entry needs a reason");
	return blacklist_normalise(arena, entry->kind, entry->value, &entry->value, err) &&
	       normal_date(arena, "since", &entry->since, err) && normal_date(arena, "until", &entry->until, err);
}

static bool make_entry(struct arena *arena, const char *const text[NUM_COLUMNS], struct blacklist_entry *entry,
		       struct error *err)
{
	int kind = text[KIND] != NULL ? blacklist_kind_find(text[KIND]) : -1;
	enum verdict verdict = text[VERDICT] != NULL ? verdict_parse(text[VERDICT]) : VERDICT_NONE;

	if (kind < 0)
		return error_set(err, ERROR_INPUT, "there is no kind '%s' of blacklist entry",
				 text[KIND] != NULL ? text[KIND] : "");
	if (text[VALUE] == NULL)
		return error_set(err, ERROR_INPUT, "a blacklist entry needs a value");
	if (text[VERDICT] != NULL && verdict == VERDICT_NONE)
		return error_set(err, ERROR_INPUT, "'%s' is no verdict", text[VERDICT]);
	*entry = (struct blacklist_entry){.kind = (enum blacklist_kind)kind,
					  .value = text[VALUE],
					  .verdict = verdict,
					  .reason = text[REASON],
					  .source = text[SOURCE],
					  .ticket = text[TICKET],
					  .by = text[BY],
					  .since = text[SINCE],
					  .until = text[UNTIL]};
	return blacklist_entry_check(arena, entry, err);
}

static bool add(struct blacklist_file *file, const char *const text[NUM_COLUMNS], const char *name, size_t number,
		struct error *err)
{
	struct error inner = {0};

	if (file->num_entries == file->room) {
		size_t room = file->room == 0 ? 64 : file->room * 2;
		struct blacklist_entry *grown = reallocarray(file->entries, room, sizeof *grown);

		if (grown == NULL)
			return error_set(err, ERROR_MEMORY, "no memory for the blacklist");
		file->entries = grown;
		file->room = room;
	}
	if (!make_entry(&file->arena, text, &file->entries[file->num_entries], &inner))
		return error_set(err, inner.code, "%s, entry %zu: %s", name, number, inner.text);
	file->num_entries++;
	return true;
}

static bool json_entry(struct blacklist_file *file, const cJSON *item, const char *name, size_t number,
		       struct error *err)
{
	const char *text[NUM_COLUMNS];

	if (!cJSON_IsObject(item))
		return error_set(err, ERROR_INPUT, "%s, entry %zu: an object is needed", name, number);
	if (!strict_json_only_keys(item, columns, "a blacklist entry", name, ERROR_INPUT, err))
		return false;
	for (int i = 0; i < NUM_COLUMNS; i++) {
		if (!strict_json_text(item, columns[i], &text[i], name, ERROR_INPUT, err))
			return false;
		if (text[i] != NULL && (text[i] = arena_strdup(&file->arena, text[i])) == NULL)
			return error_set(err, ERROR_MEMORY, "no memory for the blacklist");
	}
	return add(file, text, name, number, err);
}

static bool parse_json(struct blacklist_file *file, struct span content, const char *name, struct error *err)
{
	STRICT_JSON_CLEANUP cJSON *tree = strict_json_parse(content, name, ERROR_INPUT, err);
	const cJSON *list = tree, *item;
	size_t number = 0;

	if (tree == NULL)
		return false;
	if (cJSON_IsObject(tree))
		list = cJSON_GetObjectItemCaseSensitive(tree, "entries");
	if (!cJSON_IsArray(list))
		return error_set(err, ERROR_INPUT, "%s: an array of blacklist entries is needed", name);
	cJSON_ArrayForEach(item, list)
		if (!json_entry(file, item, name, ++number, err))
			return false;
	return true;
}

/* Takes one character of a cell; false at the cell's end. */
static bool take_character(struct span in, size_t *at, bool *quoted, struct buf *cell)
{
	char c = (char)in.data[*at];

	if (*quoted && c == '"') {
		(*at)++;
		*quoted = *at < in.len && in.data[*at] == '"';
		if (*quoted)
			buf_byte(cell, in.data[(*at)++]);
		return true;
	}
	if (!*quoted && (c == ',' || c == '\n'))
		return false;
	if (*quoted || c != '\r')
		buf_byte(cell, (uint8_t)c);
	(*at)++;
	return true;
}

/* The next cell of a CSV line; *at moves behind its comma, or to the line's end. RFC 4180. */
static char *next_cell(struct arena *arena, struct span in, size_t *at, bool *is_last)
{
	BUF_CLEANUP struct buf cell = buf_new((size_t)1024 * 1024);
	bool quoted = *at < in.len && in.data[*at] == '"';

	if (quoted)
		(*at)++;
	while (*at < in.len && take_character(in, at, &quoted, &cell))
		continue;
	*is_last = *at >= in.len || in.data[*at] == '\n';
	(*at)++;
	return cell.failed ? NULL : arena_text(arena, buf_span(&cell));
}

/* What spreadsheets must not take for a formula was given a ' in front. */
static const char *cell_value(const char *cell)
{
	if (cell[0] == '\'' && cell[1] != '\0' && strchr("=+-@", cell[1]) != NULL)
		cell++;
	return *cell != '\0' ? cell : NULL;
}

static int column_of(const char *name)
{
	for (int i = 0; i < NUM_COLUMNS; i++)
		if (strcmp(columns[i], name) == 0)
			return i;
	return -1;
}

#define CELLS_MAX 32

/* One line of cells; at most CELLS_MAX. */
static size_t read_line(struct arena *arena, struct span content, size_t *at, const char *cells[CELLS_MAX])
{
	bool is_last = false;
	size_t num = 0;

	while (!is_last && num < CELLS_MAX) {
		cells[num] = next_cell(arena, content, at, &is_last);
		if (cells[num] == NULL)
			return 0;
		num++;
	}
	return num;
}

static bool read_heads(struct blacklist_file *file, struct span content, size_t *at, int order[CELLS_MAX],
		       size_t *num_heads, const char *name, struct error *err)
{
	const char *cells[CELLS_MAX];

	*num_heads = read_line(&file->arena, content, at, cells);
	for (size_t i = 0; i < *num_heads; i++) {
		order[i] = column_of(cells[i]);
		if (order[i] < 0)
			return error_set(err, ERROR_INPUT, "%s:1: there is no column '%s' in a blacklist", name, cells[i]);
	}
	return *num_heads > 0 || error_set(err, ERROR_INPUT, "%s: the first line names no columns", name);
}

static bool parse_csv(struct blacklist_file *file, struct span content, const char *name, struct error *err)
{
	int order[CELLS_MAX];
	size_t at = span_starts(content, "\xef\xbb\xbf") ? 3 : 0, num_heads;

	if (!read_heads(file, content, &at, order, &num_heads, name, err))
		return false;
	for (size_t number = 1; at < content.len; number++) {
		const char *cells[CELLS_MAX], *text[NUM_COLUMNS] = {NULL};
		size_t num = read_line(&file->arena, content, &at, cells);

		if (num == 1 && *cells[0] == '\0')
			continue;
		if (num == 0 || num > num_heads)
			return error_set(err, ERROR_INPUT, "%s, entry %zu: more cells than columns", name, number);
		for (size_t i = 0; i < num; i++)
			text[order[i]] = cell_value(cells[i]);
		if (!add(file, text, name, number, err))
			return false;
	}
	return true;
}

bool blacklist_file_parse(struct blacklist_file *file, struct span content, const char *name, struct error *err)
{
	size_t at = 0;

	*file = (struct blacklist_file){.arena = arena_new(FILE_CAP)};
	if (!text_is_utf8(content))
		return error_set(err, ERROR_INPUT, "%s: this is not UTF-8 text", name);
	while (at < content.len && strchr(" \t\r\n", content.data[at]) != NULL)
		at++;
	if (at < content.len && (content.data[at] == '[' || content.data[at] == '{'))
		return parse_json(file, content, name, err);
	return parse_csv(file, content, name, err);
}

void blacklist_file_free(struct blacklist_file *file)
{
	free(file->entries);
	arena_free(&file->arena);
}

void blacklist_entry_json(struct json *json, const struct blacklist_entry *entry)
{
	const char *text[NUM_COLUMNS];

	text_of(entry, text);
	json_row(json, NULL);
	for (int i = 0; i < NUM_COLUMNS; i++)
		json_text_if(json, columns[i], text[i]);
	json_close(json);
}

void blacklist_csv_head(FILE *out)
{
	for (int i = 0; i < NUM_COLUMNS; i++)
		fprintf(out, "%s%s", i > 0 ? "," : "", columns[i]);
	fprintf(out, "\r\n");
}

static void csv_cell(FILE *out, const char *text)
{
	if (text == NULL)
		return;
	fputc('"', out);
	if (strchr("=+-@", *text) != NULL && *text != '\0')
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
	const char *text[NUM_COLUMNS];

	text_of(entry, text);
	for (int i = 0; i < NUM_COLUMNS; i++) {
		if (i > 0)
			fputc(',', out);
		csv_cell(out, text[i]);
	}
	fprintf(out, "\r\n");
}
