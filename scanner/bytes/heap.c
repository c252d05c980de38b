#include "bytes/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define LARGE_PAGE ((size_t)2 * 1024 * 1024)
#define CHUNK_HEAD (2 * sizeof(size_t)) /* of the C library, before each piece */

static void *filling; /* what is left to the first large page, never touched */

/* The head of what is free behind the first piece has been written to: the large page that it is in is one no more. */
void heap_use_large_pages(size_t room)
{
	void *first;
	uintptr_t start;

	if (filling != NULL)
		return;
	mallopt(M_MMAP_THRESHOLD, 2 * LARGE_PAGE); /* what is less comes from the heap */
	mallopt(M_TOP_PAD, (int)(room + 2 * LARGE_PAGE));
	first = malloc(LARGE_PAGE);
	if (first == NULL)
		return;
	start = ((uintptr_t)first + 2 * LARGE_PAGE) & ~(uintptr_t)(LARGE_PAGE - 1);
	madvise((void *)start, room, MADV_HUGEPAGE);
	free(first);
	filling = malloc(start - (uintptr_t)first - CHUNK_HEAD);
}
