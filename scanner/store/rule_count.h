/*
 * rule_count - how often a rule hit, and how its findings ended.
 */
#ifndef PRELIST_STORE_RULE_COUNT_H
#define PRELIST_STORE_RULE_COUNT_H

#include "store/database.h"

struct rule_count {
	int64_t hits; /* findings of all submissions */
	int64_t confirmed, false_positive, accepted;
};

bool rule_count_of(struct archive *archive, const char *rule, struct rule_count *count, struct error *err);

#endif
