#include "store/merkle_proof.h"

static void push(struct merkle_path *path, const uint8_t hash[MERKLE_HASH])
{
	if (path->num < MERKLE_PATH_MAX)
		memcpy(path->hash[path->num++], hash, MERKLE_HASH);
}

/* The greatest power of two below n; n > 1. */
static uint64_t split(uint64_t n)
{
	return (uint64_t)1 << (63 - __builtin_clzll(n - 1));
}

bool merkle_root(struct merkle_source *source, uint64_t from, uint64_t to, uint8_t root[MERKLE_HASH], struct error *err)
{
	struct merkle tree = {.has = {false}};

	if (!source->append(source, from, to, &tree, err))
		return false;
	merkle_head(&tree, root);
	return true;
}

static bool inclusion(struct merkle_source *source, uint64_t index, uint64_t from, uint64_t to, struct merkle_path *path,
		      uint8_t root[MERKLE_HASH], struct error *err)
{
	uint8_t left[MERKLE_HASH], right[MERKLE_HASH];
	uint64_t middle;

	if (to - from == 1)
		return merkle_root(source, from, to, root, err);
	middle = from + split(to - from);
	if (index < middle) {
		if (!inclusion(source, index, from, middle, path, left, err) || !merkle_root(source, middle, to, right, err))
			return false;
		push(path, right);
	} else {
		if (!merkle_root(source, from, middle, left, err) || !inclusion(source, index, middle, to, path, right, err))
			return false;
		push(path, left);
	}
	merkle_join(left, right, root);
	return true;
}

bool merkle_inclusion(struct merkle_source *source, uint64_t index, uint64_t size, struct merkle_path *path,
		      uint8_t root[MERKLE_HASH], struct error *err)
{
	path->num = 0;
	return inclusion(source, index, 0, size, path, root, err);
}

/* SUBPROOF of the first `first` leaves of from..to-1; is_known: their root is one that the reader has. */
static bool consistency(struct merkle_source *source, uint64_t first, uint64_t from, uint64_t to, bool is_known,
			struct merkle_path *path, uint8_t old[MERKLE_HASH], uint8_t root[MERKLE_HASH], struct error *err)
{
	uint8_t left[MERKLE_HASH], right[MERKLE_HASH];
	uint64_t middle;

	if (first == to - from) {
		if (!merkle_root(source, from, to, root, err))
			return false;
		memcpy(old, root, MERKLE_HASH);
		if (!is_known)
			push(path, root);
		return true;
	}
	middle = from + split(to - from);
	if (first <= middle - from) {
		if (!consistency(source, first, from, middle, is_known, path, old, left, err) ||
		    !merkle_root(source, middle, to, right, err))
			return false;
		push(path, right);
	} else {
		if (!merkle_root(source, from, middle, left, err) ||
		    !consistency(source, first - (middle - from), middle, to, false, path, old, right, err))
			return false;
		merkle_join(left, old, old);
		push(path, left);
	}
	merkle_join(left, right, root);
	return true;
}

bool merkle_consistency(struct merkle_source *source, uint64_t first, uint64_t second, struct merkle_path *path,
			uint8_t first_root[MERKLE_HASH], uint8_t second_root[MERKLE_HASH], struct error *err)
{
	path->num = 0;
	return consistency(source, first, 0, second, true, path, first_root, second_root, err);
}

static bool push_subtree(struct merkle_source *source, struct merkle_path *path, uint64_t from, uint64_t to, struct error *err)
{
	uint8_t root[MERKLE_HASH];

	if (!merkle_root(source, from, to, root, err))
		return false;
	push(path, root);
	return true;
}

bool merkle_around(struct merkle_source *source, uint64_t from, uint64_t to, uint64_t size, struct merkle_path *before,
		   struct merkle_path *behind, struct error *err)
{
	uint64_t at = 0;

	before->num = behind->num = 0;
	for (int level = MERKLE_LEVELS - 1; level >= 0; level--) {
		uint64_t len = (uint64_t)1 << level;

		if ((from & len) == 0)
			continue;
		if (!push_subtree(source, before, at, at + len, err))
			return false;
		at += len;
	}
	for (at = to; at < size;) {
		uint64_t len = at == 0 ? (uint64_t)1 << (MERKLE_LEVELS - 1) : at & -at;

		while (len > size - at)
			len /= 2;
		if (!push_subtree(source, behind, at, at + len, err))
			return false;
		at += len;
	}
	return true;
}
