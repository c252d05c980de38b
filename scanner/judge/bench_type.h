/*
 * bench_type - which of the common types of apps the submission's app is, and that of the version before, as tables for rules.
 *
 *   app_type, previous_app_type   the row of the catalogue app_types_39 that the form's category is: by its number, as app_type_aliases has
 *                                 it, or by its name, however that is written, or by both. None where it is no such type.
 */
#ifndef PRELIST_JUDGE_BENCH_TYPE_H
#define PRELIST_JUDGE_BENCH_TYPE_H

#include "facts/reading.h"
#include "judge/rules.h"

struct bench_type {
	struct catalogue now, before;
};

/* The tables without rows. */
void bench_type_declare(struct bench_type *tables, const struct rules *rules);

/* Their rows, if there are some; before may be NULL. arena: for what is needed meanwhile. False when memory ran out. */
bool bench_type_fill(struct bench_type *tables, const struct rules *rules, const struct reading *facts, const struct reading *before,
		     struct arena *arena);

/*
 * Whether two categories, NULL: none, are one: the same type, or the same words, however they are written. arena: for what is needed
 * meanwhile.
 */
bool bench_type_same(const struct rules *rules, const char *a, const char *b, struct arena *arena);

#endif
