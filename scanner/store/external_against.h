/*
 * external_against - what laboratories found in submissions that never were listed: it counts until a person settles it, whatever becomes
 * of the submission. What was listed and its next version say for themselves what was found (rules/external.sql).
 */
#ifndef PRELIST_STORE_EXTERNAL_AGAINST_H
#define PRELIST_STORE_EXTERNAL_AGAINST_H

#include "store/asked.h"
#include "store/database.h"

/*
 * The newest submission of the app by the same developer or signer, but for those of the asker's own files and for what a laboratory looked for
 * in them, too; not where each finding of it ended as a false positive or was accepted, nor where it was confirmed and a later version is
 * listed. row->number 0: there is none. Text lives in the arena.
 */
bool external_against_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_against *row, struct error *err);

/* *from_case: of the newest that is found in the submission's files and that nobody settled, unless it was listed; 0: there is none. */
bool external_unsettled(struct archive *archive, int64_t number, int64_t *from_case, struct error *err);

#endif
