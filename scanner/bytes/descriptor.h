/*
 * descriptor - reading and writing whole: what the kernel does in parts goes on until it is done; and what a file lacks.
 */
#ifndef PRELIST_BYTES_DESCRIPTOR_H
#define PRELIST_BYTES_DESCRIPTOR_H

#include "bytes/span.h"

#include <sys/stat.h>
#include <sys/types.h>

/* False with errno when not all of it was written. */
__attribute__((warn_unused_result)) bool descriptor_write(int fd, struct span bytes);

/* From that offset on, until len bytes are there or the file ends: how many there are; -1 with errno. */
__attribute__((warn_unused_result)) ssize_t descriptor_read(int fd, uint64_t offset, void *out, size_t len);

/* Whether the file takes less room than its size: it has holes, or its file system compresses. */
bool descriptor_has_holes(const struct stat *status);

#endif
