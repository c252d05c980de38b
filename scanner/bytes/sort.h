/*
 * sort - qsort for what mostly comes in order, or as a few orders one after another or mixed: it is dealt onto piles that are
 * in order each, and those are merged.
 */
#ifndef PRELIST_BYTES_SORT_H
#define PRELIST_BYTES_SORT_H

#include <stddef.h>

/* As with qsort, what compares equal may change places. Elements that end up side by side have been compared with each other. */
void sort(void *base, size_t num, size_t size, int (*compare)(const void *a, const void *b, void *owner), void *owner);

#endif
