#include "store/outside.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool holds(const char *folder, const char *name)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path && access(path, F_OK) == 0;
}

/* The nearest folder above path that is there, without links. */
static bool find_folder(const char *path, char folder[PATH_MAX])
{
	char name[PATH_MAX], *above = name;

	/* What is not there is named by glibc, links followed as far as it got. */
	if (realpath(path, name) == NULL && errno != ENOENT && snprintf(name, sizeof name, "%s", path) >= (int)sizeof name) {
		errno = ENAMETOOLONG;
		return false;
	}
	do {
		above = dirname(above);
		if (realpath(above, folder) != NULL)
			return true;
	} while (strlen(above) > 1);
	return false;
}

bool outside_archives(const char *path, struct error *err)
{
	char folder[PATH_MAX], *above = folder;

	if (!find_folder(path, folder))
		return errno == ENAMETOOLONG ? error_errno(err, "cannot write %s", path) : error_set(err, ERROR_USAGE, "there is no folder for %s", path);
	for (; strlen(above) > 1; above = dirname(above))
		if (holds(above, "prelist.db") && holds(above, "packages"))
			return error_set(err, ERROR_USAGE, "%s lies in the archive %s: name a place outside of it", path, above);
	return true;
}

bool outside_files(const char *path, struct error *err)
{
	char folder[PATH_MAX], *above = folder;

	if (!outside_archives(path, err) || !find_folder(path, folder))
		return false;
	for (; strlen(above) > 1; above = dirname(above)) {
		if (holds(above, "policy.json") && (holds(above, "catalogue") || holds(above, "rules.d")))
			return error_set(err, ERROR_USAGE, "%s lies in the folder of rules %s: name a place outside of it", path, above);
		if (holds(above, "backup.json") && holds(above, "packages"))
			return error_set(err, ERROR_USAGE, "%s lies in the backup %s: name a place outside of it", path, above);
	}
	return true;
}
