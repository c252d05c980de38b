/*
 * package_copy - the bytes of a package into a file of the archive, hashed, by the cheapest way that is to be had.
 *
 *   cloned   both files share their blocks (btrfs, XFS)
 *   held     the file holds still (descriptor_hold): its own pages are written, around the page cache, and hashed
 *   read     into memory of ours, which is written and hashed
 *
 * By each of them what is hashed is what is kept, whoever writes to the file meanwhile.
 */
#ifndef PRELIST_STORE_PACKAGE_COPY_H
#define PRELIST_STORE_PACKAGE_COPY_H

#include "store/archive.h"

/* Into incoming's file, which is empty; sets all the rest of it. */
bool package_copy(int from, struct incoming *incoming, struct error *err);

/* Reads it whole and writes nothing. */
bool package_copy_hash(int from, char sha256[65], uint64_t *size, struct error *err);

#endif
