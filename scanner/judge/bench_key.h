/*
 * bench_key - what is wrong with a key, as a rule may ask; each key of a run is looked at once.
 */
#ifndef PRELIST_JUDGE_BENCH_KEY_H
#define PRELIST_JUDGE_BENCH_KEY_H

#include "judge/bench_function.h"

/* key_fault(SubjectPublicKeyInfo in hex): what public_key_fault says of it. watch has to stay. False when SQLite refuses. */
bool bench_key_register(sqlite3 *db, struct bench_watch *watch);

#endif
