/*
 * select_rows - whether a SELECT can return rows at all, seen from its words: without a row in a table that it joins, and
 * no outer join, aggregate or other SELECT that makes up for it, it returns none.
 */
#ifndef PRELIST_JUDGE_SELECT_ROWS_H
#define PRELIST_JUDGE_SELECT_ROWS_H

#include "bytes/span.h"

/* True for the name of a table that has rows, and for whatever is no table. */
typedef bool select_has_rows(const void *owner, struct span name);

/* False when it certainly returns no rows. sql is one that SQLite takes. */
bool select_may_return_rows(const char *sql, select_has_rows *has_rows, const void *owner);

#endif
