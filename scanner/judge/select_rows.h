/*
 * select_rows - whether a SELECT can return rows at all, seen from its words: without a row in a table that it joins, one that
 * is as its WHERE wants, or one from a SELECT in its FROM or EXISTS, and no outer join, aggregate or other SELECT that makes up
 * for it, it returns none.
 */
#ifndef PRELIST_JUDGE_SELECT_ROWS_H
#define PRELIST_JUDGE_SELECT_ROWS_H

#include "bytes/arena.h"

#define SELECT_TABLES 256

/* Tables by their numbers, which are below SELECT_TABLES. */
struct select_tables {
	uint64_t bits[SELECT_TABLES / 64];
};

void select_tables_add(struct select_tables *tables, int number);

/* What a row of a table has to have: "column = value", "column IN (value, ...)", "column IS NOT NULL", or the column alone. */
struct select_term {
	enum { TERM_VALUE, TERM_NOT_NULL, TERM_TRUE } kind;
	int table;
	struct span column;
	struct span *values; /* as they stand there: digits, or a text in quotes */
	size_t num_values;
};

struct select_part;

/* What a SELECT asks for. */
struct select_rows {
	struct select_part *parts; /* it returns none unless one of them may; NULL: it may return some anyway */
	size_t num_parts;
};

/* One of those that UNION, EXCEPT and INTERSECT put together: all of this has to be. */
struct select_part {
	struct select_tables tables; /* have rows */
	struct select_term *terms;   /* each is met by some row */
	size_t num_terms;
	struct select_rows *inner; /* return rows */
	size_t num_inner;
};

/* The number of the table of that name; -1 for whatever is no table, or counts as one with rows. */
typedef int select_number(const void *owner, struct span name);

/* sql is one that SQLite takes, and must stay; the parts are arena's. */
struct select_rows select_rows_read(const char *sql, select_number *number, const void *owner, struct arena *arena);

/* What tables have: rows, and false when certainly none of a table's rows meets the term. */
struct select_seen {
	struct select_tables with_rows;
	bool (*may_meet)(const void *owner, const struct select_term *term);
	const void *owner;
};

/* False when it certainly returns no rows from what was seen. */
bool select_may_return_rows(const struct select_rows *rows, const struct select_seen *seen);

#endif
