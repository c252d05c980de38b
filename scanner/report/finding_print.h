/*
 * finding_print - print one finding on one line, as lists of several versions show it.
 */
#ifndef PRELIST_REPORT_FINDING_PRINT_H
#define PRELIST_REPORT_FINDING_PRINT_H

#include "report/language.h"
#include "report/shown_place.h"

#include <stdio.h>

/* The word of a verdict, as findings have it. */
const char *finding_word(enum language language, enum verdict verdict);

/* The same, padded to the columns of the longest. */
void finding_word_to(FILE *out, enum language language, enum verdict verdict);

/* "b.apk: title: subject; detail", what there is of it (files: shown_place.h), in the arena; the title alone when that is full. */
const char *finding_words(struct arena *arena, enum language language, const struct rules *rules, const struct shown_files *files,
			  const struct finding *finding);

/* "  review  RULE  b.apk: title: subject; detail" and a newline. */
void finding_print(FILE *out, enum language language, const struct rules *rules, const struct shown_files *files, const struct finding *finding);

#endif
