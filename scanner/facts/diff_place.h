/*
 * diff_place - which package of one set of facts is which of another one.
 *
 * A submission names its builds in any order, and gets and loses some: they are told apart by what they are, not by where they stand.
 */
#ifndef PRELIST_FACTS_DIFF_PLACE_H
#define PRELIST_FACTS_DIFF_PLACE_H

#include "facts/reading.h"

#define DIFF_NONE SIZE_MAX

struct diff_place {
	size_t place; /* the same on both sides for what is the same build or split */
	size_t like;  /* of what is on one side alone: the place of the other side's that it is most like; DIFF_NONE: there is none */
};

struct diff_places {
	struct diff_place *before, *after; /* by position of the package; in the arena */
	size_t num_before, num_after;
};

/* False and err when memory ran out. */
bool diff_places_open(struct diff_places *places, const struct reading *before, const struct reading *after, struct arena *arena, struct error *err);

#endif
