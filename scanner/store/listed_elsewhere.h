/*
 * listed_elsewhere - other apps of the platform that are listed and show what a submission shows: its numbers, its code, its names and icons.
 */
#ifndef PRELIST_STORE_LISTED_ELSEWHERE_H
#define PRELIST_STORE_LISTED_ELSEWHERE_H

#include "judge/judge.h"
#include "store/database.h"

/* What is asked: platform and app_id of the submission with these facts; before: submissions from there on do not count. */
struct elsewhere_asking {
	const struct reading *facts;
	const char *platform, *app_id;
	int64_t before;
};

/* Rows and text live in the arena. Of one value the first apps by their ids, where many have it. */
bool listed_elsewhere_load(struct archive *archive, const struct elsewhere_asking *asking, struct arena *arena,
			   const struct judge_elsewhere **rows, size_t *num, struct error *err);

#endif
