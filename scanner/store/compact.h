/*
 * compact - superseded versions of an app, moved from whole files into its pack.
 *
 * A version is superseded when it does not stand as listed, waits for no decision and is not the newest of its app. A whole file is
 * dropped only after the pack gave its bytes back, and the transaction that says so is durable.
 */
#ifndef PRELIST_STORE_COMPACT_H
#define PRELIST_STORE_COMPACT_H

#include "store/database.h"

struct compaction {
	/* After each package; may be NULL. */
	void (*progress)(void *owner, uint64_t done, uint64_t total);
	void *owner;
	bool dry_run; /* only counts */
	uint64_t num_packages, num_left; /* moved; left whole because they are not worth it */
	uint64_t whole_bytes, pack_bytes; /* of what was moved: as files, and what the pack grew by */
};

/* Of all apps when app_id is NULL, of all platforms when that is. */
bool compact_archive(struct archive *archive, const char *platform, const char *app_id, struct compaction *compaction, struct error *err);

#endif
