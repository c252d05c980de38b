/*
 * build_part - the packages of a submission that a phone which takes one build may be given: that build with its splits, and other
 * builds that are for all of its phones. What a build for later versions of Android or for other devices has, or one that
 * the phone does not update to, is nothing that those phones have.
 */
#ifndef PRELIST_JUDGE_BUILD_PART_H
#define PRELIST_JUDGE_BUILD_PART_H

#include "facts/reading.h"

/*
 * The bases for different kinds of phones, each the first for its phones, as places among the packages; none of those that no phone installs
 * where others are for phones. NULL: memory ran out.
 */
const size_t *build_part_bases(const struct reading *facts, struct arena *arena, size_t *num);

/* The part of that base, of those tables (part.h). */
bool build_part_of(const struct reading *facts, size_t base, uint64_t tables, struct arena *arena, struct reading *part);

#endif
