/*
 * listed_elsewhere - other apps of the platform that are listed and show what a submission shows, by the kinds that rules/README.md lists.
 */
#ifndef PRELIST_STORE_LISTED_ELSEWHERE_H
#define PRELIST_STORE_LISTED_ELSEWHERE_H

#include "store/asked.h"
#include "store/database.h"

/* kinds: a bit each, as judge_reads has them. Rows and text live in the arena. Of one value the first apps by their ids, where many have it. */
bool listed_elsewhere_load(struct archive *archive, const struct asked *asking, uint64_t kinds, struct arena *arena,
			   const struct judge_elsewhere **rows, size_t *num, struct error *err);

#endif
