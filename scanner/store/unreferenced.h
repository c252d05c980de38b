/*
 * unreferenced - whole files of packages that no submission names: what a submit left that was stopped, or failed, between the
 * package's name and its rows.
 *
 * They are no part of the archive: no reader looks at them, and a submission of the same bytes takes them in. After a day, when no
 * submit is about to name them, they may go. Whatever the clock says: one that comes too late for its file gives it its name again
 * (package_file_stays).
 */
#ifndef PRELIST_STORE_UNREFERENCED_H
#define PRELIST_STORE_UNREFERENCED_H

#include "store/database.h"

struct unreferenced {
	uint64_t num, num_due, due_bytes; /* all; of more than a day */
};

bool unreferenced_count(struct archive *archive, struct unreferenced *found, struct error *err);

/* Removes those that are due, each with an event that names it. */
struct unreferenced_dropping {
	const char *by, *reason;
};
bool unreferenced_drop(struct archive *archive, const struct unreferenced_dropping *dropping, struct unreferenced *found, struct error *err);

#endif
