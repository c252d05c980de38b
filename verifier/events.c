/*
 * events - log.json and log.csv of an export: the same events, each said once, and in a way that every reader reads alike.
 *
 *   [                                                       number,time,...
 *    {"number": 1, "time": "...", ..., "today": null},      1,"...",...,
 *    ...                                                    ...
 *   ]
 */
#include "proof.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {"number", "time", "kind", "person", "account", "today", "subject", "detail", "content"};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static FILE *open_file(const char *path)
{
	FILE *file = fopen(path, "r");

	if (file == NULL)
		deny("%s: %s", path, strerror(errno));
	return file;
}

static bool is_column(const char *name)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(name, columns[i]) == 0)
			return true;
	return false;
}

/* Names that are columns, with texts, or null where there is none; the number is one. */
static bool is_event(const cJSON *row)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, row)
		if (!is_column(item->string) ||
		    (strcmp(item->string, columns[0]) == 0 ? !cJSON_IsNumber(item) : !cJSON_IsString(item) && !cJSON_IsNull(item)))
			return false;
	return row != NULL;
}

static bool expect(FILE *file, const char *text)
{
	while (*text != '\0' && getc(file) == (unsigned char)*text)
		text++;
	return *text == '\0';
}

/* In quotes, each of its own doubled; before what a spreadsheet would take for a formula stands a '. */
static bool expect_text(FILE *csv, const char *text)
{
	int first;

	if (text == NULL || *text == '\0')
		return true;
	if (!expect(csv, "\""))
		return false;
	first = getc(csv);
	if (first != '\'' || *text == '\'')
		ungetc(first, csv);
	for (; *text != '\0'; text++)
		if (getc(csv) != (unsigned char)*text || (*text == '"' && getc(csv) != '"'))
			return false;
	return expect(csv, "\"");
}

static bool expect_row(FILE *csv, const cJSON *row, uint64_t number)
{
	char digits[24];
	bool ok;

	snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
	ok = expect(csv, digits);
	for (size_t i = 1; i < COLUMNS && ok; i++)
		ok = expect(csv, ",") && expect_text(csv, text_of(row, columns[i]));
	return ok && expect(csv, "\r\n");
}

static bool expect_heads(FILE *csv)
{
	bool ok = expect(csv, columns[0]);

	for (size_t i = 1; i < COLUMNS && ok; i++)
		ok = expect(csv, ",") && expect(csv, columns[i]);
	return ok && expect(csv, "\r\n");
}

/* " {...}" and, where another one follows, a comma; *more: whether one does. NULL when that is not all. */
static cJSON *event_of(char *line, size_t len, bool *more)
{
	*more = len > 0 && line[len - 1] == ',';
	if (*more)
		line[--len] = '\0';
	return len > 1 && line[0] == ' ' && line[1] == '{' && line[len - 1] == '}' ? parse_object(line + 1, len - 1) : NULL;
}

static size_t next_line(FILE *file, char **line, size_t *room)
{
	ssize_t len = getline(line, room, file);

	if (len <= 0 || (*line)[len - 1] != '\n')
		return 0;
	(*line)[--len] = '\0';
	return (size_t)len;
}

void grow_by_events(struct tree *tree, const char *json_path, const char *csv_path)
{
	FILE *json = open_file(json_path), *csv = open_file(csv_path);
	char *line = NULL;
	size_t room = 0, len = next_line(json, &line, &room);
	bool more = len == 1 && strcmp(line, "[") == 0, is_empty = len == 2 && strcmp(line, "[]") == 0;

	if (!more && !is_empty)
		deny(pick("%s is no list of events", "%s 不是事件列表"), json_path);
	if (!expect_heads(csv))
		deny(pick("%s has other columns than the log", "%s 的列与日志不符"), csv_path);
	while (more) {
		uint8_t leaf[HASH];
		cJSON *row;

		len = next_line(json, &line, &room);
		row = event_of(line, len, &more);
		if (!is_event(row) || number_of(row, "number", json_path) != tree->size + 1)
			deny(pick("%s: event %llu is missing, or said in more ways than one", "%s：缺少第 %llu 号事件，或其写法有歧义"), json_path,
			     (unsigned long long)tree->size + 1);
		if (!expect_row(csv, row, tree->size + 1))
			deny(pick("%s: event %llu is not that of log.json", "%s：第 %llu 号事件与 log.json 不符"), csv_path, (unsigned long long)tree->size + 1);
		leaf_of(row, leaf);
		grow(tree, 0, leaf);
		cJSON_Delete(row);
	}
	if ((!is_empty && (next_line(json, &line, &room) != 1 || strcmp(line, "]") != 0)) || getc(json) != EOF || getc(csv) != EOF)
		deny(pick("%s: something stands behind the last event, or in log.csv", "%s：末个事件之后或 log.csv 中另有内容"), json_path);
	free(line);
	fclose(json);
	fclose(csv);
}
