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

/* Whether phones that have the package b of a version may have a of a later one in its place: the same split, for the same kind of device, of an ABI in common. */
bool build_part_follows(const struct reading *later, const struct fact_package *a, const struct reading *before, const struct fact_package *b);

/*
 * Whether every phone that takes a build of the other one is given one of these: by kind of device, by ARM of 32 or of 64 bits. Phones of 64 bits
 * take code of 32, where it is of no lower version code. False where no base is there.
 */
bool build_part_has_all(const struct reading *facts, const struct reading *of);

#endif
