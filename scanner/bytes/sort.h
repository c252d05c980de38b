/*
 * sort - qsort for what mostly comes in order, or as a few orders one after another or mixed: it is dealt onto piles that are
 * in order each, and those are merged.
 */
#ifndef PRELIST_BYTES_SORT_H
#define PRELIST_BYTES_SORT_H

#include <stdbool.h>
#include <stddef.h>

/* As with qsort, what compares equal may change places. Elements that end up side by side have been compared with each other. */
void sort(void *base, size_t num, size_t size, int (*compare)(const void *a, const void *b, void *owner), void *owner);

/* The same where the first num_in_order are in order already: of few others, each is looked for its place among them. */
void sort_rest(void *base, size_t num_in_order, size_t num, size_t size, int (*compare)(const void *a, const void *b, void *owner), void *owner);

/* Of elements in order, how many come before the key: those for which is_before says so, which stand first. */
size_t sort_num_before(const void *base, size_t num, size_t size, bool (*is_before)(const void *element, const void *key), const void *key);

#endif
