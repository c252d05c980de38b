#include "format/apk_digest.h"

#include "bytes/buf.h"

#include <stdlib.h>

#define BLOCK 4096
#define HASH 32
#define OFFSET_IN_END 16

static const enum digest_kind digests[] = {DIGEST_SHA256, DIGEST_SHA512};

static uint64_t chunks_of(uint64_t size)
{
	return (size + APK_DIGEST_CHUNK - 1) / APK_DIGEST_CHUNK;
}

static void put_u32(uint8_t *out, uint64_t value)
{
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(value >> (8 * i));
}

static bool make_room(struct apk_digest *digest, struct error *err)
{
	for (size_t kind = 0; kind < APK_DIGEST_VERITY; kind++) {
		if (!digest->wanted[kind])
			continue;
		digest->chunks[kind] = malloc((size_t)digest->num_chunks * digest_len(digests[kind]) + 1);
		if (digest->chunks[kind] == NULL)
			return error_memory(err);
	}
	return true;
}

bool apk_digest_open(struct apk_digest *digest, const struct source *source, const struct zipdir *dir,
		     const struct signing_block *block, const bool wanted[APK_DIGEST_KINDS], struct error *err)
{
	uint64_t end_size = source->size - dir->eocd_offset;
	uint64_t offsets[3] = {0, dir->directory_offset, dir->eocd_offset};
	uint64_t sizes[3] = {block->offset, dir->eocd_offset - dir->directory_offset, end_size};

	*digest = (struct apk_digest){.source = source};
	memcpy(digest->wanted, wanted, sizeof digest->wanted);
	for (int i = 0; i < 3; i++) {
		digest->sections[i] = (struct apk_digest_section){offsets[i], sizes[i], digest->num_chunks};
		digest->num_chunks += chunks_of(sizes[i]);
	}
	digest->end_record = malloc((size_t)end_size + 1);
	if (digest->end_record == NULL)
		return error_memory(err);
	if (!source_read(source, dir->eocd_offset, digest->end_record, (size_t)end_size, err))
		return false;
	if (end_size >= OFFSET_IN_END + 4)
		put_u32(digest->end_record + OFFSET_IN_END, block->offset);
	return make_room(digest, err);
}

void apk_digest_close(struct apk_digest *digest)
{
	for (size_t kind = 0; kind < APK_DIGEST_VERITY; kind++)
		free(digest->chunks[kind]);
	free(digest->end_record);
	*digest = (struct apk_digest){0};
}

static bool wants_chunks(const struct apk_digest *digest)
{
	return digest->wanted[APK_DIGEST_SHA256] || digest->wanted[APK_DIGEST_SHA512];
}

size_t apk_digest_num_items(const struct apk_digest *digest)
{
	return (wants_chunks(digest) ? (size_t)digest->num_chunks : 0) + (digest->wanted[APK_DIGEST_VERITY] ? 1 : 0);
}

/* Bytes of a section, the patched end record among them. */
static bool pour_section(const struct apk_digest *digest, int section, uint64_t offset, uint64_t len,
			 bool (*take)(void *owner, struct span bytes), void *owner, struct error *err)
{
	if (section == 2)
		return take(owner, span_of(digest->end_record + offset, (size_t)len));
	return source_pour(digest->source, digest->sections[section].offset + offset, len, take, owner, err);
}

static bool add_to_contexts(void *owner, struct span bytes)
{
	struct digest *const *contexts = owner;

	for (size_t kind = 0; kind < APK_DIGEST_VERITY; kind++)
		if (contexts[kind] != NULL)
			digest_add(contexts[kind], bytes);
	return true;
}

/* One chunk, hashed by every kind that is wanted as it goes by. */
static bool hash_chunk(const struct apk_digest *digest, size_t chunk, struct digest *contexts[APK_DIGEST_VERITY], struct error *err)
{
	int section = 2;
	uint64_t offset, left, len;
	uint8_t head[5] = {0xA5};

	while (section > 0 && chunk < digest->sections[section].first_chunk)
		section--;
	offset = (chunk - digest->sections[section].first_chunk) * APK_DIGEST_CHUNK;
	left = digest->sections[section].size - offset;
	len = left < APK_DIGEST_CHUNK ? left : APK_DIGEST_CHUNK;
	put_u32(head + 1, len);
	add_to_contexts(contexts, span_of(head, sizeof head));
	return pour_section(digest, section, offset, len, add_to_contexts, contexts, err);
}

static bool digest_chunk(struct apk_digest *digest, size_t chunk, struct error *err)
{
	struct digest *contexts[APK_DIGEST_VERITY] = {NULL};
	bool ok = true;

	for (size_t kind = 0; kind < APK_DIGEST_VERITY; kind++) {
		if (!digest->wanted[kind])
			continue;
		contexts[kind] = digest_new(digests[kind]);
		ok = ok && (contexts[kind] != NULL || error_memory(err));
	}
	ok = ok && hash_chunk(digest, chunk, contexts, err);
	for (size_t kind = 0; kind < APK_DIGEST_VERITY; kind++) {
		uint8_t out[DIGEST_MAX];

		if (ok && contexts[kind] != NULL) {
			digest_finish(contexts[kind], out);
			memcpy(digest->chunks[kind] + chunk * digest_len(digests[kind]), out, digest_len(digests[kind]));
		}
		digest_free(contexts[kind]);
	}
	return ok;
}

/* The hashes of the blocks of one level: each SHA-256 of eight zero bytes and the block, filled up with zeros. */
struct level {
	struct buf hashes;
	uint8_t block[8 + BLOCK];
	size_t filled;
};

static void level_add(struct level *level, const uint8_t *bytes, size_t len)
{
	while (len > 0) {
		size_t piece = BLOCK - level->filled < len ? BLOCK - level->filled : len;
		uint8_t out[DIGEST_MAX];

		memcpy(level->block + 8 + level->filled, bytes, piece);
		level->filled += piece;
		bytes += piece;
		len -= piece;
		if (level->filled < BLOCK)
			return;
		digest_of(DIGEST_SHA256, span_of(level->block, sizeof level->block), out);
		buf_add(&level->hashes, out, HASH);
		level->filled = 0;
	}
}

static void level_end(struct level *level)
{
	static const uint8_t zeros[BLOCK];

	if (level->filled > 0)
		level_add(level, zeros, BLOCK - level->filled);
}

static bool add_to_level(void *owner, struct span bytes)
{
	level_add(owner, bytes.data, bytes.len);
	return true;
}

static bool hash_sections(const struct apk_digest *digest, struct level *level, struct error *err)
{
	for (int section = 0; section < 3; section++)
		if (!pour_section(digest, section, 0, digest->sections[section].size, add_to_level, level, err))
			return false;
	level_end(level);
	return true;
}

static bool digest_tree(struct apk_digest *digest, struct error *err)
{
	struct level level = {.hashes = buf_new((size_t)1 << 30)};
	bool ok = hash_sections(digest, &level, err);

	while (ok && level.hashes.len > HASH) {
		struct level next = {.hashes = buf_new((size_t)1 << 30)};

		level_add(&next, level.hashes.data, level.hashes.len);
		level_end(&next);
		ok = !next.hashes.failed;
		buf_free(&level.hashes);
		level = next;
	}
	if (ok && level.hashes.len == HASH)
		memcpy(digest->root, level.hashes.data, HASH);
	else if (ok || level.hashes.failed)
		ok = error_memory(err);
	buf_free(&level.hashes);
	return ok;
}

bool apk_digest_item(struct apk_digest *digest, size_t item, struct error *err)
{
	if (digest->wanted[APK_DIGEST_VERITY] && item == 0)
		return digest_tree(digest, err);
	return digest_chunk(digest, item - (digest->wanted[APK_DIGEST_VERITY] ? 1 : 0), err);
}

size_t apk_digest_result(const struct apk_digest *digest, enum apk_digest_kind kind, uint8_t out[DIGEST_MAX])
{
	uint8_t head[5] = {0x5A};
	struct digest *context;
	uint64_t total = digest->sections[0].size + digest->sections[1].size + digest->sections[2].size;

	if (kind == APK_DIGEST_VERITY) {
		memcpy(out, digest->root, HASH);
		put_u32(out + HASH, total);
		put_u32(out + HASH + 4, total >> 32);
		return HASH + 8;
	}
	context = digest_new(digests[kind]);
	if (context == NULL)
		return 0;
	put_u32(head + 1, digest->num_chunks);
	digest_start(context);
	digest_add(context, span_of(head, sizeof head));
	digest_add(context, span_of(digest->chunks[kind], (size_t)digest->num_chunks * digest_len(digests[kind])));
	digest_finish(context, out);
	digest_free(context);
	return digest_len(digests[kind]);
}
