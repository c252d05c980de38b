#include "judge/judge.h"

#include "bytes/text.h"
#include "judge/bench.h"
#include "judge/finding.h"

#include <stdlib.h>

#define JUDGEMENT_MAX ((size_t)256 * 1024 * 1024)

struct judge {
	const struct rules *rules;
	struct bench *bench;
	struct bench_rule *prepared;
	size_t num_prepared;
};

struct judge *judge_open(const struct rules *rules, struct error *err)
{
	struct judge *judge = calloc(1, sizeof *judge);
	size_t num = rules_count(rules);

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
	for (size_t i = 0; i < num; i++) {
		const struct rule *rule = rules_at(rules, i);

		/* Only Android packages are read yet: rules for others cannot concern any. */
		if (rule->platform != NULL && strcmp(rule->platform, "android") != 0)
			continue;
		if (!bench_prepare(judge->bench, rule, &judge->prepared[judge->num_prepared], err)) {
			judge_close(judge);
			return NULL;
		}
		judge->num_prepared++;
	}
	return judge;
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

static bool take_row(void *owner, struct bench_rule *rule, sqlite3_stmt *row)
{
	struct finding_list *list = owner;
	const char *own = column(row, rule->verdict);
	enum verdict verdict = own == NULL ? VERDICT_NONE : verdict_parse(own);

	finding_add(list, rule->rule, verdict == VERDICT_NONE ? rule->rule->verdict : verdict, column(row, rule->subject),
		    column(row, rule->detail), column(row, rule->path));
	return !list->failed;
}

/* True when the reading is too old for a table that the rule reads. */
static bool is_due(const struct bench_rule *rule, const struct reading *facts)
{
	for (int table = 0; table < FACT_TABLE_COUNT; table++)
		if ((rule->reads >> table & 1) != 0 && fact_info((enum fact_table)table)->since > facts->readers)
			return true;
	return false;
}

/* Blacklist entries that match, gathered before the bench is loaded. */
struct matches {
	struct arena *arena;
	struct blacklist_entry *entries;
	const char **subjects;
	size_t num, room;
	struct blacklist_source *source;
	const struct reading *facts;
	const char *today, *subject;
	struct error *err;
	bool failed;
	const struct blacklist_entry *pattern;
};

static bool is_in_force(const struct matches *matches, const struct blacklist_entry *entry)
{
	return (entry->since == NULL || strcmp(entry->since, matches->today) <= 0) &&
	       (entry->until == NULL || strcmp(entry->until, matches->today) >= 0);
}

static const char *kept(struct matches *matches, const char *text)
{
	const char *made = text == NULL ? NULL : arena_strdup(matches->arena, text);

	matches->failed |= text != NULL && made == NULL;
	return made;
}

static bool is_known(const struct matches *matches, const struct blacklist_entry *entry)
{
	for (size_t i = 0; i < matches->num; i++)
		if (matches->entries[i].kind == entry->kind && strcmp(matches->entries[i].value, entry->value) == 0 &&
		    strcmp(matches->subjects[i], matches->subject) == 0)
			return true;
	return false;
}

static void take_entry(void *owner, const struct blacklist_entry *entry)
{
	struct matches *matches = owner;
	size_t room = matches->room == 0 ? 16 : matches->room * 2;

	if (!is_in_force(matches, entry) || is_known(matches, entry))
		return;
	if (matches->num == matches->room) {
		struct blacklist_entry *entries = arena_array(matches->arena, room, sizeof *entries);
		const char **subjects = arena_array(matches->arena, room, sizeof *subjects);

		if (entries == NULL || subjects == NULL) {
			matches->failed = true;
			return;
		}
		if (matches->num > 0) {
			memcpy(entries, matches->entries, matches->num * sizeof *entries);
			memcpy(subjects, matches->subjects, matches->num * sizeof *subjects);
		}
		matches->entries = entries;
		matches->subjects = subjects;
		matches->room = room;
	}
	matches->subjects[matches->num] = kept(matches, matches->subject);
	matches->entries[matches->num++] = (struct blacklist_entry){
		entry->kind, kept(matches, entry->value), entry->verdict, kept(matches, entry->reason), kept(matches, entry->source),
		kept(matches, entry->ticket), kept(matches, entry->by), kept(matches, entry->since), kept(matches, entry->until)};
}

static void look_up(void *owner, enum blacklist_kind kind, const char *value)
{
	struct matches *matches = owner;

	matches->subject = value;
	if (!matches->failed && !matches->source->exact(matches->source, kind, value, take_entry, matches, matches->err))
		matches->failed = true;
}

static void try_pattern(void *owner, enum blacklist_kind kind, const char *value)
{
	struct matches *matches = owner;

	matches->subject = value;
	if (matches->pattern->kind == kind && text_glob(matches->pattern->value, value))
		take_entry(matches, matches->pattern);
}

static void look_at_pattern(void *owner, const struct blacklist_entry *entry)
{
	struct matches *matches = owner;

	matches->pattern = entry;
	blacklist_keys(matches->facts, try_pattern, matches);
}

static bool find_matches(struct matches *matches)
{
	if (matches->source == NULL)
		return true;
	blacklist_keys(matches->facts, look_up, matches);
	if (!matches->failed && !matches->source->patterns(matches->source, look_at_pattern, matches, matches->err))
		matches->failed = true;
	return !matches->failed || error_set(matches->err, ERROR_MEMORY, "out of memory for the blacklist");
}

static void add_matches(struct finding_list *list, const struct matches *matches)
{
	for (size_t i = 0; i < matches->num; i++) {
		const struct blacklist_entry *entry = &matches->entries[i];
		const char *id = arena_printf(&list->judgement->arena, "blacklist.%s", blacklist_kind_name(entry->kind));
		const char *detail = arena_printf(&list->judgement->arena, "%s%s%s%s%s", entry->value, entry->reason != NULL ? ": " : "",
						  entry->reason != NULL ? entry->reason : "", entry->ticket != NULL ? ", ticket " : "",
						  entry->ticket != NULL ? entry->ticket : "");
		struct rule rule = {.id = id, .title = "It is on the blacklist", .title_zh = "命中黑名单", .class = "developer"};

		if (id == NULL || detail == NULL)
			list->failed = true;
		else
			finding_add(list, &rule, entry->verdict, matches->subjects[i], detail, NULL);
	}
}

static void look_at_packers(struct finding_list *list, const struct reading *facts)
{
	struct fact_packer **rows = reading_rows(facts, packer);

	for (size_t i = 0; i < reading_num(facts, packer); i++) {
		const char *kind = rows[i]->kind;

		list->has_channel |= strcmp(kind, "channel") == 0;
		list->is_packed |= strcmp(kind, "packer") == 0 || strcmp(kind, "protector") == 0 || strcmp(kind, "shell") == 0;
	}
}

/* complete and code_visible of all packages; what is incomplete is at best review, whatever a policy says. */
static void conclude(struct finding_list *list, const struct reading *facts)
{
	struct judgement *judgement = list->judgement;
	struct fact_package **packages = reading_rows(facts, package);

	judgement->complete = judgement->code_visible = true;
	for (size_t i = 0; i < reading_num(facts, package); i++) {
		judgement->complete &= packages[i]->complete == 1;
		judgement->code_visible &= packages[i]->code_visible == 1;
	}
	judgement->verdict = list->gravest >= VERDICT_REVIEW ? list->gravest : VERDICT_PASS;
	if (!judgement->complete && judgement->verdict < VERDICT_REVIEW)
		judgement->verdict = VERDICT_REVIEW;
	finding_sort(judgement);
}

static bool run_rules(struct judge *judge, struct finding_list *list, const struct reading *facts, const struct judge_run *run,
		      struct error *err)
{
	for (size_t i = 0; i < judge->num_prepared; i++) {
		struct bench_rule *rule = &judge->prepared[i];

		if ((run->patrol && rule->rule->gate_only) || is_due(rule, facts))
			continue;
		list->of_rule = 0;
		if (!bench_run(judge->bench, rule, take_row, list, err))
			return false;
	}
	return true;
}

static bool judge_all(struct judge *judge, struct finding_list *list, const struct reading *facts, const struct reading *previous,
		      struct blacklist_source *blacklist, const struct judge_run *run, struct error *err)
{
	struct judgement *judgement = list->judgement;
	struct matches matches = {.arena = &judgement->arena, .source = blacklist, .facts = facts, .today = run->today, .err = err};

	look_at_packers(list, facts);
	if (!find_matches(&matches) || !bench_load(judge->bench, facts, previous, matches.entries, matches.num, run, err) ||
	    !run_rules(judge, list, facts, run, err))
		return false;
	finding_add_anomalies(list, facts);
	list->of_rule = 0;
	add_matches(list, &matches);
	conclude(list, facts);
	if (previous != NULL &&
	    !fact_diff(previous, facts, &judgement->arena, &judgement->changes, &judgement->num_changes, err))
		return false;
	return !list->failed || error_set(err, ERROR_MEMORY, "out of memory for findings");
}

struct judgement *judge_submission(struct judge *judge, const struct reading *facts, const struct reading *previous,
				   struct blacklist_source *blacklist, const struct judge_run *run, struct error *err)
{
	struct judgement *judgement = calloc(1, sizeof *judgement);
	const struct fact_package *package = judge_package_row(facts, judge_main_package(facts));
	struct finding_list list = {.judgement = judgement, .rules = judge->rules, .run = run,
				    .app_id = package != NULL ? package->app_id : NULL};

	if (judgement == NULL) {
		error_set(err, ERROR_MEMORY, "out of memory for a judgement");
		return NULL;
	}
	judgement->arena = arena_new(JUDGEMENT_MAX);
	if (reading_num(facts, submission) > 0)
		list.category = reading_rows(facts, submission)[0]->category;
	if (!judge_all(judge, &list, facts, previous, blacklist, run, err)) {
		judgement_free(judgement);
		return NULL;
	}
	return judgement;
}

void judgement_free(struct judgement *judgement)
{
	if (judgement == NULL)
		return;
	arena_free(&judgement->arena);
	free(judgement);
}
