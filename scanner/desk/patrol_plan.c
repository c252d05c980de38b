#include "desk/patrol_plan.h"

#include "bytes/array.h"
#include "bytes/date.h"
#include "bytes/text.h"
#include "judge/rule_digest.h"
#include "store/external.h"

#include <stdio.h>
#include <stdlib.h>

#define ARENA_MAX ((size_t)1024 * 1024 * 1024)
#define PER_MYRIAD 10000

static const struct patrol_reason_info reasons[] = {
#define REASON(symbol, name, whole, en, zh) {name, whole, en, zh},
#include "desk/patrol_reason.def"
#undef REASON
};

const struct patrol_reason_info *patrol_reason_info(enum patrol_reason reason)
{
	return &reasons[reason];
}

struct planner {
	struct patrol_plan *plan;
	struct archive *archive;
	const struct rules *rules;
	const struct judge *judge;
	const struct judge_run *run;
	char (*digests)[DIGEST_HEX_MAX]; /* of the rules */
	char policy[DIGEST_HEX_MAX], catalogues[DIGEST_HEX_MAX];
	int64_t today, patrol_days, sample; /* sample: of PER_MYRIAD */
	const char *seed;
};

static bool digest_rules(struct planner *planner, struct error *err)
{
	size_t num = rules_count(planner->rules);

	planner->digests = arena_array(&planner->plan->arena, num + 1, sizeof *planner->digests);
	if (planner->digests == NULL || !rule_digest_policy(planner->rules, planner->policy) ||
	    !rule_digest_catalogues(planner->rules, planner->catalogues))
		return error_memory(err);
	for (size_t i = 0; i < num; i++)
		if (!rule_digest(rules_at(planner->rules, i), planner->digests[i]))
			return error_memory(err);
	return true;
}

static int64_t days_of(const char *text)
{
	struct date date;

	return date_parse(text, &date) ? date_to_days(date) : 0;
}

/* Which rules are not those of the basis; a rule that is no more leaves findings that have to go. */
static bool compare_rules(struct planner *planner, struct patrol_basis *basis, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(planner->archive, err, "SELECT rule, sha256 FROM rule_set_rule WHERE rule_set = ?", "i", basis->rule_set);
	size_t num = rules_count(planner->rules);
	bool changed = false;
	int status;

	for (size_t i = 0; i < num; i++)
		basis->rules[i] = true;
	while ((status = database_step(planner->archive, row, err)) == SQLITE_ROW) {
		int rule = rules_index(planner->rules, database_text(row, 0));

		changed |= rule < 0;
		if (rule >= 0)
			basis->rules[rule] = strcmp(planner->digests[rule], database_text(row, 1)) != 0;
	}
	for (size_t i = 0; i < num; i++)
		changed |= basis->rules[i];
	if (changed)
		basis->reasons |= 1U << PATROL_RULES;
	return status == SQLITE_DONE;
}

/* Entries that began or ended between two days, without a change of the list. */
static bool compare_blacklist(struct planner *planner, struct patrol_basis *basis, struct error *err)
{
	bool any;

	if (!database_any(planner->archive, &any, err,
			  "SELECT EXISTS (SELECT 1 FROM blacklist WHERE (since > ?1 AND since <= ?2) OR (until >= ?1 AND until < ?2))", "ss",
			  basis->date, planner->run->today))
		return false;
	if (any || basis->blacklist != planner->plan->blacklist)
		basis->reasons |= 1U << PATROL_BLACKLIST;
	return true;
}

/* An override that ended between two days changes verdicts as a changed policy does. */
static void compare_overrides(struct planner *planner, struct patrol_basis *basis)
{
	const struct policy *policy = rules_whole_policy(planner->rules);

	for (size_t i = 0; i < policy->num_overrides; i++) {
		const char *until = policy->overrides[i].until;

		if (until != NULL && strcmp(until, basis->date) >= 0 && strcmp(until, planner->run->today) < 0)
			basis->reasons |= 1U << PATROL_POLICY;
	}
}

/* On another day the rules that read it are run besides. */
static void choose(struct planner *planner, struct patrol_basis *basis)
{
	bool other_day = strcmp(basis->date, planner->run->today) != 0;

	for (size_t i = 0; i < rules_count(planner->rules); i++) {
		basis->rules[i] |= other_day && judge_rule_reads(planner->judge, i, "run");
		basis->choice.blacklist |= basis->rules[i] && judge_rule_reads(planner->judge, i, "blacklist");
	}
	basis->choice.rules = basis->rules;
}

static bool compare(struct planner *planner, struct patrol_basis *basis, const char *policy, const char *catalogues, struct error *err)
{
	int64_t age = planner->today - days_of(basis->date);

	if (strcmp(policy, planner->policy) != 0)
		basis->reasons |= 1U << PATROL_POLICY;
	if (strcmp(catalogues, planner->catalogues) != 0)
		basis->reasons |= 1U << PATROL_CATALOGUE;
	if (age >= planner->patrol_days || age < 0)
		basis->reasons |= 1U << PATROL_AGE;
	compare_overrides(planner, basis);
	if (!compare_rules(planner, basis, err) || !compare_blacklist(planner, basis, err))
		return false;
	choose(planner, basis);
	return true;
}

static bool add_basis(struct planner *planner, sqlite3_stmt *row, struct error *err)
{
	struct patrol_plan *plan = planner->plan;
	struct patrol_basis *basis = &plan->bases[plan->num_bases];

	*basis = (struct patrol_basis){.number = sqlite3_column_int64(row, 0), .rule_set = sqlite3_column_int64(row, 2),
				       .blacklist = sqlite3_column_int64(row, 3), .last_case = sqlite3_column_int64(row, 4)};
	snprintf(basis->date, sizeof basis->date, "%s", database_text(row, 1));
	basis->rules = arena_array(&plan->arena, rules_count(planner->rules) + 1, sizeof *basis->rules);
	plan->num_bases++;
	return basis->rules != NULL ? compare(planner, basis, database_text(row, 5), database_text(row, 6), err) : error_memory(err);
}

/* The first one is of those that no patrol judged yet. */
static bool load_bases(struct planner *planner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	struct patrol_plan *plan = planner->plan;
	int64_t num;
	int status;

	if (!database_number(planner->archive, &num, 0, err, "SELECT count(*) FROM patrol", ""))
		return false;
	plan->bases = arena_array(&plan->arena, (size_t)num + 2, sizeof *plan->bases);
	if (plan->bases == NULL)
		return error_memory(err);
	plan->bases[plan->num_bases++] = (struct patrol_basis){.reasons = 1U << PATROL_FIRST};
	row = database_prepare(planner->archive, err,
			       "SELECT p.number, p.date, p.rule_set, p.blacklist, p.last_case, r.policy, r.catalogues FROM patrol p JOIN rule_set r"
			       " ON r.number = p.rule_set WHERE p.number IN (SELECT patrol FROM standing) ORDER BY p.number",
			       "");
	while ((status = database_step(planner->archive, row, err)) == SQLITE_ROW)
		if (plan->num_bases > (size_t)num || !add_basis(planner, row, err))
			return false;
	return status == SQLITE_DONE;
}

static uint32_t find_basis(const struct patrol_plan *plan, int64_t number)
{
	for (size_t i = plan->num_bases; i-- > 1;)
		if (plan->bases[i].number == number)
			return (uint32_t)i;
	return 0;
}

/* By the seed, the day and the version: anybody can draw the same again. */
static bool is_drawn(const struct planner *planner, int64_t number)
{
	uint8_t digest[DIGEST_MAX];
	char text[400];
	uint32_t drawn;

	if (planner->sample <= 0)
		return false;
	snprintf(text, sizeof text, "patrol %.300s %s %lld", planner->seed, planner->run->today, (long long)number);
	digest_of(DIGEST_SHA256, span_of_text(text), digest);
	drawn = (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 | (uint32_t)digest[2] << 8 | digest[3];
	return drawn % PER_MYRIAD < (uint64_t)planner->sample;
}

static bool add_item(struct patrol_plan *plan, const struct patrol_item *item)
{
	struct patrol_item *grown = array_grow(plan->items, plan->num_items, sizeof *grown);

	if (grown == NULL)
		return false;
	plan->items = grown;
	plan->items[plan->num_items++] = *item;
	for (int i = 0; i < PATROL_REASON_COUNT; i++)
		plan->num_by[i] += item->reasons >> i & 1;
	return true;
}

/* Columns: number, patrol, expires, a case since, oldest readers (null: not asked), due, a laboratory since, newly against a rule. */
static bool take_version(struct planner *planner, sqlite3_stmt *row, struct error *err)
{
	struct patrol_item item = {.number = sqlite3_column_int64(row, 0), .basis = find_basis(planner->plan, sqlite3_column_int64(row, 1))};
	const struct patrol_basis *basis = &planner->plan->bases[item.basis];
	const char *expires = database_text(row, 2);

	planner->plan->num_listed++;
	item.reasons = basis->reasons;
	if (expires != NULL && strcmp(expires, planner->run->today) < 0)
		item.reasons |= 1U << PATROL_LICENCE;
	if (sqlite3_column_int64(row, 3) > basis->last_case && item.basis != 0)
		item.reasons |= 1U << PATROL_CASE;
	if (item.basis != 0 && database_text(row, 6) != NULL && strcmp(database_text(row, 6), basis->date) >= 0)
		item.reasons |= 1U << PATROL_CASE; /* a laboratory said something since, or takes it back */
	if ((sqlite3_column_type(row, 4) != SQLITE_NULL && sqlite3_column_int(row, 4) < planner->plan->readers_needed) ||
	    sqlite3_column_int64(row, 5) > 0)
		item.reasons |= 1U << PATROL_READERS;
	/* What clears it, a licence renewed elsewhere or a laboratory's word taken back, leaves no trace with the version. */
	if (sqlite3_column_int(row, 7) > 0 && strcmp(basis->date, planner->run->today) != 0)
		item.reasons |= 1U << PATROL_AGAINST;
	if (item.basis != 0 && strcmp(basis->date, planner->run->today) != 0 && is_drawn(planner, item.number))
		item.reasons |= 1U << PATROL_SAMPLE;
	return item.reasons == 0 || add_item(planner->plan, &item) || error_memory(err);
}

/* What few versions have is looked up only where any has it. */
static bool load_items(struct planner *planner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int64_t first_case = INT64_MAX;
	bool old, external;
	int status;

	for (size_t i = 1; i < planner->plan->num_bases; i++)
		first_case = planner->plan->bases[i].last_case < first_case ? planner->plan->bases[i].last_case : first_case;
	if (!database_any(planner->archive, &old, err, "SELECT EXISTS (SELECT 1 FROM package WHERE readers < ?)", "i",
			  (int64_t)planner->plan->readers_needed) ||
	    !external_any(planner->archive, &external, err))
		return false;
	row = database_prepare(
		planner->archive, err,
		"SELECT s.number, t.patrol, t.expires, CASE WHEN ?1 THEN (SELECT max(c.number) FROM case_file c WHERE c.app_id = s.app_id AND"
		" c.platform = s.platform) END, CASE WHEN ?2 THEN (SELECT min(k.readers) FROM submission_package p JOIN package k ON"
		" k.sha256 = p.sha256 WHERE p.number = s.number) END, t.due, CASE WHEN ?3 THEN (SELECT max(max(l.taken, coalesce(c.closed, '')))"
		" FROM lab_finding l JOIN submission_package p ON p.sha256 = l.sha256 JOIN case_file c ON c.number = l.number WHERE"
		" p.number = s.number) END, s.number IN (SELECT number FROM newly_against) FROM submission s LEFT JOIN standing t ON t.number = s.number"
		" WHERE s.state = 'listed' ORDER BY s.number",
		"iii", (int64_t)(planner->plan->last_case > first_case), (int64_t)old, (int64_t)external);
	while ((status = database_step(planner->archive, row, err)) == SQLITE_ROW)
		if (!take_version(planner, row, err))
			return false;
	return status == SQLITE_DONE;
}

/* The least generation that no rule finds too old. */
static int find_readers(const struct planner *planner)
{
	const struct judge_choice all = {.rules = NULL};
	int readers = FACT_READERS;

	while (readers > 0 && !judge_is_due(planner->judge, planner->run, &all, readers - 1))
		readers--;
	return readers;
}

static bool load_state(struct planner *planner, struct error *err)
{
	struct patrol_plan *plan = planner->plan;

	return database_number(planner->archive, &plan->rule_set, 0, err, "SELECT number FROM rule_set WHERE sha256 = ?", "s",
			       rules_sha256(planner->rules)) &&
	       database_number(planner->archive, &plan->blacklist, 0, err, "SELECT value FROM counter WHERE name = 'blacklist'", "") &&
	       database_number(planner->archive, &plan->last_case, 0, err, "SELECT max(number) FROM case_file", "");
}

bool patrol_plan_make(struct patrol_plan *plan, struct archive *archive, const struct rules *rules, const struct judge *judge,
		      const struct judge_run *run, struct error *err)
{
	const char *percent = rules_policy(rules, "desk.patrol_sample_percent"), *seed = rules_policy(rules, "desk.sample_seed");
	struct planner planner = {.plan = plan, .archive = archive, .rules = rules, .judge = judge, .run = run,
				  .today = days_of(run->today), .patrol_days = rules_policy_number(rules, "desk.patrol_days", 1),
				  .sample = percent == NULL ? 0 : (int64_t)(strtod(percent, NULL) * 100), .seed = seed == NULL ? "" : seed};

	*plan = (struct patrol_plan){.arena = arena_new(ARENA_MAX)};
	plan->readers_needed = find_readers(&planner);
	return digest_rules(&planner, err) && load_state(&planner, err) && load_bases(&planner, err) && load_items(&planner, err);
}

bool patrol_plan_of_desk(struct patrol_plan *plan, const struct desk *desk, struct error *err)
{
	const struct judge_run run = {.today = desk->today_text, .patrol = true};
	struct judge *judge = judge_open(desk->rules, err);
	bool ok;

	*plan = (struct patrol_plan){.items = NULL};
	ok = judge != NULL && patrol_plan_make(plan, desk->archive, desk->rules, judge, &run, err);
	judge_close(judge);
	return ok;
}

void patrol_plan_free(struct patrol_plan *plan)
{
	free(plan->items);
	arena_free(&plan->arena);
	*plan = (struct patrol_plan){.items = NULL};
}

bool patrol_item_is_whole(const struct patrol_item *item)
{
	for (int i = 0; i < PATROL_REASON_COUNT; i++)
		if ((item->reasons >> i & 1) != 0 && reasons[i].whole)
			return true;
	return false;
}

const char *patrol_plan_reasons(const struct patrol_plan *plan, struct arena *arena)
{
	const char *text = "";

	for (int i = 0; i < PATROL_REASON_COUNT && text != NULL; i++)
		if (plan->num_by[i] > 0)
			text = arena_printf(arena, "%s%s%s %zu", text, *text == '\0' ? "" : ", ", reasons[i].name, plan->num_by[i]);
	return text == NULL ? "" : text;
}
