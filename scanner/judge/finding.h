/*
 * finding - findings as they are gathered: counted by rule, capped, sorted at the end.
 */
#ifndef PRELIST_JUDGE_FINDING_H
#define PRELIST_JUDGE_FINDING_H

#include "judge/finding_keys.h"
#include "judge/judge.h"

struct finding_list {
	struct judgement *judgement;
	const struct rules *rules;
	const struct judge_run *run;
	const char *app_id, *category;
	bool is_delisted; /* the version that it is compared with */
	const struct blacklist_entry *waivers; /* those that count for the submission */
	size_t num_waivers;
	size_t room, first_of_rule;  /* where the findings of the rule at hand begin */
	struct finding_keys keys;    /* of that rule, once it has as many as one may have: kept or not */
	size_t num_left_out;	     /* findings of all rules that are not kept */
	enum verdict gravest;	     /* of those that are not kept; in the end of all */
	size_t num_files;	     /* of the submission, where findings are to say which they are about (place.h); else 0 */
};

/* The finding of that rule and subject among those from first on, or NULL. */
struct finding *finding_of(struct finding_list *list, const struct rule *rule, const char *subject, size_t first);

/* What comes now is another rule's: the cap of findings counts anew. */
void finding_next_rule(struct finding_list *list);

/* Takes a finding: policy's overrides are applied, text is copied. default_verdict: the rule's, or the row's own. */
void finding_add(struct finding_list *list, const struct rule *rule, enum verdict default_verdict, const char *subject,
		 const char *detail, const char *path);

/* A rule that did not look at everything: at best review, whatever an override or a waiver says. */
void finding_add_unfinished(struct finding_list *list, const struct rule *rule, const char *why);

/* Findings from anomalies, by their effects. */
void finding_add_anomalies(struct finding_list *list, const struct reading *facts);

/* Waives what says what it was waived for. Gravest first, then by rule, subject, path; what is over the limit is left out from the end. */
void finding_finish(struct finding_list *list);

/* Of what is judged to the end or not. */
void finding_list_free(struct finding_list *list);

#endif
