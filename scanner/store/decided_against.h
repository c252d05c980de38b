/*
 * decided_against - what persons decided against the same bytes or the app: rejected, delisted, an open report to the authority.
 *
 * Of the bytes the newest decision about each file counts: who listed them since has thought better of it. Of the app a delisting
 * counts until a later submission is listed.
 */
#ifndef PRELIST_STORE_DECIDED_AGAINST_H
#define PRELIST_STORE_DECIDED_AGAINST_H

#include "store/asked.h"
#include "store/database.h"

/* Rows and text live in the arena. */
bool decided_against_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_against **rows,
			  size_t *num, struct error *err);

/*
 * The newest decision before that one (INT64_MAX: of all) about a submission or about others of which it has every file: *decision
 * is its id where somebody rejected or delisted, else 0. Other bytes instead of one of those files are another submission.
 */
bool decided_against_number(struct archive *archive, int64_t number, int64_t before, int64_t *decision, struct error *err);

#endif
