/*
 * catalogue_kind - which kind of a catalogue a form's words are.
 *
 * A catalogue with the columns kind, label, label_zh and aliases lists kinds of something (document_kinds, licence_kinds). Each is called
 * by its kind, by either label, and by the words of aliases, which blanks part; all of them folded as labels are.
 */
#ifndef PRELIST_JUDGE_CATALOGUE_KIND_H
#define PRELIST_JUDGE_CATALOGUE_KIND_H

#include "judge/catalogue.h"

/* Makes the kinds findable, once all rows are there; of a catalogue without such columns nothing. False when out of memory. */
bool catalogue_kind_index(struct catalogue *catalogue, struct arena *arena);

/* The kind that the words are: the catalogue's own text, NULL where they are none. False when out of memory. */
bool catalogue_kind(const struct catalogue *catalogue, const char *words, const char **kind);

/* That kind, or where they are none the words themselves. */
const char *catalogue_kind_or(const struct catalogue *catalogue, const char *words);

#endif
