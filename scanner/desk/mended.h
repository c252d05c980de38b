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
	struct reading *before;
	const struct reading *now;
};

/*
 * now: the facts of the later one, which are borrowed; previous: with which it was compared, or FACT_ABSENT. Freed by mended_free also
 * when this fails.
 */
bool mended_compare(struct desk *desk, int64_t before, int64_t later, const struct reading *now, int64_t previous, struct mended *mended,
		    struct error *err);
void mended_free(struct mended *mended);
#define MENDED_CLEANUP __attribute__((cleanup(mended_free)))

/*
 * What the rule does not find any more of that subject is mended: it was run, with the same version to compare with, and looked at something else,
 * be it packages, or the form where it reads one, in which nothing of that is left out.
 */
bool mended_by_rule(const struct mended *mended, const struct rule *rule, const char *subject);

#endif
