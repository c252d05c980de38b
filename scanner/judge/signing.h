/*
 * signing - apksig's outcome for a range of Android versions, and who signs on them, from the rows that the readers left.
 *
 * Who signs on a version is who does by the newest scheme that it knows and the package has; whoever shows a certificate in an older one does not.
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

/* Behind the last version: that of a signature without one. */
#define SIGNING_SDK_END ((int64_t)INT32_MAX + 1)

/* The first version that takes the package: none looks whether it is too new for it. */
int64_t signing_first_sdk(const struct reading *facts, int64_t package);

/* The first version behind that one from which on others may sign the package. */
int64_t signing_next_sdk(const struct reading *facts, int64_t package, int64_t sdk);

/* Whether that version takes it for the certificate of who signs. */
bool signing_signs_at(const struct reading *facts, const struct fact_certificate *certificate, int64_t sdk);

/* Whether some version that takes the package looks at that certificate, whatever its role: an older one in a proof of rotation counts, too. */
bool signing_counts(const struct reading *facts, const struct fact_certificate *certificate);

/* Whether it is the certificate of who signs on some version that takes the package, and its digest is known. What it looks at: SIGNING_FACTS. */
bool signing_is_signer(const struct reading *facts, const struct fact_certificate *certificate);
#define SIGNING_FACTS (FACT_BIT(package) | FACT_BIT(signature) | FACT_BIT(certificate))

#endif
