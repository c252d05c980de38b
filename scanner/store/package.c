#include "store/package.h"

#include "store/pack.h"
#include "store/package_file.h"
#include "store/pruned.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* In the archive, where there is room for packages; elsewhere when it may not be written. */
static int unnamed_file(struct archive *archive, struct error *err)
{
	const char *elsewhere = getenv("TMPDIR");
	int fd = openat(archive->dir_fd, "packages", O_TMPFILE | O_RDWR | O_CLOEXEC, 0400);

	if (fd < 0)
		fd = open(elsewhere != NULL ? elsewhere : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0400);
	if (fd < 0)
		error_errno(err, "there is no room to rebuild a package, neither in %s nor in %s", archive->dir,
			    elsewhere != NULL ? elsewhere : "/tmp");
	return fd;
}

/* Why it is nowhere: pruned, or gone. */
static void say_why(struct archive *archive, const char *sha256, const struct error *gone, struct error *err)
{
	char date[DATE_TEXT_LEN];

	if (!pruned_date(archive, sha256, date, err))
		return;
	if (*date != '\0')
		error_set(err, ERROR_ARCHIVE, "package %s was pruned on %s; what was read of it is kept: prelist show", sha256, date);
	*err = err->code != ERROR_NONE ? *err : *gone;
}

int package_open(struct archive *archive, const char *sha256, struct error *err)
{
	struct error inner = {0};
	int fd = package_file_open(archive->dir_fd, sha256, &inner);
	bool found, ok = false;

	if (fd >= 0)
		return fd;
	if (inner.code != ERROR_DAMAGED) {
		error_set(err, inner.code, "%s", inner.text);
		return -1;
	}
	fd = unnamed_file(archive, err);
	if (fd < 0)
		return -1;
	if (pack_rebuild(archive, sha256, fd, &found, err) && !found)
		say_why(archive, sha256, &inner, err);
	else if (err->code == ERROR_NONE && package_file_is(fd, sha256, &ok, err) && !ok)
		error_set(err, ERROR_DAMAGED, "the kept package %s is not what it was: run prelist archive verify", sha256);
	if (ok && lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool look(struct archive *archive, const char *sha256, int64_t size, bool *ok, struct error *err)
{
	struct error inner = {0};
	int fd = package_open(archive, sha256, &inner);
	bool went_well;

	if (fd < 0) /* pruned, or damaged; else nobody knows */
		return inner.code == ERROR_ARCHIVE || inner.code == ERROR_DAMAGED || error_set(err, inner.code, "%s", inner.text);
	went_well = package_file_is(fd, sha256, ok, err);
	*ok = *ok && lseek(fd, 0, SEEK_END) == size;
	close(fd);
	return went_well;
}

/* Bytes may move into a pack, or go, while they are looked at: what is wrong is so at a second look, too, and was not pruned. */
bool package_check(struct archive *archive, const char *sha256, int64_t size, bool *ok, struct error *err)
{
	char date[DATE_TEXT_LEN];

	*ok = false;
	for (int looks = 0; looks < 2 && !*ok; looks++) {
		if (!look(archive, sha256, size, ok, err) || !pruned_date(archive, sha256, date, err))
			return false;
		*ok = *ok || *date != '\0';
	}
	return true;
}
