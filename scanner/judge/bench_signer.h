/*
 * bench_signer - who signs the submission's packages, and those of the version before, on which Android versions, as tables for rules.
 *
 *   signer            package, path, scheme, signer, min_sdk, max_sdk, sha256, spki_sha256: the certificate of a signer (certificate.scheme and
 *                     .signer, as its proof of rotation has them) and the versions whose newest scheme that the package has is by him
 *   previous_signer   the same of the version before. Versions on which nobody is known to sign go with those before them, and the first
 *                     with those behind them, so that whatever version it is, there is somebody to compare with.
 *
 * Both numbers are always there: where there is no last version max_sdk is that of a signature without one.
 */
#ifndef PRELIST_JUDGE_BENCH_SIGNER_H
#define PRELIST_JUDGE_BENCH_SIGNER_H

#include "facts/reading.h"
#include "judge/catalogue.h"

struct bench_signer {
	struct catalogue now, before;
};

/* The tables without rows. */
void bench_signer_declare(struct bench_signer *tables);

/* Their rows, in the arena and of text of both. before may be NULL. False when memory ran out. */
bool bench_signer_fill(struct bench_signer *tables, const struct reading *facts, const struct reading *before, struct arena *arena);

#endif
