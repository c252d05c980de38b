/*
 * bench_type - which of the common types of apps the form's app is, as a table for rules.
 *
 *   app_type   the row of the catalogue app_types_39 that the form's category is: by its number, as app_type_aliases has it, or by its name,
 *              however that is written, or by both. None where it is no such type.
 */
#ifndef PRELIST_JUDGE_BENCH_TYPE_H
#define PRELIST_JUDGE_BENCH_TYPE_H

#include "judge/rules.h"

/*
 * Whether two categories, NULL: none, are one: the same type, or the same words, however they are written. arena: for what is needed
 * meanwhile.
 */
bool bench_type_same(const struct rules *rules, const char *a, const char *b, struct arena *arena);

#endif
