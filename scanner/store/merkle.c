#include "store/merkle.h"

#include "bytes/digest.h"

void merkle_join(const uint8_t left[MERKLE_HASH], const uint8_t right[MERKLE_HASH], uint8_t out[MERKLE_HASH])
{
	uint8_t node[1 + 2 * MERKLE_HASH] = {1}, digest[DIGEST_MAX];

	memcpy(node + 1, left, MERKLE_HASH);
	memcpy(node + 1 + MERKLE_HASH, right, MERKLE_HASH);
	digest_of(DIGEST_SHA256, span_of(node, sizeof node), digest);
	memcpy(out, digest, MERKLE_HASH);
}

void merkle_leaf(struct span record, uint8_t leaf[MERKLE_HASH])
{
	const struct span parts[] = {span_of("", 1), record};
	uint8_t out[DIGEST_MAX];

	digest_of_parts(DIGEST_SHA256, parts, 2, out);
	memcpy(leaf, out, MERKLE_HASH);
}

void merkle_append(struct merkle *tree, const uint8_t leaf[MERKLE_HASH])
{
	merkle_append_subtree(tree, 0, leaf);
}

void merkle_append_subtree(struct merkle *tree, int level, const uint8_t root[MERKLE_HASH])
{
	uint8_t hash[MERKLE_HASH];

	memcpy(hash, root, MERKLE_HASH);
	while (tree->has[level]) {
		merkle_join(tree->root[level], hash, hash);
		tree->has[level++] = false;
	}
	memcpy(tree->root[level], hash, MERKLE_HASH);
	tree->has[level] = true;
}

void merkle_head(const struct merkle *tree, uint8_t head[MERKLE_HASH])
{
	bool started = false;
	uint8_t out[DIGEST_MAX];

	digest_of(DIGEST_SHA256, span_of("", 0), out);
	memcpy(head, out, MERKLE_HASH);
	for (int level = 0; level < MERKLE_LEVELS; level++) {
		if (!tree->has[level])
			continue;
		if (started)
			merkle_join(tree->root[level], head, head);
		else
			memcpy(head, tree->root[level], MERKLE_HASH);
		started = true;
	}
}
