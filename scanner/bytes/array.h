/*
 * array - items on the heap, of which there is room for one more.
 */
#ifndef PRELIST_BYTES_ARRAY_H
#define PRELIST_BYTES_ARRAY_H

#include <stddef.h>

/* Items, of which there are num, with room for one more: they move whenever num is a power of two. NULL: out of memory, and they stay. */
__attribute__((warn_unused_result)) void *array_grow(void *items, size_t num, size_t size);

#endif
