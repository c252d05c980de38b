#include "harness.h"

#include "bytes/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

static void add_item(void *owner, size_t item, unsigned worker)
{
	(void)worker;
	__atomic_add_fetch((size_t *)owner, item, __ATOMIC_RELAXED);
}

TEST(pool_items, "a pool works off every item exactly once, run after run")
{
	struct pool *pool = pool_new(3, NULL);
	size_t sum = 0;

	for (int run = 0; run < 200; run++)
		pool_run(pool, 100, 0, add_item, &sum);
	CHECK_NUMBER(sum, 200 * 4950);
	pool_free(pool);
}

/* An item whose half may be done by another thread. */
struct shared_item {
	size_t *sum;
	size_t half;
};

static bool add_half(void *owner)
{
	struct shared_item *item = owner;

	item->half++;
	__atomic_add_fetch(item->sum, 1, __ATOMIC_RELAXED);
	return false;
}

struct sharing {
	struct pool *pool;
	size_t sum, num_seen;
};

static void share_item(void *owner, size_t item, unsigned worker)
{
	struct sharing *sharing = owner;
	struct shared_item halves[2] = {{.sum = &sharing->sum}, {.sum = &sharing->sum}};
	struct pool_task tasks[2] = {{.work = add_half, .owner = &halves[0]}, {.work = add_half, .owner = &halves[1]}};

	(void)worker;
	pool_offer(sharing->pool, &tasks[0]);
	if (item % 3 == 0)
		pool_offer(sharing->pool, &tasks[1]);
	for (size_t i = 0; i < 4; i++)
		pool_finish(sharing->pool, &tasks[i % 2]);
	__atomic_add_fetch(&sharing->num_seen, halves[0].half + halves[1].half, __ATOMIC_RELAXED);
}

TEST(pool_tasks, "what an item offers is done exactly once when it is finished, by whichever thread")
{
	for (unsigned threads = 0; threads < 4; threads++) {
		struct sharing sharing = {.pool = pool_new(threads, NULL)};

		for (size_t run = 0; run < 200; run++)
			pool_run(sharing.pool, run % 7, 0, share_item, &sharing);
		CHECK_NUMBER(sharing.sum, 2 * (28 * 21 + 6));
		CHECK_NUMBER(sharing.num_seen, sharing.sum);
		pool_free(sharing.pool);
	}
}

/* The first item ends only when somebody has begun the task, so another thread must. */
static bool begin_task(void *owner)
{
	__atomic_store_n((bool *)owner, true, __ATOMIC_RELEASE);
	return false;
}

static void wait_for_task(void *owner, size_t item, unsigned worker)
{
	bool begun = false;
	struct pool_task task = {.work = begin_task, .owner = &begun};

	(void)item;
	(void)worker;
	pool_offer(owner, &task);
	while (!__atomic_load_n(&begun, __ATOMIC_ACQUIRE))
		sched_yield();
	pool_finish(owner, &task);
}

TEST(pool_idle, "a thread without work takes what is offered, even where a run has one item only")
{
	struct pool *pool = pool_new(1, NULL);

	for (int run = 0; run < 50; run++)
		pool_run(pool, 1, 0, wait_for_task, pool);
	pool_free(pool);
}

TEST(pool_between, "what is offered before a run is begun by a thread without work")
{
	struct pool *pool = pool_new(1, NULL);

	for (int run = 0; run < 50; run++)
		wait_for_task(pool, 0, 0);
	pool_free(pool);
}

static void note_other(void *owner, size_t item, unsigned worker)
{
	size_t *nums = owner;

	(void)item;
	nums[worker > 0]++;
}

static bool note_task(void *owner)
{
	(*(size_t *)owner)++;
	return false;
}

TEST(pool_dismissed, "whose pool's threads are dismissed does what is left alone")
{
	struct pool *pool = pool_new(3, NULL);
	size_t nums[2] = {0}, num_tasks = 0;
	struct pool_task task = {.work = note_task, .owner = &num_tasks};

	pool_dismiss(pool);
	pool_offer(pool, &task);
	pool_run(pool, 100, 0, note_other, nums);
	pool_finish(pool, &task);
	CHECK_NUMBER(nums[0], 100);
	CHECK_NUMBER(nums[1], 0);
	CHECK_NUMBER(num_tasks, 1);
	pool_free(pool);
}

/* Items and tasks that go on only when all of them have begun. */
struct together {
	struct pool *pool;
	pthread_barrier_t barrier;
	unsigned num_by[4]; /* items that each worker did */
};

static bool meet_others(void *owner)
{
	struct together *together = owner;

	pthread_barrier_wait(&together->barrier);
	return false;
}

static void note_worker(void *owner, size_t item, unsigned worker)
{
	struct together *together = owner;

	(void)item;
	meet_others(owner);
	together->num_by[worker]++;
}

TEST(pool_workers, "all threads of a pool take part in each of its runs, each by a number of its own")
{
	struct together together = {.pool = pool_new(3, NULL)};

	pthread_barrier_init(&together.barrier, NULL, 4);
	for (int run = 0; run < 50; run++)
		pool_run(together.pool, 4, 0, note_worker, &together);
	for (int i = 0; i < 4; i++)
		CHECK_NUMBER(together.num_by[i], 50);
	pthread_barrier_destroy(&together.barrier);
	pool_free(together.pool);
}

static void offer_three(void *owner, size_t item, unsigned worker)
{
	struct together *together = owner;
	struct pool_task tasks[3];

	(void)item;
	(void)worker;
	for (int i = 0; i < 3; i++) {
		tasks[i] = (struct pool_task){.work = meet_others, .owner = together};
		pool_offer(together->pool, &tasks[i]);
	}
	meet_others(together);
	for (int i = 0; i < 3; i++)
		pool_finish(together->pool, &tasks[i]);
}

TEST(pool_all_tasks, "of several tasks that are offered each is taken by a thread that has no work")
{
	struct together together = {.pool = pool_new(3, NULL)};

	pthread_barrier_init(&together.barrier, NULL, 4);
	for (int run = 0; run < 50; run++)
		pool_run(together.pool, 1, 0, offer_three, &together);
	pthread_barrier_destroy(&together.barrier);
	pool_free(together.pool);
}

/* A task of steps, of which no two are done at once. */
struct stepped {
	size_t num_done;
	bool is_under_way;
};

static bool do_one(void *owner)
{
	struct stepped *stepped = owner;

	CHECK(!__atomic_exchange_n(&stepped->is_under_way, true, __ATOMIC_ACQUIRE));
	stepped->num_done++;
	__atomic_store_n(&stepped->is_under_way, false, __ATOMIC_RELEASE);
	return stepped->num_done < 50;
}

static void offer_steps(void *owner, size_t item, unsigned worker)
{
	struct stepped stepped[2] = {{0}, {0}};
	struct pool_task tasks[2];

	(void)item;
	(void)worker;
	for (int i = 0; i < 2; i++) {
		tasks[i] = (struct pool_task){.work = do_one, .owner = &stepped[i]};
		pool_offer(owner, &tasks[i]);
	}
	for (int i = 0; i < 2; i++) {
		pool_finish(owner, &tasks[i]);
		CHECK_NUMBER(stepped[i].num_done, 50);
	}
}

TEST(pool_steps, "a task that is done in steps is finished when all of them are, one after the other")
{
	for (unsigned threads = 0; threads < 4; threads++) {
		struct pool *pool = pool_new(threads, NULL);

		pool_run(pool, 100, 0, offer_steps, pool);
		pool_free(pool);
	}
}

struct in_turns {
	atomic_bool are_offered;
	atomic_size_t num_done;
	int log[8]; /* which of the two each step was of */
};

struct side {
	struct in_turns *turns;
	int which, num_done;
};

static bool note_turn(void *owner)
{
	struct side *side = owner;

	while (!atomic_load(&side->turns->are_offered))
		sched_yield();
	side->turns->log[atomic_load(&side->turns->num_done)] = side->which;
	atomic_fetch_add(&side->turns->num_done, 1);
	return ++side->num_done < 4;
}

TEST(pool_turns, "tasks of several steps are done in turns")
{
	struct in_turns turns = {0};
	struct side sides[2] = {{.turns = &turns, .which = 0}, {.turns = &turns, .which = 1}};
	struct pool_task tasks[2];
	struct pool *pool = pool_new(1, NULL);

	for (int i = 0; i < 2; i++) {
		tasks[i] = (struct pool_task){.work = note_turn, .owner = &sides[i]};
		pool_offer(pool, &tasks[i]);
	}
	atomic_store(&turns.are_offered, true);
	while (atomic_load(&turns.num_done) < 8)
		sched_yield();
	for (int i = 1; i < 8; i++)
		CHECK(turns.log[i] != turns.log[i - 1]);
	for (int i = 0; i < 2; i++)
		pool_finish(pool, &tasks[i]);
	pool_free(pool);
}

struct filling {
	struct pool *pool;
	atomic_bool is_offered, is_done, is_before;
};

static bool note_done(void *owner)
{
	struct filling *filling = owner;

	atomic_store(&filling->is_done, true);
	return false;
}

/* The first offers, the second lasts until then, and whoever did it goes on with what was offered or with the third. */
static void fill_in(void *owner, size_t item, unsigned worker)
{
	struct filling *filling = owner;
	struct pool_task task = {.work = note_done, .owner = filling};

	(void)worker;
	if (item == 2)
		atomic_store(&filling->is_before, atomic_load(&filling->is_done));
	if (item == 0) {
		pool_offer(filling->pool, &task);
		atomic_store(&filling->is_offered, true);
		while (!atomic_load(&filling->is_done))
			sched_yield();
		pool_finish(filling->pool, &task);
	}
	while (!atomic_load(&filling->is_offered))
		sched_yield();
}

TEST(pool_filling, "what is offered is done before the items that fill in")
{
	struct filling filling = {.pool = pool_new(1, NULL)};

	pool_run(filling.pool, 3, 1, fill_in, &filling);
	CHECK(atomic_load(&filling.is_before));
	pool_free(filling.pool);
}

/* Two items each wait for a task of theirs that another thread does; the second task goes on only when the first item had its own. */
struct waiting {
	struct pool *pool;
	atomic_bool is_begun[2], is_done[2];
	atomic_uint num_waiting, num_had;
};

struct waited_for {
	struct waiting *waiting;
	size_t item;
};

static bool go_on_in_turn(void *owner)
{
	struct waited_for *task = owner;
	struct waiting *waiting = task->waiting;

	atomic_store(&waiting->is_begun[task->item], true);
	while (atomic_load(&waiting->num_waiting) < 2 || atomic_load(&waiting->num_had) < task->item)
		sched_yield();
	/* Most likely both items sleep by now. */
	usleep(500);
	atomic_store(&waiting->is_done[task->item], true);
	return false;
}

static void wait_for_own(void *owner, size_t item, unsigned worker)
{
	struct waiting *waiting = owner;
	struct waited_for own = {waiting, item};
	struct pool_task task = {.work = go_on_in_turn, .owner = &own};

	(void)worker;
	pool_offer(waiting->pool, &task);
	while (!atomic_load(&waiting->is_begun[item]))
		sched_yield();
	atomic_fetch_add(&waiting->num_waiting, 1);
	pool_finish(waiting->pool, &task);
	CHECK(atomic_load(&waiting->is_done[item]));
	atomic_fetch_add(&waiting->num_had, 1);
}

TEST(pool_waiting, "who waits for a task of a pool goes on when that one is done, whoever else waits for another")
{
	for (int run = 0; run < 30; run++) {
		struct waiting waiting = {.pool = pool_new(3, NULL)};

		pool_run(waiting.pool, 2, 0, wait_for_own, &waiting);
		pool_free(waiting.pool);
	}
}
