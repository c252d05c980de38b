#include "bytes/array.h"

#include <stdlib.h>

void *array_grow(void *items, size_t num, size_t size)
{
	return (num & (num - 1)) == 0 ? reallocarray(items, num == 0 ? 1 : 2 * num, size) : items;
}
