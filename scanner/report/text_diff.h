/*
 * text_diff - changes between two sets of facts, a line each, for a person.
 */
#ifndef PRELIST_REPORT_TEXT_DIFF_H
#define PRELIST_REPORT_TEXT_DIFF_H

#include "facts/diff.h"
#include "report/report.h"

/* "+ table subject", "- table subject", "~ table subject" with the columns that changed under it. */
bool text_diff(const struct report_options *options, const struct fact_change *changes, size_t num_changes,
	       struct error *err);

/* { "schema": "prelist-diff/1", "a": ..., "b": ..., "changes": [...] } */
bool json_diff(const struct report_options *options, bool compact, const char *a, const char *b,
	       const struct fact_change *changes, size_t num_changes, struct error *err);

#endif
