/*
 * merkle_proof - what shows that a record is in the log, and that one log continues another (RFC 6962, 2.1.1 and 2.1.2).
 *
 * Leaves come from a source, each range once and in order; nothing is held but the roots on the way. Positions are from 0.
 */
#ifndef PRELIST_STORE_MERKLE_PROOF_H
#define PRELIST_STORE_MERKLE_PROOF_H

#include "bytes/error.h"
#include "store/merkle.h"

#define MERKLE_PATH_MAX (2 * MERKLE_LEVELS)

/* Appends the leaves from..to-1 to a tree. */
struct merkle_source {
	bool (*append)(struct merkle_source *self, uint64_t from, uint64_t to, struct merkle *tree, struct error *err);
};

struct merkle_path {
	uint8_t hash[MERKLE_PATH_MAX][MERKLE_HASH];
	size_t num;
};

/* The root over the leaves from..to-1. */
bool merkle_root(struct merkle_source *source, uint64_t from, uint64_t to, uint8_t root[MERKLE_HASH], struct error *err);

/* index < size. root: over all of them, made on the way. */
bool merkle_inclusion(struct merkle_source *source, uint64_t index, uint64_t size, struct merkle_path *path,
		      uint8_t root[MERKLE_HASH], struct error *err);

/* 0 < first <= second. Both roots are made on the way. */
bool merkle_consistency(struct merkle_source *source, uint64_t first, uint64_t second, struct merkle_path *path,
			uint8_t first_root[MERKLE_HASH], uint8_t second_root[MERKLE_HASH], struct error *err);

/*
 * What stands around the leaves from..to-1 in a tree of size: the roots of the complete subtrees before them (greatest
 * first: the set bits of from), and of those behind them (each as large as its place and size allow). Who has the leaves
 * makes the root of the whole tree with them: nothing is missing, added or changed in between.
 */
bool merkle_around(struct merkle_source *source, uint64_t from, uint64_t to, uint64_t size, struct merkle_path *before,
		   struct merkle_path *behind, struct error *err);

#endif
