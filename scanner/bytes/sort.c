#include "bytes/sort.h"

#include <stdbool.h>
#include <stdlib.h>

static bool is_sorted(const char *base, size_t num, size_t size, int (*compare)(const void *a, const void *b, void *owner), void *owner)
{
	for (size_t i = 1; i < num; i++)
		if (compare(base + (i - 1) * size, base + i * size, owner) > 0)
			return false;
	return true;
}

void sort(void *base, size_t num, size_t size, int (*compare)(const void *a, const void *b, void *owner), void *owner)
{
	if (!is_sorted(base, num, size, compare, owner))
		qsort_r(base, num, size, compare, owner);
}
