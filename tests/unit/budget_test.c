/*
 * Budgets that several threads share: what is left for each is the same, whichever comes first.
 */
#include "bytes/budget.h"
#include "harness.h"

#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#define ITEMS 100

TEST(budget_spent, "what is used is of one's own first, then of the rest; what does not suffice takes what is left, and no more is had")
{
	struct budget_rest rest = {.left = 10, .pool = pool_new(0, NULL)};
	struct budget one = {.own = 5, .rest = &rest}, other = {.own = 5, .rest = &rest};

	CHECK(budget_spend(NULL, UINT64_MAX) && !budget_is_over(NULL));
	CHECK(budget_spend(&one, 5) && rest.left == 10 && one.own == 0);
	CHECK(budget_spend(&one, 4) && rest.left == 6);
	budget_return(&one, 2);
	CHECK(budget_spend(&one, 3) && rest.left == 5 && !budget_is_over(&one));
	CHECK(!budget_spend(&other, 11) && budget_is_over(&other));
	CHECK(rest.left == 0 && other.own == 0);
	CHECK(budget_spend(&one, 0) && !budget_is_over(&one));
	CHECK(!budget_spend(&one, 1) && budget_is_over(&one));
	pool_free(rest.pool);
}

/* Items that want more and more, some of them beyond what they have. */
struct spending {
	struct budget_rest rest;
	unsigned granted[ITEMS];
	uint64_t left[ITEMS];
};

static void spend(void *owner, size_t item, unsigned worker)
{
	struct spending *spending = owner;
	struct budget budget = {.own = 10, .rest = &spending->rest, .worker = worker};

	for (size_t i = 0; i < 20 - item % 7 * 3; i++) {
		if (item % 3 == i % 3)
			sched_yield();
		spending->granted[item] += budget_spend(&budget, 1 + item % 5);
	}
	spending->left[item] = budget.own;
}

static void spend_by_threads(struct spending *spending, unsigned threads)
{
	*spending = (struct spending){.rest = {.left = 1000, .pool = pool_new(threads, NULL)}};
	pool_run(spending->rest.pool, ITEMS, 0, spend, spending);
	pool_free(spending->rest.pool);
	spending->rest.pool = NULL;
}

TEST(budget_threads, "of a budget that does not suffice each gets the same, run after run and with any number of threads")
{
	struct spending alone, both;

	spend_by_threads(&alone, 0);
	CHECK(alone.rest.left == 0 && alone.granted[0] == 20 && alone.granted[ITEMS - 1] < 10);
	for (unsigned run = 0; run < 60; run++) {
		spend_by_threads(&both, 1 + run % 7);
		CHECK(memcmp(&alone, &both, sizeof alone) == 0);
	}
}

/* Items that hold more and more: what they hold by their own count, and the most of it that was there at once. */
struct holding {
	struct budget_hold hold;
	_Atomic uint64_t held, most;
};

static void hold(void *owner, size_t item, unsigned worker)
{
	struct holding *holding = owner;
	uint64_t size = item % 10, now, most;

	budget_hold_take(&holding->hold, size, worker);
	now = atomic_fetch_add(&holding->held, size) + size;
	most = holding->most;
	while (most < now && !atomic_compare_exchange_weak(&holding->most, &most, now))
		;
	sched_yield();
	atomic_fetch_sub(&holding->held, size);
	budget_hold_give(&holding->hold, size);
}

TEST(budget_held, "what all hold at once is no more than they may and the largest of them, with any number of threads, and all get theirs")
{
	for (unsigned threads = 0; threads < 8; threads++) {
		struct holding holding = {.hold = {.most = 12, .pool = pool_new(threads, NULL)}};

		pool_run(holding.hold.pool, 2000, 0, hold, &holding);
		CHECK(holding.most >= 9 && holding.most <= 12 + 9);
		CHECK(holding.hold.held == 0);
		pool_free(holding.hold.pool);
	}
}
