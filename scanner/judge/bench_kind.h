/*
 * bench_kind - which kind of a catalogue a form's words are, as a rule may ask.
 */
#ifndef PRELIST_JUDGE_BENCH_KIND_H
#define PRELIST_JUDGE_BENCH_KIND_H

#include "judge/bench_function.h"
#include "judge/rules.h"

/* kind_of(catalogue, words): as catalogue_kind has it. rules have to stay. False when SQLite refuses. */
bool bench_kind_register(sqlite3 *db, const struct rules *rules);

#endif
