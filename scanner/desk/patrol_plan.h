/*
 * patrol_plan - which listed versions are due to be judged again, why, and how much of the judging that takes.
 *
 * A version was last judged in some patrol, its basis: by those rules, that policy, those catalogues, that generation of the
 * blacklist, on that day. Whatever of these is not today's makes it due.
 */
#ifndef PRELIST_DESK_PATROL_PLAN_H
#define PRELIST_DESK_PATROL_PLAN_H

#include "desk/desk.h"

enum patrol_reason {
#define REASON(symbol, name, whole, en, zh) PATROL_##symbol,
#include "desk/patrol_reason.def"
#undef REASON
	PATROL_REASON_COUNT
};

struct patrol_reason_info {
	const char *name;
	bool whole;
	const char *en, *zh;
};
const struct patrol_reason_info *patrol_reason_info(enum patrol_reason reason);

struct patrol_basis {
	int64_t number; /* of the patrol; 0: there was none */
	char date[11];
	int64_t rule_set, blacklist, last_case;
	unsigned reasons;	    /* bits: what makes due whatever was judged then */
	bool *rules;		    /* that changed since, or that read the day where it is another one; as rules_at numbers them */
	struct judge_choice choice; /* what is enough for those that are due for these reasons alone */
};

struct patrol_item {
	int64_t number;
	unsigned reasons; /* a bit each */
	uint32_t basis;
};

struct patrol_plan {
	struct arena arena;
	int64_t rule_set; /* 0: none is kept of these rules yet */
	int64_t blacklist, last_case;
	struct patrol_basis *bases;
	size_t num_bases;
	struct patrol_item *items; /* by number of the submission */
	size_t num_items;
	int64_t num_listed;
	size_t num_by[PATROL_REASON_COUNT];
	int readers_needed; /* readings of an older generation are too old for a rule */
};

/* judge: prepared with the rules. The caller frees it, also when this fails. */
bool patrol_plan_make(struct patrol_plan *plan, struct archive *archive, const struct rules *rules, const struct judge *judge,
		      const struct judge_run *run, struct error *err);
/* The same of the desk's day. */
bool patrol_plan_of_desk(struct patrol_plan *plan, const struct desk *desk, struct error *err);
void patrol_plan_free(struct patrol_plan *plan);

/* Everything is judged again, not only what changed. */
bool patrol_item_is_whole(const struct patrol_item *item);

/* "age 12, rules 3", most urgent first; "" when nothing is due. */
const char *patrol_plan_reasons(const struct patrol_plan *plan, struct arena *arena);

#endif
