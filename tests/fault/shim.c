/*
 * shim - preloaded before prelist: makes one system call of its parent process fail, as a full or broken disk would.
 *
 *   FAULT_CALL=fsync FAULT_AT=3 FAULT_ERRNO=28   the third fsync fails with ENOSPC, and every one behind it
 *   FAULT_CALL=clone FAULT_AT=1 FAULT_ERRNO=0    a clone that breaks off and says nothing, as XFS does on a full disk
 *   FAULT_COUNT=FILE                             nothing fails; the file gets "call number" lines
 *   FAULT_TRACE=FILE                             nothing fails; the file gets what becomes of files, in order, as "what inode path" lines:
 *       write (its bytes), name (of a file, and the inode of its folder), settle (the file that is given a name), sync (a file's or folder's), all
 *       (syncfs), gone (a file without name), answer (something leaves by standard output)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { CALL_WRITE, CALL_PWRITE, CALL_FSYNC, CALL_FDATASYNC, CALL_FTRUNCATE, CALL_LINK, CALL_CREATE, CALL_MKDIR, CALL_CLONE, CALLS };
static const char *const names[CALLS] = {"write", "pwrite", "fsync", "fdatasync", "ftruncate", "link", "create", "mkdir", "clone"};

static pid_t parent;
static int wanted = -1, error_number = EIO;
static long at, counts[CALLS];
static int trace = -1;
static char answer[1 << 20]; /* leaves when it is flushed, and not before */

__attribute__((constructor)) static void begin(void)
{
	const char *call = getenv("FAULT_CALL"), *number = getenv("FAULT_AT"), *why = getenv("FAULT_ERRNO");

	parent = getpid();
	for (int i = 0; call != NULL && i < CALLS; i++)
		if (strcmp(call, names[i]) == 0)
			wanted = i;
	at = number != NULL ? atol(number) : 0;
	error_number = why != NULL ? atoi(why) : EIO;
	if (getenv("FAULT_TRACE") == NULL)
		return;
	trace = open(getenv("FAULT_TRACE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	setvbuf(stdout, answer, _IOFBF, sizeof answer);
}

/* fd: -1 when path says it all. */
static void tell_of(const char *what, long inode, int fd, const char *path)
{
	char own[64], name[4096] = "", line[8400];
	int len, error = errno;

	if (trace < 0 || getpid() != parent)
		return;
	snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
	if (fd >= 0 && *path != '/' && readlink(own, name, sizeof name - 1) < 0)
		*name = '\0';
	len = snprintf(line, sizeof line, "%s %ld %s%s%s\n", what, inode, name, *name != '\0' && *path != '\0' ? "/" : "", path);
	if (syscall(SYS_write, trace, line, (size_t)len) != len)
		abort();
	errno = error;
}

static void tell_file(const char *what, int fd)
{
	struct stat status;

	if (trace >= 0 && fstat(fd, &status) == 0 && !S_ISFIFO(status.st_mode))
		tell_of(what, (long)status.st_ino, fd, "");
}

static void tell_path(const char *what, int dir, const char *path)
{
	struct stat status;

	if (trace >= 0 && fstatat(dir, path, &status, AT_SYMLINK_NOFOLLOW) == 0)
		tell_of(what, (long)status.st_ino, dir, path);
}

static void tell_answer(void)
{
	if (__fpending(stdout) > 0)
		tell_of("answer", 0, -1, "");
}

/* With the folder's inode: that a file has a name is so for good when its folder is synced. */
static void tell_name(int dir, const char *path)
{
	char folder[4096];
	struct stat status = {.st_ino = 0};
	char *last;

	snprintf(folder, sizeof folder, "%s", path);
	last = strrchr(folder, '/');
	if (last != NULL)
		last[last == folder] = '\0';
	if (trace >= 0 && fstatat(dir, last != NULL ? folder : ".", &status, 0) == 0)
		tell_of("name", (long)status.st_ino, dir, path);
}

static int is_there(int dir, const char *path)
{
	struct stat status;

	return trace >= 0 && fstatat(dir, path, &status, 0) == 0;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *file = path != NULL && getpid() == parent ? fopen(path, "w") : NULL;

	tell_answer();
	if (file == NULL)
		return;
	for (int i = 0; i < CALLS; i++)
		fprintf(file, "%s %ld\n", names[i], counts[i]);
	fclose(file);
}

/* True when this one is to fail. Workers are left alone. */
static int fails(int call)
{
	if (getpid() != parent)
		return 0;
	counts[call]++;
	if (call != wanted || counts[call] < at)
		return 0;
	errno = error_number;
	return 1;
}

#define NEXT(name)                                                                                                     \
	static __typeof__(&name) real;                                                                                 \
	if (real == NULL)                                                                                              \
		real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t len)
{
	NEXT(write);

	if (fd > 2)
		tell_file("write", fd);
	/* What goes to a terminal or pipe is no disk. */
	return fd > 2 && fails(CALL_WRITE) ? -1 : real(fd, data, len);
}

/* The one that fails writes half of it first: a torn write. */
ssize_t pwrite64(int fd, const void *data, size_t len, off64_t offset)
{
	NEXT(pwrite64);

	tell_file("write", fd);
	if (!fails(CALL_PWRITE))
		return real(fd, data, len, offset);
	real(fd, data, len / 2, offset);
	errno = error_number;
	return -1;
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t offset)
{
	return pwrite64(fd, data, len, offset);
}

int fsync(int fd)
{
	NEXT(fsync);

	tell_file("sync", fd);
	return fails(CALL_FSYNC) ? -1 : real(fd);
}

int syncfs(int fd)
{
	NEXT(syncfs);

	tell_file("all", fd);
	return real(fd);
}

int fdatasync(int fd)
{
	NEXT(fdatasync);

	tell_file("sync", fd);
	return fails(CALL_FDATASYNC) ? -1 : real(fd);
}

int ftruncate64(int fd, off64_t len)
{
	NEXT(ftruncate64);

	tell_file("write", fd);
	return fails(CALL_FTRUNCATE) ? -1 : real(fd, len);
}

/* The one that fails leaves the first part all the same. */
int ioctl(int fd, unsigned long request, ...)
{
	NEXT(ioctl);
	va_list args;
	void *arg;
	char part[4096];
	ssize_t len;

	va_start(args, request);
	arg = va_arg(args, void *);
	va_end(args);
	if (request == FICLONE)
		tell_file("write", fd);
	if (request != FICLONE || !fails(CALL_CLONE))
		return real(fd, request, arg);
	len = pread((int)(intptr_t)arg, part, sizeof part, 0);
	if (len < 0 || pwrite(fd, part, (size_t)len, 0) != len)
		return -1;
	errno = error_number;
	return error_number == 0 ? 0 : -1;
}

int linkat(int from, const char *path, int to, const char *name, int flags)
{
	NEXT(linkat);
	int status = fails(CALL_LINK) ? -1 : real(from, path, to, name, flags);

	if (status == 0) {
		tell_path("settle", to, name);
		tell_name(to, name);
	}
	return status;
}

int renameat(int from, const char *path, int to, const char *name)
{
	NEXT(renameat);
	int status;

	tell_path("settle", from, path);
	tell_path("gone", to, name);
	status = real(from, path, to, name);
	if (status == 0)
		tell_name(to, name);
	return status;
}

int rename(const char *path, const char *name)
{
	return renameat(AT_FDCWD, path, AT_FDCWD, name);
}

int unlinkat(int dir, const char *path, int flags)
{
	NEXT(unlinkat);

	tell_path("gone", dir, path);
	return real(dir, path, flags);
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int fflush(FILE *file)
{
	NEXT(fflush);

	if (file == stdout)
		tell_answer();
	return real(file);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
	NEXT(mkdirat);
	int status = fails(CALL_MKDIR) ? -1 : real(dir, path, mode);

	if (status == 0)
		tell_name(dir, path);
	return status;
}

int mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, path, mode);
}

static int open_or_fail(int dir, const char *path, int flags, mode_t mode)
{
	NEXT(openat64);
	int was_there = (flags & O_CREAT) == 0 || is_there(dir, path);
	int fd = (flags & (O_CREAT | __O_TMPFILE)) != 0 && fails(CALL_CREATE) ? -1 : real(dir, path, flags, mode);

	if (fd >= 0 && !was_there)
		tell_name(dir, path);
	return fd;
}

int openat64(int dir, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	return open_or_fail(dir, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	return open_or_fail(AT_FDCWD, path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	return open_or_fail(dir, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	return open_or_fail(AT_FDCWD, path, flags, mode);
}
