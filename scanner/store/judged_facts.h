/*
 * judged_facts - the facts that a submission was judged by, kept as what they have more than its packages' readings.
 *
 * Nearly all rows are those of the readings. So that they stay what they were, a reading that newer readers replace moves to
 * former_reading; submission_package.reading says by its digest which one it was.
 */
#ifndef PRELIST_STORE_JUDGED_FACTS_H
#define PRELIST_STORE_JUDGED_FACTS_H

#include "store/database.h"

/*
 * readings: for each package the reading that is kept, whose rows need not be written again; NULL where another one is.
 * False and err when memory ran out.
 */
bool judged_facts_make(const struct reading *facts, const struct reading *const *readings, size_t num_packages, struct buf *blob,
		       struct error *err);

/* The submission's facts, of some tables (a bit each) alone, which the caller frees. NULL and err: there is none, or they are damaged. */
struct reading *judged_facts_load(struct archive *archive, int64_t number, uint64_t tables, struct error *err);

/* Puts another reading in the place of the package's, and that one, if anything was judged by it, to the former ones. Within a transaction. */
bool judged_facts_replace(struct archive *archive, const char *sha256, const struct span *blob, int64_t readers, struct error *err);

/* Calls problem for every submission whose facts need a reading that is gone, and for every former reading that is not what it was. */
bool judged_facts_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
