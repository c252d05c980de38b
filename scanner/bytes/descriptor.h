/*
 * descriptor - reading and writing whole: what the kernel does in parts goes on until it is done; what a file lacks; and a
 * file that holds still while it is used; and opening what somebody named.
 */
#ifndef PRELIST_BYTES_DESCRIPTOR_H
#define PRELIST_BYTES_DESCRIPTOR_H

#include "bytes/buf.h"
#include "bytes/error.h"

#include <sys/stat.h>
#include <sys/types.h>

/*
 * For reading: a regular file, or a shell's pipe (*is_pipe). -1 and err for anything else; nothing is waited for, so that a named
 * pipe or a device stops nobody. errno is that of open when that failed.
 */
int descriptor_open(const char *path, bool *is_pipe, struct error *err);

/* False with errno when not all of it was written. */
__attribute__((warn_unused_result)) bool descriptor_write(int fd, struct span bytes);

/* From that offset on, until len bytes are there or the file ends: how many there are; -1 with errno. */
__attribute__((warn_unused_result)) ssize_t descriptor_read(int fd, uint64_t offset, void *out, size_t len);

/* From where it stands to its end, or `most` bytes of that: into content, of which the caller asks whether it held them. False with errno. */
bool descriptor_read_all(int fd, size_t most, struct buf *content);

/* Whether the file takes less room than its size: it has holes, or its file system compresses. */
bool descriptor_has_holes(const struct stat *status);

/*
 * Holds a file still, by the kernel's read lease: none has it open for writing, and who comes to write to it waits until it is
 * released, or until the kernel's patience ends (45 s; /proc/sys/fs/lease-break-time) and the hold is lost. While it is still held,
 * the bytes are what they were when the hold began. False where that cannot be promised: another way is to be taken then.
 */
bool descriptor_hold(int fd);

/* False as soon as somebody waits. */
bool descriptor_is_held(int fd);

/* Whoever waits goes on, also where another process has the descriptor still. What is not held is left as it is. */
void descriptor_release(int fd);

#endif
