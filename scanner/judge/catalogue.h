/*
 * catalogue - a table of rules/catalogue/: facts that rules and reports look things up in.
 *
 *   # comment lines
 *   # check: ...         what may stand in a column: for "rules check"
 *   column TAB column ...
 *   value TAB value ...        no quoting, no tab inside a value
 */
#ifndef PRELIST_JUDGE_CATALOGUE_H
#define PRELIST_JUDGE_CATALOGUE_H

#include "bytes/arena.h"
#include "bytes/error.h"

#define CATALOGUE_CHECKS_MAX 16

struct catalogue_place {
	const char *file;
	int line;
};

struct catalogue {
	const char *name; /* of the file, without suffix: the table's name */
	const char *doc;  /* what a row says; NULL of a file's */
	const char **columns;
	size_t num_columns;
	struct catalogue_place header;
	const char **values; /* row by row */
	size_t num_rows;
	struct catalogue_place *places; /* where each row stands */
	struct catalogue_place checks[CATALOGUE_CHECKS_MAX]; /* comment lines "# check: ..." (catalogue_check.h) */
	const char *check_texts[CATALOGUE_CHECKS_MAX];
	size_t num_checks;
	uint32_t *slots; /* of catalogue_index: 1 + row, by the key's hash; 0 for none */
	size_t num_slots;
	uint32_t *patterns; /* rows whose key holds a * */
	size_t num_patterns;
	struct catalogue *called; /* of catalogue_kind: what each kind is called; NULL of those that list none */
};

/* Parses the text of a file, which must stay; everything made is in the arena. False and err naming file and line. */
bool catalogue_parse(struct catalogue *catalogue, char *text, const char *file, struct arena *arena, struct error *err);

/* Puts the rows of another file of the same name before those that are there. False and err when its columns are others. */
bool catalogue_extend(struct catalogue *catalogue, const struct catalogue *more, const char *file, struct arena *arena,
		      struct error *err);

/* Makes the rows findable by their first column, once all are there. False when out of memory. */
bool catalogue_index(struct catalogue *catalogue, struct arena *arena);

/* The first row of that key, else the first whose key is a pattern that matches. */
bool catalogue_find(const struct catalogue *catalogue, const char *key, size_t *row);

/* -1 when there is none of that name. */
int catalogue_column(const struct catalogue *catalogue, const char *column);

static inline const char *catalogue_value(const struct catalogue *catalogue, size_t row, int column)
{
	return column < 0 ? "" : catalogue->values[row * catalogue->num_columns + (size_t)column];
}

#endif
