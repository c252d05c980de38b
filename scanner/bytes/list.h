/*
 * list - an array on the heap that grows, one item at a time.
 */
#ifndef PRELIST_BYTES_LIST_H
#define PRELIST_BYTES_LIST_H

#include <stddef.h>

/* Items, of which there are num, with room for one more: they move whenever num is a power of two. NULL: out of memory, and they stay. */
__attribute__((warn_unused_result)) void *list_grow(void *items, size_t num, size_t size);

#endif
