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

enum select_test {
	TEST_EQUAL,	/* = or IN: one of the values */
	TEST_NOT_EQUAL, /* <> or NOT IN: something, and none of the values */
	TEST_BELOW,	/* a number less than number */
	TEST_ABOVE,
	TEST_NULL,
	TEST_NOT_NULL,
	TEST_TRUE,     /* the column alone */
	TEST_BEGINS,   /* GLOB: a text that begins with the value */
	TEST_CONTAINS, /* LIKE: one that holds the value, in any case of ASCII letters */
};

/* What a column of a row has to be. */
struct select_term {
	enum select_test test;
	int table, column;
	struct span *values; /* digits, or a text in quotes; of TEST_BEGINS and TEST_CONTAINS the text alone */
	size_t num_values;
	int64_t number;
};

struct select_part;

/* What a SELECT asks for. */
struct select_rows {
	struct select_part *parts; /* it returns none unless one of them may; NULL: it may return some anyway */
	size_t num_parts;
};

/* What has to be of the rows that a SELECT joins, one of each item of its FROM. */
struct select_condition {
	enum {
		CONDITION_OPEN, /* of no known form: it may be met */
		CONDITION_ALL,
		CONDITION_ONE,
		CONDITION_TERM,
		CONDITION_EXISTS,
	} kind;
	struct select_condition *of; /* of CONDITION_ALL and CONDITION_ONE */
	size_t num_of;
	int item; /* of CONDITION_TERM: in the FROM */
	struct select_term term;
	struct span qualifier, column; /* of the term, as they stand there */
	struct select_rows rows;       /* of CONDITION_EXISTS */
};

/* One of those that UNION, EXCEPT and INTERSECT put together: all of this has to be. */
struct select_part {
	struct select_tables tables; /* have rows */
	int *items;		     /* of the FROM: their tables, or -1 */
	size_t num_items;
	struct select_condition condition; /* is met by a row of each item */
	struct select_rows *inner;	   /* return rows */
	size_t num_inner;
};

/* What names mean: the number of a table, -1 for whatever is no table, or counts as one with rows; that of a column, or -1. */
struct select_names {
	int (*table)(const void *owner, struct span name);
	int (*column)(const void *owner, int table, struct span name);
	const void *owner;
};

/* sql is one that SQLite takes, and must stay; the parts are arena's. */
struct select_rows select_rows_read(const char *sql, const struct select_names *names, struct arena *arena);

/* What tables have: rows; how many of them are looked at (0: any other may be there); false when a row certainly fails the term. */
struct select_seen {
	struct select_tables with_rows;
	size_t (*num_rows)(const void *owner, int table);
	bool (*may_meet)(const void *owner, const struct select_term *term, size_t row);
	const void *owner;
};

/* False when it certainly returns no rows from what was seen. */
bool select_may_return_rows(const struct select_rows *rows, const struct select_seen *seen);

#endif
