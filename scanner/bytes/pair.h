/*
 * pair - where one of two pairs of bytes stands: what begins with a rare one is looked for by it, many bytes at once.
 */
#ifndef PRELIST_BYTES_PAIR_H
#define PRELIST_BYTES_PAIR_H

#include "bytes/span.h"

/* The first place of either from there on; bytes.len: nowhere. */
size_t pair_find(struct span bytes, size_t from, const char one[2], const char other[2]);

#endif
