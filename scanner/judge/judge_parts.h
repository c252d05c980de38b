/*
 * judge_parts - the steps of a judging, shared between its files only.
 */
#ifndef PRELIST_JUDGE_JUDGE_PARTS_H
#define PRELIST_JUDGE_JUDGE_PARTS_H

#include "judge/bench.h"
#include "judge/device_part.h"
#include "judge/finding.h"
#include "judge/judge.h"

#define JUDGEMENT_MAX ((size_t)256 * 1024 * 1024)

struct judge {
	const struct rules *rules;
	struct bench *bench;
	struct bench_rule *prepared;
	size_t num_prepared; /* as many as there are rules, and numbered as rules_at has them */
	uint64_t ahead_of; /* the tables (a bit each) that had rows when judge_look_ahead looked */
	uint64_t new_ahead; /* those among them that it has not gone through all rules for */
	size_t next_ahead; /* the first rule that it has not looked at since */
};

/* A rule of a platform is for submissions that have a package of it; any other is for all. */
bool judge_concerns(const struct rule *rule, const struct reading *facts);

/* True when the reading is too old to have one of the tables. */
bool judge_is_older(const struct reading *facts, uint64_t tables);

/* What rules of the gate alone compare was for a person to see once, when it came. */
bool judge_is_chosen(const struct judge *judge, size_t prepared, const struct judge_run *run, const struct judge_choice *choice);

/* What rules that compare look at one after another where builds are for several kinds of devices: none where all are for one. */
struct judge_parts {
	struct judge_part {
		struct reading facts, previous;
		bool is_delisted;
	} part[DEVICE_PARTS_MAX];
	size_t num;
	const struct reading *facts, *previous; /* whole */
};

void judge_take_form(const struct judge_history *history, struct reading *previous);
bool judge_part_by_device(const struct reading *facts, const struct judge_history *history, struct arena *arena, struct judge_parts *parts, struct error *err);

/*
 * Runs what can be run; a rule that reads tables which a reading is too old to have is counted instead, and one for which there
 * is too much in the submission is a finding.
 */
bool judge_run_rules(struct judge *judge, struct finding_list *list, const struct reading *facts, const struct judge_history *history,
		     const struct judge_parts *parts, const struct judge_run *run, const struct judge_choice *choice, bool *facts_due,
		     struct error *err);

#endif
