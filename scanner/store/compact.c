#include "store/compact.h"

#include "store/listing.h"
#include "store/overtaken.h"
#include "store/pack.h"
#include "store/package_file.h"
#include "store/reading_digest.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Packages of superseded submissions alone, newest first, with the app that they stand for. */
#define SUPERSEDED                                                                                                                      \
	" FROM package k JOIN submission_package m ON m.sha256 = k.sha256 JOIN submission s ON s.number = m.number"                     \
	" WHERE (?1 IS NULL OR s.platform = ?1) AND (?2 IS NULL OR s.app_id = ?2)"                                                      \
	" AND NOT EXISTS (SELECT 1 FROM main.pack_recipe r WHERE r.sha256 = k.sha256)"                                                  \
	" AND NOT EXISTS (SELECT 1 FROM pruned u WHERE u.sha256 = k.sha256)"                                                            \
	" AND NOT EXISTS (SELECT 1 FROM submission_package o JOIN submission t ON t.number = o.number WHERE o.sha256 = k.sha256"        \
	" AND (" LISTING_HAS("t.number") " OR " SUBMISSION_WAITS("t") " OR t.number = (SELECT u.number FROM submission u WHERE u.platform = t.platform"        \
	" AND u.app_id = t.app_id ORDER BY " NEWEST_FIRST("u") " LIMIT 1)))"

struct candidate {
	char sha256[65];
	char *platform, *app_id;
	uint64_t size;
};

struct candidates {
	struct candidate *list;
	size_t num;
};

static void candidates_free(struct candidates *candidates)
{
	for (size_t i = 0; i < candidates->num; i++) {
		free(candidates->list[i].platform);
		free(candidates->list[i].app_id);
	}
	free(candidates->list);
}

static bool find_candidates(struct archive *archive, const char *platform, const char *app_id, struct candidates *found, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int64_t total;
	int status;

	if (!database_number(archive, &total, 0, err, "SELECT count(DISTINCT k.sha256)" SUPERSEDED, "ss", platform, app_id))
		return false;
	found->list = calloc((size_t)total + 1, sizeof *found->list);
	if (found->list == NULL)
		return error_memory(err);
	row = database_prepare(archive, err,
			       "SELECT k.sha256, k.size, s.platform, s.app_id, max(format('%s %020d', s.came, s.number)) AS newest" SUPERSEDED
			       " GROUP BY k.sha256 ORDER BY s.platform, s.app_id, newest DESC, k.sha256",
			       "ss", platform, app_id);
	while ((status = database_step(archive, row, err)) == SQLITE_ROW && found->num < (size_t)total) {
		struct candidate *candidate = &found->list[found->num++];

		snprintf(candidate->sha256, sizeof candidate->sha256, "%s", database_text(row, 0));
		candidate->size = (uint64_t)sqlite3_column_int64(row, 1);
		candidate->platform = strdup(database_text(row, 2));
		candidate->app_id = strdup(database_text(row, 3));
		if (candidate->platform == NULL || candidate->app_id == NULL)
			return error_memory(err);
	}
	return status == SQLITE_DONE;
}

/* What the pack gives back, hashed. */
static bool gives_back(struct archive *archive, const char *sha256, struct error *err)
{
	int fd = openat(archive->dir_fd, "packages", O_TMPFILE | O_RDWR | O_CLOEXEC, 0400);
	bool found, ok = false;

	if (fd < 0)
		return error_errno(err, "the archive cannot be written");
	if (pack_rebuild(archive, sha256, fd, &found, err) && found && package_file_is(fd, sha256, &ok, err) && !ok)
		error_set(err, ERROR_INTERNAL, "package %s cannot be rebuilt from its pack; it stays whole", sha256);
	close(fd);
	return ok;
}

static bool read_reading(struct archive *archive, const char *sha256, struct reading **reading, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT " READING_LOGGED " FROM package k WHERE k.sha256 = ?", "s", sha256);

	if (database_step(archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_CONFLICT, "package %s went meanwhile", sha256);
	*reading = reading_logged(row, 0, UINT64_MAX, err);
	return *reading != NULL;
}

/* All that takes time. */
static bool pack_file(struct archive *archive, const struct candidate *candidate, struct pack *pack, bool *done, uint64_t *grown,
		      struct error *err)
{
	READING_CLEANUP struct reading *reading = NULL;
	int fd = package_file_open(archive->dir_fd, candidate->sha256, err);
	bool ok = fd >= 0 && read_reading(archive, candidate->sha256, &reading, err) && pack_takes(reading, candidate->size, done, err);
	uint64_t before;

	if (ok && *done) {
		ok = pack_open(pack, archive, candidate->platform, candidate->app_id, err);
		before = pack->size;
		ok = ok && pack_add(pack, candidate->sha256, fd, candidate->size, reading, err) && gives_back(archive, candidate->sha256, err);
		*grown = pack->size - before;
	}
	if (fd >= 0)
		close(fd);
	return ok;
}

/* What was listed, pruned or packed meanwhile is not wanted any more. */
static bool is_wanted(struct archive *archive, const struct candidate *candidate, bool *wanted, struct error *err)
{
	return database_any(archive, wanted, err, "SELECT EXISTS (SELECT 1" SUPERSEDED " AND k.sha256 = ?3)", "sss", candidate->platform,
			    candidate->app_id, candidate->sha256);
}

static bool keep(struct archive *archive, const struct candidate *candidate, struct pack *pack, bool *wanted, bool *done, struct error *err)
{
	*done = database_begin(archive, err) && is_wanted(archive, candidate, wanted, err) && *wanted &&
		pack_keep(pack, candidate->sha256, err) && database_commit(archive, err);
	database_rollback(archive);
	return err->code == ERROR_NONE;
}

/* What could not be packed because it went meanwhile is no trouble. */
static bool pack_one(struct archive *archive, const struct candidate *candidate, bool *wanted, bool *done, uint64_t *grown, struct error *err)
{
	struct pack pack = {.fd = -1, .lock = -1};
	struct error failure = {0};
	bool ok = is_wanted(archive, candidate, wanted, err);

	if (ok && *wanted && !pack_file(archive, candidate, &pack, done, grown, &failure)) {
		*done = false;
		ok = is_wanted(archive, candidate, wanted, err) && (!*wanted || error_set(err, failure.code, "%s", failure.text));
	}
	ok = ok && (!*done || keep(archive, candidate, &pack, wanted, done, err));
	pack_close(&pack);
	return ok;
}

/* Under the write lock: what was pruned and came again meanwhile stands in no pack, and stays. */
static bool drop_whole(struct archive *archive, const char *sha256, struct error *err)
{
	bool packed, ok;

	if (!database_begin(archive, err))
		return false;
	ok = database_any(archive, &packed, err, "SELECT count(*) FROM pack_recipe WHERE sha256 = ?", "s", sha256) &&
	     (!packed || package_file_drop(archive->dir_fd, sha256, err));
	database_rollback(archive);
	return ok;
}

/* One package, one transaction; the whole file goes last. */
static bool compact_one(struct archive *archive, const struct candidate *candidate, struct compaction *compaction, struct error *err)
{
	bool wanted = false, done = false;
	uint64_t grown = 0;

	if (!pack_one(archive, candidate, &wanted, &done, &grown, err))
		return false;
	if (!done) {
		compaction->num_left += wanted;
		return true;
	}
	compaction->num_packages++;
	compaction->whole_bytes += candidate->size;
	compaction->pack_bytes += grown;
	return drop_whole(archive, candidate->sha256, err);
}

/* Whole files that an earlier run was stopped from dropping. */
static bool drop_leftovers(struct archive *archive, struct error *err)
{
	char sha256[DATABASE_KEY];
	int64_t row = 0;

	while (database_next_key(archive, "main.pack_recipe", &row, sha256, err)) {
		struct error none = {0};
		int fd = package_file_open(archive->dir_fd, sha256, &none);

		if (fd < 0)
			continue;
		close(fd);
		if (gives_back(archive, sha256, err) && !drop_whole(archive, sha256, err))
			return false;
		if (err->code != ERROR_NONE)
			return false;
	}
	return err->code == ERROR_NONE;
}

bool compact_archive(struct archive *archive, const char *platform, const char *app_id, struct compaction *compaction, struct error *err)
{
	__attribute__((cleanup(candidates_free))) struct candidates found = {0};

	if (!find_candidates(archive, platform, app_id, &found, err) || (!compaction->dry_run && !drop_leftovers(archive, err)))
		return false;
	for (size_t i = 0; i < found.num; i++) {
		if (compaction->dry_run) {
			compaction->num_packages++;
			compaction->whole_bytes += found.list[i].size;
		} else if (!compact_one(archive, &found.list[i], compaction, err)) {
			return false;
		}
		if (compaction->progress != NULL)
			compaction->progress(compaction->owner, i + 1, found.num);
	}
	return true;
}
