/*
 * pass_budget - what each entry may use of the bytes that a package may make, and of the points that its icons may have.
 *
 * Bytes for its own size, in the order of the directory, where it fits into what is left then; of what no entry takes so a quarter is divided by size, so
 * that few wait for their turn. The rest is for those that need more.
 */
#ifndef PRELIST_FORMAT_PASS_BUDGET_H
#define PRELIST_FORMAT_PASS_BUDGET_H

#include "format/pass.h"

struct pass_budget {
	const struct pass *pass;
	struct budget_rest bytes, points;
	struct budget_hold whole; /* bytes of large entries that are inflated whole */
	uint64_t num_units;
	uint64_t bytes_per_unit, points_per_unit; /* of the divided quarters */
};

struct pass_budget pass_budget_of(const struct pass *pass);

/* Each entry that is looked at, in order. size: what reading it makes. */
void pass_budget_add(struct pass_budget *budget, const struct zipdir_entry *entry, uint64_t size);

/* When all were added. */
void pass_budget_divide(struct pass_budget *budget);

struct budget pass_budget_bytes(struct pass_budget *budget, const struct zipdir_entry *entry, uint64_t size, unsigned worker);
struct budget pass_budget_points(struct pass_budget *budget, const struct zipdir_entry *entry, unsigned worker);

#endif
