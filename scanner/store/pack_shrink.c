/*
 * pack_shrink - a pack written anew without the chunks that no package of it needs any more.
 *
 * The new file has a number of its own and is durable before the transaction that points to it; the old one goes last.
 */
#include "store/pack_log.h"
#include "store/pack_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

#define PIECE ((size_t)1024 * 1024)

static bool name_file(char path[64], int64_t number)
{
	return snprintf(path, 64, "packs/%lld.pack", (long long)number) < 64;
}

static bool need(struct archive *archive, int64_t chunk, struct error *err)
{
	return database_run(archive, err,
			    "WITH RECURSIVE chain (number) AS (SELECT ?1 UNION SELECT c.base FROM pack_chunk c JOIN chain ON c.number = chain.number"
			    " WHERE c.base IS NOT NULL) INSERT OR IGNORE INTO temp.needed SELECT number FROM chain",
			    "i", chunk);
}

/* skeleton, then gap and chunk in turn; 0 is no chunk */
static bool need_recipe(struct archive *archive, struct span recipe, struct error *err)
{
	size_t at = 0;
	uint64_t chunk, gap;

	if (!pack_varint_read(recipe, &at, &chunk))
		return true;
	while (chunk == 0 || need(archive, (int64_t)chunk, err)) {
		if (!pack_varint_read(recipe, &at, &gap) || !pack_varint_read(recipe, &at, &chunk) || chunk == 0)
			return true;
	}
	return false;
}

static bool find_needed(struct archive *archive, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int status;

	if (!database_run(archive, err, "CREATE TEMP TABLE IF NOT EXISTS needed (number INTEGER PRIMARY KEY)", "") ||
	    !database_run(archive, err, "DELETE FROM temp.needed", ""))
		return false;
	row = database_prepare(archive, err, "SELECT recipe FROM pack_recipe WHERE pack = ?", "i", number);
	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		BUF_CLEANUP struct buf recipe = buf_new(PACK_RECIPE_MAX + 1);

		if (!pack_recipe_unpack(database_blob(row, 0), &recipe, err) ||
		    !need_recipe(archive, buf_span(&recipe), err))
			return false;
	}
	return status == SQLITE_DONE;
}

static bool copy_bytes(int from, uint64_t from_offset, int to, uint64_t to_offset, uint64_t len, struct error *err)
{
	uint8_t *piece = malloc(PIECE);
	bool ok = piece != NULL || error_memory(err);

	while (ok && len > 0) {
		ssize_t n = pread(from, piece, len < PIECE ? (size_t)len : PIECE, (off_t)from_offset);

		if (n <= 0 || pwrite(to, piece, (size_t)n, (off_t)to_offset) != n)
			ok = error_errno(err, "a pack of the archive cannot be written anew");
		else {
			from_offset += (uint64_t)n;
			to_offset += (uint64_t)n;
			len -= (uint64_t)n;
		}
	}
	free(piece);
	return ok;
}

/* The chunks that are needed, in their order, one behind the other. */
static bool copy_needed(struct archive *archive, int64_t number, int from, int to, uint64_t *size, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT number, offset, stored FROM pack_chunk WHERE pack = ? AND number IN temp.needed ORDER BY offset", "i", number);
	int status;

	*size = 0;
	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		uint64_t stored = (uint64_t)sqlite3_column_int64(row, 2);

		if (!copy_bytes(from, (uint64_t)sqlite3_column_int64(row, 1), to, *size, stored, err) ||
		    !database_run(archive, err, "UPDATE pack_chunk SET offset = ? WHERE number = ?", "ii", (int64_t)*size,
				  sqlite3_column_int64(row, 0)))
			return false;
		*size += stored;
	}
	return status == SQLITE_DONE && pack_file_sync(archive, to, err);
}

/* Its rows under another number, which no pack had before. */
static bool renumber(struct archive *archive, int64_t number, int64_t *fresh, struct error *err)
{
	if (!database_run(archive, err, "PRAGMA defer_foreign_keys = ON", "") ||
	    !database_run(archive, err, "UPDATE pack SET platform = platform || '/old' WHERE number = ?", "i", number) ||
	    !database_run(archive, err,
			  "INSERT INTO pack (platform, app_id, size) SELECT replace(platform, '/old', ''), app_id, 0 FROM pack WHERE number = ?",
			  "i", number))
		return false;
	*fresh = sqlite3_last_insert_rowid(archive->db);
	return database_run(archive, err, "UPDATE pack_recipe SET pack = ? WHERE pack = ?", "ii", *fresh, number) &&
	       database_run(archive, err, "DELETE FROM pack_chunk WHERE pack = ? AND number NOT IN temp.needed", "i", number) &&
	       database_run(archive, err, "UPDATE pack_chunk SET pack = ? WHERE pack = ?", "ii", *fresh, number) &&
	       database_run(archive, err, "DELETE FROM pack WHERE number = ?", "i", number);
}

static bool write_anew(struct archive *archive, int64_t number, int64_t *fresh, struct error *err)
{
	int from = pack_file_open(archive, number, false, err), to = -1;
	bool ok = from >= 0 && find_needed(archive, number, err) && renumber(archive, number, fresh, err);
	uint64_t size = 0;

	if (ok) {
		to = pack_file_open(archive, *fresh, true, err);
		ok = to >= 0 && copy_needed(archive, *fresh, from, to, &size, err) &&
		     database_run(archive, err, "UPDATE pack SET size = ? WHERE number = ?", "ii", (int64_t)size, *fresh) &&
		     pack_log_anew(archive, *fresh, err);
	}
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return ok;
}

/* A pack of which nothing is left has no rows and no file. */
static bool take_away(struct archive *archive, int64_t number, struct error *err)
{
	return database_run(archive, err, "DELETE FROM pack_chunk WHERE pack = ?", "i", number) &&
	       database_run(archive, err, "DELETE FROM pack WHERE number = ?", "i", number);
}

static bool shrink(struct archive *archive, int64_t number, struct error *err)
{
	int64_t fresh = 0;
	char path[64];
	bool any;

	if (!database_begin(archive, err))
		return false;
	if (database_any(archive, &any, err, "SELECT count(*) FROM pack_recipe WHERE pack = ?", "i", number) &&
	    (any ? write_anew(archive, number, &fresh, err) : take_away(archive, number, err)) && database_commit(archive, err)) {
		name_file(path, number);
		return unlinkat(archive->dir_fd, path, 0) == 0 || errno == ENOENT || error_errno(err, "the old %s cannot be removed", path);
	}
	database_rollback(archive);
	if (fresh != 0) {
		name_file(path, fresh);
		unlinkat(archive->dir_fd, path, 0);
	}
	return false;
}

/* Files that an earlier run was stopped from removing. Under the write lock: nobody is making a pack. */
static bool remove_strangers(struct archive *archive, DIR *folder, struct error *err)
{
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		char *end = NULL;
		int64_t number = strtoll(entry->d_name, &end, 10);
		bool known;

		if (end == entry->d_name || strcmp(end, ".pack") != 0)
			continue;
		if (!database_any(archive, &known, err, "SELECT EXISTS (SELECT 1 FROM pack WHERE number = ?)", "i", number))
			return false;
		if (!known && unlinkat(dirfd(folder), entry->d_name, 0) != 0)
			return error_errno(err, "packs/%s cannot be removed", entry->d_name);
	}
	return true;
}

static bool sweep(struct archive *archive, struct error *err)
{
	int fd = openat(archive->dir_fd, "packs", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	bool ok;

	if (folder == NULL)
		return errno == ENOENT || error_errno(err, "the archive's packs cannot be read");
	ok = database_begin(archive, err) && remove_strangers(archive, folder, err) &&
	     (fsync(fd) == 0 || error_errno(err, "the archive's packs cannot be made durable"));
	database_rollback(archive);
	closedir(folder);
	return ok;
}

static bool shrink_all(struct archive *archive, struct error *err)
{
	for (;;) {
		int64_t number;

		if (!database_number(archive, &number, 0, err, "SELECT min(number) FROM pack WHERE loose", ""))
			return false;
		if (number == 0)
			return sweep(archive, err);
		if (!shrink(archive, number, err))
			return false;
	}
}

bool pack_shrink_all(struct archive *archive, struct error *err)
{
	int lock;
	bool ok = pack_lock(archive, &lock, err) && shrink_all(archive, err);

	if (lock >= 0)
		close(lock);
	return ok;
}
