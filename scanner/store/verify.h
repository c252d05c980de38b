/*
 * verify - has anything that was kept been changed? Log, tree, rows, readings, states and packages.
 */
#ifndef PRELIST_STORE_VERIFY_H
#define PRELIST_STORE_VERIFY_H

#include "store/database.h"
#include "store/log_head.h"

struct verification {
	void *owner;
	void (*problem)(void *owner, const char *text);
	void (*progress)(void *owner, uint64_t done, uint64_t total);
	const struct log_head *head; /* noted down earlier, or NULL: the log is to begin with what it was then */
	bool rows_only; /* leave out what the packages' bytes are */
	uint64_t num_packages, num_events;
	uint64_t num_unchecked; /* packages whose bytes could not be read: each is told as a problem */
	uint64_t num_unreferenced; /* package files that no submission names: no problem (unreferenced.h) */
	struct error hindrance; /* what was damaged so that a check could not go on; it is told */
};

/* Problems are told one by one; false and err only when it could not be done. */
bool verify_archive(struct archive *archive, struct verification *verification, struct error *err);

#endif
