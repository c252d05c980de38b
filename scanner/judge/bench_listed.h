/*
 * bench_listed - what the app was listed with before, what was decided against it, and what others have in common with it, as tables
 * for rules: listed_package, listed_finding, decided_against, decided_elsewhere, listed_elsewhere, waiting.
 *
 * Their columns, and what stands in them, are in rules/README.md; the rows are those of struct judge_history.
 */
#ifndef PRELIST_JUDGE_BENCH_LISTED_H
#define PRELIST_JUDGE_BENCH_LISTED_H

#include "judge/catalogue.h"
#include "judge/judge.h"

struct bench_listed {
	struct catalogue package, finding, against, decided_elsewhere, elsewhere, waiting;
};

/* The tables without rows. */
void bench_listed_declare(struct bench_listed *tables);

/* Their rows, in the arena and of text of the history. False when memory ran out. */
bool bench_listed_fill(struct bench_listed *tables, const struct rules *rules, const struct judge_history *history, struct arena *arena);

/* The kinds, a bit each, by which a rule may choose rows of listed_elsewhere (label is label_part, too); all where it names none, or says which not. */
uint64_t bench_listed_kinds(const char *sql);

#endif
