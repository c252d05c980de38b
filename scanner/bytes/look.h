/*
 * look - what a label is taken for by who does not read it character by character: the same of two that look alike.
 *
 * source   as han_look_alike.def says
 */
#ifndef PRELIST_BYTES_LOOK_H
#define PRELIST_BYTES_LOOK_H

#include "bytes/arena.h"

/*
 * As fold_taken, else as fold_label has it, in the one of characters that are taken for each other with which names are written more often;
 * Katakana only beside a Chinese one. NULL when memory ran out.
 */
const char *look_of(struct arena *arena, const char *label);

/* Likewise; NULL where that is as fold_label has it, too. */
const char *look_other(struct arena *arena, const char *label);

#define LOOK_MOST 64
#define LOOK_LEN 96 /* bytes of a name that phones show whole */

/*
 * Labels, folded as that one, that look as it does by their Chinese characters, without itself: LOOK_MOST at the most, those that differ in the
 * first ones. None of one of more than LOOK_LEN bytes.
 */
void look_each(struct arena *arena, const char *folded, void (*visit)(void *owner, const char *label), void *owner);

#endif
