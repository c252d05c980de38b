/*
 * bench_function - what rules may call besides SQLite's own functions: regexp and days_between.
 */
#ifndef PRELIST_JUDGE_BENCH_FUNCTION_H
#define PRELIST_JUDGE_BENCH_FUNCTION_H

#include "bytes/error.h"
#include "bytes/span.h"

#include <sqlite3.h>

/* regexp(pattern, text) by PCRE2, with match limits; days_between(day, day). False and err when SQLite refuses. */
bool bench_function_register(sqlite3 *db, struct error *err);

/* True for the functions that a rule may call. */
bool bench_function_is_allowed(const char *name);

/* True for those of them that make a row also of no rows: count, max and their like. */
bool bench_function_is_aggregate(struct span name);

#endif
