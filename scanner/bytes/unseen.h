/*
 * unseen - which characters nobody sees: blanks of all kinds, and what is drawn as nothing or as what is missing.
 *
 * source   Unicode 15: Scripts.txt, LineBreak.txt, emoji-variation-sequences.txt
 */
#ifndef PRELIST_BYTES_UNSEEN_H
#define PRELIST_BYTES_UNSEEN_H

#include "bytes/span.h"

struct code_range {
	uint32_t first, last;
};

#define CODE_IS(code, ranges) code_is_among(code, ranges, sizeof(ranges) / sizeof(ranges)[0])

bool code_is_among(uint32_t code, const struct code_range *ranges, size_t num);

bool code_is_han(uint32_t code);

/* Of no script of its own, drawn upon another character. */
bool code_is_mark(uint32_t code);

bool unseen_is(uint32_t code);

/* It takes room all the same. */
bool unseen_is_blank(uint32_t code);

/* Neither a blank nor what belongs to emoji and scripts (joiners, variation selectors, tags): it is there for nobody to see. */
bool unseen_is_hidden(uint32_t code);

/* Nothing of the text is seen. */
bool unseen_all(const char *text);

/* Something is hidden in it: neither a blank nor where a script or emoji need it; a mark upon a Chinese character. */
bool unseen_any_hidden(const char *text);

#endif
