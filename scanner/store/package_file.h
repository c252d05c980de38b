/*
 * package_file - packages as whole files: packages/aa/<sha256>.
 *
 * On its way in a package is an unnamed file; it gets its name once it is durable, and is never written again.
 */
#ifndef PRELIST_STORE_PACKAGE_FILE_H
#define PRELIST_STORE_PACKAGE_FILE_H

#include "store/archive.h"

#include <sys/stat.h>

bool package_file_receive(int dir_fd, int from, struct incoming *incoming, struct error *err);

/* Makes it durable under its name. A disk that cannot promise that ends the process: nothing may be acknowledged. */
bool package_file_link(int dir_fd, const struct incoming *incoming, struct error *err);

/*
 * Within the transaction that names it: what has let go of what no submission named took away the name that package_file_link gave,
 * perhaps, and then it gets it again.
 */
bool package_file_stays(int dir_fd, const struct incoming *incoming, struct error *err);

/*
 * Opens a file of packages/ or packs/, with flags of open: -1 and err, ERROR_DAMAGED when it is not there or is no file, a link
 * among them.
 */
int package_file_at(int dir_fd, const char *path, int flags, struct error *err);

/* Opens a kept package; -1 and err when it is not there. */
int package_file_open(int dir_fd, const char *sha256, struct error *err);

/* Reads fd whole: *ok is false when its bytes are not those of the name. */
bool package_file_is(int fd, const char *sha256, bool *ok, struct error *err);

/* For an archive of which nothing is known: false and err when there are packages in it, so that it has lost what was. */
bool package_file_none(int dir_fd, const char *dir, struct error *err);

/* Of a package: its SHA-256. */
bool package_file_is_name(const char *name);

/* Every whole file. False from visit, which sets err, ends it. */
bool package_file_each(int dir_fd, bool (*visit)(void *owner, const char *sha256, const struct stat *status, struct error *err), void *owner,
		       struct error *err);

/* Removes the whole file; one that is gone already is no error. */
bool package_file_drop(int dir_fd, const char *sha256, struct error *err);

#endif
