#include "store/key_file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool key_file_refuse(const char *path, const char *what, struct error *err)
{
	return error_set(err, ERROR_INPUT, "the key file %s %s", path, what);
}

/* A key that lies beside what it seals or signs protects nothing. */
static bool is_inside(const char *path, const char *archive_dir)
{
	char key[PATH_MAX], dir[PATH_MAX];
	size_t len;

	if (realpath(path, key) == NULL || realpath(archive_dir, dir) == NULL)
		return false;
	len = strlen(dir);
	return strncmp(key, dir, len) == 0 && (key[len] == '/' || dir[len - 1] == '/');
}

static bool check(int fd, const char *path, const char *variable, const char *archive_dir, struct error *err)
{
	struct stat about;

	if (fstat(fd, &about) != 0)
		return error_errno(err, "the key file %s (%s) cannot be looked at", path, variable);
	if (!S_ISREG(about.st_mode))
		return key_file_refuse(path, "is no plain file", err);
	if ((about.st_mode & 077) != 0)
		return key_file_refuse(path, "may be read or written by others: chmod 600 it, and give it to who runs prelist", err);
	return !is_inside(path, archive_dir) || key_file_refuse(path, "lies in the archive that it protects: keep it elsewhere", err);
}

int key_file_open(const char *path, const char *variable, const char *archive_dir, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0) {
		error_errno(err, "the key file %s (%s) cannot be opened", path, variable);
		return -1;
	}
	if (check(fd, path, variable, archive_dir, err))
		return fd;
	close(fd);
	return -1;
}
