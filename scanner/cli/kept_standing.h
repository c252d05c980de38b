/*
 * kept_standing - what became of a kept submission since: how it stands today, and what was decided of it.
 */
#ifndef PRELIST_CLI_KEPT_STANDING_H
#define PRELIST_CLI_KEPT_STANDING_H

#include "cli/session.h"

struct kept_standing {
	bool is_graver; /* today than verdict says */
	struct report_today today;
	struct report_decision *decisions;
	size_t num_decisions;
};

/*
 * Of a submission with that state and verdict, in the arena. One that is or may be listed is judged once more by the session's
 * rules and today's blacklist; where that cannot be done, what the last patrol said of it is all that is known.
 */
bool kept_standing(struct session *session, int64_t number, const char *state, enum verdict verdict, struct arena *arena,
		   struct kept_standing *standing, struct error *err);

#endif
