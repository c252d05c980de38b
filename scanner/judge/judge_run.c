/*
 * judge_run - the rules of a judging, each on all that it looks at, or on a part after the other of it.
 */
#include "judge/build_part.h"
#include "judge/judge_parts.h"

#define DELISTED "the version before is delisted"

static const char *column(sqlite3_stmt *row, int index)
{
	return index < 0 ? NULL : (const char *)sqlite3_column_text(row, index);
}

/* Who reads it knows that the version it was compared with is not listed any more. */
static const char *say_delisted(struct finding_list *list, const char *detail)
{
	struct arena *arena = &list->judgement->arena;

	return detail == NULL || *detail == '\0' ? DELISTED : arena_printf(arena, "%s; " DELISTED, detail);
}

/* Each row is a finding: one whose own verdict is none is at least a review that says so. */
static bool take_row(void *owner, struct bench_rule *rule, sqlite3_stmt *row)
{
	struct finding_list *list = owner;
	const char *own = column(row, rule->verdict);
	enum verdict verdict = own == NULL ? rule->rule->verdict : verdict_parse(own);
	const char *detail = column(row, rule->detail);

	if (verdict < VERDICT_NOTICE) {
		verdict = rule->rule->verdict > VERDICT_REVIEW ? rule->rule->verdict : VERDICT_REVIEW;
		detail = "its column `verdict` is none of notice, review and reject";
	}
	if (list->is_delisted && rule->compares)
		detail = say_delisted(list, detail);
	finding_add(list, rule->rule, verdict, column(row, rule->subject), detail, column(row, rule->path));
	return !list->judgement->arena.failed;
}

bool judge_is_older(const struct reading *facts, uint64_t tables)
{
	return fact_since(tables) > facts->readers;
}

bool judge_is_chosen(const struct judge *judge, size_t prepared, const struct judge_run *run, const struct judge_choice *choice)
{
	return !(run->patrol && judge->prepared[prepared].rule->gate_only) &&
	       (choice->rules == NULL || choice->rules[prepared]);
}

/*
 * Prepares a rule that is not yet; *idle: it need not be, for it finds nothing in what is on the bench. One that is prepared is
 * idle, too: what is found, and what fails, does not depend on what was prepared before.
 */
static bool make_ready(struct judge *judge, struct bench_rule *rule, bool may_idle, bool *idle, struct error *err)
{
	*idle = may_idle && !bench_may_find(judge->bench, rule);
	return rule->statement != NULL || *idle || bench_prepare(judge->bench, rule->rule, rule, err);
}

/* The version before that packages for that kind are compared with. */
static struct judge_before before_of(const struct judge_history *history, const char *kind)
{
	for (size_t i = 0; i < history->num_others_before; i++)
		if (strcmp(history->others_before[i].device, kind) == 0)
			return history->others_before[i];
	return (struct judge_before){kind, history->previous, history->is_delisted};
}

void judge_take_form(const struct judge_history *history, struct reading *previous)
{
	for (enum fact_table table = 0; history->form_before != NULL && table < FACT_TABLE_COUNT; table++)
		if (fact_info(table)->origin == FACT_FORM)
			previous->tables[table] = history->form_before->tables[table];
}

bool judge_part_by_device(const struct reading *facts, const struct judge_history *history, struct arena *arena, struct judge_parts *parts, struct error *err)
{
	const char *kinds[DEVICE_PARTS_MAX], *before[DEVICE_PARTS_MAX];
	const struct reading *previous = history->previous;
	size_t num = device_part_kinds(facts, kinds);

	*parts = (struct judge_parts){.facts = facts, .previous = previous};
	if (previous == NULL || (num == 1 && device_part_kinds(previous, before) == 1))
		return true;
	for (; parts->num < num; parts->num++) {
		const struct judge_before own = before_of(history, kinds[parts->num]);
		struct judge_part *part = &parts->part[parts->num];

		part->is_delisted = own.is_delisted;
		if (!device_part_of(facts, kinds[parts->num], false, arena, &part->facts) ||
		    !device_part_of(own.facts, kinds[parts->num], true, arena, &part->previous))
			return error_memory(err);
		judge_take_form(history, &part->previous);
	}
	return true;
}

static bool run_rule(struct judge *judge, struct finding_list *list, struct bench_rule *rule, struct error *err)
{
	struct error failure = {0};

	if (!bench_run(judge->bench, rule, take_row, list, &failure) && rule->gave_up == NULL)
		return error_set(err, failure.code, "%s", failure.text);
	if (rule->gave_up != NULL)
		finding_add_unfinished(list, rule->rule, rule->gave_up);
	if (rule->ran_out)
		list->judgement->ran_out = rule->rule;
	return true;
}

static bool run_on_parts(struct judge *judge, struct finding_list *list, struct bench_rule *rule, const struct judge_parts *parts, struct error *err)
{
	const bool is_delisted = list->is_delisted;

	for (size_t i = 0; i < parts->num; i++) {
		list->is_delisted = parts->part[i].is_delisted;
		if (!bench_show_part(judge->bench, &parts->part[i].facts, &parts->part[i].previous, err) || !run_rule(judge, list, rule, err))
			return false;
	}
	list->is_delisted = is_delisted;
	return bench_show_part(judge->bench, parts->facts, parts->previous, err);
}

/* One that says "per: build", where builds are for several kinds of phones. */
static bool run_on_builds(struct judge *judge, struct finding_list *list, struct bench_rule *rule, const struct judge_parts *parts, struct error *err)
{
	const uint64_t tables = rule->reads | FACT_BIT(package);
	ARENA_CLEANUP struct arena of_bases = arena_new(JUDGEMENT_MAX);
	size_t num;
	const size_t *bases = build_part_bases(parts->facts, &of_bases, &num);
	bool ok = true;

	if (bases == NULL)
		return error_memory(err);
	if (num < 2)
		return run_rule(judge, list, rule, err);
	for (size_t i = 0; ok && i < num; i++) {
		ARENA_CLEANUP struct arena arena = arena_new(JUDGEMENT_MAX);
		struct reading part;

		if (!build_part_of(parts->facts, bases[i], tables, &arena, &part))
			return error_memory(err);
		ok = bench_show_part(judge->bench, &part, parts->previous, err) && run_rule(judge, list, rule, err) &&
		     bench_show_part(judge->bench, parts->facts, parts->previous, err);
	}
	return ok;
}

static bool run_prepared(struct judge *judge, struct finding_list *list, struct bench_rule *rule, const struct judge_parts *parts, struct error *err)
{
	if (rule->rule->per_build)
		return run_on_builds(judge, list, rule, parts, err);
	return rule->reads_previous != 0 && parts->num > 0 ? run_on_parts(judge, list, rule, parts, err) : run_rule(judge, list, rule, err);
}

bool judge_run_rules(struct judge *judge, struct finding_list *list, const struct reading *facts, const struct judge_history *history,
		     const struct judge_parts *parts, const struct judge_run *run, const struct judge_choice *choice, bool *facts_due,
		     struct error *err)
{
	const struct reading *previous = history->previous;
	bool is_new = !judge_is_older(facts, UINT64_MAX) && (previous == NULL || !judge_is_older(previous, UINT64_MAX));

	for (size_t i = 0; i < judge->num_prepared; i++) {
		struct bench_rule *rule = &judge->prepared[i];
		bool idle, due;

		if (!judge_is_chosen(judge, i, run, choice) || !judge_concerns(rule->rule, facts))
			continue;
		if (!make_ready(judge, rule, is_new, &idle, err))
			return false;
		if (idle)
			continue;
		due = judge_is_older(facts, rule->reads);
		*facts_due |= due;
		if (due || (previous != NULL && judge_is_older(previous, rule->reads_previous))) {
			list->judgement->num_due++;
			continue;
		}
		finding_next_rule(list);
		if (!run_prepared(judge, list, rule, parts, err))
			return false;
	}
	return true;
}
