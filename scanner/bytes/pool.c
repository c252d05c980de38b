#include "bytes/pool.h"

#include "bytes/core.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#define NO_ITEM SIZE_MAX

struct pool_thread {
	struct pool *pool;
	pthread_t thread;
	unsigned worker;
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* there is something to do, or nobody is busy any more */
	pthread_cond_t done;	/* a task's step is, or an item for which others wait */
	void (*work)(void *owner, size_t item, unsigned worker);
	void *owner;
	size_t num_items;
	size_t next;   /* first item that nobody took */
	size_t num_first; /* items that come before what is offered */
	struct pool_task *offered;
	size_t *items; /* that each worker is at, or NO_ITEM */
	unsigned busy; /* threads inside the current run */
	unsigned num_awaiting; /* their turn */
	bool closing;
	unsigned num_threads;
	struct pool_thread threads[];
};

/* What follows down to serve is called with the lock held. */
static bool has_work(const struct pool *pool)
{
	return pool->next < pool->num_items || pool->offered != NULL;
}

static void withdraw(struct pool *pool, const struct pool_task *task)
{
	struct pool_task **at = &pool->offered;

	while (*at != NULL && *at != task)
		at = &(*at)->next;
	if (*at != NULL)
		*at = task->next;
}

static void put_last(struct pool *pool, struct pool_task *task)
{
	struct pool_task **at = &pool->offered;

	while (*at != NULL)
		at = &(*at)->next;
	*at = task;
	task->next = NULL;
}

static void do_step(struct pool *pool, struct pool_task *task)
{
	bool is_more;

	withdraw(pool, task);
	task->state = POOL_TASK_TAKEN;
	pthread_mutex_unlock(&pool->lock);
	is_more = task->work(task->owner);
	pthread_mutex_lock(&pool->lock);
	task->state = is_more ? POOL_TASK_OPEN : POOL_TASK_DONE;
	if (is_more)
		put_last(pool, task);
	pthread_cond_broadcast(&pool->done);
}

static void do_item(struct pool *pool, size_t item, unsigned worker)
{
	pool->items[worker] = item;
	pthread_mutex_unlock(&pool->lock);
	pool->work(pool->owner, item, worker);
	pthread_mutex_lock(&pool->lock);
	pool->items[worker] = NO_ITEM;
	if (pool->num_awaiting > 0)
		pthread_cond_broadcast(&pool->done);
}

static bool is_turn(const struct pool *pool, unsigned worker)
{
	for (unsigned i = 0; i <= pool->num_threads; i++)
		if (pool->items[i] < pool->items[worker])
			return false;
	return true;
}

/* Until no item is left and no task is offered. */
static void work_off(struct pool *pool, unsigned worker)
{
	while (has_work(pool)) {
		if (pool->next < pool->num_items && (pool->offered == NULL || pool->next < pool->num_first))
			do_item(pool, pool->next++, worker);
		else
			do_step(pool, pool->offered);
	}
}

static void *serve(void *argument)
{
	struct pool_thread *self = argument;
	struct pool *pool = self->pool;

	pthread_mutex_lock(&pool->lock);
	for (;;) {
		while (!pool->closing && !has_work(pool))
			pthread_cond_wait(&pool->changed, &pool->lock);
		if (pool->closing)
			break;
		pool->busy++;
		work_off(pool, self->worker);
		if (--pool->busy == 0)
			pthread_cond_broadcast(&pool->changed);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

static bool make_threads(struct pool *pool, unsigned num)
{
	pthread_attr_t attributes;

	pthread_attr_init(&attributes);
	core_keep_off(&attributes);
	for (unsigned i = 0; i < num; i++) {
		struct pool_thread *thread = &pool->threads[i];

		*thread = (struct pool_thread){.pool = pool, .worker = i + 1};
		/* Where cores cannot be chosen, any will do. */
		if (pthread_create(&thread->thread, &attributes, serve, thread) != 0 &&
		    pthread_create(&thread->thread, NULL, serve, thread) != 0)
			break;
		pool->num_threads++;
	}
	pthread_attr_destroy(&attributes);
	return pool->num_threads == num;
}

struct pool *pool_new(unsigned num_threads, struct error *err)
{
	struct pool *pool = calloc(1, sizeof *pool + num_threads * sizeof pool->threads[0]);
	size_t *items = reallocarray(NULL, num_threads + 1, sizeof items[0]);

	if (pool == NULL || items == NULL) {
		error_memory(err);
		free(items);
		free(pool);
		return NULL;
	}
	for (unsigned i = 0; i <= num_threads; i++)
		items[i] = NO_ITEM;
	pool->items = items;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->changed, NULL);
	pthread_cond_init(&pool->done, NULL);
	if (make_threads(pool, num_threads))
		return pool;
	error_set(err, ERROR_MEMORY, "a thread could not be made");
	pool_free(pool);
	return NULL;
}

void pool_dismiss(struct pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	pool->closing = true;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
}

void pool_free(struct pool *pool)
{
	if (pool == NULL)
		return;
	pool_dismiss(pool);
	for (unsigned i = 0; i < pool->num_threads; i++)
		pthread_join(pool->threads[i].thread, NULL);
	pthread_cond_destroy(&pool->changed);
	pthread_cond_destroy(&pool->done);
	pthread_mutex_destroy(&pool->lock);
	free(pool->items);
	free(pool);
}

unsigned pool_size(const struct pool *pool)
{
	return pool->num_threads + 1;
}

void pool_run(struct pool *pool, size_t num_items, size_t num_fill, void (*work)(void *owner, size_t item, unsigned worker), void *owner)
{
	pthread_mutex_lock(&pool->lock);
	pool->work = work;
	pool->owner = owner;
	pool->num_items = num_items;
	pool->next = 0;
	pool->num_first = num_items - num_fill;
	if (pool->num_threads > 0 && num_items > 1)
		pthread_cond_broadcast(&pool->changed);
	for (work_off(pool, 0); pool->busy > 0; work_off(pool, 0))
		pthread_cond_wait(&pool->changed, &pool->lock);
	pthread_mutex_unlock(&pool->lock);
}

void pool_await_turn(struct pool *pool, unsigned worker)
{
	pthread_mutex_lock(&pool->lock);
	pool->num_awaiting++;
	while (!is_turn(pool, worker))
		pthread_cond_wait(&pool->done, &pool->lock);
	pool->num_awaiting--;
	pthread_mutex_unlock(&pool->lock);
}

void pool_offer(struct pool *pool, struct pool_task *task)
{
	if (pool->num_threads == 0)
		return;
	pthread_mutex_lock(&pool->lock);
	task->next = pool->offered;
	pool->offered = task;
	pthread_cond_signal(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
}

void pool_finish(struct pool *pool, struct pool_task *task)
{
	pthread_mutex_lock(&pool->lock);
	while (task->state != POOL_TASK_DONE) {
		if (task->state == POOL_TASK_OPEN)
			do_step(pool, task);
		else
			pthread_cond_wait(&pool->done, &pool->lock);
	}
	pthread_mutex_unlock(&pool->lock);
}
