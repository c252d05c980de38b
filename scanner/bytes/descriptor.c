#include "bytes/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <sys/vfs.h>
#include <unistd.h>

#define BLOCK 512 /* what st_blocks counts */

/* That of a shell (/dev/stdin, <(...)), which ends when the program at its other end does; one with a name waits for somebody to come. */
static bool is_unnamed_pipe(int fd, const struct stat *status)
{
	struct statfs in;

	return S_ISFIFO(status->st_mode) && fstatfs(fd, &in) == 0 && in.f_type == PIPEFS_MAGIC;
}

static bool may_be_read(int fd, const char *path, bool *is_pipe, struct error *err)
{
	struct stat status;
	int flags;

	if (fstat(fd, &status) != 0)
		return error_errno(err, "cannot open %s", path);
	*is_pipe = is_unnamed_pipe(fd, &status);
	if (S_ISDIR(status.st_mode))
		return error_set(err, ERROR_INPUT, "%s is a folder, and no file", path);
	if (S_ISFIFO(status.st_mode) && !*is_pipe)
		return error_set(err, ERROR_INPUT, "%s is a named pipe, and no file; what comes from another program comes by -", path);
	if (!S_ISREG(status.st_mode) && !*is_pipe)
		return error_set(err, ERROR_INPUT, "%s is a device, and no file", path);
	flags = fcntl(fd, F_GETFL);
	return (flags >= 0 && fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0) || error_errno(err, "cannot open %s", path);
}

int descriptor_open(const char *path, bool *is_pipe, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		error_errno(err, "cannot open %s", path);
	else if (may_be_read(fd, path, is_pipe, err))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

bool descriptor_write(int fd, struct span bytes)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.data, bytes.len);

		if (n > 0)
			bytes = span_slice(bytes, (size_t)n, bytes.len);
		else if (n == 0 || errno != EINTR)
			return false;
	}
	return true;
}

ssize_t descriptor_read(int fd, uint64_t offset, void *out, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = pread(fd, (uint8_t *)out + done, len - done, (off_t)(offset + done));

		if (n == 0)
			break;
		if (n > 0)
			done += (size_t)n;
		else if (errno != EINTR)
			return -1;
	}
	return (ssize_t)done;
}

bool descriptor_read_all(int fd, size_t most, struct buf *content)
{
	struct stat status;
	ssize_t got = 1;

	if (fstat(fd, &status) == 0 && status.st_size > 0 && (uint64_t)status.st_size < most)
		buf_reserve(content, (size_t)status.st_size + 1);
	while (got != 0 && most > 0 && buf_reserve(content, 1)) {
		size_t room = content->room - content->len;

		got = read(fd, content->data + content->len, room < most ? room : most);
		if (got < 0 && errno != EINTR)
			return false;
		content->len += got > 0 ? (size_t)got : 0;
		most -= got > 0 ? (size_t)got : 0;
	}
	return true;
}

bool descriptor_has_holes(const struct stat *status)
{
	return status->st_blocks * BLOCK < status->st_size;
}

/* Where nobody writes but this kernel, on which the lease is: no file of a server, and none of an overlay. */
static bool is_on_disk(int fd)
{
	struct statfs status;

	return fstatfs(fd, &status) == 0 && (status.f_type == EXT4_SUPER_MAGIC || status.f_type == XFS_SUPER_MAGIC || status.f_type == BTRFS_SUPER_MAGIC);
}

/*
 * A page of it that somebody had mapped may still be the target of his unfinished read from a device, and then is changed without the
 * file being open for writing. So only what others than ourselves cannot write to holds still.
 */
static bool is_ours(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
	       (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* The signal that says somebody waits would end the process; this one is ignored unless asked for. */
bool descriptor_hold(int fd)
{
	return is_on_disk(fd) && is_ours(fd) && fcntl(fd, F_SETSIG, SIGURG) == 0 && fcntl(fd, F_SETLEASE, F_RDLCK) == 0;
}

bool descriptor_is_held(int fd)
{
	return fcntl(fd, F_GETLEASE) == F_RDLCK;
}

void descriptor_release(int fd)
{
	(void)fcntl(fd, F_SETLEASE, F_UNLCK);
}
