/*
 * source - the package's bytes, read from a descriptor in windows, so that memory does not grow with it.
 *
 * What is only hashed or inflated is mapped, a small file whole, others a window at a time; what is parsed is copied, since a
 * mapped file can change while it is looked at.
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
	bool has_holes;	      /* some file systems give room to a hole that is read where it is mapped, if they have any left */
	const uint8_t *mapped; /* the whole file (source_map_whole); NULL: windows of it are */
	bool may_map;	      /* set by who handles SIGBUS: a file that is made shorter, or a disk that fails, ends in it */
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

/* A window as it lies in the file. */
struct source_map {
	struct span bytes;
	void *pages; /* NULL: nothing is mapped */
	size_t size; /* of pages */
};

/* For what is read once, from its beginning to its end. False: it cannot be mapped, or is too small to gain by it. */
bool source_map(const struct source *source, uint64_t offset, size_t len, struct source_map *map);

/*
 * Maps the whole of a small file for good: each window that one thread gives back makes the others' cores forget where memory is.
 * What cannot be mapped is read as before. The mapping stays until the process ends.
 */
void source_map_whole(struct source *source);

/* Twice is as good as once. */
void source_unmap(struct source_map *map);

/*
 * Hands len bytes at offset to take, in order, in pieces of at most a mebibyte: mapped, read, or as they lie in memory.
 * False when they are not all there or memory ran out, and err says which; or, without err, when take wants no more.
 */
__attribute__((warn_unused_result)) bool source_pour(const struct source *source, uint64_t offset, uint64_t len,
						     bool (*take)(void *owner, struct span bytes), void *owner,
						     struct error *err);

#endif
