/*
 * sort - qsort for what mostly comes in order: one look finds that out, and then nothing is moved.
 */
#ifndef PRELIST_BYTES_SORT_H
#define PRELIST_BYTES_SORT_H

#include <stddef.h>

void sort(void *base, size_t num, size_t size, int (*compare)(const void *a, const void *b, void *owner), void *owner);

#endif
