/*
 * fold - texts that people write as they are compared: without what nobody sees and what is only form.
 *
 * Names of apps on the blacklist, names of persons of whom two have to agree, and texts in which listed words are looked for.
 *
 * source   Unicode Character Database and UTS 39, as compose.def, plain.def, look_alike.def and traditional.def say each
 */
#ifndef PRELIST_BYTES_FOLD_H
#define PRELIST_BYTES_FOLD_H

#include "bytes/arena.h"

/*
 * Without blanks and invisible characters, full-width forms as ASCII, letters and digits of other forms (mathematical, in circles) as
 * plain ones, radicals and compatibility ideographs as the ideographs that they look like, traditional ones as simplified ones, without the
 * marks upon them; Latin, Greek, Cyrillic and Armenian letters in lower case, a letter and the mark upon it as one character. NULL when memory ran out.
 */
const char *fold_text(struct arena *arena, const char *text);

/*
 * Likewise, and without signs and pictures, as names of apps are compared; one of nothing else keeps them. Letters of
 * other scripts and small capitals that look like Latin ones are these, and Latin ones are without the marks upon them.
 */
const char *fold_label(struct arena *arena, const char *text);

/*
 * As fold_label, of a label that was not meant to be read letter by letter: I, l and 1 are what people take them for where they stand, and
 * so are digits within a word of Latin letters (G00gle). NULL where they are taken for what they are.
 */
const char *fold_taken(struct arena *arena, const char *label);

#define FOLD_ORDERS 5 /* of three words */

/* As fold_label, of a label of two or three words: these in every other order. Of more words or fewer there is none; short where memory ran out. */
size_t fold_orders(struct arena *arena, const char *label, const char *orders[FOLD_ORDERS]);

/*
 * The next part of a label, as it stands there: what signs or blanks part from what stands beside it, where either is Chinese ("A B - 甲" has two). *rest: what
 * stands behind it. NULL at the end, and when memory ran out.
 */
const char *fold_next_part(struct arena *arena, struct span *rest);

/*
 * As fold_text, but with blanks, for they part words, and in the Latin letters of fold_label. Between Chinese characters goes what hides a word (*, _), and what parts them where
 * one of them stands alone: words do not. joined: all goes that parts them within a line, which may make words of the ends of two.
 */
const char *fold_words(struct arena *arena, const char *text, bool joined);

/* A Latin, Greek, Cyrillic or Armenian capital as its small letter. */
uint32_t fold_lower(uint32_t code);

/* The character that the mark makes of the small letter before it, or 0. */
uint32_t fold_compose(uint32_t letter, uint32_t mark);

/* Texts of up to 1 MiB; true when memory ran out, so that nobody is taken for two. */
bool fold_same(const char *a, const char *b);

#endif
