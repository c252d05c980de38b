/*
 * fixed - which open findings of correction cases a new submission fixes.
 *
 * Handing in fixes nothing in the store: while the version that a case is about is listed, the case ends when one is listed that has
 * none of its findings; till then its time runs. What is rejected or withdrawn fixes nothing.
 */
#ifndef PRELIST_DESK_FIXED_H
#define PRELIST_DESK_FIXED_H

#include "desk/case.h"

/* A submission as it was judged, at the gate or as it is listed. */
struct fixed_judged {
	const struct reading *facts;
	const struct judgement *judgement;
	int64_t number;
	int64_t previous; /* the version that it was compared with, or FACT_ABSENT */
	bool is_listed;	  /* with this judgement */
	bool is_retested; /* a laboratory looked at it since: what laboratories found may be fixed, the rest stays as it is */
};

/*
 * Within desk_keep. A finding is fixed when its rule was run on other bytes that were read whole, or, where it reads the form, on
 * another form, and did not find it; not where a form leaves out what that rule reads, nor, of what a laboratory found, before one
 * looked again. Nothing is when findings were left out, code is hidden that was visible, the form is gone, or
 * (of rules that compare with the listed version) it was compared with another one.
 */
bool fixed_by(struct desk *desk, const struct fixed_judged *judged, struct error *err);

/* Within desk_keep: the submission came to nothing (state: rejected, withdrawn). What it fixed in open cases is open again. */
bool fixed_not(struct desk *desk, int64_t number, const char *state, struct error *err);

#endif
