#include "bytes/budget.h"

#include <stdatomic.h>

static bool spend_rest(struct budget *budget, uint64_t size)
{
	struct budget_rest *rest = budget->rest;

	if (rest == NULL)
		return false;
	pool_await_turn(rest->pool, budget->worker);
	if (rest->left < size) {
		rest->left = 0;
		return false;
	}
	rest->left -= size;
	return true;
}

bool budget_spend(struct budget *budget, uint64_t size)
{
	if (budget == NULL)
		return true;
	if (size <= budget->own) {
		budget->own -= size;
		return true;
	}
	budget->is_over = !spend_rest(budget, size - budget->own);
	budget->own = 0;
	return !budget->is_over;
}

void budget_return(struct budget *budget, uint64_t size)
{
	if (budget != NULL)
		budget->own += size;
}

bool budget_is_over(const struct budget *budget)
{
	return budget != NULL && budget->is_over;
}

void budget_hold_take(struct budget_hold *hold, uint64_t size, unsigned worker)
{
	if (size > 0 && atomic_fetch_add(&hold->held, size) + size > hold->most)
		pool_await_turn(hold->pool, worker);
}

void budget_hold_give(struct budget_hold *hold, uint64_t size)
{
	if (size > 0)
		atomic_fetch_sub(&hold->held, size);
}
