/*
 * restore - an archive made of a backup. The database gets its name last: until then the folder is no archive, and after that
 * no command opens it before the mark is off.
 */
#include "store/backup.h"
#include "store/carry.h"
#include "store/event.h"
#include "store/intact.h"
#include "store/outside.h"
#include "store/package_file.h"
#include "store/private.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define COPY "restoring.db"

struct restoring {
	const char *from, *dir;
	int from_dir, to_dir;
	struct backup *backup;
	struct backup_list list;
};

static bool open_backup(struct restoring *r, struct error *err)
{
	bool found;

	r->from_dir = open(r->from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->from_dir < 0)
		return error_errno(err, "the backup %s cannot be opened", r->from);
	if (!backup_manifest_read(r->from_dir, &r->backup->manifest, &found, err))
		return false;
	return found || error_set(err, ERROR_INPUT, "%s is no backup, or one that was never finished: it has no backup.json", r->from);
}

/* An empty folder of packages is what a submit leaves that was stopped early. */
static bool has_content(int dir_fd)
{
	static const char *const names[] = {"prelist.db", "prelist.db-wal", "prelist.db-journal", "packs", "backup.json"};
	struct error unused = {0};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (faccessat(dir_fd, names[i], F_OK, 0) == 0)
			return true;
	return !package_file_none(dir_fd, "", &unused);
}

static bool is_marked(const struct restoring *r)
{
	return faccessat(r->to_dir, RESTORE_UNFINISHED, F_OK, 0) == 0;
}

static bool holds_archive(const struct restoring *r, struct error *err)
{
	return error_set(err, ERROR_USAGE, "%s holds an archive already: name an empty folder with --archive", r->dir);
}

/* Not there, empty, or where a restore was stopped; and nobody else writes there. */
static bool open_target(struct restoring *r, struct error *err)
{
	if (!outside_archives(r->dir, err) || !private_top(r->dir, err))
		return false;
	r->to_dir = open(r->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->to_dir < 0)
		return error_errno(err, "the folder %s cannot be opened", r->dir);
	if (flock(r->to_dir, LOCK_EX | LOCK_NB) != 0)
		return is_marked(r) ? error_set(err, ERROR_CONFLICT, "another restore into %s is under way", r->dir) : holds_archive(r, err);
	if (is_marked(r))
		return true;
	if (has_content(r->to_dir))
		return holds_archive(r, err);
	return carry_text(r->to_dir, RESTORE_UNFINISHED, "an archive is being restored here\n", err);
}

static bool copy_database(struct restoring *r, struct error *err)
{
	const struct backup_manifest *m = &r->backup->manifest;
	int fd = openat(r->from_dir, m->database, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct carried carried = {.size = 0};
	bool ok = false, done;

	if (fd < 0)
		return error_errno(err, "%s of the backup cannot be opened", m->database);
	done = carry_file(fd, UINT64_MAX, r->to_dir, COPY, m->sha256, &carried, &ok, err);
	close(fd);
	return done && (ok || error_set(err, ERROR_INPUT, "%s of the backup was changed: it cannot be used", m->database));
}

/* One that was broken when it was backed up is all that there is of it: it is told, and comes back as it was. */
static bool read_list(struct restoring *r, struct error *err)
{
	struct archive copy = {.dir = (char *)r->dir};
	char path[4400];
	bool ok;

	snprintf(path, sizeof path, "%s/" COPY, r->dir);
	ok = sqlite3_open_v2(path, &copy.db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
		     ? intact_pages(copy.db, backup_problem, r->backup, err) && backup_list_read(&copy, &r->list, err)
		     : error_set(err, ERROR_INPUT, "%s of the backup is no database", r->backup->manifest.database);
	database_close(&copy);
	return ok;
}

static int open_package(void *owner, const char *sha256, struct error *err)
{
	const struct restoring *r = owner;
	char name[96];
	int fd;

	snprintf(name, sizeof name, "packages/%.2s/%.64s", sha256, sha256);
	fd = openat(r->from_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		error_errno(err, "it is not in the backup");
	return fd;
}

static bool copy_files(struct restoring *r, struct error *err)
{
	const struct backup_copying copying = {.backup = r->backup, .list = &r->list, .from_dir = r->from_dir, .to_dir = r->to_dir,
					       .open = open_package, .owner = r};

	return backup_copy(&copying, err);
}

static bool finish(struct restoring *r, struct error *err)
{
	static const char *const others[] = {COPY "-wal", COPY "-shm", "prelist.db-wal", "prelist.db-shm", "prelist.db-journal"};

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		unlinkat(r->to_dir, others[i], 0);
	if (renameat(r->to_dir, COPY, r->to_dir, "prelist.db") != 0)
		return error_errno(err, "the database cannot be put in place");
	return carry_sync(r->to_dir, "", err) &&
	       (unlinkat(r->to_dir, RESTORE_UNFINISHED, 0) == 0 || error_errno(err, "the restored archive cannot be opened")) &&
	       carry_sync(r->to_dir, "", err);
}

/* A restore that was stopped between its last two steps has the database in place. */
static bool is_in_place(const struct restoring *r, bool *in_place, struct error *err)
{
	int fd = openat(r->to_dir, "prelist.db", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct carried carried = {.size = 0};
	bool ok = fd < 0 || carry_hash(fd, &carried, err);

	*in_place = ok && fd >= 0 && strcmp(carried.sha256, r->backup->manifest.sha256) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool restore(struct restoring *r, struct error *err)
{
	bool in_place;

	if (!open_backup(r, err) || !open_target(r, err) || !is_in_place(r, &in_place, err))
		return false;
	if (in_place && renameat(r->to_dir, "prelist.db", r->to_dir, COPY) != 0)
		return error_errno(err, "the database cannot be taken up again");
	return (in_place || copy_database(r, err)) && read_list(r, err) && copy_files(r, err) && finish(r, err);
}

bool backup_restore(const char *from, const char *dir, struct backup *backup, struct error *err)
{
	struct restoring r = {.from = from, .dir = dir, .from_dir = -1, .to_dir = -1, .backup = backup};
	bool ok = restore(&r, err);

	backup_list_free(&r.list);
	if (r.from_dir >= 0)
		close(r.from_dir);
	if (r.to_dir >= 0)
		close(r.to_dir);
	return ok;
}
