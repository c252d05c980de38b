/*
 * blob - a reading as one compressed run of bytes, and back.
 */
#ifndef PRELIST_STORE_BLOB_H
#define PRELIST_STORE_BLOB_H

#include "facts/reading.h"

#define BLOB_WIRE_MAX ((size_t)2 * 1024 * 1024 * 1024) /* of what is compressed */

/* Bytes of whatever form. False and err when memory ran out; blob_unpack also, without err, when it is damaged. */
bool blob_pack(struct span bytes, struct buf *blob, struct error *err);
bool blob_unpack(struct span blob, struct buf *bytes, struct error *err);

/* All tables of a reading. */
bool blob_make(const struct reading *reading, struct buf *blob, struct error *err);

/* Some tables (a bit each) of it. NULL and err when the blob is damaged. */
struct reading *blob_read(struct span blob, int readers, uint64_t tables, struct error *err);

#endif
