/*
 * signing - apksig's outcome for a range of Android versions, from the rows that the readers left.
 *
 * source   apksig ApkVerifier
 */
#ifndef PRELIST_JUDGE_SIGNING_H
#define PRELIST_JUDGE_SIGNING_H

#include "facts/reading.h"

/*
 * "verified", "failed" or "absent" for the package at that position. min_sdk and max_sdk: of the options, or FACT_ABSENT
 * (then from the manifest, and no bound). NULL: not known, as what would say it was not read, and nothing that was read failed.
 */
const char *signing_outcome(const struct reading *facts, int64_t package, int64_t min_sdk, int64_t max_sdk);

/* The row of the scheme that decides on an Android version: the newest that it knows and the package has. NULL: none, or it has no signer for that version. */
const struct fact_signature *signing_row_at(const struct reading *facts, int64_t package, int64_t sdk);

/* Whether it is the certificate of who signed, and its digest is known. */
bool signing_is_signer(const struct fact_certificate *certificate);

#endif
