#include "store/private.h"

#include <errno.h>
#include <sys/stat.h>

bool private_folder(int dir_fd, const char *name, struct error *err)
{
	if (mkdirat(dir_fd, name, 0700) == 0)
		return fchmodat(dir_fd, name, 0700, 0) == 0 || error_errno(err, "the archive's folder %s cannot be made private", name);
	return errno == EEXIST || error_errno(err, "the archive's folder %s cannot be made", name);
}
