/*
 * judge_reads - what a judging reads: tables, what stands beside the submission, and of which generation of readers.
 */
#include "judge/derive.h"
#include "judge/judge_parts.h"
#include "judge/signing.h"

/* What every judging looks at: whose package it is, for which devices, the category that overrides may name, the signer that waivers may. */
#define ALWAYS (SIGNING_FACTS | FACT_BIT(submission))

struct judge_reads judge_reads(const struct judge *judge, const struct judge_run *run, const struct judge_choice *choice)
{
	bool whole = choice->rules == NULL || choice->blacklist || choice->anomalies;
	uint64_t tables = ALWAYS | derive_needs(FACT_TABLE_package, "signing") | derive_needs(FACT_TABLE_package, "device");
	struct bench_rule all = {.rule = NULL};
	bool others, decided_elsewhere;

	for (size_t i = 0; i < judge->num_prepared; i++) {
		const struct bench_rule *rule = &judge->prepared[i];

		if (!judge_is_chosen(judge, i, run, choice))
			continue;
		tables |= rule->reads | rule->derived_from;
		all.reads_previous |= rule->reads_previous;
		all.reads_other |= rule->reads_other;
		all.elsewhere |= rule->elsewhere;
	}
	others = bench_rule_reads(judge->bench, &all, "listed_package");
	decided_elsewhere = bench_rule_reads(judge->bench, &all, "decided_elsewhere");
	return (struct judge_reads){.tables = whole || decided_elsewhere || all.elsewhere != 0 ? UINT64_MAX : tables,
				    .previous = others ? UINT64_MAX : all.reads_previous == 0 ? 0 : all.reads_previous | ALWAYS,
				    .others = others,
				    .findings = bench_rule_reads(judge->bench, &all, "listed_finding"),
				    .against = bench_rule_reads(judge->bench, &all, "decided_against"),
				    .decided_elsewhere = decided_elsewhere,
				    .waiting = bench_rule_reads(judge->bench, &all, "waiting"),
				    .elsewhere = all.elsewhere};
}

bool judge_is_due(const struct judge *judge, const struct judge_run *run, const struct judge_choice *choice, int readers)
{
	const struct reading facts = {.readers = readers};

	for (size_t i = 0; i < judge->num_prepared; i++)
		if (judge_is_chosen(judge, i, run, choice) && judge_is_older(&facts, judge->prepared[i].reads))
			return true;
	return false;
}

bool judge_rule_reads(const struct judge *judge, size_t rule, const char *table)
{
	return rule < judge->num_prepared && bench_rule_reads(judge->bench, &judge->prepared[rule], table);
}
