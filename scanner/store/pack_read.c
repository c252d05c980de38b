/*
 * pack_read - read packages back from packs, entry by entry.
 */
#include "store/pack_parts.h"

#include "bytes/descriptor.h"
#include "store/package_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <zstd.h>

struct chunk {
	int64_t offset, stored, size, base;
	bool is_raw, has_base;
};

int pack_file_open(struct archive *archive, int64_t number, bool writable, struct error *err)
{
	char path[64];

	snprintf(path, sizeof path, "packs/%lld.pack", (long long)number);
	return package_file_at(archive->dir_fd, path, writable ? O_RDWR | O_CREAT : O_RDONLY, err);
}

bool pack_file_sync(struct archive *archive, int fd, struct error *err)
{
	int folder = openat(archive->dir_fd, "packs", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = folder >= 0 && fsync(fd) == 0 && fsync(folder) == 0;

	if (!ok)
		error_errno(err, "a pack of the archive cannot be made durable");
	if (folder >= 0)
		close(folder);
	return ok;
}

bool pack_lock(struct archive *archive, int *lock, struct error *err)
{
	*lock = openat(archive->dir_fd, "packs", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return (*lock < 0 ? errno == ENOENT : flock(*lock, LOCK_EX) == 0) || error_errno(err, "the archive's packs cannot be locked");
}

static bool damaged(struct error *err)
{
	return error_set(err, ERROR_DAMAGED, "a pack in the archive is damaged: run prelist archive verify");
}

static bool find_chunk(struct archive *archive, int64_t number, struct chunk *chunk, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT offset, stored, size, codec, base FROM pack_chunk WHERE number = ?", "i", number);
	int status = database_step(archive, row, err);

	if (status != SQLITE_ROW)
		return status == SQLITE_DONE ? damaged(err) : false;
	*chunk = (struct chunk){.offset = sqlite3_column_int64(row, 0),
				.stored = sqlite3_column_int64(row, 1),
				.size = sqlite3_column_int64(row, 2),
				.is_raw = strcmp(database_text(row, 3), "raw") == 0,
				.has_base = sqlite3_column_type(row, 4) != SQLITE_NULL,
				.base = sqlite3_column_int64(row, 4)};
	if (chunk->size < 0 || chunk->size > (int64_t)PACK_CHUNK_MAX || chunk->stored < 0 ||
	    chunk->stored > (int64_t)ZSTD_compressBound(PACK_CHUNK_MAX) || (chunk->is_raw && chunk->stored != chunk->size))
		return damaged(err);
	return true;
}

static bool read_stored(int fd, const struct chunk *chunk, struct buf *bytes, struct error *err)
{
	ssize_t len;

	if (!buf_reserve(bytes, (size_t)chunk->stored))
		return error_memory(err);
	len = descriptor_read(fd, (uint64_t)chunk->offset, bytes->data, (size_t)chunk->stored);
	if (len < 0)
		return error_errno(err, "a pack of the archive cannot be read");
	bytes->len = (size_t)len;
	return len == chunk->stored || damaged(err);
}

static bool decompress(const struct buf *stored, const struct buf *base, int64_t size, struct buf *bytes, struct error *err)
{
	ZSTD_DCtx *context = ZSTD_createDCtx();
	size_t made = 0;
	bool ok = context != NULL && buf_reserve(bytes, (size_t)size + 1);

	if (ok) {
		ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, PACK_WINDOW_LOG);
		ZSTD_DCtx_refPrefix(context, base->data, base->len);
		made = ZSTD_decompressDCtx(context, bytes->data, (size_t)size, stored->data, stored->len);
		bytes->len = (size_t)size;
	}
	ZSTD_freeDCtx(context);
	if (!ok)
		return error_memory(err);
	return made == (size_t)size || damaged(err);
}

static bool read_chunk(struct archive *archive, int fd, int64_t number, int depth, struct buf *bytes, struct error *err)
{
	BUF_CLEANUP struct buf stored = buf_new(ZSTD_compressBound(PACK_CHUNK_MAX)), base = buf_new(PACK_CHUNK_MAX + 1);
	struct chunk chunk = {0};

	if (depth > PACK_DEPTH_MAX)
		return damaged(err);
	if (!find_chunk(archive, number, &chunk, err))
		return false;
	if (chunk.is_raw)
		return read_stored(fd, &chunk, bytes, err);
	return read_stored(fd, &chunk, &stored, err) &&
	       (!chunk.has_base || read_chunk(archive, fd, chunk.base, depth + 1, &base, err)) &&
	       decompress(&stored, &base, chunk.size, bytes, err);
}

bool pack_chunk_read(struct archive *archive, int fd, int64_t chunk, struct buf *bytes, struct error *err)
{
	return read_chunk(archive, fd, chunk, 0, bytes, err);
}

bool pack_varint_read(struct span recipe, size_t *at, uint64_t *value)
{
	*value = 0;
	for (unsigned shift = 0; *at < recipe.len && shift < 64; shift += 7) {
		uint8_t byte = recipe.data[(*at)++];

		*value |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return true;
	}
	return false;
}

static bool write_piece(int out, struct span bytes, struct error *err)
{
	return descriptor_write(out, bytes) || error_errno(err, "a package cannot be rebuilt");
}

static bool follow(struct archive *archive, int fd, struct span recipe, int out, struct error *err)
{
	BUF_CLEANUP struct buf skeleton = buf_new(PACK_CHUNK_MAX + 1);
	size_t at = 0, used = 0;
	uint64_t chunk, gap;

	if (!pack_varint_read(recipe, &at, &chunk))
		return damaged(err);
	if (chunk != 0 && !pack_chunk_read(archive, fd, (int64_t)chunk, &skeleton, err))
		return false;
	while (pack_varint_read(recipe, &at, &gap)) {
		BUF_CLEANUP struct buf bytes = buf_new(PACK_CHUNK_MAX + 1);

		if (gap > skeleton.len - used || !pack_varint_read(recipe, &at, &chunk))
			return damaged(err);
		if (!write_piece(out, span_slice(buf_span(&skeleton), used, (size_t)gap), err))
			return false;
		used += (size_t)gap;
		if (chunk == 0)
			return true;
		if (!pack_chunk_read(archive, fd, (int64_t)chunk, &bytes, err) || !write_piece(out, buf_span(&bytes), err))
			return false;
	}
	return damaged(err);
}

bool pack_recipe_unpack(struct span blob, struct buf *recipe, struct error *err)
{
	unsigned long long size = ZSTD_getFrameContentSize(blob.data, blob.len);

	if (size > PACK_RECIPE_MAX || !buf_reserve(recipe, (size_t)size + 1) ||
	    ZSTD_decompress(recipe->data, (size_t)size, blob.data, blob.len) != size)
		return damaged(err);
	recipe->len = (size_t)size;
	return true;
}

bool pack_rebuild(struct archive *archive, const char *sha256, int out, bool *found, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT pack, recipe FROM pack_recipe WHERE sha256 = ?", "s", sha256);
	BUF_CLEANUP struct buf recipe = buf_new(PACK_RECIPE_MAX + 1);
	int status = database_step(archive, row, err), fd;
	bool ok;

	*found = status == SQLITE_ROW;
	if (!*found)
		return status == SQLITE_DONE;
	if (!pack_recipe_unpack(database_blob(row, 1), &recipe, err))
		return false;
	fd = pack_file_open(archive, sqlite3_column_int64(row, 0), false, err);
	if (fd < 0)
		return false;
	ok = follow(archive, fd, buf_span(&recipe), out, err);
	close(fd);
	return ok;
}
