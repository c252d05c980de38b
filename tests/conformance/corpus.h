/*
 * corpus - the packages of ../shared/corpus and what independent tools say of them.
 *
 * Tests that need it skip where it is absent: call corpus_missing() first.
 */
#ifndef PRELIST_TESTS_CORPUS_H
#define PRELIST_TESTS_CORPUS_H

#include <stdbool.h>
#include <stddef.h>

#define CORPUS "../shared/corpus"

/* True (and the test is marked skipped) when there is no corpus beside the checkout. */
bool corpus_missing(void);

/* A table of truth/: the header row is row 0 of no table; fields split at tabs. */
struct corpus_table {
	char *text;
	char ***rows;
	size_t num_rows;
	char **header;
};

/* Reads CORPUS/<name>; NULL when it is not there. */
struct corpus_table *corpus_table_read(const char *name);
void corpus_table_free(struct corpus_table *table);

/* The field of that column; "" when the row is short or the column unknown. */
const char *corpus_field(const struct corpus_table *table, size_t row, const char *column);

/* Opens CORPUS/<path> for reading; -1 when it is not there. */
int corpus_open(const char *path);

/* Calls visit with every file below CORPUS/<folder> (path relative to CORPUS), in byte order. */
void corpus_walk(const char *folder, void (*visit)(void *owner, const char *path), void *owner);

#endif
