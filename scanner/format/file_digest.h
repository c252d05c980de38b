/*
 * file_digest - SHA-256 of the whole file, and SHA-1 and MD5 where they are asked for.
 *
 * From the first byte to the last, beside whatever else is done with the file.
 */
#ifndef PRELIST_FORMAT_FILE_DIGEST_H
#define PRELIST_FORMAT_FILE_DIGEST_H

#include "bytes/digest.h"
#include "bytes/pool.h"
#include "bytes/source.h"
#include "facts/fact.h"

#include <stdatomic.h>

#define FILE_DIGEST_KINDS 3

struct file_digest {
	char sha256[DIGEST_HEX_MAX];
	char sha1[DIGEST_HEX_MAX]; /* empty when not asked for */
	char md5[DIGEST_HEX_MAX];
	/* What makes them. */
	const struct source *source;
	struct digest *contexts[FILE_DIGEST_KINDS];
	struct pool *pool;
	struct pool_task task;
	atomic_bool given_up;
	struct error failure;
};

/*
 * Begins, on a thread of the pool that has nothing else to do. sha256: what is known already, or "". False and err when memory
 * ran out. digest stays in place until file_digest_close.
 */
bool file_digest_start(struct file_digest *digest, const struct source *source, const char *sha256, bool with_sha1_md5,
		       struct pool *pool, struct error *err);

/* Returns when they are made, at the latest by the caller. False and err when reading failed. Twice is as good as once. */
bool file_digest_finish(struct file_digest *digest, struct error *err);

/* Gives up what was not finished. */
void file_digest_close(struct file_digest *digest);

/* Puts what there is into the package row, which borrows it. */
void file_digest_fill(const struct file_digest *digest, struct fact_package *row);

#endif
