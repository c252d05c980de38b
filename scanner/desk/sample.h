/*
 * sample - a share of what passed goes to a person all the same: drawn by policy's seed and the packages' SHA-256, so that
 * a draw can be repeated and nobody chooses.
 *
 * What is drawn is a manual check (a case) that must be closed before the version is listed. Within desk_keep.
 */
#ifndef PRELIST_DESK_SAMPLE_H
#define PRELIST_DESK_SAMPLE_H

#include "desk/case.h"

#define SAMPLE_SOURCE "sample"

/* The first 53 bits of SHA-256(seed, each digest, a NUL behind each) as a fraction, below the percentage. */
bool sample_is_drawn(const char *seed, double percent, const char *const *sha256, size_t num);

/* Opens the check of a submission that passed, when it is drawn by policy. */
bool sample_draw(struct desk *desk, const struct submission *submission, int64_t number, struct error *err);

/* The open check of a submission; 0: none. */
bool sample_waiting(struct desk *desk, int64_t number, int64_t *check, struct error *err);

/* Ends the open check, if there is one, with a decision about the version: outcome against, or withdrawn. */
bool sample_end(struct desk *desk, int64_t number, const char *outcome, const char *reason, struct error *err);

#endif
