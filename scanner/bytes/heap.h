/*
 * heap - the C library's heap, made of large pages.
 */
#ifndef PRELIST_BYTES_HEAP_H
#define PRELIST_BYTES_HEAP_H

#include <stddef.h>

/*
 * Makes what the heap grows by next, so many bytes, of large pages: the kernel then clears 2 MiB at one fault, not at 512. Where it
 * has none, nothing is lost. For one thread, before others are made.
 */
void heap_use_large_pages(size_t room);

#endif
