#include "store/backup.h"

#include "bytes/date.h"
#include "bytes/text.h"
#include "store/carry.h"
#include "store/event.h"
#include "store/intact.h"
#include "store/log_proof.h"
#include "store/outside.h"
#include "store/package.h"
#include "store/package_file.h"
#include "store/private.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PAGES_AT_ONCE 4096
#define COPY "database.new"
#define TRIES 16

struct making {
	struct archive *archive;
	const char *dir;
	int dir_fd;
	bool is_ours; /* its folder is one for backups, and nobody else makes one there */
	struct backup *backup;
	struct backup_list list;
	char head[65]; /* of the log of the backup before, of so many events; 0: there is none */
	int64_t num_events;
};

static bool has(int dir_fd, const char *name)
{
	return faccessat(dir_fd, name, F_OK, 0) == 0;
}

/* "." and "..", and the mark of a backup that was stopped as it put it there. */
static bool is_nothing(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strncmp(name, BACKUP_UNFINISHED, strlen(BACKUP_UNFINISHED)) == 0;
}

static bool is_empty(int dir_fd, bool *empty, struct error *err)
{
	int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);

	if (folder == NULL)
		return error_errno(err, "the folder of the backup cannot be read");
	*empty = true;
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		*empty = *empty && is_nothing(entry->d_name);
	closedir(folder);
	return true;
}

/* A backup is put into an empty folder, onto a backup, or where one was stopped; nothing else is written to. */
static bool check_folder(struct making *m, struct error *err)
{
	struct stat here, there;
	bool found, empty = false;

	if (fstat(m->dir_fd, &here) != 0 || fstat(m->archive->dir_fd, &there) != 0)
		return error_errno(err, "the folder %s cannot be looked at", m->dir);
	if ((here.st_dev == there.st_dev && here.st_ino == there.st_ino) || has(m->dir_fd, "prelist.db"))
		return error_set(err, ERROR_USAGE, "%s is an archive: name a folder of its own for the backup", m->dir);
	if (flock(m->dir_fd, LOCK_EX | LOCK_NB) != 0)
		return error_set(err, ERROR_CONFLICT, "another backup into %s is under way", m->dir);
	if (!backup_manifest_read(m->dir_fd, &m->backup->manifest, &found, err) || !is_empty(m->dir_fd, &empty, err))
		return false;
	if (!found && !empty && !has(m->dir_fd, BACKUP_UNFINISHED))
		return error_set(err, ERROR_USAGE, "%s is neither empty nor a backup", m->dir);
	m->is_ours = true;
	m->num_events = found ? m->backup->manifest.num_events : 0;
	memcpy(m->head, m->backup->manifest.head, sizeof m->head);
	return found || carry_text(m->dir_fd, BACKUP_UNFINISHED, "a backup was begun here and is not finished\n", err);
}

static bool open_folder(struct making *m, struct error *err)
{
	if (!outside_archives(m->dir, err) || !private_top(m->dir, err))
		return false;
	m->dir_fd = open(m->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return (m->dir_fd >= 0 || error_errno(err, "the folder %s cannot be opened", m->dir)) && check_folder(m, err);
}

static bool step_through(struct making *m, sqlite3_backup *copy, struct error *err)
{
	int status;

	do {
		status = sqlite3_backup_step(copy, PAGES_AT_ONCE);
		if (m->backup->progress != NULL)
			m->backup->progress(m->backup->owner, "database",
					    (uint64_t)(sqlite3_backup_pagecount(copy) - sqlite3_backup_remaining(copy)),
					    (uint64_t)sqlite3_backup_pagecount(copy));
	} while (status == SQLITE_OK);
	return status == SQLITE_DONE || error_set(err, ERROR_ARCHIVE, "the database cannot be copied to %s: %s", m->dir, sqlite3_errstr(status));
}

static void remove_copy(const struct making *m)
{
	static const char *const names[] = {COPY, COPY "-journal", COPY "-wal", COPY "-shm"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		unlinkat(m->dir_fd, names[i], 0);
}

/* The copy is sound as bytes whatever was wrong with what they are of. */
static bool look_at_copy(struct making *m, sqlite3 *copy, struct error *err)
{
	uint64_t before = m->backup->num_problems;

	if (!intact_pages(copy, backup_problem, m->backup, err))
		return false;
	if (m->backup->num_problems == before && !intact_references(copy, backup_problem, m->backup, err))
		return false;
	m->backup->is_left = m->backup->num_problems > before;
	return true;
}

/* Page by page. What holds a read transaction sees one moment, however long it takes. */
static bool copy_database(struct making *m, struct error *err)
{
	sqlite3 *to = NULL;
	sqlite3_backup *copy = NULL;
	char path[4400];
	bool ok;
	int fd;

	remove_copy(m);
	fd = openat(m->dir_fd, COPY, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_errno(err, "the database cannot be copied to %s", m->dir);
	close(fd);
	snprintf(path, sizeof path, "%s/" COPY, m->dir);
	ok = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
	     sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL) == SQLITE_OK &&
	     (copy = sqlite3_backup_init(to, "main", m->archive->db, "main")) != NULL;
	if (!ok)
		error_set(err, ERROR_ARCHIVE, "the database cannot be copied to %s: %s", m->dir, sqlite3_errmsg(to));
	ok = ok && step_through(m, copy, err);
	sqlite3_backup_finish(copy);
	ok = ok && look_at_copy(m, to, err);
	sqlite3_close(to);
	return ok;
}

/* A backup is replaced by a later one of the same archive, whose log begins with its own; what another or an older one would leave out is all that there is. */
static bool check_same(const struct making *m, int64_t num_events, struct error *err)
{
	struct merkle_path path;
	uint8_t first[MERKLE_HASH], now[MERKLE_HASH];
	char head[65] = "";

	if (m->num_events == 0)
		return true;
	if (m->num_events <= num_events && !log_proof_consistency(m->archive, m->num_events, num_events, &path, first, now, err))
		return false;
	if (m->num_events <= num_events)
		text_hex_to(head, span_of(first, sizeof first));
	return strcmp(head, m->head) == 0 ||
	       error_set(err, ERROR_CONFLICT,
			 "%s holds the backup of another archive, or of a later state of this one (%lld events; this archive has %lld): it is left as it"
			 " is; name another folder, or restore it if the archive has lost what it holds",
			 m->dir, (long long)m->num_events, (long long)num_events);
}

static bool snapshot(struct making *m, struct error *err)
{
	struct backup_manifest *manifest = &m->backup->manifest;
	int64_t size = 0;
	bool ok;

	if (!database_run(m->archive, err, "BEGIN", ""))
		return false;
	ok = event_head(m->archive, manifest->head, &size, err) && check_same(m, size, err) && backup_list_read(m->archive, &m->list, err) && copy_database(m, err);
	database_rollback(m->archive);
	manifest->num_events = size;
	manifest->num_packages = (int64_t)m->list.num_packages;
	manifest->package_bytes = (int64_t)m->list.bytes;
	manifest->num_packs = (int64_t)m->list.num_packs;
	return ok;
}

static int open_package(void *owner, const char *sha256, struct error *err)
{
	return package_open(owner, sha256, err);
}

static bool copy_files(struct making *m, struct error *err)
{
	const struct backup_copying copying = {.backup = m->backup, .list = &m->list, .from_dir = m->archive->dir_fd, .to_dir = m->dir_fd,
					       .archive = m->archive, .open = open_package, .owner = m->archive};

	return backup_copy(&copying, err);
}

/* A moment of which everything is to be had: what was let go before it was copied belongs to an earlier one. */
static bool copy_moment(struct making *m, struct error *err)
{
	for (int i = 0; i < TRIES; i++) {
		m->backup->num_there = m->backup->num_problems = m->backup->num_gone = 0;
		backup_list_free(&m->list);
		if (!snapshot(m, err) || (!m->backup->is_left && !copy_files(m, err)))
			return false;
		if (m->backup->num_gone == 0)
			return true;
	}
	return error_set(err, ERROR_CONFLICT, "the archive let packages go %d times while it was copied; try again", TRIES);
}

static bool hash_copy(struct making *m, struct carried *carried, struct error *err)
{
	int fd = openat(m->dir_fd, COPY, O_RDWR | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		error_errno(err, "the copy of the database cannot be made durable");
	ok = ok && carry_hash(fd, carried, err);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* The new backup takes the place of the one before. */
static bool take_place(struct making *m, struct error *err)
{
	struct backup_manifest *manifest = &m->backup->manifest;
	struct carried carried = {.size = 0};

	if (!hash_copy(m, &carried, err))
		return false;
	manifest->generation++;
	manifest->bytes = (int64_t)carried.size;
	memcpy(manifest->sha256, carried.sha256, sizeof manifest->sha256);
	snprintf(manifest->database, sizeof manifest->database, "prelist-%lld.db", (long long)manifest->generation);
	time_format((int64_t)time(NULL), manifest->time);
	return (renameat(m->dir_fd, COPY, m->dir_fd, manifest->database) == 0 || error_errno(err, "%s cannot be named", manifest->database)) &&
	       carry_sync(m->dir_fd, "", err) && backup_manifest_write(m->dir_fd, manifest, err);
}

static bool is_listed(const struct backup_list *list, const char *sha256)
{
	size_t low = 0, high = list->num_packages;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(sha256, list->packages[middle].sha256);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* The row of a package stays when it goes into a pack, when its time is over and when it comes back meanwhile. */
static bool is_known(const struct making *m, const char *sha256, bool *known, struct error *err)
{
	return database_any(m->archive, known, err, "SELECT EXISTS (SELECT 1 FROM package WHERE sha256 = ?)", "s", sha256);
}

/* What the archive knows nothing of any more was not let go, but lost there. */
static bool may_drop_package(struct making *m, const char *name, bool *may, struct error *err)
{
	char text[200];

	*may = !is_listed(&m->list, name);
	if (!*may || !package_file_is_name(name))
		return true;
	if (!is_known(m, name, may, err))
		return false;
	if (*may)
		return true;
	snprintf(text, sizeof text, "package %.64s: the archive has it no more, and does not say that it let it go: it stays in the backup", name);
	backup_problem(m->backup, text);
	return true;
}

/* A pack is written anew without what was let go; one that is lost leaves packages that are not to be had. */
static bool may_drop_pack(struct making *m, const char *name, bool *may, struct error *err)
{
	char pack[64];

	(void)err;
	*may = m->backup->num_problems == 0;
	for (size_t i = 0; i < m->list.num_packs; i++) {
		snprintf(pack, sizeof pack, "%lld.pack", (long long)m->list.packs[i].number);
		*may = *may && strcmp(pack, name) != 0;
	}
	return true;
}

/* What the archive let go, or moved into a pack, does not stay in the backup either. */
static bool clean_folder(struct making *m, const char *path, bool (*may_drop)(struct making *m, const char *name, bool *may, struct error *err),
			 struct error *err)
{
	int fd = openat(m->dir_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *entries = fd < 0 ? NULL : fdopendir(fd);
	bool ok = true, may;

	if (entries == NULL)
		return true;
	for (struct dirent *entry; ok && (entry = readdir(entries)) != NULL;) {
		if (entry->d_name[0] == '.')
			continue;
		ok = may_drop(m, entry->d_name, &may, err);
		if (ok && may)
			unlinkat(fd, entry->d_name, 0);
	}
	closedir(entries);
	return ok;
}

static bool clean(struct making *m, struct error *err)
{
	char path[32];
	bool ok = true;

	unlinkat(m->dir_fd, BACKUP_UNFINISHED, 0);
	snprintf(path, sizeof path, "prelist-%lld.db", (long long)m->backup->manifest.generation - 1);
	unlinkat(m->dir_fd, path, 0);
	for (int i = 0; ok && i < 256; i++) {
		snprintf(path, sizeof path, "packages/%02x", (unsigned)i);
		ok = clean_folder(m, path, may_drop_package, err);
	}
	return ok && clean_folder(m, "packs", may_drop_pack, err);
}

bool backup_make(struct archive *archive, const char *dir, struct backup *backup, struct error *err)
{
	struct making m = {.archive = archive, .dir = dir, .dir_fd = -1, .backup = backup};
	bool ok = open_folder(&m, err) && copy_moment(&m, err) && (backup->is_left || (take_place(&m, err) && clean(&m, err)));

	if ((!ok || backup->is_left) && m.is_ours)
		remove_copy(&m);
	backup_list_free(&m.list);
	if (m.dir_fd >= 0)
		close(m.dir_fd);
	return ok;
}
