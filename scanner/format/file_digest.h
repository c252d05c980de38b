/*
 * file_digest - SHA-256 of the whole file, and SHA-1 and MD5 where they are asked for.
 */
#ifndef PRELIST_FORMAT_FILE_DIGEST_H
#define PRELIST_FORMAT_FILE_DIGEST_H

#include "bytes/digest.h"
#include "bytes/source.h"
#include "facts/fact.h"

struct file_digest {
	char sha256[DIGEST_HEX_MAX];
	char sha1[DIGEST_HEX_MAX]; /* empty when not asked for */
	char md5[DIGEST_HEX_MAX];
};

/*
 * One thread, from the first byte to the last. sha256: what is known already, or "". False and err when reading failed or
 * memory ran out.
 */
bool file_digest_make(struct file_digest *digest, const struct source *source, const char *sha256, bool with_sha1_md5,
		      struct error *err);

/* Puts what there is into the package row, which borrows it. */
void file_digest_fill(const struct file_digest *digest, struct fact_package *row);

#endif
