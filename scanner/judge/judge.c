#include "judge/judge_parts.h"

#include "bytes/text.h"
#include "judge/blacklist_match.h"
#include "judge/place.h"

#include <stdlib.h>

static const struct judge_history no_history;
static const struct judge_choice everything = {.rules = NULL, .blacklist = true, .anomalies = true};

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
	const struct judge_parts *parts;
	struct blacklist_source *blacklist;
	const struct judge_run *run;
	const struct judge_choice *choice;
};

static const struct reading *previous_alone(const void *owner, const struct fact_package *package)
{
	const struct judge_parts *parts = ((const struct asked_alone *)owner)->parts;

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

static bool place(struct judge *judge, struct finding_list *list, const struct reading *facts, const struct judge_parts *parts, struct blacklist_source *blacklist,
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
	struct judge_parts parts;
	bool facts_due = false;
	size_t num_entries;

	if (!match(judge, facts, blacklist, run, choice, &judgement->arena, &hits, err))
		return false;
	entries = entries_of(&hits, &judgement->arena, &num_entries);
	if (entries == NULL)
		return error_memory(err);
	list->waivers = hits.waivers;
	list->num_waivers = hits.num_waivers;
	if (!bench_load(judge->bench, facts, history, entries, num_entries, run, err) ||
	    !judge_part_by_device(facts, history, &judgement->arena, &parts, err) ||
	    !judge_run_rules(judge, list, facts, history, &parts, run, choice, &facts_due, err))
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
		judge_take_form(&own, &previous);
		own.previous = &previous;
	}
	list.is_delisted = own.is_delisted;
	list.num_files = place_num_files(facts);
	if (judgement == NULL) {
		error_memory(err);
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
