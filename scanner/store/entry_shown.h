/*
 * entry_shown - which packages have an entry of a content that the blacklist names. The index has contents of code alone (posting.h):
 * contents of any sort are looked for in the readings, one after the other.
 *
 *   temp.entry_shown (value, sha256)   of every content that was asked for: the packages that have such an entry
 */
#ifndef PRELIST_STORE_ENTRY_SHOWN_H
#define PRELIST_STORE_ENTRY_SHOWN_H

#include "store/database.h"

struct entry_search {
	/* After each package; may be NULL. */
	void (*progress)(void *owner, uint64_t done, uint64_t total);
	void *owner;
};

/* Of one content; of those of the blacklist's entries from number first to last. What was asked for before is not looked for again. */
bool entry_shown_of(struct archive *archive, const char *value, const struct entry_search *search, struct error *err);
bool entry_shown_of_rows(struct archive *archive, int64_t first, int64_t last, const struct entry_search *search, struct error *err);

#endif
