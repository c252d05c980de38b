/*
 * tree - the Merkle tree of RFC 6962, and what proofs over it show.
 */
#include "proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void node(const uint8_t left[HASH], const uint8_t right[HASH], uint8_t out[HASH])
{
	uint8_t bytes[1 + 2 * HASH] = {1};

	memcpy(bytes + 1, left, HASH);
	memcpy(bytes + 1 + HASH, right, HASH);
	sha256(bytes, sizeof bytes, out);
}

const char *const record_fields[] = {"account", "content", "detail", "kind", "person", "subject", "time", "today", NULL};

bool may_lack(const char *field)
{
	return strcmp(field, "account") == 0 || strcmp(field, "today") == 0;
}

void leaf_of(const cJSON *record, uint8_t out[HASH])
{
	char *bytes = NULL;
	size_t len;
	FILE *file = must(open_memstream(&bytes, &len));

	fputc(0, file);
	for (size_t i = 0; record_fields[i] != NULL; i++) {
		const char *text = text_of(record, record_fields[i]);

		if (text == NULL && may_lack(record_fields[i]))
			continue;
		fprintf(file, "%s %zu %s\n", record_fields[i], text == NULL ? 0 : strlen(text), text == NULL ? "" : text);
	}
	if (fclose(file) != 0)
		give_up("%s", pick("out of memory", "内存不足"));
	sha256(bytes, len, out);
	free(bytes);
}

struct path path_of(const cJSON *object, const char *name, const char *path)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, name), *item;
	struct path out = {.num = 0};

	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > 2 * LEVELS)
		give_up(pick("%s has no list '%s'", "%s 缺少列表 %s"), path, name);
	cJSON_ArrayForEach(item, list)
		if (!cJSON_IsString(item) || !unhex(item->valuestring, out.hash[out.num++], HASH))
			give_up(pick("%s: what is no hash stands in '%s'", "%s：%s 中有非哈希值"), path, name);
	return out;
}

/* RFC 9162, 2.1.3.2. */
bool included(uint64_t index, uint64_t size, const struct path *path, const uint8_t leaf[HASH], const uint8_t root[HASH])
{
	uint64_t fn = index, sn = size - 1;
	uint8_t r[HASH];

	if (index >= size)
		return false;
	memcpy(r, leaf, HASH);
	for (size_t i = 0; i < path->num; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			node(path->hash[i], r, r);
			for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
				sn >>= 1;
		} else {
			node(r, path->hash[i], r);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && memcmp(r, root, HASH) == 0;
}

/* RFC 9162, 2.1.4.2. */
bool continues(uint64_t first, uint64_t second, const struct path *path, const uint8_t first_root[HASH], const uint8_t second_root[HASH])
{
	bool whole = (first & (first - 1)) == 0; /* the old tree is a subtree: its root opens the path */
	uint64_t fn = first - 1, sn = second - 1;
	uint8_t fr[HASH], sr[HASH];
	size_t i = whole ? 0 : 1;

	if (first == 0 || first > second)
		return false;
	if (first == second)
		return path->num == 0 && memcmp(first_root, second_root, HASH) == 0;
	if (path->num == 0)
		return false;
	for (; (fn & 1) != 0; fn >>= 1)
		sn >>= 1;
	memcpy(fr, whole ? first_root : path->hash[0], HASH);
	memcpy(sr, fr, HASH);
	for (; i < path->num; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			node(path->hash[i], fr, fr);
			node(path->hash[i], sr, sr);
			for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
				sn >>= 1;
		} else {
			node(sr, path->hash[i], sr);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && memcmp(fr, first_root, HASH) == 0 && memcmp(sr, second_root, HASH) == 0;
}

/* A subtree of 2^level leaves, at a place where one can stand. */
bool grow(struct tree *tree, int level, const uint8_t root[HASH])
{
	uint64_t len = (uint64_t)1 << level;
	uint8_t hash[HASH];

	if ((tree->size & (len - 1)) != 0 || tree->size + len < tree->size)
		return false;
	memcpy(hash, root, HASH);
	for (int at = level; (tree->size >> at & 1) != 0; at++)
		node(tree->root[at], hash, hash);
	tree->size += len;
	for (int at = level; at < LEVELS; at++)
		if ((tree->size >> at & 1) != 0) {
			memcpy(tree->root[at], hash, HASH);
			break;
		}
	return true;
}

void root_of(const struct tree *tree, uint8_t out[HASH])
{
	bool started = false;

	sha256("", 0, out);
	for (int level = 0; level < LEVELS; level++) {
		if ((tree->size >> level & 1) == 0)
			continue;
		if (started)
			node(tree->root[level], out, out);
		else
			memcpy(out, tree->root[level], HASH);
		started = true;
	}
}

bool grow_by_path(struct tree *tree, const struct path *path, uint64_t to)
{
	for (size_t i = 0; i < path->num; i++) {
		uint64_t room = to - tree->size;
		int level = 63;

		if (tree->size >= to)
			return false;
		while (((uint64_t)1 << level) > room || (tree->size & (((uint64_t)1 << level) - 1)) != 0)
			level--;
		if (!grow(tree, level, path->hash[i]))
			return false;
	}
	return tree->size == to;
}
