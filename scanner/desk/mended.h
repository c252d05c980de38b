/*
 * mended - whether what was found in a submission, and is not found in a later one, is mended by that.
 */
#ifndef PRELIST_DESK_MENDED_H
#define PRELIST_DESK_MENDED_H

#include "desk/desk.h"

/* How a later submission differs from the one in which something was found. */
struct mended {
	bool is_open; /* code and form can be looked into where they could be before */
	bool other_bytes, other_form;
	bool same_previous; /* both were compared with the same version */
};

/* previous: with which the later one was compared, or FACT_ABSENT. */
bool mended_compare(struct desk *desk, int64_t before, int64_t later, int64_t previous, struct mended *mended, struct error *err);

/*
 * What the rule does not find any more is mended: it was run, with the same version to compare with, and looked at something else,
 * be it packages, or the form where it reads one.
 */
bool mended_by_rule(const struct mended *mended, const struct rule *rule);

#endif
