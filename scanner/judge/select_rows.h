/*
 * select_rows - whether a SELECT can return rows at all, seen from its words: without a row in a table that it joins, and
 * no outer join, aggregate or other SELECT that makes up for it, it returns none. And what verdicts, patterns and
 * questions for the time stand in those words.
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

/* What one SELECT asks for. */
struct select_rows {
	struct select_tables *parts; /* it returns none unless all tables of one of them have rows; NULL: it may return some anyway */
	size_t num_parts;
};

/* The number of the table of that name; -1 for whatever is no table, or counts as one with rows. */
typedef int select_number(const void *owner, struct span name);

/* sql is one that SQLite takes; the parts are arena's. */
struct select_rows select_rows_read(const char *sql, select_number *number, const void *owner, struct arena *arena);

/* In quotes, the first text that it certainly may return as `verdict` and that fits denies; empty where none is seen. */
struct span select_wrong_verdict(const char *sql, bool (*fits)(struct span text));

/* The SQL of the next pattern, of REGEXP or of regexp(), with all that may belong to it; *sql is then behind that word. */
struct span select_next_pattern(const char **sql);

/* The call, up to its parenthesis, that asks for the time or the zone of the machine: date('now'), time(), datetime(x, 'localtime'); empty: none. */
struct span select_clock_call(const char *sql);

/* False when it certainly returns no rows, where only those tables have any. */
bool select_may_return_rows(const struct select_rows *rows, const struct select_tables *with_rows);

#endif
