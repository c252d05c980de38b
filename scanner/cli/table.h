/*
 * table - rows of text in aligned columns.
 */
#ifndef PRELIST_CLI_TABLE_H
#define PRELIST_CLI_TABLE_H

#include "bytes/arena.h"
#include "report/language.h"

#include <stdio.h>

#define TABLE_COLUMNS_MAX 12

struct table {
	struct arena arena;
	const char *heads[TABLE_COLUMNS_MAX]; /* in English */
	size_t num_columns;
	const char **cells; /* row after row */
	size_t num_cells, room;
	bool failed;
};

/* heads: the first row, in English (heading.def has them in other languages), by commas. */
struct table table_new(enum language language, const char *heads);
/* An empty row; then its cells, each under its head, or all in order. NULL is empty. Text is made visible. */
void table_row(struct table *table);
void table_cell(struct table *table, const char *head, const char *text);
void table_cells(struct table *table, const char *const *cells);
/* Prints and frees. Nothing is printed when there is no row but the heads. */
bool table_print(struct table *table, FILE *out);

#endif
