/*
 * bench_made - tables for rules that are made of facts when these are judged: of the submission's, and, as previous_<name>, of the
 * version's before.
 *
 * One lives beside its code as a const struct; bench_made.def only lists names.
 */
#ifndef PRELIST_JUDGE_BENCH_MADE_H
#define PRELIST_JUDGE_BENCH_MADE_H

#include "facts/reading.h"
#include "judge/rules.h"

struct bench_made_table {
	const char *name, *doc; /* doc: what a row says */
	const char **columns;	/* NULL: those of the catalogue `like`, which rules may have not, and these two then */
	size_t num_columns;
	const char *like;
	uint64_t reads; /* tables of facts, a bit each */
	/*
	 * Rows into the table, in the arena and of text of the rules and the facts; is_before: these are the version's before. The table has
	 * none yet. False when memory ran out.
	 */
	bool (*fill)(struct catalogue *table, const struct rules *rules, const struct reading *facts, bool is_before, struct arena *arena);
};

enum {
#define MADE(name) BENCH_MADE_##name,
#include "judge/bench_made.def"
#undef MADE
	BENCH_MADE_COUNT
};

struct bench_made {
	struct catalogue now[BENCH_MADE_COUNT], before[BENCH_MADE_COUNT];
};

/* The tables without rows; names and docs of those of the version before are in the arena. False when memory ran out. */
bool bench_made_declare(struct bench_made *made, const struct rules *rules, struct arena *arena);

/* Their rows. before may be NULL. False when memory ran out. */
bool bench_made_fill(struct bench_made *made, const struct rules *rules, const struct reading *facts, const struct reading *before,
		     struct arena *arena);

/* Adds the facts from which a table is made, where it is one of these. */
void bench_made_reads(const struct bench_made *made, const struct catalogue *table, uint64_t *reads, uint64_t *reads_previous);

#endif
