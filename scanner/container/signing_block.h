/*
 * signing_block - the APK signing block between the entries and the central directory.
 *
 *   u64 size | (u64 length | u32 id | value)* | u64 size | "APK Sig Block 42"
 *
 * source   AOSP ApkSigningBlockUtils, apksig ApkUtils
 */
#ifndef PRELIST_CONTAINER_SIGNING_BLOCK_H
#define PRELIST_CONTAINER_SIGNING_BLOCK_H

#include "container/zipdir.h"

struct signing_block_pair {
	uint32_t id;
	struct span value; /* in the block's own memory */
	uint64_t offset;   /* of the value in the package */
};

struct signing_block {
	bool present;	 /* found as the platform finds it, and well-formed as far as the platform reads it */
	bool unread;	 /* there is one, but a limit forbids to look into it */
	uint64_t offset; /* of the first size field */
	uint64_t size;	 /* whole, with both size fields and the magic */
	struct signing_block_pair *pairs; /* to be listed: all, or the first as far as the limit goes */
	size_t num_pairs;
	uint8_t *data;
};

/* Absent is not an error. False and err only when reading failed or memory ran out. */
bool signing_block_read(struct signing_block *block, const struct source *source, const struct zipdir *dir,
			const struct limits *limits, struct anomalies *anomalies, struct error *err);
void signing_block_free(struct signing_block *block);

/* The first pair of that ID, as the platform takes it, listed or not; false when there is none. */
bool signing_block_find(const struct signing_block *block, uint32_t id, struct signing_block_pair *pair);

#endif
