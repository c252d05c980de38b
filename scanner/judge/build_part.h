/*
 * build_part - the packages of a submission that a phone which takes one build may be given: that build with its splits, and other
 * builds that are for all of its phones. What a build for later versions of Android or for other devices has, or one that
 * the phone does not update to, is nothing that those phones have.
 */
#ifndef PRELIST_JUDGE_BUILD_PART_H
#define PRELIST_JUDGE_BUILD_PART_H

#include "facts/reading.h"

/* Whether that package is a base, and for other phones than each base before it. */
bool build_part_begins(const struct reading *facts, size_t package);

/* For how many kinds of phones the bases are. */
size_t build_part_num(const struct reading *facts);

/* The part of that base, of those tables (part.h). */
bool build_part_of(const struct reading *facts, size_t base, uint64_t tables, struct arena *arena, struct reading *part);

#endif
