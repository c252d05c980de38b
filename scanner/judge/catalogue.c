#include "judge/catalogue.h"

#include "bytes/text.h"

/* What ends a field. */
static const bool ends_field[256] = {['\0'] = true, ['\t'] = true, ['\n'] = true};

static size_t count(const char *text, char c)
{
	size_t num = 0;

	for (; (text = strchr(text, c)) != NULL; text++)
		num++;
	return num;
}

/*
 * Cuts the next line of *rest into its fields, of which the first max are written; the end of the line may be that of Windows.
 * Behind the last line *rest is "".
 */
static size_t split_line(char **rest, const char **fields, size_t max)
{
	char *at = *rest, end = '\t';
	size_t num = 0;

	while (end == '\t') {
		char *field = at;

		while (!ends_field[(uint8_t)*at])
			at++;
		end = *at;
		*at = '\0';
		if (end != '\t' && at > *rest && at[-1] == '\r')
			at[-1] = '\0';
		at += end != '\0';
		if (num++ < max)
			fields[num - 1] = field;
	}
	*rest = at;
	return num;
}

/* The next line of *rest, uncut. */
static char *next_line(char **rest)
{
	char *line = *rest, *end = strchrnul(line, '\n');

	*rest = *end == '\0' ? end : end + 1;
	*end = '\0';
	if (end > line && end[-1] == '\r')
		end[-1] = '\0';
	return line;
}

static bool is_comment(const char *line)
{
	return *line == '#' || *line == '\n' || *line == '\0' || (line[0] == '\r' && (line[1] == '\n' || line[1] == '\0'));
}

static bool read_header(struct catalogue *catalogue, char **rest, struct arena *arena, struct error *err)
{
	char *line = next_line(rest);
	size_t num = count(line, '\t') + 1;

	catalogue->columns = arena_array(arena, num, sizeof *catalogue->columns);
	if (catalogue->columns == NULL)
		return error_memory(err);
	catalogue->num_columns = split_line(&line, catalogue->columns, num);
	for (size_t i = 0; i < num; i++)
		if (*catalogue->columns[i] == '\0')
			return error_set(err, ERROR_RULES, "%s:%d: a column of the header has no name", catalogue->header.file,
					 catalogue->header.line);
	return true;
}

static bool read_rows(struct catalogue *catalogue, char *rest, int line_number, const char *file, struct arena *arena,
		      struct error *err)
{
	size_t most = count(rest, '\n') + 1;

	catalogue->values = arena_array(arena, most * catalogue->num_columns, sizeof *catalogue->values);
	catalogue->places = arena_array(arena, most, sizeof *catalogue->places);
	if (catalogue->values == NULL || catalogue->places == NULL)
		return error_memory(err);
	for (; *rest != '\0'; line_number++) {
		const char **row = catalogue->values + catalogue->num_rows * catalogue->num_columns;
		size_t num;

		if (is_comment(rest)) {
			next_line(&rest);
			continue;
		}
		num = split_line(&rest, row, catalogue->num_columns);
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
	const char *start = text_file_name(file), *dot = strrchr(start, '.');

	return arena_text(arena, span_of(start, dot == NULL ? strlen(start) : (size_t)(dot - start)));
}

bool catalogue_parse(struct catalogue *catalogue, char *text, const char *file, struct arena *arena, struct error *err)
{
	int line_number = 1;

	*catalogue = (struct catalogue){.name = table_name(file, arena)};
	if (catalogue->name == NULL)
		return error_memory(err);
	for (; *text != '\0' && is_comment(text); line_number++)
		if (!read_comment(catalogue, next_line(&text), file, line_number, err))
			return false;
	if (*text == '\0')
		return error_set(err, ERROR_RULES, "%s:%d: no header row", file, line_number - 1);
	catalogue->header = (struct catalogue_place){file, line_number};
	return read_header(catalogue, &text, arena, err) && read_rows(catalogue, text, line_number + 1, file, arena, err);
}

int catalogue_column(const struct catalogue *catalogue, const char *column)
{
	return text_among(catalogue->columns, catalogue->num_columns, column);
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
		return error_memory(err);
	memcpy(values, more->values, more->num_rows * row);
	memcpy(values + more->num_rows * more->num_columns, catalogue->values, catalogue->num_rows * row);
	memcpy(places, more->places, more->num_rows * sizeof *places);
	memcpy(places + more->num_rows, catalogue->places, catalogue->num_rows * sizeof *places);
	catalogue->values = values;
	catalogue->places = places;
	catalogue->num_rows = num;
	return true;
}
