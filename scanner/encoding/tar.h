/*
 * tar - the files of a tape archive, one after the other.
 *
 *   (block of 512 bytes: header | content, filled up to whole blocks)* | blocks of zeros
 *   header: char name[100] | mode, user, group[8] | size[12] octal | time[12] | sum[8] | u8 kind | link[100] | "ustar" | ...
 *
 * source   POSIX.1 pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format": a size of 8 GiB and more is no octal number
 */
#ifndef PRELIST_ENCODING_TAR_H
#define PRELIST_ENCODING_TAR_H

#include "bytes/error.h"
#include "bytes/source.h"

#define TAR_BLOCK 512
#define TAR_HEAD 262 /* bytes by which one is known */

/* True for the header of an archive that has the magic; those of before 1988 have none. */
bool tar_is(struct span head);

struct tar {
	const struct source *source;
	uint64_t next; /* where the next header stands */
	char name[101];
	uint64_t offset, size; /* of the content; its end may be missing */
};

struct tar tar_of(const struct source *source);

/* The next file; *there false behind the last, and where no header follows. False and err when reading failed. */
bool tar_next(struct tar *tar, bool *there, struct error *err);

#endif
