/*
 * source - the package's bytes, read from a descriptor in windows (pread, never mmap: memory must not grow with it).
 */
#ifndef PRELIST_BYTES_SOURCE_H
#define PRELIST_BYTES_SOURCE_H

#include "bytes/error.h"
#include "bytes/span.h"

struct source {
	int fd;		      /* borrowed */
	uint64_t base;	      /* where it begins in the file or memory */
	uint64_t size;	      /* as of source_open */
	const uint8_t *memory; /* instead of fd: bytes in memory (tests, nested packages), borrowed; NULL otherwise */
};

/* False and err when fd is not a regular file that can be read. */
bool source_open(struct source *source, int fd, struct error *err);
struct source source_of(struct span memory);

/* A window of another source: the package's bytes from offset on, as a source of their own. Cut at the other's end. */
struct source source_sub(const struct source *source, uint64_t offset, uint64_t size);

/*
 * Reads exactly len bytes at offset into out. False when they are not all there
 * (a package changed or the disk failed: err says which). Any thread may call it.
 */
__attribute__((warn_unused_result)) bool source_read(const struct source *source, uint64_t offset, void *out,
						       size_t len, struct error *err);

/* The bytes where they lie, without a copy: NULL when the source is not in memory, or does not have them all. */
const uint8_t *source_view(const struct source *source, uint64_t offset, size_t len);

#endif
