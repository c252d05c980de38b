/*
 * bench_type - which of the common types of apps the submission's app is, as a table for rules.
 *
 *   app_type   the row of the catalogue app_types_39 that the form's category is: by its number, as app_type_aliases has it, or by its
 *              name, however that is written. None where it is no such type.
 */
#ifndef PRELIST_JUDGE_BENCH_TYPE_H
#define PRELIST_JUDGE_BENCH_TYPE_H

#include "facts/reading.h"
#include "judge/rules.h"

/* The table without rows. */
void bench_type_declare(struct catalogue *table, const struct rules *rules);

/* Its row, if there is one. arena: for what is needed meanwhile. False when memory ran out. */
bool bench_type_fill(struct catalogue *table, const struct rules *rules, const struct reading *facts, struct arena *arena);

#endif
