/*
 * asked - of which submission the archive is asked what it has beside it (decided_against, listed_elsewhere).
 */
#ifndef PRELIST_STORE_ASKED_H
#define PRELIST_STORE_ASKED_H

#include "judge/judge.h"

/*
 * Submissions have the order of the time at which they came, which a store that takes along what it had says later than others: those
 * of one time that of their numbers. What is behind does not count.
 */
struct moment {
	const char *time; /* RFC 3339 */
	int64_t number;
};
#define BEFORE_MOMENT(time, number) "(s.time, s.number) < (" time ", " number ")"
#define NEWEST_FIRST "s.time DESC, s.number DESC"

/* Platform and app_id of the submission with these facts (app_id empty: no app). */
struct asked {
	const struct reading *facts;
	const char *platform, *app_id;
	struct moment before;
};

#endif
