/*
 * bench_function - what rules may call besides SQLite's own functions: regexp, days_between, bits_apart, folded, joined, alike, unseen, hides, key_fault and kind_of.
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

/* regexp(pattern, text) by PCRE2, with match limits; days_between(day, day); bits_apart(hash, hash), in how many bits two hexadecimal texts
 * of one length differ; folded(text) and joined(text) as fold_words has them; named(text) as fold_label; look(text) as look_of; alike(name, name) as alike_names;
 * unseen(text) and hides(text) as unseen_all and unseen_any_hidden; key_fault(key) as bench_key.h has it; kind_of(catalogue, words) as bench_kind.h. rules and watch have to stay. False and err when SQLite refuses. */
bool bench_function_register(sqlite3 *db, const struct rules *rules, struct bench_watch *watch, struct error *err);

/* True for the functions that a rule may call. */
bool bench_function_is_allowed(const char *name);

/* True for those of them that make a row also of no rows: count, max and their like. */
bool bench_function_is_aggregate(struct span name);

#endif
