/*
 * pack_write - add packages to the pack of their app, each chunk once.
 */
#include "store/pack_log.h"
#include "store/pack_parts.h"

#include "bytes/descriptor.h"
#include "bytes/digest.h"
#include "store/private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define LEVEL 12
#define WORTH_NUM 15 /* compressed data is kept when it is at most 15/16 of the raw */
#define WORTH_DEN 16

/* Rows that are not kept yet, and the same tables with them: for whoever names these without their schema. */
static bool make_fresh(struct archive *archive, struct error *err)
{
	static const char *const statements[] = {
		"CREATE TEMP TABLE IF NOT EXISTS fresh_chunk AS SELECT * FROM main.pack_chunk WHERE 0",
		"CREATE UNIQUE INDEX IF NOT EXISTS temp.fresh_chunk_number ON fresh_chunk (number)",
		"CREATE INDEX IF NOT EXISTS temp.fresh_chunk_sha256 ON fresh_chunk (pack, sha256)",
		"CREATE INDEX IF NOT EXISTS temp.fresh_chunk_path ON fresh_chunk (pack, path, number)",
		"CREATE TEMP TABLE IF NOT EXISTS fresh_recipe AS SELECT * FROM main.pack_recipe WHERE 0",
		"CREATE TEMP VIEW IF NOT EXISTS pack_chunk AS SELECT * FROM main.pack_chunk UNION ALL SELECT * FROM temp.fresh_chunk",
		"CREATE TEMP VIEW IF NOT EXISTS pack_recipe AS SELECT * FROM main.pack_recipe UNION ALL SELECT * FROM temp.fresh_recipe",
		"DELETE FROM temp.fresh_chunk", "DELETE FROM temp.fresh_recipe"};

	for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++)
		if (!database_run(archive, err, statements[i], ""))
			return false;
	return true;
}

/* Its file is durable before the row that names it. */
static bool make(struct pack *pack, const char *platform, const char *app_id, struct error *err)
{
	struct archive *archive = pack->archive;
	bool ok = database_begin(archive, err) &&
		  database_run(archive, err, "INSERT INTO pack (platform, app_id, size) VALUES (?, ?, 0)", "ss", platform, app_id);

	if (ok) {
		pack->number = sqlite3_last_insert_rowid(archive->db);
		pack->fd = pack_file_open(archive, pack->number, true, err);
		ok = pack->fd >= 0 && pack_file_sync(archive, pack->fd, err) && database_commit(archive, err);
	}
	database_rollback(archive);
	return ok;
}

bool pack_open(struct pack *pack, struct archive *archive, const char *platform, const char *app_id, struct error *err)
{
	int64_t size;

	*pack = (struct pack){.archive = archive, .fd = -1, .lock = -1};
	if (!private_folder(archive->dir_fd, "packs", err) || !pack_lock(archive, &pack->lock, err) || !make_fresh(archive, err) ||
	    !database_number(archive, &pack->number, 0, err, "SELECT number FROM pack WHERE platform = ? AND app_id = ?", "ss", platform, app_id))
		return false;
	if (pack->number == 0 ? !make(pack, platform, app_id, err) : (pack->fd = pack_file_open(archive, pack->number, true, err)) < 0)
		return false;
	if (!database_number(archive, &size, 0, err, "SELECT size FROM pack WHERE number = ?", "i", pack->number) ||
	    !database_number(archive, &pack->next_chunk, 0, err, "SELECT ifnull(max(number), 0) + 1 FROM main.pack_chunk", ""))
		return false;
	pack->size = (uint64_t)size;
	return true;
}

void pack_close(struct pack *pack)
{
	if (pack->fd >= 0)
		close(pack->fd);
	if (pack->lock >= 0)
		close(pack->lock);
	pack->fd = pack->lock = -1;
}

static void pack_varint(struct buf *out, uint64_t value)
{
	while (value >= 0x80) {
		buf_byte(out, (uint8_t)(value | 0x80));
		value >>= 7;
	}
	buf_byte(out, (uint8_t)value);
}

static bool append(struct pack *pack, struct span bytes, struct error *err)
{
	while (bytes.len > 0) {
		ssize_t n = pwrite(pack->fd, bytes.data, bytes.len, (off_t)pack->size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_errno(err, "a pack of the archive cannot be written");
		bytes = span_slice(bytes, (size_t)n, bytes.len);
		pack->size += (uint64_t)n;
	}
	return true;
}

/* The newest chunk of that path, to write the difference from. */
static bool find_base(struct pack *pack, const char *path, struct buf *bytes, int64_t *base, int64_t *depth, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		pack->archive, err, "SELECT number, depth FROM pack_chunk WHERE pack = ? AND path = ? ORDER BY number DESC LIMIT 1", "is",
		pack->number, path);
	int status = database_step(pack->archive, row, err);

	*base = FACT_ABSENT;
	*depth = 0;
	if (status != SQLITE_ROW || sqlite3_column_int64(row, 1) >= PACK_DEPTH_MAX)
		return status != SQLITE_ERROR;
	*base = sqlite3_column_int64(row, 0);
	*depth = sqlite3_column_int64(row, 1) + 1;
	return pack_chunk_read(pack->archive, pack->fd, *base, bytes, err);
}

static bool compress(struct span bytes, const struct buf *base, struct buf *out, struct error *err)
{
	ZSTD_CCtx *context = ZSTD_createCCtx();
	size_t len = 0;
	bool ok = context != NULL && buf_reserve(out, ZSTD_compressBound(bytes.len));

	if (ok) {
		ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL);
		ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, PACK_WINDOW_LOG);
		ZSTD_CCtx_setParameter(context, ZSTD_c_enableLongDistanceMatching, base->len > 0);
		ZSTD_CCtx_refPrefix(context, base->data, base->len);
		len = ZSTD_compress2(context, out->data, out->room, bytes.data, bytes.len);
		out->len = ZSTD_isError(len) ? 0 : len;
	}
	ZSTD_freeCCtx(context);
	return (ok && out->len > 0) || error_memory(err);
}

static bool insert_chunk(struct pack *pack, struct span digest, const char *path, uint64_t offset, size_t size, const char *codec,
			 int64_t base, int64_t depth, int64_t *chunk, struct error *err)
{
	if (!database_run(pack->archive, err,
			  "INSERT INTO temp.fresh_chunk (number, pack, sha256, path, offset, stored, size, codec, base, depth)"
			  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			  "iibsiiisii", pack->next_chunk, pack->number, &digest, path, (int64_t)offset, (int64_t)(pack->size - offset), (int64_t)size, codec, base,
			  depth))
		return false;
	*chunk = pack->next_chunk++;
	return true;
}

/* What deflate has packed already is kept raw; the rest as the difference from what the path held before. */
static bool add_chunk(struct pack *pack, struct span bytes, const char *path, bool is_packed, struct span digest, int64_t *chunk,
		      struct error *err)
{
	BUF_CLEANUP struct buf packed = buf_new(ZSTD_compressBound(PACK_CHUNK_MAX)), base_bytes = buf_new(PACK_CHUNK_MAX + 1);
	int64_t base = FACT_ABSENT, depth = 0;
	uint64_t offset = pack->size;

	if (!is_packed) {
		if (!find_base(pack, path, &base_bytes, &base, &depth, err) || !compress(bytes, &base_bytes, &packed, err))
			return false;
		is_packed = packed.len > bytes.len / WORTH_DEN * WORTH_NUM;
	}
	if (!append(pack, is_packed ? bytes : buf_span(&packed), err))
		return false;
	if (is_packed)
		return insert_chunk(pack, digest, path, offset, bytes.len, "raw", FACT_ABSENT, 0, chunk, err);
	return insert_chunk(pack, digest, path, offset, bytes.len, "zstd", base, depth, chunk, err);
}

static bool put(struct pack *pack, struct span bytes, const char *path, bool is_packed, int64_t *chunk, struct error *err)
{
	uint8_t digest[DIGEST_MAX];
	struct span key = span_of(digest, 32);

	digest_of(DIGEST_SHA256, bytes, digest);
	if (!database_number(pack->archive, chunk, 0, err, "SELECT number FROM pack_chunk WHERE pack = ? AND sha256 = ?", "ib", pack->number, &key))
		return false;
	return *chunk != 0 || add_chunk(pack, bytes, path, is_packed, key, chunk, err);
}

struct piece {
	uint64_t offset, size;
	const char *path;
	bool is_packed;
};

static int by_offset(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	return x->offset != y->offset ? (x->offset > y->offset) - (x->offset < y->offset) : strcmp(x->path, y->path);
}

/* Where the package is cut: the data of its entries in file order, without overlaps, none longer than a chunk. */
static struct piece *plan(const struct reading *reading, uint64_t size, size_t *num)
{
	struct fact_entry **entries = reading_rows(reading, entry);
	size_t num_entries = reading_num(reading, entry);
	struct piece *pieces = calloc(num_entries + 1, sizeof *pieces);
	uint64_t end = 0;
	size_t kept = 0;

	for (size_t i = 0; pieces != NULL && i < num_entries; i++)
		if (entries[i]->offset >= 0 && entries[i]->stored_size >= PACK_CHUNK_MIN && strchr(entries[i]->path, '!') == NULL)
			pieces[kept++] = (struct piece){(uint64_t)entries[i]->offset, (uint64_t)entries[i]->stored_size, entries[i]->path,
							entries[i]->method != 0};
	*num = 0;
	if (pieces == NULL)
		return NULL;
	qsort(pieces, kept, sizeof *pieces, by_offset);
	for (size_t i = 0; i < kept; i++) {
		struct piece piece = pieces[i];

		if (piece.offset < end || piece.offset > size || piece.size > size - piece.offset)
			continue;
		end = piece.offset + piece.size;
		pieces[(*num)++] = piece;
	}
	return pieces;
}

struct adding {
	struct pack *pack;
	int fd;
	struct buf recipe, skeleton, bytes;
	uint64_t at; /* bytes of the package that the recipe covers */
};

static bool read_at(struct adding *adding, uint64_t offset, size_t len, struct buf *into, struct error *err)
{
	ssize_t got;

	if (!buf_reserve(into, len))
		return error_memory(err);
	got = descriptor_read(adding->fd, offset, into->data + into->len, len);
	if (got != (ssize_t)len)
		return error_errno(err, "a package of the archive cannot be read");
	into->len += len;
	return true;
}

/* Bytes of the skeleton up to there. */
static bool add_gap(struct adding *adding, uint64_t until, struct error *err)
{
	uint64_t gap = until - adding->at;

	pack_varint(&adding->recipe, gap);
	if (gap > 0 && !read_at(adding, adding->at, (size_t)gap, &adding->skeleton, err))
		return false;
	adding->at = until;
	return true;
}

static bool add_piece(struct adding *adding, const struct piece *piece, struct error *err)
{
	for (uint64_t done = 0; done < piece->size;) {
		size_t len = piece->size - done < PACK_CHUNK_MAX ? (size_t)(piece->size - done) : PACK_CHUNK_MAX;
		int64_t chunk;

		adding->bytes.len = 0;
		if (!add_gap(adding, piece->offset + done, err) || !read_at(adding, adding->at, len, &adding->bytes, err) ||
		    !put(adding->pack, buf_span(&adding->bytes), piece->path, piece->is_packed, &chunk, err))
			return false;
		pack_varint(&adding->recipe, (uint64_t)chunk);
		adding->at += len;
		done += len;
	}
	return true;
}

static bool make_recipe(struct adding *adding, const char *sha256, struct error *err)
{
	BUF_CLEANUP struct buf whole = buf_new(SIZE_MAX / 2), packed = buf_new(SIZE_MAX / 2);
	int64_t skeleton = 0;
	struct span blob;

	if (adding->skeleton.len > 0 && !put(adding->pack, buf_span(&adding->skeleton), "", false, &skeleton, err))
		return false;
	pack_varint(&whole, (uint64_t)skeleton);
	buf_add(&whole, adding->recipe.data, adding->recipe.len);
	if (whole.failed || adding->recipe.failed || !buf_reserve(&packed, ZSTD_compressBound(whole.len)))
		return error_memory(err);
	packed.len = ZSTD_compress(packed.data, packed.room, whole.data, whole.len, LEVEL);
	blob = buf_span(&packed);
	return database_run(adding->pack->archive, err, "INSERT INTO temp.fresh_recipe VALUES (?, ?, ?)", "sib", sha256, adding->pack->number,
			    &blob);
}

static uint64_t skeleton_size(const struct piece *pieces, size_t num, uint64_t size)
{
	for (size_t i = 0; i < num; i++)
		size -= pieces[i].size;
	return size;
}

static bool add_all(struct adding *adding, const struct piece *pieces, size_t num, uint64_t size, struct error *err)
{
	for (size_t i = 0; i < num; i++)
		if (!add_piece(adding, &pieces[i], err))
			return false;
	if (!add_gap(adding, size, err))
		return false;
	pack_varint(&adding->recipe, 0);
	return true;
}

static void adding_free(struct adding *adding)
{
	buf_free(&adding->recipe);
	buf_free(&adding->skeleton);
	buf_free(&adding->bytes);
}

bool pack_takes(const struct reading *reading, uint64_t size, bool *takes, struct error *err)
{
	size_t num;
	struct piece *pieces = plan(reading, size, &num);

	*takes = pieces != NULL && skeleton_size(pieces, num, size) <= PACK_CHUNK_MAX;
	free(pieces);
	return pieces != NULL || error_memory(err);
}

bool pack_add(struct pack *pack, const char *sha256, int fd, uint64_t size, const struct reading *reading, struct error *err)
{
	__attribute__((cleanup(adding_free))) struct adding adding = {.pack = pack,
								      .fd = fd,
								      .recipe = buf_new(SIZE_MAX / 2),
								      .skeleton = buf_new(PACK_CHUNK_MAX + 1),
								      .bytes = buf_new(PACK_CHUNK_MAX + 1)};
	size_t num;
	struct piece *pieces = plan(reading, size, &num);
	bool ok = (pieces != NULL || error_memory(err)) &&
		  add_all(&adding, pieces, num, size, err) && make_recipe(&adding, sha256, err);

	free(pieces);
	return ok && pack_file_sync(pack->archive, pack->fd, err);
}

bool pack_keep(struct pack *pack, const char *sha256, struct error *err)
{
	struct archive *archive = pack->archive;

	return database_run(archive, err, "INSERT INTO main.pack_chunk SELECT * FROM temp.fresh_chunk ORDER BY number", "") &&
	       database_run(archive, err, "INSERT INTO main.pack_recipe SELECT * FROM temp.fresh_recipe", "") &&
	       database_run(archive, err, "DELETE FROM temp.fresh_chunk", "") && database_run(archive, err, "DELETE FROM temp.fresh_recipe", "") &&
	       database_run(archive, err, "UPDATE pack SET size = ? WHERE number = ?", "ii", (int64_t)pack->size, pack->number) &&
	       pack_log_kept(archive, pack->number, sha256, err);
}
