#include "judge/place.h"

#include "bytes/buf.h"
#include "bytes/text.h"
#include "judge/build_part.h"
#include "judge/part.h"

#include <stdio.h>

#define PACKAGES_MAX_LEN ((size_t)1024 * 1024)
#define PART_MAX ((size_t)256 * 1024 * 1024)

size_t place_num_files(const struct reading *facts)
{
	size_t num = reading_num(facts, package);

	for (size_t i = 0; i < num; i++)
		if (judge_package_row(facts, (int64_t)i) == NULL)
			return 0;
	return num > 1 ? num : 0;
}

bool place_next(const char **packages, int64_t *package)
{
	struct span word;
	char text[24];

	if (*packages == NULL)
		return false;
	word = text_next_word(packages, ',');
	snprintf(text, sizeof text, "%.*s", (int)word.len, (const char *)word.data);
	return text_number(text, package);
}

static void mark(struct finding_list *list, bool **files, int64_t package)
{
	if (package < 0 || (size_t)package >= list->num_files)
		return;
	if (*files == NULL)
		*files = arena_array(&list->judgement->arena, list->num_files, sizeof **files);
	if (*files != NULL)
		(*files)[package] = true;
}

void place_mark(struct finding_list *list, struct finding *finding, int64_t package)
{
	if (finding != NULL)
		mark(list, &finding->in, package);
}

static bool is_in_all(const struct finding *finding, size_t num_files)
{
	for (size_t i = 0; i < num_files; i++)
		if (!finding->in[i])
			return false;
	return true;
}

static void number(struct finding_list *list, struct finding *finding)
{
	BUF_CLEANUP struct buf packages = buf_new(PACKAGES_MAX_LEN);

	if (finding->in == NULL || is_in_all(finding, list->num_files))
		return;
	for (size_t i = 0; i < list->num_files; i++)
		if (finding->in[i])
			buf_printf(&packages, "%s%zu", packages.len == 0 ? "" : ",", i);
	finding->packages = packages.failed ? NULL : arena_text(&list->judgement->arena, buf_span(&packages));
	list->judgement->arena.failed |= packages.failed;
}

static bool is_it(const struct part_choice *choice, const struct fact_package *package)
{
	return package == choice->wanted;
}

struct placing {
	const struct place_by *by;
	bool *gave_up; /* by prepared rule: one that did not run to its end on some file says nothing of any */
	struct finding_list *list;
	const struct reading *facts, *part; /* all files; those at hand */
	size_t first; /* finding of the rule at hand, whose others follow */
};

/* False when it has found nothing. */
static bool find_first(struct placing *placing, const struct bench_rule *rule)
{
	const struct judgement *judgement = placing->list->judgement;

	for (placing->first = 0; rule->statement != NULL && placing->first < judgement->num_findings; placing->first++)
		if (strcmp(judgement->findings[placing->first].rule, rule->rule->id) == 0)
			return true;
	return false;
}

static struct finding *found(const struct placing *placing, const struct bench_rule *rule, sqlite3_stmt *row)
{
	return finding_of(placing->list, rule->rule, (const char *)sqlite3_column_text(row, rule->subject), placing->first);
}

/* In a build: some of its files, perhaps. */
static bool take_row_of_build(void *owner, struct bench_rule *rule, sqlite3_stmt *row)
{
	struct placing *placing = owner;
	struct finding *finding = found(placing, rule, row);

	for (size_t i = 0; finding != NULL && i < reading_num(placing->part, package); i++)
		mark(placing->list, &finding->may_be_in, reading_rows(placing->part, package)[i]->package);
	return true;
}

/* In a file alone. */
static bool take_row(void *owner, struct bench_rule *rule, sqlite3_stmt *row)
{
	struct placing *placing = owner;
	struct finding *finding = found(placing, rule, row);
	int64_t package = reading_rows(placing->part, package)[0]->package;

	if (finding != NULL && (finding->may_be_in == NULL || finding->may_be_in[package]))
		place_mark(placing->list, finding, package);
	return true;
}

static bool run(struct placing *placing, size_t i, bool (*take)(void *owner, struct bench_rule *rule, sqlite3_stmt *row), struct error *err)
{
	struct bench_rule *rule = &placing->by->prepared[i];
	struct error failure = {0};
	bool ok = bench_run(placing->by->bench, rule, take, placing, &failure);

	placing->gave_up[i] |= rule->gave_up != NULL;
	return ok || rule->gave_up != NULL || error_set(err, failure.code, "%s", failure.text);
}

static void forget_given_up(struct placing *placing)
{
	struct judgement *judgement = placing->list->judgement;

	for (size_t i = 0; i < placing->by->num_prepared; i++)
		for (size_t j = 0; placing->gave_up[i] && j < judgement->num_findings; j++)
			if (strcmp(judgement->findings[j].rule, placing->by->prepared[i].rule->id) == 0)
				judgement->findings[j].in = NULL;
}

/* What rules that have found something find in the part; those alone that look at builds one by one, or all. */
static bool run_on_part(struct placing *placing, const struct reading *previous, bool of_builds, struct error *err)
{
	const struct place_by *by = placing->by;

	if (!bench_show_part(by->bench, placing->part, previous, err))
		return false;
	for (size_t i = 0; i < by->num_prepared; i++)
		if ((by->prepared[i].rule->per_build || !of_builds) && !placing->gave_up[i] && find_first(placing, &by->prepared[i]) &&
		    !run(placing, i, of_builds ? take_row_of_build : take_row, err))
			return false;
	return true;
}

static bool place_builds(struct placing *placing, struct error *err)
{
	ARENA_CLEANUP struct arena of_bases = arena_new(PART_MAX);
	size_t num;
	const size_t *bases = build_part_bases(placing->facts, &of_bases, &num);

	for (size_t i = 0; bases != NULL && num > 1 && i < num; i++) {
		ARENA_CLEANUP struct arena arena = arena_new(PART_MAX);
		struct reading part;

		placing->part = &part;
		if (!build_part_of(placing->facts, bases[i], UINT64_MAX, &arena, &part))
			return error_memory(err);
		if (!run_on_part(placing, placing->by->previous, true, err))
			return false;
	}
	return bases != NULL || error_memory(err);
}

static bool place_hits(struct placing *placing, struct error *err)
{
	const struct place_by *by = placing->by;
	ARENA_CLEANUP struct arena arena = arena_new(PART_MAX);
	struct blacklist_hits hits = {0};

	if (!by->match(by->owner, placing->part, &arena, &hits, err))
		return false;
	for (size_t i = 0; i < hits.num_hits; i++) {
		const struct rule *rule = rules_find(placing->list->rules, blacklist_rule(hits.hits[i].entry.kind));

		if (rule != NULL)
			place_mark(placing->list, finding_of(placing->list, rule, hits.hits[i].subject, 0), reading_rows(placing->part, package)[0]->package);
	}
	return true;
}

bool place_findings(const struct place_by *by, struct finding_list *list, const struct reading *facts, struct error *err)
{
	struct placing placing = {.by = by, .list = list, .facts = facts,
				  .gave_up = arena_array(&list->judgement->arena, by->num_prepared + 1, sizeof(bool))};
	bool ok = placing.gave_up != NULL ? place_builds(&placing, err) : error_memory(err);

	for (size_t i = 0; ok && i < list->num_files; i++) {
		const struct fact_package *package = reading_rows(facts, package)[i];
		const struct part_choice choice = {.takes = is_it, .facts = facts, .wanted = package};
		ARENA_CLEANUP struct arena arena = arena_new(PART_MAX);
		struct reading part;

		placing.part = &part;
		if (!part_take(&choice, UINT64_MAX, &arena, &part))
			return error_memory(err);
		ok = run_on_part(&placing, by->previous_of(by->owner, package), false, err) && place_hits(&placing, err);
	}
	if (!ok || !bench_show_part(by->bench, facts, by->previous, err))
		return false;
	forget_given_up(&placing);
	for (size_t i = 0; i < list->judgement->num_findings; i++)
		number(list, &list->judgement->findings[i]);
	return true;
}
