/*
 * pack_parts - what the files that write and read packs share.
 */
#ifndef PRELIST_STORE_PACK_PARTS_H
#define PRELIST_STORE_PACK_PARTS_H

#include "bytes/buf.h"
#include "store/pack.h"

#define PACK_CHUNK_MAX ((size_t)64 * 1024 * 1024) /* a longer entry is several chunks */
#define PACK_CHUNK_MIN 256			  /* a shorter one stays in the skeleton */
#define PACK_DEPTH_MAX 8			  /* differences upon differences */
#define PACK_WINDOW_LOG 27
#define PACK_RECIPE_MAX ((size_t)256 * 1024 * 1024)

/* The file of a pack; -1 and err. */
int pack_file_open(struct archive *archive, int64_t number, bool writable, struct error *err);

/* Its bytes and its name, durable. */
bool pack_file_sync(struct archive *archive, int fd, struct error *err);

/* Until *lock is closed nobody else writes packs; -1 where there is no folder of them. */
bool pack_lock(struct archive *archive, int *lock, struct error *err);

/* A chunk's bytes as they stood in the package. */
bool pack_chunk_read(struct archive *archive, int fd, int64_t chunk, struct buf *bytes, struct error *err);

/* The recipe as it is kept, decompressed. */
bool pack_recipe_unpack(struct span blob, struct buf *recipe, struct error *err);

/* The next number of the recipe at *at; false when there is none. */
bool pack_varint_read(struct span recipe, size_t *at, uint64_t *value);

#endif
