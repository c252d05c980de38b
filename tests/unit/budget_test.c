/*
 * Budgets that several threads share: what is left for each is the same, whichever comes first.
 */
#include "bytes/budget.h"
#include "harness.h"

#include <sched.h>
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
	pool_run(spending->rest.pool, ITEMS, spend, spending);
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
