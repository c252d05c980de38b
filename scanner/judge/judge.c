#include "judge/judge.h"

#include "bytes/text.h"
#include "judge/bench.h"
#include "judge/blacklist_match.h"
#include "judge/derive.h"
#include "judge/build_part.h"
#include "judge/device_part.h"
#include "judge/finding.h"
#include "judge/known.h"
#include "judge/place.h"
#include "judge/rule_check.h"

#include <stdlib.h>

#define DELISTED "the version before is delisted"
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

static const struct judge_history no_history;
static const struct judge_choice everything = {.rules = NULL, .blacklist = true, .anomalies = true};

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
		error_set(err, ERROR_MEMORY, "out of memory for the judge");
		return NULL;
	}
	judge->rules = rules;
	judge->bench = bench_open(rules, err);
	judge->prepared = calloc(num + 1, sizeof *judge->prepared);
	if (judge->bench == NULL || judge->prepared == NULL) {
		error_set(err, ERROR_MEMORY, "out of memory for the judge");
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

/* A rule of a platform is for submissions that have a package of it; any other is for all. */
static bool concerns(const struct rule *rule, const struct reading *facts)
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

		if (rule->statement == NULL && concerns(rule->rule, so_far) && bench_rule_names(rule, judge->new_ahead) &&
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

/* True when the reading is too old to have one of the tables. */
static bool is_older(const struct reading *facts, uint64_t tables)
{
	return fact_since(tables) > facts->readers;
}

/* Each entry once, as a row of the table blacklist. */
static struct blacklist_entry *entries_of(const struct blacklist_hits *hits, struct arena *arena, size_t *num)
{
	struct blacklist_entry *entries = arena_array(arena, hits->num_hits + 1, sizeof *entries);

	*num = 0;
	for (size_t i = 0; entries != NULL && i < hits->num_hits; i++)
		if (*num == 0 || entries[*num - 1].kind != hits->hits[i].entry.kind ||
		    strcmp(entries[*num - 1].value, hits->hits[i].entry.value) != 0)
			entries[(*num)++] = hits->hits[i].entry;
	return entries;
}

static void add_hit(struct finding_list *list, const struct blacklist_hit *hit)
{
	const struct blacklist_entry *entry = &hit->entry;
	struct arena *arena = &list->judgement->arena;
	const char *value = hit->bits == 0 ? entry->value : arena_printf(arena, "%s, %u of 64 bits apart", entry->value, hit->bits);
	const char *detail = arena_printf(arena, "%s%s%s%s%s", text_or_empty(value), entry->reason != NULL ? ": " : "",
					  entry->reason != NULL ? entry->reason : "", entry->ticket != NULL ? ", ticket " : "",
					  entry->ticket != NULL ? entry->ticket : "");
	const struct rule *rule = rules_find(list->rules, blacklist_rule(entry->kind));

	if (rule != NULL)
		finding_add(list, rule, entry->verdict, hit->subject, detail, NULL);
}

static void add_hits(struct finding_list *list, const struct blacklist_hits *hits)
{
	for (size_t i = 0; i < hits->num_hits; i++) {
		if (i == 0 || hits->hits[i].entry.kind != hits->hits[i - 1].entry.kind)
			finding_next_rule(list);
		add_hit(list, &hits->hits[i]);
	}
}

static bool is_unread(const struct reading *facts)
{
	struct fact_anomaly **rows = reading_rows(facts, anomaly);

	for (size_t i = 0; i < reading_num(facts, anomaly); i++)
		if (rows[i]->effect != NULL && strcmp(rows[i]->effect, "unread") == 0)
			return true;
	return false;
}

/*
 * complete and code_visible of all packages. The floor that no policy and no override lifts: what is incomplete, of
 * which nothing is known, or on which a rule could not run, is at best review.
 */
static void conclude(struct finding_list *list, const struct reading *facts, bool is_due)
{
	struct judgement *judgement = list->judgement;
	struct fact_package **packages = reading_rows(facts, package);

	judgement->complete = reading_num(facts, package) > 0 && !is_unread(facts);
	judgement->code_visible = reading_num(facts, package) > 0;
	for (size_t i = 0; i < reading_num(facts, package); i++) {
		judgement->complete &= packages[i]->complete == 1;
		judgement->code_visible &= packages[i]->code_visible == 1;
	}
	finding_finish(list);
	judgement->verdict = list->gravest >= VERDICT_REVIEW ? list->gravest : VERDICT_PASS;
	if ((!judgement->complete || is_due) && judgement->verdict < VERDICT_REVIEW)
		judgement->verdict = VERDICT_REVIEW;
}

/* What rules of the gate alone compare was for a person to see once, when it came. */
static bool is_chosen(const struct judge *judge, size_t prepared, const struct judge_run *run, const struct judge_choice *choice)
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

/* What rules that compare look at one after another where builds are for several kinds of devices: none where all are for one. */
struct parts {
	struct part {
		struct reading facts, previous;
		bool is_delisted;
	} part[DEVICE_PARTS_MAX];
	size_t num;
	const struct reading *facts, *previous; /* whole */
};

/* The version before that packages for that kind are compared with. */
static struct judge_before before_of(const struct judge_history *history, const char *kind)
{
	for (size_t i = 0; i < history->num_others_before; i++)
		if (strcmp(history->others_before[i].device, kind) == 0)
			return history->others_before[i];
	return (struct judge_before){kind, history->previous, history->is_delisted};
}

static void take_form(const struct judge_history *history, struct reading *previous)
{
	for (enum fact_table table = 0; history->form_before != NULL && table < FACT_TABLE_COUNT; table++)
		if (fact_info(table)->origin == FACT_FORM)
			previous->tables[table] = history->form_before->tables[table];
}

static bool part_by_device(const struct reading *facts, const struct judge_history *history, struct arena *arena, struct parts *parts, struct error *err)
{
	const char *kinds[DEVICE_PARTS_MAX], *before[DEVICE_PARTS_MAX];
	const struct reading *previous = history->previous;
	size_t num = device_part_kinds(facts, kinds);

	*parts = (struct parts){.facts = facts, .previous = previous};
	if (previous == NULL || (num == 1 && device_part_kinds(previous, before) == 1))
		return true;
	for (; parts->num < num; parts->num++) {
		const struct judge_before own = before_of(history, kinds[parts->num]);
		struct part *part = &parts->part[parts->num];

		part->is_delisted = own.is_delisted;
		if (!device_part_of(facts, kinds[parts->num], false, arena, &part->facts) ||
		    !device_part_of(own.facts, kinds[parts->num], true, arena, &part->previous))
			return error_set(err, ERROR_MEMORY, "out of memory for the judge");
		take_form(history, &part->previous);
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

static bool run_on_parts(struct judge *judge, struct finding_list *list, struct bench_rule *rule, const struct parts *parts, struct error *err)
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
static bool run_on_builds(struct judge *judge, struct finding_list *list, struct bench_rule *rule, const struct parts *parts, struct error *err)
{
	const uint64_t tables = rule->reads | FACT_BIT(package);
	ARENA_CLEANUP struct arena of_bases = arena_new(JUDGEMENT_MAX);
	size_t num;
	const size_t *bases = build_part_bases(parts->facts, &of_bases, &num);
	bool ok = true;

	if (bases == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for the judge");
	if (num < 2)
		return run_rule(judge, list, rule, err);
	for (size_t i = 0; ok && i < num; i++) {
		ARENA_CLEANUP struct arena arena = arena_new(JUDGEMENT_MAX);
		struct reading part;

		if (!build_part_of(parts->facts, bases[i], tables, &arena, &part))
			return error_set(err, ERROR_MEMORY, "out of memory for the judge");
		ok = bench_show_part(judge->bench, &part, parts->previous, err) && run_rule(judge, list, rule, err) &&
		     bench_show_part(judge->bench, parts->facts, parts->previous, err);
	}
	return ok;
}

static bool run_prepared(struct judge *judge, struct finding_list *list, struct bench_rule *rule, const struct parts *parts, struct error *err)
{
	if (rule->rule->per_build)
		return run_on_builds(judge, list, rule, parts, err);
	return rule->reads_previous != 0 && parts->num > 0 ? run_on_parts(judge, list, rule, parts, err) : run_rule(judge, list, rule, err);
}

/*
 * Runs what can be run; a rule that reads tables which a reading is too old to have is counted instead, and one for which there
 * is too much in the submission is a finding.
 */
static bool run_rules(struct judge *judge, struct finding_list *list, const struct reading *facts, const struct judge_history *history,
		      const struct parts *parts, const struct judge_run *run, const struct judge_choice *choice, bool *facts_due,
		      struct error *err)
{
	const struct reading *previous = history->previous;
	bool is_new = !is_older(facts, UINT64_MAX) && (previous == NULL || !is_older(previous, UINT64_MAX));

	for (size_t i = 0; i < judge->num_prepared; i++) {
		struct bench_rule *rule = &judge->prepared[i];
		bool idle, due;

		if (!is_chosen(judge, i, run, choice) || !concerns(rule->rule, facts))
			continue;
		if (!make_ready(judge, rule, is_new, &idle, err))
			return false;
		if (idle)
			continue;
		due = is_older(facts, rule->reads);
		*facts_due |= due;
		if (due || (previous != NULL && is_older(previous, rule->reads_previous))) {
			list->judgement->num_due++;
			continue;
		}
		finding_next_rule(list);
		if (!run_prepared(judge, list, rule, parts, err))
			return false;
	}
	return true;
}

/* The seed of the rules and the archive's; waivers also where entries are not asked for, for they concern any finding. */
static bool match(struct judge *judge, const struct reading *facts, struct blacklist_source *blacklist, const struct judge_run *run,
		  const struct judge_choice *choice, struct arena *arena, struct blacklist_hits *hits, struct error *err)
{
	struct blacklist_source *const sources[] = {rules_blacklist(judge->rules), blacklist};

	for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
		if (!blacklist_match(judge->rules, facts, sources[i], run->today, choice->blacklist, arena, hits, err))
			return false;
	return true;
}

/* What is asked of each file alone, as it was of all. */
struct asked_alone {
	struct judge *judge;
	const struct parts *parts;
	struct blacklist_source *blacklist;
	const struct judge_run *run;
	const struct judge_choice *choice;
};

static const struct reading *previous_alone(const void *owner, const struct fact_package *package)
{
	const struct parts *parts = ((const struct asked_alone *)owner)->parts;

	for (size_t i = 0; i < parts->num; i++)
		if (judge_package_row(&parts->part[i].facts, package->package) != NULL)
			return &parts->part[i].previous;
	return parts->previous;
}

static bool match_alone(const void *owner, const struct reading *part, struct arena *arena, struct blacklist_hits *hits, struct error *err)
{
	const struct asked_alone *asked = owner;

	return match(asked->judge, part, asked->blacklist, asked->run, asked->choice, arena, hits, err);
}

static bool place(struct judge *judge, struct finding_list *list, const struct reading *facts, const struct parts *parts, struct blacklist_source *blacklist,
		  const struct judge_run *run, const struct judge_choice *choice, struct error *err)
{
	const struct asked_alone asked = {judge, parts, blacklist, run, choice};
	const struct place_by by = {.bench = judge->bench, .prepared = judge->prepared, .num_prepared = judge->num_prepared, .previous = parts->previous,
				    .previous_of = previous_alone, .match = match_alone, .owner = &asked};

	return place_findings(&by, list, facts, err);
}

static bool judge_all(struct judge *judge, struct finding_list *list, const struct reading *facts, const struct judge_history *history,
		      struct blacklist_source *blacklist, const struct judge_run *run, const struct judge_choice *choice,
		      struct error *err)
{
	struct judgement *judgement = list->judgement;
	struct blacklist_entry *entries;
	struct blacklist_hits hits = {0};
	struct parts parts;
	bool facts_due = false;
	size_t num_entries;

	if (!match(judge, facts, blacklist, run, choice, &judgement->arena, &hits, err))
		return false;
	entries = entries_of(&hits, &judgement->arena, &num_entries);
	if (entries == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for the blacklist");
	list->waivers = hits.waivers;
	list->num_waivers = hits.num_waivers;
	if (!bench_load(judge->bench, facts, history, entries, num_entries, run, err) ||
	    !part_by_device(facts, history, &judgement->arena, &parts, err) ||
	    !run_rules(judge, list, facts, history, &parts, run, choice, &facts_due, err))
		return false;
	if (choice->anomalies)
		finding_add_anomalies(list, facts);
	add_hits(list, &hits);
	if (list->num_files > 0 && !place(judge, list, facts, &parts, blacklist, run, choice, err))
		return false;
	if (!arena_ok(&judgement->arena, err))
		return false;
	conclude(list, facts, facts_due);
	return arena_ok(&judgement->arena, err);
}

static struct judgement *judge_by(struct judge *judge, const struct reading *facts, const struct judge_history *history,
				  struct blacklist_source *blacklist, const struct judge_run *run, const struct judge_choice *choice,
				  struct error *err)
{
	struct judgement *judgement = calloc(1, sizeof *judgement);
	const struct fact_package *package = judge_package_row(facts, judge_main_package(facts));
	struct finding_list list = {.judgement = judgement, .rules = judge->rules, .run = run,
				    .app_id = package != NULL ? package->app_id : NULL};
	struct judge_history own = history == NULL ? no_history : *history;
	struct reading previous;

	if (own.previous != NULL) {
		previous = *own.previous;
		take_form(&own, &previous);
		own.previous = &previous;
	}
	list.is_delisted = own.is_delisted;
	list.num_files = place_num_files(facts);
	if (judgement == NULL) {
		error_set(err, ERROR_MEMORY, "out of memory for a judgement");
		return NULL;
	}
	judgement->arena = arena_new(JUDGEMENT_MAX);
	if (reading_num(facts, submission) > 0)
		list.category = reading_rows(facts, submission)[0]->category;
	if (!judge_all(judge, &list, facts, &own, blacklist, run, choice, err)) {
		judgement_free(judgement);
		judgement = NULL;
	}
	finding_list_free(&list);
	return judgement;
}

struct judgement *judge_submission(struct judge *judge, const struct reading *facts, const struct judge_history *history,
				   struct blacklist_source *blacklist, const struct judge_run *run, struct error *err)
{
	struct judgement *judgement = judge_by(judge, facts, history, blacklist, run, &everything, err);

	if (judgement == NULL || history == NULL || history->previous == NULL ||
	    (fact_diff(history->previous, facts, &judgement->arena, &judgement->changes, &judgement->num_changes, err) &&
	     arena_ok(&judgement->arena, err)))
		return judgement;
	judgement_free(judgement);
	return NULL;
}

struct judgement *judge_chosen(struct judge *judge, const struct reading *facts, const struct judge_history *history,
			       struct blacklist_source *blacklist, const struct judge_run *run, const struct judge_choice *choice,
			       struct error *err)
{
	return judge_by(judge, facts, history, blacklist, run, choice, err);
}

/* What every judging looks at: whose package it is, for which devices, the category that overrides may name, the signer that waivers may. */
#define ALWAYS (FACT_BIT(package) | FACT_BIT(submission) | FACT_BIT(certificate))

struct judge_reads judge_reads(const struct judge *judge, const struct judge_run *run, const struct judge_choice *choice)
{
	bool whole = choice->rules == NULL || choice->blacklist || choice->anomalies;
	uint64_t tables = ALWAYS | derive_needs(FACT_TABLE_package, "signing") | derive_needs(FACT_TABLE_package, "device");
	struct bench_rule all = {.rule = NULL};
	bool others, decided_elsewhere;

	for (size_t i = 0; i < judge->num_prepared; i++) {
		const struct bench_rule *rule = &judge->prepared[i];

		if (!is_chosen(judge, i, run, choice))
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
		if (is_chosen(judge, i, run, choice) && is_older(&facts, judge->prepared[i].reads))
			return true;
	return false;
}

bool judge_rule_reads(const struct judge *judge, size_t rule, const char *table)
{
	return rule < judge->num_prepared && bench_rule_reads(judge->bench, &judge->prepared[rule], table);
}

const struct finding *judgement_find(const struct judgement *judgement, const char *key)
{
	for (size_t i = 0; judgement != NULL && i < judgement->num_findings; i++)
		if (strcmp(judgement->findings[i].key, key) == 0)
			return &judgement->findings[i];
	return NULL;
}

const struct finding *judgement_of_rule(const struct judgement *judgement, const char *rule)
{
	for (size_t i = 0; judgement != NULL && i < judgement->num_findings; i++)
		if (strcmp(judgement->findings[i].rule, rule) == 0)
			return &judgement->findings[i];
	return NULL;
}

void judgement_free(struct judgement *judgement)
{
	if (judgement == NULL)
		return;
	arena_free(&judgement->arena);
	free(judgement);
}
