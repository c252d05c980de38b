/*
 * finding - findings as they are gathered: counted by rule, capped, sorted at the end.
 */
#ifndef PRELIST_JUDGE_FINDING_H
#define PRELIST_JUDGE_FINDING_H

#include "judge/judge.h"

struct finding_list {
	struct judgement *judgement;
	const struct rules *rules;
	const struct judge_run *run;
	const char *app_id, *category;
	bool is_packed, has_channel; /* a known product's traces are there */
	size_t room, of_rule;	     /* of_rule: findings of the rule at hand */
	enum verdict gravest;	     /* of all findings, also those that are not kept */
	bool failed;		     /* memory ran out */
};

/* Takes a finding: policy's overrides are applied, text is copied. default_verdict: the rule's, or the row's own. */
void finding_add(struct finding_list *list, const struct rule *rule, enum verdict default_verdict, const char *subject,
		 const char *detail, const char *path);

/* Findings from anomalies, by their effects. */
void finding_add_anomalies(struct finding_list *list, const struct reading *facts);

/* Gravest first, then by rule, subject, path. */
void finding_sort(struct judgement *judgement);

#endif
