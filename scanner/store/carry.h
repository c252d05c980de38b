/*
 * carry - a file copied from one folder into another: hashed, durable, and under its name only when it is whole.
 */
#ifndef PRELIST_STORE_CARRY_H
#define PRELIST_STORE_CARRY_H

#include "bytes/error.h"

#include <stddef.h>
#include <stdint.h>

#define CARRY_NAME 96

struct carried {
	char sha256[65];
	uint64_t size;
};

/*
 * Copies `from` from its start to its end, `most` bytes at most, into the file `name` of the folder to_dir. wanted: the SHA-256 that
 * it must have, or NULL; *ok is false when it has another one, and then nothing is left. The folder is synced by carry_sync.
 */
bool carry_file(int from, uint64_t most, int to_dir, const char *name, const char *wanted, struct carried *carried, bool *ok,
		struct error *err);

/* The same, but left as `name`.new, and not durable: carry_settle does that for many at once. */
bool carry_unsettled(int from, int to_dir, const char *name, const char *wanted, struct carried *carried, bool *ok, struct error *err);

/* Makes everything of the folder's file system durable, then gives the files their names. */
bool carry_settle(int to_dir, const char (*names)[CARRY_NAME], size_t num, struct error *err);

/* The digest of what is there. */
bool carry_hash(int from, struct carried *carried, struct error *err);

/* Small text under a name, whole or not at all, durable; what it replaces stays until then. */
bool carry_text(int to_dir, const char *name, const char *text, struct error *err);

/* A folder below dir, "" for itself: the names in it are durable. */
bool carry_sync(int dir, const char *folder, struct error *err);

#endif
