/*
 * reindex - the postings and kinds of devices made anew from what was kept of each submission, where they were lost or are not trusted, and
 * what stands as listed by them.
 */
#ifndef PRELIST_STORE_REINDEX_H
#define PRELIST_STORE_REINDEX_H

#include "store/database.h"

struct reindexing {
	/* After each submission; may be NULL. */
	void (*progress)(void *owner, uint64_t done, uint64_t total);
	void *owner;
	int64_t num_submissions, num_postings;
	int64_t num_mended;  /* rows that were missing, wrong or too many */
	int64_t num_devices; /* of them packages that were kept as for another kind */
	bool is_look;	     /* nothing is mended */
};

/* One transaction, an event of it: nobody else writes meanwhile. */
bool reindex_archive(struct archive *archive, const char *by, struct reindexing *reindexing, struct error *err);

/* Whether postings and kinds of devices are those that would be made today; for archive verify. Writes nothing but a temporary table. */
bool reindex_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
