/*
 * merkle - the tree over the records of the log, as RFC 6962 has it.
 *
 *   leaf = SHA-256(0 | record)     node = SHA-256(1 | left | right)
 *
 * Only the roots of the complete subtrees are kept, one a level at most: appending costs the depth of the tree.
 */
#ifndef PRELIST_STORE_MERKLE_H
#define PRELIST_STORE_MERKLE_H

#include "bytes/span.h"

#define MERKLE_HASH 32
#define MERKLE_LEVELS 64

struct merkle {
	bool has[MERKLE_LEVELS];
	uint8_t root[MERKLE_LEVELS][MERKLE_HASH];
};

void merkle_leaf(struct span record, uint8_t leaf[MERKLE_HASH]);
void merkle_append(struct merkle *tree, const uint8_t leaf[MERKLE_HASH]);

/* The root of 2^level leaves, behind a multiple of so many. */
void merkle_append_subtree(struct merkle *tree, int level, const uint8_t root[MERKLE_HASH]);

/* The node over two others; out may be either. */
void merkle_join(const uint8_t left[MERKLE_HASH], const uint8_t right[MERKLE_HASH], uint8_t out[MERKLE_HASH]);

/* The head; of an empty tree the hash of nothing. */
void merkle_head(const struct merkle *tree, uint8_t head[MERKLE_HASH]);

#endif
