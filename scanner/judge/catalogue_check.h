/*
 * catalogue_check - what may stand in the columns of a catalogue, as its comments say.
 *
 *   # check: COLUMN in WORD...
 *
 * A word is a value as it stands; CATALOGUE.COLUMN, any value of that column; PREFIX+CATALOGUE.COLUMN, such a value that
 * is written without the prefix; - , nothing. A column that no check names may hold anything.
 */
#ifndef PRELIST_JUDGE_CATALOGUE_CHECK_H
#define PRELIST_JUDGE_CATALOGUE_CHECK_H

#include "judge/rules.h"

/* Calls fault with "file:line: ..." for every value that may not be, and every check that is none. */
void catalogue_check_all(const struct rules *rules, void (*fault)(void *owner, const char *text), void *owner);

#endif
