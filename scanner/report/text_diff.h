/*
 * text_diff - changes between two sets of facts, a line each, for a person; and as JSON.
 */
#ifndef PRELIST_REPORT_TEXT_DIFF_H
#define PRELIST_REPORT_TEXT_DIFF_H

#include "facts/diff.h"
#include "report/report.h"

struct diff_side {
	const char *name; /* as given */
	const struct reading *facts;
};

struct diff {
	struct diff_side sides[2];
	struct fact_change *changes;
	size_t num_changes;
	const struct rules *rules; /* whose catalogues name kinds; may be NULL */
};

/* Whether all of it was read: else it may differ from others in what was not. */
bool diff_is_complete(const struct diff_side *side);

/*
 * "A name: what was not read" and the same of B, then "+ table subject", "- table subject", "~ table subject" with the columns that changed under
 * it; nothing where both sides are the same.
 */
bool text_diff(const struct report_options *options, const struct diff *diff, struct error *err);

/* { "schema": "prelist-diff/1", "a": ..., "b": ..., "a_complete": ..., "b_complete": ..., "changes": [...] } */
bool json_diff(const struct report_options *options, bool compact, const struct diff *diff, struct error *err);

#endif
