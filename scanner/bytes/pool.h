/*
 * pool - a fixed set of threads that work off a queue of items, and help where one item is long.
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

/* The last run is over: the threads end while the caller goes on, so that pool_free need not wait for them; the rest he does alone. */
void pool_dismiss(struct pool *pool);

/* Threads that take part in pool_run, the caller included: worker numbers are 0 .. pool_size - 1. */
unsigned pool_size(const struct pool *pool);

/*
 * Calls work(owner, item, worker) for every item in 0 .. num_items - 1, in order of start, and returns when all are done. The last num_fill
 * items fill in: tasks that are offered come before them.
 */
void pool_run(struct pool *pool, size_t num_items, size_t num_fill, void (*work)(void *owner, size_t item, unsigned worker), void *owner);

/* By the worker of an item: returns when all items before it are done. */
void pool_await_turn(struct pool *pool, unsigned worker);

enum pool_task_state { POOL_TASK_OPEN, POOL_TASK_TAKEN, POOL_TASK_DONE };

/*
 * What can be done beside the rest of an item, or beside what comes before a run. Its owner keeps it in place until pool_finish. It may be
 * done in steps, one after the other, by whichever thread: long tasks side by side then end at about the same time.
 */
struct pool_task {
	bool (*work)(void *owner); /* a step; whether there is one more */
	void *owner;
	enum pool_task_state state;
	struct pool_task *next;
};

/* A thread that finds no item left, or only such as fill in, may do the task from here on, within a run or between two. */
void pool_offer(struct pool *pool, struct pool_task *task);

/* By who offered it: returns when the task is done, which the caller does itself if nobody took it. Twice is as good as once. */
void pool_finish(struct pool *pool, struct pool_task *task);

#endif
