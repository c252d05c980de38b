/*
 * pool - a fixed set of threads that work off a queue of items.
 *
 * The worker makes it between Landlock and seccomp; no thread is made later.
 */
#ifndef PRELIST_BYTES_POOL_H
#define PRELIST_BYTES_POOL_H

#include "bytes/error.h"

#include <stddef.h>

struct pool;

/* A pool of num_threads threads besides the caller (0: everything runs in the caller). NULL and err when none could be made. */
struct pool *pool_new(unsigned num_threads, struct error *err);
void pool_free(struct pool *pool);

/* Threads that take part in pool_run, the caller included: worker numbers are 0 .. pool_size - 1. */
unsigned pool_size(const struct pool *pool);

/* Calls work(owner, item, worker) for every item in 0 .. num_items - 1, in order of start, and returns when all are done. */
void pool_run(struct pool *pool, size_t num_items, void (*work)(void *owner, size_t item, unsigned worker), void *owner);

#endif
