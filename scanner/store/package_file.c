#include "store/package_file.h"

#include "bytes/text.h"
#include "store/package_copy.h"
#include "store/private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define NAME_TRIES 16

bool package_file_receive(int dir_fd, int from, struct incoming *incoming, struct error *err)
{
	*incoming = (struct incoming){.fd = openat(dir_fd, "packages", O_TMPFILE | O_RDWR | O_CLOEXEC, 0400)};
	if (incoming->fd < 0 || fchmod(incoming->fd, 0400) != 0)
		return error_errno(err, "the archive cannot be written");
	if (package_copy(from, incoming, err)) {
		/* A hint: its way to the disk, where it is not there, begins while it is read, and not when somebody waits for its end. */
		if (!incoming->is_held)
			(void)sync_file_range(incoming->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
		return true;
	}
	incoming_close(incoming);
	return false;
}

static void name_of(const char *sha256, char folder[16], char path[128])
{
	snprintf(folder, 16, "packages/%.2s", sha256);
	snprintf(path, 128, "packages/%.2s/%.64s", sha256, sha256);
}

/* fsync that fails may have lost what it was asked for: there is no second try, not even by an import for its next line. */
static bool sync_file(int fd, struct error *err)
{
	return fsync(fd) == 0 ||
	       error_set(err, ERROR_ARCHIVE, "the disk of the archive failed: %s; nothing was acknowledged", strerror(errno));
}

static bool sync_folder(int dir_fd, const char *folder, struct error *err)
{
	int fd = openat(dir_fd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return error_errno(err, "the archive's folder %s cannot be opened", folder);
	ok = sync_file(fd, err);
	close(fd);
	return ok;
}

static bool is_same_file(int a, int b)
{
	struct stat one, other;

	return fstat(a, &one) == 0 && fstat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* What has the name already is the package, or nothing may be acknowledged. */
static bool check_kept(int fd, const struct incoming *incoming, const char *path, struct error *err)
{
	bool ok = is_same_file(fd, incoming->fd);

	if (!ok && package_file_is(fd, incoming->sha256, &ok, err) && !ok)
		error_set(err, ERROR_DAMAGED, "the kept package %s is not what it was: run prelist archive verify", path);
	return ok;
}

/* 0, or why it has no name. */
static int give_name(int dir_fd, int fd, const char *path)
{
	char own[64];

	snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, own, dir_fd, path, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
}

/* A file whose only name was taken away gets none again: its bytes get one, in a file of their own. */
static int give_copy_name(int dir_fd, int fd, const char *path, struct error *err)
{
	struct incoming copy;
	int status = EIO;

	if (package_file_receive(dir_fd, fd, &copy, err) && sync_file(copy.fd, err))
		status = give_name(dir_fd, copy.fd, path);
	incoming_close(&copy);
	return status;
}

/* As long as others take away what has the name before it can be looked at. */
static bool name_file(int dir_fd, const struct incoming *incoming, const char *path, struct error *err)
{
	struct error gone = {0};
	int fd = -1;
	bool ok;

	for (int i = 0; fd < 0 && i < NAME_TRIES; i++) {
		errno = give_name(dir_fd, incoming->fd, path);
		if (errno == ENOENT)
			errno = give_copy_name(dir_fd, incoming->fd, path, err);
		if (errno != EEXIST)
			return errno == 0 || error_errno(err, "the package cannot be kept as %s", path);
		gone = (struct error){.code = ERROR_NONE};
		fd = package_file_open(dir_fd, incoming->sha256, &gone);
	}
	if (fd < 0)
		return error_set(err, gone.code, "%s", gone.text);
	ok = check_kept(fd, incoming, path, err);
	close(fd);
	return ok;
}

bool package_file_link(int dir_fd, const struct incoming *incoming, struct error *err)
{
	char folder[16], path[128];

	name_of(incoming->sha256, folder, path);
	return sync_file(incoming->fd, err) && private_folder(dir_fd, folder, err) && name_file(dir_fd, incoming, path, err) &&
	       sync_folder(dir_fd, folder, err) && sync_folder(dir_fd, "packages", err);
}

bool package_file_stays(int dir_fd, const struct incoming *incoming, struct error *err)
{
	struct error gone = {0};
	int fd = package_file_open(dir_fd, incoming->sha256, &gone);
	bool same = fd >= 0 && is_same_file(fd, incoming->fd);

	if (fd >= 0)
		close(fd);
	return same || package_file_link(dir_fd, incoming, err);
}

/* One that is not there is damage, and so is what came into its place: a link would have others keep it. Why else is by errno. */
static int not_opened(const char *path, struct error *err)
{
	if (errno == ENOENT || errno == ENOTDIR)
		error_set(err, ERROR_DAMAGED, "the archive's %s is not there: run prelist archive verify", path);
	else if (errno == ELOOP)
		error_set(err, ERROR_DAMAGED, "the archive's %s is no file: run prelist archive verify", path);
	else
		error_errno(err, "the archive's %s cannot be opened", path);
	return -1;
}

int package_file_at(int dir_fd, const char *path, int flags, struct error *err)
{
	int fd = openat(dir_fd, path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600); /* what came into its place may be a pipe */
	struct stat status;

	if (fd < 0)
		return not_opened(path, err);
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return fd;
	close(fd);
	errno = ELOOP;
	return not_opened(path, err);
}

int package_file_open(int dir_fd, const char *sha256, struct error *err)
{
	char folder[16], path[128];

	name_of(sha256, folder, path);
	return package_file_at(dir_fd, path, O_RDONLY, err);
}

bool package_file_is(int fd, const char *sha256, bool *ok, struct error *err)
{
	char found[65] = "";
	uint64_t size = 0;

	*ok = false;
	if (!package_copy_hash(fd, found, &size, err))
		return false;
	*ok = strcmp(found, sha256) == 0;
	return true;
}

/* NULL and no error: it is not there. */
static DIR *open_listing(int dir_fd, const char *path, struct error *err)
{
	int fd = openat(dir_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);

	if (folder == NULL && errno != ENOENT)
		error_errno(err, "the archive's folder %s cannot be opened", path);
	if (folder == NULL && fd >= 0)
		close(fd);
	return folder;
}

bool package_file_none(int dir_fd, const char *dir, struct error *err)
{
	DIR *folder = open_listing(dir_fd, "packages", err);
	bool none = true;

	if (folder == NULL)
		return err->code == ERROR_NONE;
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		none = none && entry->d_name[0] == '.';
	closedir(folder);
	return none || error_set(err, ERROR_DAMAGED,
				 "the archive in %s has packages and lost the database that knows them; restore a backup of it (prelist archive restore),"
				 " or name another archive with --archive", dir);
}

bool package_file_is_name(const char *name)
{
	return strlen(name) == 64 && strspn(name, "0123456789abcdef") == 64;
}

/* What has no name of a package there is nothing of ours. */
static bool is_package(DIR *folder, const char *pair, const char *name, struct stat *status)
{
	return package_file_is_name(name) && strncmp(name, pair, 2) == 0 &&
	       fstatat(dirfd(folder), name, status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status->st_mode);
}

static bool each_of_pair(int dir_fd, const char *pair, bool (*visit)(void *owner, const char *sha256, const struct stat *status, struct error *err),
			 void *owner, struct error *err)
{
	char path[16];
	struct stat status;
	DIR *folder;
	bool ok = true;

	snprintf(path, sizeof path, "packages/%s", pair);
	folder = open_listing(dir_fd, path, err);
	if (folder == NULL)
		return err->code == ERROR_NONE;
	for (struct dirent *entry; ok && (entry = readdir(folder)) != NULL;)
		if (is_package(folder, pair, entry->d_name, &status))
			ok = visit(owner, entry->d_name, &status, err);
	closedir(folder);
	return ok;
}

bool package_file_each(int dir_fd, bool (*visit)(void *owner, const char *sha256, const struct stat *status, struct error *err), void *owner,
		       struct error *err)
{
	char pair[3];
	bool ok = true;

	for (unsigned i = 0; ok && i < 256; i++) {
		text_hex_to(pair, span_of(&(uint8_t){(uint8_t)i}, 1));
		ok = each_of_pair(dir_fd, pair, visit, owner, err);
	}
	return ok;
}

bool package_file_drop(int dir_fd, const char *sha256, struct error *err)
{
	char folder[16], path[128];

	name_of(sha256, folder, path);
	if (unlinkat(dir_fd, path, 0) != 0 && errno != ENOENT)
		return error_errno(err, "%s cannot be removed from the archive", path);
	return sync_folder(dir_fd, folder, err);
}
