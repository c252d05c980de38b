/*
 * part - some packages of a submission, as a rule looks at them alone.
 */
#ifndef PRELIST_JUDGE_PART_H
#define PRELIST_JUDGE_PART_H

#include "facts/reading.h"

/* Which packages are taken. */
struct part_choice {
	bool (*takes)(const struct part_choice *choice, const struct fact_package *package);
	const struct reading *facts;
	const void *wanted;
};

/*
 * Of those tables (a bit each) the rows of packages that are taken, and those that are of no package; of all others, and of those that are of
 * the form, all rows. part has no rows of its own: it lasts as long as facts and the arena do. False when memory ran out.
 */
bool part_take(const struct part_choice *choice, uint64_t tables, struct arena *arena, struct reading *part);

#endif
