/*
 * bench_query - intents of <queries> by which an app sees all others, of the submission and of the version before, as tables for rules.
 *
 *   broad_query, previous_broad_query   package, path, value: rows of `query`, as these have them
 *
 * An app is seen where a filter of a component that it exports answers, and "*" is any action. MAIN is what each entry on the home screen
 * answers; a scheme that is "*" is any that a filter has, by which each app with links of its own is seen, as by a host that is "*" of such
 * links. Most apps answer what libraries of theirs do (common_actions).
 *
 * source   AOSP AppsFilterUtils.matchesIntentFilter, IntentFilter.matchData
 */
#ifndef PRELIST_JUDGE_BENCH_QUERY_H
#define PRELIST_JUDGE_BENCH_QUERY_H

#include "facts/reading.h"
#include "judge/rules.h"

struct bench_query {
	struct catalogue now, before;
};

/* The tables without rows. */
void bench_query_declare(struct bench_query *tables);

/* Their rows, in the arena and of text of both. before may be NULL. False when memory ran out. */
bool bench_query_fill(struct bench_query *tables, const struct rules *rules, const struct reading *facts, const struct reading *before,
		      struct arena *arena);

#endif
