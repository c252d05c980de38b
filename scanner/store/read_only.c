#include "store/read_only.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool may_write(int dir_fd, const char *name)
{
	return faccessat(dir_fd, name, W_OK, AT_EACCESS) == 0 || errno == ENOENT;
}

bool read_only_is(int dir_fd)
{
	return !may_write(dir_fd, ".");
}

bool read_only_refuse(int dir_fd, const char *dir, struct error *err)
{
	if (may_write(dir_fd, ".") && may_write(dir_fd, "prelist.db"))
		return true;
	return error_errno(err, "the archive in %s is read-only: it can be shown and verified, and nothing can be kept there", dir);
}

/* A log that is not there, or empty, holds nothing. */
static bool has_log(int dir_fd)
{
	struct stat log;

	return fstatat(dir_fd, "prelist.db-wal", &log, 0) == 0 && log.st_size > 0;
}

/* What ends or parts the path of a URI is written as its number. */
static void make_uri(const char *dir, char uri[READ_ONLY_URI_MAX])
{
	size_t len = (size_t)snprintf(uri, READ_ONLY_URI_MAX, "file:");

	for (; *dir != '\0' && len < READ_ONLY_URI_MAX - 40; dir++)
		len += (size_t)snprintf(uri + len, 4, strchr("%?#", *dir) != NULL ? "%%%02X" : "%c", (unsigned char)*dir);
	snprintf(uri + len, READ_ONLY_URI_MAX - len, "/prelist.db?immutable=1");
}

bool read_only_begin(struct read_only *self, int dir_fd, const char *dir, char uri[READ_ONLY_URI_MAX], struct error *err)
{
	if (has_log(dir_fd))
		return error_set(err, ERROR_ARCHIVE,
				 "the archive in %s is read-only, and what was kept last is in its prelist.db-wal, which SQLite reads only where it may"
				 " make files: read a copy of both",
				 dir);
	if (fstatat(dir_fd, "prelist.db", &self->before, 0) != 0)
		return error_errno(err, "the archive in %s cannot be opened (is it yours? --archive names another one)", dir);
	make_uri(dir, uri);
	self->is_used = true;
	return true;
}

bool read_only_end(const struct read_only *self, int dir_fd, const char *dir, struct error *err)
{
	struct stat now;

	if (!self->is_used)
		return true;
	if (fstatat(dir_fd, "prelist.db", &now, 0) == 0 && !has_log(dir_fd) && now.st_ino == self->before.st_ino && now.st_size == self->before.st_size &&
	    now.st_mtim.tv_sec == self->before.st_mtim.tv_sec && now.st_mtim.tv_nsec == self->before.st_mtim.tv_nsec)
		return true;
	return error_set(err, ERROR_CONFLICT, "the archive in %s was written to while it was read without locks: what was said may not be so; try again", dir);
}
