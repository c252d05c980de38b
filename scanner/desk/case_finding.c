#include "desk/case_finding.h"

#include "bytes/plural.h"
#include "store/review_table.h"

static bool is_false(struct desk *desk, int64_t submission, const char *key, bool *found, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)8 * 1024 * 1024);
	struct outcome_row outcome;

	if (!review_table_outcome(desk->archive, submission, key, &arena, &outcome, found, err))
		return false;
	*found = *found && strcmp(outcome.outcome, "false-positive") == 0;
	return true;
}

static bool choose(struct named *named, const struct judgement *judgement, const char *words, struct error *err)
{
	if (words != NULL)
		return named_choose(named, words, err);
	if (judgement != NULL)
		named_today(named);
	named_grave(named, VERDICT_REVIEW);
	return true;
}

static bool is_of_store(const struct desk *desk, const struct finding *finding)
{
	const struct rule *rule = rules_find(desk->rules, finding->rule);

	return rule != NULL && strcmp(rule->class, CLASS_STORE) == 0;
}

bool case_take_findings(struct desk *desk, int64_t number, int64_t submission, const struct judgement *judgement, const char *words,
			bool to_mend, size_t *num, struct error *err)
{
	NAMED_CLEANUP struct named named = {.num = 0};
	char detail[80];

	*num = 0;
	if (!named_load(desk, submission, judgement, &named, err) || !choose(&named, judgement, words, err))
		return false;
	for (size_t i = 0; i < named.num; i++) {
		const struct named_finding *f = &named.findings[i];
		bool skip = to_mend && is_of_store(desk, &f->finding);

		if (skip && words != NULL)
			return error_set(err, ERROR_USAGE, "%s: its developer can mend nothing of that", f->finding.rule);
		if (!skip && words == NULL && !is_false(desk, submission, f->finding.key, &skip, err))
			return false;
		if (!skip && !case_table_add_finding(desk->archive, number, &f->finding, f->basis, err))
			return false;
		*num += !skip;
	}
	plural_print(detail, sizeof detail, "about %zu finding{|s} of submission #%lld", *num, (long long)submission);
	return *num == 0 || case_table_log(desk->archive, number, desk->by, detail, err);
}
