/*
 * asked - of which submission the archive is asked what it has beside it (decided_against, listed_elsewhere).
 */
#ifndef PRELIST_STORE_ASKED_H
#define PRELIST_STORE_ASKED_H

#include "judge/judge.h"
#include "store/moment.h"

/* Platform and app_id of the submission with these facts (app_id empty: no app). */
struct asked {
	const struct reading *facts;
	const char *platform, *app_id;
	struct moment before;
};

#endif
