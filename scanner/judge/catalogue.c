#include "judge/catalogue.h"

#include "bytes/text.h"

static size_t count(const char *text, char c)
{
	size_t num = 0;

	for (; (text = strchr(text, c)) != NULL; text++)
		num++;
	return num;
}

/* The next line of *rest, cut off at its end, which may be that of Windows; NULL behind the last. */
static char *next_line(char **rest, int *line_number)
{
	char *line = *rest, *end;
	size_t len;

	if (line == NULL || *line == '\0')
		return NULL;
	end = strchr(line, '\n');
	if (end != NULL)
		*end = '\0';
	*rest = end == NULL ? NULL : end + 1;
	len = strlen(line);
	if (len > 0 && line[len - 1] == '\r')
		line[len - 1] = '\0';
	++*line_number;
	return line;
}

static size_t split(char *line, const char **fields, size_t max)
{
	size_t num = 0;

	for (char *field = line; field != NULL; num++) {
		char *tab = strchr(field, '\t');

		if (tab != NULL)
			*tab = '\0';
		if (num < max)
			fields[num] = field;
		field = tab == NULL ? NULL : tab + 1;
	}
	return num;
}

static bool read_header(struct catalogue *catalogue, char *line, struct arena *arena, struct error *err)
{
	size_t num = count(line, '\t') + 1;

	catalogue->columns = arena_array(arena, num, sizeof *catalogue->columns);
	if (catalogue->columns == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for a catalogue");
	catalogue->num_columns = split(line, catalogue->columns, num);
	for (size_t i = 0; i < num; i++)
		if (*catalogue->columns[i] == '\0')
			return error_set(err, ERROR_RULES, "%s:%d: a column of the header has no name", catalogue->header.file,
					 catalogue->header.line);
	return true;
}

static bool read_rows(struct catalogue *catalogue, char *rest, int line_number, const char *file, struct arena *arena,
		      struct error *err)
{
	size_t most = rest == NULL ? 0 : count(rest, '\n') + 1;
	char *line;

	catalogue->values = arena_array(arena, most * catalogue->num_columns, sizeof *catalogue->values);
	catalogue->places = arena_array(arena, most, sizeof *catalogue->places);
	if (catalogue->values == NULL || catalogue->places == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for %s", file);
	while ((line = next_line(&rest, &line_number)) != NULL) {
		const char **row = catalogue->values + catalogue->num_rows * catalogue->num_columns;
		size_t num;

		if (*line == '\0' || *line == '#')
			continue;
		num = split(line, row, catalogue->num_columns);
		if (num != catalogue->num_columns)
			return error_set(err, ERROR_RULES, "%s:%d: %zu fields, the header has %zu", file, line_number,
					 num, catalogue->num_columns);
		if (*row[0] == '\0')
			return error_set(err, ERROR_RULES, "%s:%d: nothing stands in the first column", file, line_number);
		catalogue->places[catalogue->num_rows++] = (struct catalogue_place){file, line_number};
	}
	return true;
}

/* A comment before the header; some say what may stand in a column. */
static bool read_comment(struct catalogue *catalogue, const char *line, const char *file, int line_number, struct error *err)
{
	static const char check[] = "# check: ";

	if (strncmp(line, check, sizeof check - 1) != 0)
		return true;
	if (catalogue->num_checks == CATALOGUE_CHECKS_MAX)
		return error_set(err, ERROR_RULES, "%s:%d: more than %d checks", file, line_number, CATALOGUE_CHECKS_MAX);
	catalogue->check_texts[catalogue->num_checks] = line + sizeof check - 1;
	catalogue->checks[catalogue->num_checks++] = (struct catalogue_place){file, line_number};
	return true;
}

/* "rules/catalogue/packers.tsv" is the table packers. */
static const char *table_name(const char *file, struct arena *arena)
{
	const char *slash = strrchr(file, '/'), *start = slash == NULL ? file : slash + 1;
	const char *dot = strrchr(start, '.');

	return arena_text(arena, span_of(start, dot == NULL ? strlen(start) : (size_t)(dot - start)));
}

bool catalogue_parse(struct catalogue *catalogue, char *text, const char *file, struct arena *arena, struct error *err)
{
	int line_number = 0;
	char *line, *rest = text;

	*catalogue = (struct catalogue){.name = table_name(file, arena)};
	if (catalogue->name == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for %s", file);
	while ((line = next_line(&rest, &line_number)) != NULL && (*line == '#' || *line == '\0'))
		if (!read_comment(catalogue, line, file, line_number, err))
			return false;
	if (line == NULL)
		return error_set(err, ERROR_RULES, "%s:%d: no header row", file, line_number);
	catalogue->header = (struct catalogue_place){file, line_number};
	return read_header(catalogue, line, arena, err) &&
	       read_rows(catalogue, rest, line_number, file, arena, err);
}

int catalogue_column(const struct catalogue *catalogue, const char *column)
{
	for (size_t i = 0; i < catalogue->num_columns; i++)
		if (strcmp(catalogue->columns[i], column) == 0)
			return (int)i;
	return -1;
}

static bool same_columns(const struct catalogue *a, const struct catalogue *b)
{
	bool same = a->num_columns == b->num_columns;

	for (size_t i = 0; same && i < a->num_columns; i++)
		same = strcmp(a->columns[i], b->columns[i]) == 0;
	return same;
}

bool catalogue_extend(struct catalogue *catalogue, const struct catalogue *more, const char *file, struct arena *arena,
		      struct error *err)
{
	size_t num = catalogue->num_rows + more->num_rows, row = catalogue->num_columns * sizeof *catalogue->values;
	const char **values = arena_array(arena, num, row);
	struct catalogue_place *places = arena_array(arena, num, sizeof *places);

	if (!same_columns(catalogue, more))
		return error_set(err, ERROR_RULES, "%s:%d: its columns are not those of the catalogue %s, which has %zu from '%s' on", file,
				 more->header.line, catalogue->name, catalogue->num_columns, catalogue->columns[0]);
	if (values == NULL || places == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for %s", file);
	memcpy(values, more->values, more->num_rows * row);
	memcpy(values + more->num_rows * more->num_columns, catalogue->values, catalogue->num_rows * row);
	memcpy(places, more->places, more->num_rows * sizeof *places);
	memcpy(places + more->num_rows, catalogue->places, catalogue->num_rows * sizeof *places);
	catalogue->values = values;
	catalogue->places = places;
	catalogue->num_rows = num;
	return true;
}
