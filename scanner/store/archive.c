#include "store/archive.h"

#include "store/backup.h"
#include "store/blacklist_lookup.h"
#include "store/database.h"
#include "store/form_said.h"
#include "store/overtaken.h"
#include "store/package_file.h"
#include "store/private.h"
#include "store/reading_digest.h"
#include "store/seal_key.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 128 /* for the names below an archive's folder */

static bool no_folder(const char *dir, struct error *err)
{
	return error_errno(err, "the archive's folder %s cannot be made (--archive or $PRELIST_ARCHIVE names another place)", dir);
}

/* Makes the folder and those above it. */
static bool make_folders(const char *dir, struct error *err)
{
	char path[4200];

	/* With its files; then no folder is made on the way. */
	if (strlen(dir) + PATH_ROOM > PATH_MAX) {
		errno = ENAMETOOLONG;
		return no_folder(dir, err);
	}
	snprintf(path, sizeof path, "%s", dir);
	for (char *at = path + 1; *at != '\0'; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (mkdir(path, 0777) == 0 ? !private_settle(path, err) : errno != EEXIST && !no_folder(dir, err))
			return false;
		*at = '/';
	}
	return private_top(path, err);
}

static bool no_access(const char *dir, struct error *err)
{
	return error_errno(err, "the archive in %s cannot be opened (is it yours? --archive names another one)", dir);
}

static bool open_folder(struct archive *archive, struct error *err)
{
	archive->dir_fd = open(archive->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (archive->dir_fd < 0)
		return no_access(archive->dir, err);
	/* Shared with all that write: a restore has the folder for itself. */
	if (archive->is_writable && flock(archive->dir_fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return error_set(err, ERROR_CONFLICT, "an archive is being restored into %s: try again when that has ended", archive->dir);
	if (faccessat(archive->dir_fd, RESTORE_UNFINISHED, F_OK, 0) == 0)
		return error_set(err, ERROR_ARCHIVE, "a restore into %s was stopped: run prelist archive restore again", archive->dir);
	return !archive->is_writable || (read_only_refuse(archive->dir_fd, archive->dir, err) && private_folder(archive->dir_fd, "packages", err));
}

/* False and err unset: there is none, and none was lost. */
static bool is_there(const char *dir, struct error *err)
{
	char path[4200];
	int fd;

	snprintf(path, sizeof path, "%s/prelist.db", dir);
	if (access(path, R_OK) == 0)
		return true;
	/* Below what is no folder, a home that is /dev/null, there is nothing; what is none itself was meant to be one. */
	if (errno != ENOENT && !(errno == ENOTDIR && access(dir, F_OK) != 0 && errno == ENOTDIR))
		return no_access(dir, err);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		package_file_none(fd, dir, err);
		close(fd);
	}
	return false;
}

/* The key that seals personal data, where the operator has one. */
static bool open_keys(struct archive *archive, struct error *err)
{
	const char *path = getenv("PRELIST_KEY_FILE");

	if (path == NULL || *path == '\0')
		return true;
	archive->keys = seal_keys_load(path, archive->dir, err);
	return archive->keys != NULL;
}

struct archive *archive_open(const char *dir, enum archive_mode mode, struct error *err)
{
	struct archive *archive;

	if (mode != ARCHIVE_WRITE && !is_there(dir, err))
		return NULL;
	archive = calloc(1, sizeof *archive);
	if (archive == NULL) {
		error_memory(err);
		return NULL;
	}
	archive->dir_fd = -1;
	archive->dir = strdup(dir);
	archive->is_writable = mode != ARCHIVE_READ;
	blacklist_lookup_source(archive);
	if (archive->dir == NULL)
		error_memory(err);
	if (archive->dir == NULL || (archive->is_writable && !make_folders(dir, err)) || !open_folder(archive, err) ||
	    !open_keys(archive, err) || !database_open(archive, err) || !overtaken_register(archive, err) ||
	    !form_said_register(archive, err)) {
		archive_close(archive);
		return NULL;
	}
	return archive;
}

void archive_close(struct archive *archive)
{
	if (archive == NULL)
		return;
	database_close(archive);
	if (archive->dir_fd >= 0)
		close(archive->dir_fd);
	seal_keys_free(archive->keys);
	free(archive->dir);
	free(archive);
}

bool archive_is_still(const struct archive *archive, struct error *err)
{
	return archive == NULL || read_only_end(&archive->read_only, archive->dir_fd, archive->dir, err);
}

void archive_go_by(struct archive *archive, const char *day)
{
	snprintf(archive->day, sizeof archive->day, "%s", day == NULL ? "" : day);
}

struct blacklist_source *archive_blacklist(struct archive *archive)
{
	return &archive->blacklist;
}

bool archive_receive(struct archive *archive, int from, struct incoming *incoming, struct error *err)
{
	return package_file_receive(archive->dir_fd, from, incoming, err);
}

void incoming_close(struct incoming *incoming)
{
	if (incoming->fd > 0)
		close(incoming->fd);
	incoming->fd = -1;
}

bool archive_reading(struct archive *archive, const char *sha256, struct reading **reading, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT " READING_LOGGED " FROM package k WHERE k.sha256 = ? AND k.readers = ?", "si", sha256,
				 (int64_t)FACT_READERS);
	int status = database_step(archive, row, err);
	struct error trouble = {0};

	*reading = NULL;
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	*reading = reading_logged(row, 0, UINT64_MAX, &trouble);
	return *reading != NULL || trouble.code == ERROR_DAMAGED || error_set(err, trouble.code, "%s", trouble.text);
}
