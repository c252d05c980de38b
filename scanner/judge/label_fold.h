/*
 * label_fold - names of apps as the blacklist compares them: without what nobody sees and what is only form.
 */
#ifndef PRELIST_JUDGE_LABEL_FOLD_H
#define PRELIST_JUDGE_LABEL_FOLD_H

#include "bytes/arena.h"

/* Without blanks and invisible characters, full-width forms as ASCII, Latin letters in lower case. NULL when memory ran out. */
const char *label_fold(struct arena *arena, const char *label);

#endif
