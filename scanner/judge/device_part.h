/*
 * device_part - the packages of a submission that are for one kind of device (package.device): what a build for watches
 * asks for does not excuse what the phones' build asks for anew.
 */
#ifndef PRELIST_JUDGE_DEVICE_PART_H
#define PRELIST_JUDGE_DEVICE_PART_H

#include "facts/reading.h"

#define DEVICE_PARTS_MAX 8 /* more than there are kinds of devices */

/* The kinds that a submission's packages are for, "" for any, each once: how many, or 0 where there are more. */
size_t device_part_kinds(const struct reading *facts, const char *kinds[DEVICE_PARTS_MAX]);

/* Whether one of its packages is for that kind; false also where there are more kinds. */
bool device_part_has(const struct reading *facts, const char *kind);

/* Whether each kind that the other one's packages are for has a package here; false where there are none, or more kinds. */
bool device_part_has_all(const struct reading *facts, const struct reading *of);

/*
 * The rows of the packages for that kind, and those that are of no package; where none is for it, all rows. with_packages: rows of
 * the table package stand for all kinds. part has no rows of its own: it lasts as long as facts and the arena do. False when memory ran out.
 */
bool device_part_of(const struct reading *facts, const char *kind, bool with_packages, struct arena *arena, struct reading *part);

#endif
