/*
 * budget - what each may use of something that all together may use so much of, whichever thread comes to it first.
 *
 * Each has a part of its own. What it uses beyond is of the rest, when all items of the pool before its own are done, so that every run finds the
 * same left for it.
 */
#ifndef PRELIST_BYTES_BUDGET_H
#define PRELIST_BYTES_BUDGET_H

#include "bytes/pool.h"

#include <stdint.h>

/* What is nobody's own. */
struct budget_rest {
	uint64_t left;
	struct pool *pool;
};

struct budget {
	uint64_t own;
	struct budget_rest *rest; /* NULL: there is none */
	unsigned worker;	  /* of the rest's pool */
	bool is_over;		  /* more was wanted than was left */
};

/* Before something is used. False: so much was not left; it is not to be used, and now nothing is left. budget NULL: there is always enough. */
bool budget_spend(struct budget *budget, uint64_t size);

/* Of what was spent this was not used. */
void budget_return(struct budget *budget, uint64_t size);

bool budget_is_over(const struct budget *budget);

/* What all hold at once of something that they give back, as memory. */
struct budget_hold {
	uint64_t most;
	_Atomic uint64_t held;
	struct pool *pool;
};

/* Who would make it more than that waits until all items before his own are done, and then has it. */
void budget_hold_take(struct budget_hold *hold, uint64_t size, unsigned worker);
void budget_hold_give(struct budget_hold *hold, uint64_t size);

#endif
