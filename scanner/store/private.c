#include "store/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool make_private(int dir_fd, const char *name, bool *is_new, struct error *err)
{
	*is_new = mkdirat(dir_fd, name, 0700) == 0;
	if (*is_new)
		return fchmodat(dir_fd, name, 0700, 0) == 0 || error_errno(err, "the archive's folder %s cannot be made private", name);
	return errno == EEXIST || error_errno(err, "the archive's folder %s cannot be made", name);
}

bool private_folder(int dir_fd, const char *name, struct error *err)
{
	bool is_new;

	return make_private(dir_fd, name, &is_new, err);
}

bool private_top(const char *path, struct error *err)
{
	bool is_new;

	return make_private(AT_FDCWD, path, &is_new, err) && (!is_new || private_settle(path, err));
}

/* Who may make folders in another may not always look into it: then all of its disk is synced. */
bool private_settle(const char *path, struct error *err)
{
	char above[4300];
	int fd;
	bool ok;

	snprintf(above, sizeof above, "%s/..", path);
	fd = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ok = fd >= 0 && fsync(fd) == 0;
	if (fd < 0 && errno == EACCES) {
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		ok = fd >= 0 && syncfs(fd) == 0;
	}
	if (!ok)
		error_errno(err, "the folder %s cannot be made durable", path);
	if (fd >= 0)
		close(fd);
	return ok;
}
