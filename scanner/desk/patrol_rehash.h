/*
 * patrol_rehash - every kept byte read and hashed again at least once in policy's rehash_days: a share of them with each patrol.
 */
#ifndef PRELIST_DESK_PATROL_REHASH_H
#define PRELIST_DESK_PATROL_REHASH_H

#include "store/database.h"

enum patrol_rehash { REHASH_DUE, REHASH_ALL, REHASH_NONE };

struct rehash_item {
	char sha256[65];
	int64_t size;
	int64_t last; /* days since 1970: when its bytes were last seen to be what they were */
	bool is_due, is_done, ok, is_unknown; /* it could not be looked at */
	bool was_ok; /* when it was last looked at */
};

struct rehash_plan {
	struct rehash_item *items; /* the longest unseen first; those that are due stand before the others */
	size_t num_items, num_due;
	int64_t all_bytes, due_bytes;
	int64_t today, days; /* of the policy */
};

bool rehash_plan_make(struct rehash_plan *plan, struct archive *archive, const struct rules *rules, const char *today,
		      enum patrol_rehash what, struct error *err);
void rehash_plan_free(struct rehash_plan *plan);

/* Bytes that were seen within the policy's days, counting what is done. */
int64_t rehash_plan_fresh(const struct rehash_plan *plan);

#endif
