/*
 * patrol_judge - one listed version judged again: from its readings and its form, or from its package where a reading is too old.
 */
#ifndef PRELIST_DESK_PATROL_JUDGE_H
#define PRELIST_DESK_PATROL_JUDGE_H

#include "desk/patrol_plan.h"
#include "sandbox/sandbox.h"
#include "store/patrol_table.h"

/* What every thread works with; borrowed. */
struct patrol_tools {
	const char *archive_dir;
	const struct rules *rules;
	const struct judge_run *run;
	const struct format_options *read;
	struct sandbox *sandbox; /* NULL: nothing is read again */
	const struct patrol_plan *plan; /* of the items that are judged */
};

struct patrol_reread {
	char sha256[65];
	struct reading *reading;
};

struct patrol_result {
	struct arena arena;
	int64_t number;
	struct error missed; /* why it could not be judged; without a code: it was */
	enum verdict before, verdict; /* before: as it stood, or as it came where no patrol judged it */
	bool is_first;
	bool complete;
	int64_t due;
	const struct rule *ran_out; /* of time; NULL: none */
	const char *expires;
	struct finding *findings; /* for review and reject; of a submission as it came notices too */
	size_t num_findings, room;
	struct patrol_reread *rereads;
	size_t num_rereads;
};

/* One thread's archive, bench and statements. NULL and err. */
struct patrol_hand *patrol_hand_new(const struct patrol_tools *tools, struct error *err);
void patrol_hand_free(struct patrol_hand *hand);

/* NULL when out of memory. */
struct patrol_result *patrol_judge(struct patrol_hand *hand, const struct patrol_item *item);

/*
 * What the rules would have said of a submission as it came: at the gate, on its day (or on that of the run, where it has one),
 * against the version that was listed then. Findings are those of the rules alone, notices too.
 */
struct patrol_result *patrol_judge_as_it_came(struct patrol_hand *hand, int64_t number);
void patrol_result_free(struct patrol_result *result);

/*
 * How often rules may run out of their time in a round: on a hundredth of its versions, or on PATROL_OVERRUNS where that is more. What few
 * versions alone bring about ends no round. Results come in order; false and err with the one that is too many.
 */
#define PATROL_OVERRUNS 8
struct patrol_overruns {
	size_t num_versions; /* of the round */
	size_t num_taken, num;
};
bool patrol_overruns_take(struct patrol_overruns *overruns, const struct patrol_result *result, struct error *err);

#endif
