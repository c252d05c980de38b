/*
 * seal_key - the keys of $PRELIST_KEY_FILE, which seal personal data.
 *
 *   the file   32 raw bytes, or a line of 64 hex digits a key; blank lines and lines that begin with # are skipped
 *   the first key seals, all of them open: to rotate, put the new one on the first line and run prelist archive rekey
 */
#ifndef PRELIST_STORE_SEAL_KEY_H
#define PRELIST_STORE_SEAL_KEY_H

#include "bytes/error.h"

#include <stddef.h>
#include <stdint.h>

#define SEAL_KEY_LEN 32
#define SEAL_KEYS_MAX 16

struct seal_key {
	uint8_t bytes[SEAL_KEY_LEN];
	char id[17]; /* tells nothing of the key */
};

struct seal_keys {
	struct seal_key keys[SEAL_KEYS_MAX];
	size_t num;
};

/* Refuses a file that others may read, that lies in archive_dir, or that holds no good key: NULL and err with the remedy. */
struct seal_keys *seal_keys_load(const char *path, const char *archive_dir, struct error *err);
void seal_keys_free(struct seal_keys *keys);

/* NULL: the file does not hold it. */
const struct seal_key *seal_keys_find(const struct seal_keys *keys, const char *id);

#endif
