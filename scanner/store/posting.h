/*
 * posting - what can be looked for across the archive: for each kind and value of the blacklist, the versions that show it.
 *
 *   posting (kind, value, platform, app, first, last)   submissions of one app, first to last, each of which shows the value
 *
 * A submission goes on where the app's last one before it ended, or begins a row of its own.
 */
#ifndef PRELIST_STORE_POSTING_H
#define PRELIST_STORE_POSTING_H

#include "facts/reading.h"
#include "store/database.h"

struct posting_of {
	const char *platform, *app_id;
	int64_t number;
};

#define POSTING_HAND "hand" /* a kind besides, for no entry of the blacklist: of who handed it in and signed it (waiting_hand) */

/* Within the submission's transaction; submissions of an app come in the order of their numbers. */
bool posting_keep(struct archive *archive, const struct posting_of *of, const struct reading *facts, struct error *err);

#endif
