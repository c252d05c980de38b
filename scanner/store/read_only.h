/*
 * read_only - an archive in which this process may write nothing: a read-only file system, a folder of somebody else's.
 *
 * SQLite reads a database with a write-ahead log only beside files that it makes. Where it may make none, and the log holds
 * nothing, the database itself is whole: it is read without locks ("immutable"), and whoever has read says at the end whether it
 * was written meanwhile by somebody who may. Where the log holds something, no more can be read than it says.
 */
#ifndef PRELIST_STORE_READ_ONLY_H
#define PRELIST_STORE_READ_ONLY_H

#include "bytes/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#define READ_ONLY_URI_MAX ((size_t)3 * 4200 + 32)

/* What of the file changes with what is written to it. */
struct read_only {
	bool is_used; /* it is read without locks */
	struct stat before;
};

/* Who is to write hears it before anything is done: false and err. */
bool read_only_refuse(int dir_fd, const char *dir, struct error *err);

/* Whether no file may be made in the folder. Where one may, SQLite failed for another reason, and is shared with who writes. */
bool read_only_is(int dir_fd);

/* How SQLite is told to read it without locks; false and err where it may not. */
bool read_only_begin(struct read_only *self, int dir_fd, const char *dir, char uri[READ_ONLY_URI_MAX], struct error *err);

/* False and err: it was written to since. True of one that is read as usual. */
bool read_only_end(const struct read_only *self, int dir_fd, const char *dir, struct error *err);

#endif
