#include "judge/waiver.h"

static bool names(const struct blacklist_entry *waiver, const char *rule, const char *key)
{
	return strcmp(waiver->value, waiver->kind == BLACKLIST_FINDING ? key : rule) == 0;
}

static bool may_lower(const struct finding_list *list, const struct blacklist_entry *waiver, enum verdict verdict)
{
	const char *policy;

	if (verdict != VERDICT_REJECT)
		return true;
	policy = rules_policy(list->rules, "desk.override_rejects");
	if (policy != NULL && strcmp(policy, "never") == 0)
		return false;
	return waiver->second != NULL || (policy != NULL && strcmp(policy, "one") == 0);
}

static const char *why(struct finding_list *list, const struct blacklist_entry *waiver)
{
	return arena_printf(&list->judgement->arena, "%s%s%s%s%s", waiver->reason != NULL ? waiver->reason : "",
			    waiver->ticket != NULL ? ", ticket " : "", waiver->ticket != NULL ? waiver->ticket : "",
			    waiver->until != NULL ? ", until " : "", waiver->until != NULL ? waiver->until : "");
}

void waiver_apply(struct finding_list *list, const char *rule, const char *key, enum verdict floor, struct finding_row *row)
{
	const struct blacklist_entry *best = NULL;
	enum verdict lowest = row->verdict;

	for (size_t i = 0; i < list->num_waivers; i++) {
		const struct blacklist_entry *waiver = &list->waivers[i];
		enum verdict to = waiver->verdict < floor ? floor : waiver->verdict;

		if (to >= lowest || !names(waiver, rule, key) || !may_lower(list, waiver, row->verdict))
			continue;
		best = waiver;
		lowest = to;
	}
	if (best == NULL)
		return;
	row->waived = row->verdict;
	row->verdict = lowest;
	row->waiver = why(list, best);
}
