/*
 * policy - policy.json: thresholds, limits, the verdicts of anomaly effects, overrides of rules.
 */
#ifndef PRELIST_JUDGE_POLICY_H
#define PRELIST_JUDGE_POLICY_H

#include "bytes/arena.h"
#include "bytes/limit.h"
#include "container/anomaly.h"
#include "judge/verdict.h"

struct policy_value {
	const char *name, *value; /* "target_sdk.2024-01-01", "30" */
};

struct policy_override {
	const char *rule, *category, *until, *reason; /* category and until NULL where not given */
	enum verdict verdict;
	const char *place; /* file:line */
};

struct policy {
	struct policy_value *values; /* every scalar by dotted name */
	size_t num_values, room_values;
	struct policy_override *overrides;
	size_t num_overrides;
	enum verdict effects[EFFECT_UNREAD + 1];
	struct limits limits;
};

/* The defaults that hold where no policy says otherwise. */
struct policy policy_default(void);

/* Reads a file over what is there, into the arena; a missing optional one changes nothing. False and err naming file and key. */
bool policy_read(struct policy *policy, const char *path, bool optional, struct arena *arena, struct error *err);

/* NULL when there is none of that name. */
const char *policy_value(const struct policy *policy, const char *name);

#endif
