/*
 * judge_open - a judge and the rules that he prepares, beforehand or while a package is read.
 */
#include "judge/judge_parts.h"
#include "judge/known.h"
#include "judge/rule_check.h"

#include <stdlib.h>

/* Lists the rules. */
static struct judge *open_bench(const struct rules *rules, struct error *err)
{
	size_t num = rules_count(rules);
	struct judge *judge;

	if (rules_sha256(rules)[0] == '\0') {
		error_set(err, ERROR_RULES, "the rules were not loaded whole");
		return NULL;
	}
	judge = calloc(1, sizeof *judge);
	if (judge == NULL) {
		error_memory(err);
		return NULL;
	}
	judge->rules = rules;
	judge->bench = bench_open(rules, err);
	judge->prepared = calloc(num + 1, sizeof *judge->prepared);
	if (judge->bench == NULL || judge->prepared == NULL) {
		error_memory(err);
		judge_close(judge);
		return NULL;
	}
	for (size_t i = 0; i < num; i++)
		judge->prepared[i].rule = rules_at(rules, i);
	judge->num_prepared = num;
	return judge;
}

struct judge *judge_open(const struct rules *rules, struct error *err)
{
	struct judge *judge = open_bench(rules, err);

	for (size_t i = 0; judge != NULL && i < judge->num_prepared; i++)
		if (!bench_prepare(judge->bench, judge->prepared[i].rule, &judge->prepared[i], err) ||
		    !rule_check(&judge->prepared[i], err)) {
			judge_close(judge);
			judge = NULL;
		}
	return judge;
}

struct judge *judge_open_known(const struct rules *rules, struct error *err)
{
	struct judge *judge;

	if (known_has(KNOWN_RULES, rules_sha256(rules)))
		return open_bench(rules, err);
	judge = judge_open(rules, err);
	if (judge != NULL)
		known_add(KNOWN_RULES, rules_sha256(rules));
	return judge;
}

bool judge_concerns(const struct rule *rule, const struct reading *facts)
{
	struct fact_package **packages = reading_rows(facts, package);
	bool found = rule->platform == NULL;

	for (size_t i = 0; !found && i < reading_num(facts, package); i++)
		found = packages[i]->platform != NULL && strcmp(packages[i]->platform, rule->platform) == 0;
	return found;
}

bool judge_look_ahead(struct judge *judge, const struct reading *so_far)
{
	struct error unused = {0}; /* it comes again when the rule is to run */
	uint64_t tables = 0;

	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		tables |= (uint64_t)(reading_count(so_far, table) > 0) << table;
	if (tables != judge->ahead_of)
		judge->next_ahead = 0;
	judge->new_ahead |= tables & ~judge->ahead_of;
	judge->ahead_of = tables;
	bench_show(judge->bench, so_far);
	while (judge->next_ahead < judge->num_prepared) {
		struct bench_rule *rule = &judge->prepared[judge->next_ahead++];

		if (rule->statement == NULL && judge_concerns(rule->rule, so_far) && bench_rule_names(rule, judge->new_ahead) &&
		    bench_may_find(judge->bench, rule))
			return bench_prepare(judge->bench, rule->rule, rule, &unused);
	}
	judge->new_ahead = 0;
	return false;
}

void judge_close(struct judge *judge)
{
	if (judge == NULL)
		return;
	for (size_t i = 0; judge->prepared != NULL && i < judge->num_prepared; i++)
		bench_release(&judge->prepared[i]);
	free(judge->prepared);
	bench_close(judge->bench);
	free(judge);
}
