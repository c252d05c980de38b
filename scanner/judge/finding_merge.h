/*
 * finding_merge - rows of one rule about one subject are one finding: what the later ones say besides goes into its detail.
 */
#ifndef PRELIST_JUDGE_FINDING_MERGE_H
#define PRELIST_JUDGE_FINDING_MERGE_H

#include "judge/judge.h"

/* What of each later row is said; the rest is counted. */
#define FINDING_MERGE_SAID 3

/*
 * The finding among those from first on that has the key, or NULL.
 */
struct finding *finding_same(struct judgement *judgement, size_t first, const char *key);

/* Another row of the same key. */
struct finding_row {
	enum verdict verdict, waived;
	const char *waiver, *detail, *path;
};

/* Puts another row into it: the graver verdict, and what it says that was not said. */
void finding_merge(struct arena *arena, struct finding *finding, const struct finding_row *row);

/* Says how many rows more there were; when everything is gathered. */
void finding_merge_finish(struct arena *arena, struct finding *finding);

#endif
