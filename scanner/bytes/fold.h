/*
 * fold - texts that people write as they are compared: without what nobody sees and what is only form.
 *
 * Names of apps on the blacklist, and names of persons of whom two have to agree.
 */
#ifndef PRELIST_BYTES_FOLD_H
#define PRELIST_BYTES_FOLD_H

#include "bytes/arena.h"

/*
 * Without blanks and invisible characters, full-width forms as ASCII, Latin, Greek and Cyrillic letters in lower case, a letter and
 * the mark upon it as one character. NULL when memory ran out.
 */
const char *fold_text(struct arena *arena, const char *text);

/* Texts of up to 1 MiB; true when memory ran out, so that nobody is taken for two. */
bool fold_same(const char *a, const char *b);

#endif
