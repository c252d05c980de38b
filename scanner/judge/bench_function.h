/*
 * bench_function - what rules may call besides SQLite's own functions; rules/README.md says what each gives.
 */
#ifndef PRELIST_JUDGE_BENCH_FUNCTION_H
#define PRELIST_JUDGE_BENCH_FUNCTION_H

#include "bytes/error.h"
#include "bytes/span.h"
#include "judge/rules.h"

#include <sqlite3.h>

/* Whoever waits for a rule: SQLite looks at the clock between its steps, one of which may match a long text. */
struct bench_watch {
	int (*is_over)(void *owner); /* not 0: its time is over */
	void *owner;
	size_t matched; /* bytes since it was asked */
};

#define BENCH_WATCH_BYTES ((size_t)64 * 1024) /* after so many it is asked */

/* True and the rule's end when its time is over; bytes: what is looked at next. */
bool bench_watch_is_over(sqlite3_context *context, struct bench_watch *watch, size_t bytes);

/* rules and watch have to stay. False and err when SQLite refuses. */
bool bench_function_register(sqlite3 *db, const struct rules *rules, struct bench_watch *watch, struct error *err);

/* True for the functions that a rule may call. */
bool bench_function_is_allowed(const char *name);

/* True for those of them that make a row also of no rows: count, max and their like. */
bool bench_function_is_aggregate(struct span name);

#endif
