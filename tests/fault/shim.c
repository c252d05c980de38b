/*
 * shim - preloaded before prelist: makes one system call of its parent process fail, as a full or broken disk would.
 *
 *   FAULT_CALL=fsync FAULT_AT=3 FAULT_ERRNO=28   the third fsync fails with ENOSPC, and every one behind it
 *   FAULT_CALL=clone FAULT_AT=1 FAULT_ERRNO=0    a clone that breaks off and says nothing, as XFS does on a full disk
 *   FAULT_COUNT=FILE                             nothing fails; the file gets "call number" lines
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <unistd.h>

enum { CALL_WRITE, CALL_PWRITE, CALL_FSYNC, CALL_FDATASYNC, CALL_FTRUNCATE, CALL_LINK, CALL_CREATE, CALL_MKDIR, CALL_CLONE, CALLS };
static const char *const names[CALLS] = {"write", "pwrite", "fsync", "fdatasync", "ftruncate", "link", "create", "mkdir", "clone"};

static pid_t parent;
static int wanted = -1, error_number = EIO;
static long at, counts[CALLS];

__attribute__((constructor)) static void begin(void)
{
	const char *call = getenv("FAULT_CALL"), *number = getenv("FAULT_AT"), *why = getenv("FAULT_ERRNO");

	parent = getpid();
	for (int i = 0; call != NULL && i < CALLS; i++)
		if (strcmp(call, names[i]) == 0)
			wanted = i;
	at = number != NULL ? atol(number) : 0;
	error_number = why != NULL ? atoi(why) : EIO;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *file = path != NULL && getpid() == parent ? fopen(path, "w") : NULL;

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

	/* What goes to a terminal or pipe is no disk. */
	return fd > 2 && fails(CALL_WRITE) ? -1 : real(fd, data, len);
}

/* The one that fails writes half of it first: a torn write. */
ssize_t pwrite64(int fd, const void *data, size_t len, off64_t offset)
{
	NEXT(pwrite64);

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

	return fails(CALL_FSYNC) ? -1 : real(fd);
}

int fdatasync(int fd)
{
	NEXT(fdatasync);

	return fails(CALL_FDATASYNC) ? -1 : real(fd);
}

int ftruncate64(int fd, off64_t len)
{
	NEXT(ftruncate64);

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

	return fails(CALL_LINK) ? -1 : real(from, path, to, name, flags);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
	NEXT(mkdirat);

	return fails(CALL_MKDIR) ? -1 : real(dir, path, mode);
}

int openat64(int dir, const char *path, int flags, ...)
{
	NEXT(openat64);
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	return (flags & (O_CREAT | __O_TMPFILE)) != 0 && fails(CALL_CREATE) ? -1 : real(dir, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	NEXT(open64);
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	return (flags & (O_CREAT | __O_TMPFILE)) != 0 && fails(CALL_CREATE) ? -1 : real(path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	return openat64(dir, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = va_arg(args, mode_t);
	va_end(args);
	return open64(path, flags, mode);
}
