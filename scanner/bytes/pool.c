#include "bytes/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool_thread {
	struct pool *pool;
	pthread_t thread;
	unsigned worker;
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	void (*work)(void *owner, size_t item, unsigned worker);
	void *owner;
	size_t num_items;
	size_t next;   /* first item that nobody took */
	unsigned busy; /* threads inside the current run */
	unsigned long run; /* number of the current run, so that no thread enters one twice */
	bool closing;
	unsigned num_threads;
	struct pool_thread threads[];
};

/* Works off items until none is left; called with the lock held. */
static void work_off(struct pool *pool, unsigned worker)
{
	while (pool->next < pool->num_items) {
		size_t item = pool->next++;

		pthread_mutex_unlock(&pool->lock);
		pool->work(pool->owner, item, worker);
		pthread_mutex_lock(&pool->lock);
	}
}

static void *serve(void *argument)
{
	struct pool_thread *self = argument;
	struct pool *pool = self->pool;
	unsigned long seen = 0;

	pthread_mutex_lock(&pool->lock);
	for (;;) {
		while (!pool->closing && pool->run == seen)
			pthread_cond_wait(&pool->changed, &pool->lock);
		if (pool->closing)
			break;
		seen = pool->run;
		pool->busy++;
		work_off(pool, self->worker);
		pool->busy--;
		pthread_cond_broadcast(&pool->changed);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

struct pool *pool_new(unsigned num_threads, struct error *err)
{
	struct pool *pool = calloc(1, sizeof *pool + num_threads * sizeof pool->threads[0]);

	if (pool == NULL) {
		error_set(err, ERROR_MEMORY, "out of memory for threads");
		return NULL;
	}
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->changed, NULL);
	for (unsigned i = 0; i < num_threads; i++) {
		struct pool_thread *thread = &pool->threads[i];

		thread->pool = pool;
		thread->worker = i + 1;
		if (pthread_create(&thread->thread, NULL, serve, thread) != 0) {
			error_set(err, ERROR_MEMORY, "a thread could not be made");
			pool_free(pool);
			return NULL;
		}
		pool->num_threads++;
	}
	return pool;
}

void pool_free(struct pool *pool)
{
	if (pool == NULL)
		return;
	pthread_mutex_lock(&pool->lock);
	pool->closing = true;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
	for (unsigned i = 0; i < pool->num_threads; i++)
		pthread_join(pool->threads[i].thread, NULL);
	pthread_cond_destroy(&pool->changed);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}

unsigned pool_size(const struct pool *pool)
{
	return pool->num_threads + 1;
}

void pool_run(struct pool *pool, size_t num_items, void (*work)(void *owner, size_t item, unsigned worker), void *owner)
{
	pthread_mutex_lock(&pool->lock);
	pool->work = work;
	pool->owner = owner;
	pool->num_items = num_items;
	pool->next = 0;
	pool->run++;
	if (pool->num_threads > 0 && num_items > 1)
		pthread_cond_broadcast(&pool->changed);
	work_off(pool, 0);
	while (pool->busy > 0)
		pthread_cond_wait(&pool->changed, &pool->lock);
	pthread_mutex_unlock(&pool->lock);
}
