/*
 * may_list - nothing is listed without a judgement of exactly its bytes by today's rules, and with no finding for review that no
 * person can have seen; a reject, of rules or of a person, is overridden by two.
 */
#include "desk/decide.h"

#include "bytes/fold.h"
#include "bytes/text.h"
#include "desk/case.h"
#include "desk/mended.h"
#include "desk/sample.h"
#include "store/decided_against.h"
#include "store/finding_row.h"
#include "store/package.h"
#include "store/pruned.h"

#include <stdio.h>

#define OUTCOME_ROOM ((size_t)8 * 1024 * 1024)

bool decide_refuse(struct decided *decided, const char *format, const char *text)
{
	decided->what = DECIDED_REFUSED;
	snprintf(decided->why, sizeof decided->why, format, text);
	return true;
}

/* What was judged is a reading of today's readers, and the bytes are those of its hash still. */
static bool check_bytes(struct desk *desk, int64_t number, struct decided *decided, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err,
		"SELECT k.sha256, k.size, k.readers FROM submission_package p JOIN package k ON k.sha256 = p.sha256 WHERE p.number = ?", "i", number);
	int status;

	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW) {
		char pruned[DATE_TEXT_LEN];
		bool ok;

		if (!pruned_date(desk->archive, database_text(row, 0), pruned, err))
			return false;
		if (*pruned != '\0')
			return decide_refuse(decided, "cannot be listed: its package was pruned on %s: submit it again", pruned);
		if (sqlite3_column_int64(row, 2) < FACT_READERS)
			return decide_refuse(decided, "cannot be listed: package %s was read by older readers than today's: submit it again", database_text(row, 0));
		if (!package_check(desk->archive, database_text(row, 0), sqlite3_column_int64(row, 1), &ok, err))
			return false;
		if (!ok)
			return error_set(err, ERROR_DAMAGED, "submission #%lld cannot be listed: package %s is not what was judged: run prelist archive verify",
					 (long long)number, database_text(row, 0));
	}
	return status == SQLITE_DONE;
}

/* A finding that somebody confirmed is not listed over; by policy each one is looked at first. */
static bool check_outcomes(struct desk *desk, const struct deciding *deciding, struct named *named, struct decided *decided,
			   struct arena *arena, struct error *err)
{
	const char *each = rules_policy(desk->rules, "desk.settle_each");
	bool wants_each = each != NULL && strcmp(each, "true") == 0;

	for (size_t i = 0; i < named->num; i++) {
		const struct finding *finding = &named->findings[i].finding;
		struct outcome_row row;
		bool found;

		if (!review_table_outcome(desk->archive, deciding->number, finding->key, arena, &row, &found, err))
			return false;
		if (found && strcmp(row.outcome, "confirmed") == 0 && !deciding->override)
			return decide_refuse(decided, "cannot be listed: finding %s is confirmed", finding->key);
		if (wants_each && finding->verdict == VERDICT_REVIEW && !(found && review_table_holds(&row, finding)))
			return decide_refuse(decided, "cannot be listed: finding %s has not ended yet (prelist todo settle)", finding->key);
	}
	return true;
}

/* Nor is one that was confirmed in another submission of the same files, and has not ended in this one. */
static bool check_confirmed(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct arena *arena, struct error *err)
{
	const struct judgement *judgement = deciding->judgement;

	for (size_t i = 0; i < judgement->num_findings; i++) {
		const char *key = judgement->findings[i].key;
		struct outcome_row row;
		int64_t in;
		bool found;

		if (!review_table_outcome(desk->archive, deciding->number, key, arena, &row, &found, err) ||
		    !review_table_confirmed(desk->archive, deciding->number, key, &in, err))
			return false;
		if (!found && in != 0 && judgement->findings[i].verdict >= VERDICT_REVIEW)
			return decide_refuse(decided, "cannot be listed: finding %s is confirmed in another submission of the same files", key);
	}
	return true;
}

/* Those by which it is a reject are named as such. */
static void leave_reviews(struct named *named)
{
	size_t num = 0;

	for (size_t i = 0; i < named->num; i++)
		if (named->findings[i].finding.verdict == VERDICT_REVIEW)
			named->findings[num++] = named->findings[i];
	named->num = num;
}

/* Who lists it accepts what is for review: what he can have seen. */
static bool check_unseen(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct arena *arena, struct error *err)
{
	struct named *unseen = &decided->unseen;
	const char *settled;

	if (!review_unseen(desk, deciding->number, deciding->judgement, unseen, err))
		return false;
	leave_reviews(unseen);
	if (unseen->num == 0 || deciding->override)
		return true;
	settled = arena_printf(arena, "@#%lld %s", (long long)deciding->number, text_or_empty(named_rules(unseen)));
	decide_refuse(decided, "is for review today and nobody has seen why; it is listed once that is settled: prelist todo settle %s accepted --by WHO",
	       text_or_empty(settled));
	decided->what = DECIDED_UNSEEN;
	return arena_ok(&unseen->arena, err) && arena_ok(arena, err);
}

/* What was drawn as a sample is looked at by a person first. */
static bool check_sample(struct desk *desk, int64_t number, struct decided *decided, struct error *err)
{
	char text[80];
	int64_t check;

	if (!sample_waiting(desk, number, &check, err) || check == 0)
		return err->code == ERROR_NONE;
	snprintf(text, sizeof text, "case #%lld: prelist case close %lld nothing-found", (long long)check, (long long)check);
	return decide_refuse(decided, "was drawn as a sample and is looked at by a person before it is listed (%s)", text);
}

/* What a person found by looking, or was told of, stands like a finding that he confirmed. */
static bool check_by_hand(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	bool is_complaint;
	char text[24];
	int64_t number;

	if (deciding->override)
		return true;
	if (!decided_against_case(desk->archive, deciding->number, &number, &is_complaint, err))
		return false;
	snprintf(text, sizeof text, "%lld", (long long)number);
	if (is_complaint)
		return decide_refuse(decided, "cannot be listed: a complaint about it was upheld, case #%s", text);
	return number == 0 || decide_refuse(decided, "cannot be listed: a check by hand was against it, case #%s", text);
}

/* Of a suspended app no version comes into the store before it is decided what becomes of it. */
static bool check_suspended(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	char since[DATE_TEXT_LEN], text[24];

	if (!case_suspension(desk->archive, deciding->number, &decided->suspension, since, err))
		return false;
	snprintf(text, sizeof text, "%lld", (long long)decided->suspension);
	return decided->suspension == 0 || deciding->override || decide_refuse(decided, "cannot be listed: its app is suspended, case #%s", text);
}

static bool propose(struct desk *desk, const struct deciding *deciding, const char *keys, struct decided *decided, struct error *err)
{
	struct proposal_row proposal = {desk->today_text, desk->by, deciding->reason, deciding->basis, keys, NULL};

	decided->what = DECIDED_PROPOSED;
	return review_table_propose(desk->archive, deciding->number, &proposal, err) &&
	       review_table_log(desk->archive, deciding->number, desk->by, REVIEW_PROPOSED, err);
}

/* Two names are two persons only as far as who runs the machine sees to it: what both did from one account is said. */
static void note_account(const struct proposal_row *proposal, struct decided *decided)
{
	char account[EVENT_ACCOUNT_LEN];

	event_account(account);
	if (proposal->account != NULL && strcmp(proposal->account, account) == 0)
		snprintf(decided->both, sizeof decided->both, "%s", account);
}

/* What stands against listing it: today's rules, what a person decided about it, or that its app is suspended. */
struct obstacle {
	const char *keys;     /* of the findings, and the numbers of decision and suspension */
	bool by_rules;
	int64_t decision;     /* 0: none */
	bool rejected;	      /* by it; otherwise delisted */
	const char *date;     /* of it */
	int64_t number;	      /* the submission that it was about */
	int64_t suspension;   /* 0: none */
};

/* In words of people: what they decided. */
static const char *obstacle_text(const struct obstacle *obstacle, int64_t number, struct arena *arena)
{
	const char *decided;

	if (obstacle->by_rules)
		return "is rejected by today's rules";
	if (obstacle->decision == 0)
		return arena_printf(arena, "is of a suspended app, case #%lld", (long long)obstacle->suspension);
	decided = obstacle->rejected ? arena_printf(arena, "was rejected by a person on %s", obstacle->date)
				     : arena_printf(arena, "was delisted by a person on %s", obstacle->date);
	return obstacle->number == number ? decided : arena_printf(arena, "has the files of submission #%lld, which %s", (long long)obstacle->number,
								   text_or_empty(decided));
}

/* Of a decision that rests on findings alone, and on no provision that somebody named besides: these. */
static bool load_ground(struct desk *desk, const struct obstacle *obstacle, struct named *ground, bool *of_findings, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(desk->archive, err, "SELECT d.finding, " DECISION_RESTS_ON_FINDINGS " FROM decision d WHERE d.id = ?", "i", obstacle->decision);
	struct error unknown = {0};

	if (database_step(desk->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_ARCHIVE, "submission #%lld is gone", (long long)obstacle->number);
	if (!named_load(desk, obstacle->number, NULL, ground, err))
		return false;
	*of_findings = database_text(row, 0) != NULL && named_choose(ground, database_text(row, 0), &unknown) &&
		       sqlite3_column_int(row, 1) != 0;
	return arena_ok(&ground->arena, err);
}

/* The developer says something to it, and did not say that before. */
static bool is_explained(const struct reading *facts, const struct reading *before, const char *rule)
{
	const char *now = form_explanation(facts, rule);

	return before != NULL && now != NULL && text_compare(form_explanation(before, rule), now) != 0;
}

/* By another form nothing of it is found, or a person took for good what that says to it. */
static bool is_answered(struct desk *desk, const struct deciding *deciding, const struct mended *since, const struct finding *finding, bool *answered,
			struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(OUTCOME_ROOM);
	struct outcome_row row;
	bool found;

	*answered = mended_by_rule(since, rules_find(desk->rules, finding->rule), finding->subject) && judgement_find(deciding->judgement, finding->key) == NULL;
	if (*answered || !is_explained(deciding->facts, since->before, finding->rule))
		return true;
	if (!review_table_outcome(desk->archive, deciding->number, finding->key, &arena, &row, &found, err))
		return false;
	*answered = found && strcmp(row.outcome, "confirmed") != 0 && review_table_holds(&row, finding);
	return true;
}

/* The same files with another form, which answers each finding that the decision rests on. */
static bool is_mended(struct desk *desk, const struct deciding *deciding, const struct obstacle *obstacle, bool *mended, struct error *err)
{
	NAMED_CLEANUP struct named ground = {.num = 0};
	int64_t previous = deciding->judged_by->history.number == 0 ? FACT_ABSENT : deciding->judged_by->history.number;
	MENDED_CLEANUP struct mended since = {.before = NULL};

	if (!load_ground(desk, obstacle, &ground, mended, err) ||
	    !mended_compare(desk, obstacle->number, deciding->number, deciding->facts, previous, &since, err))
		return false;
	for (size_t i = 0; *mended && i < ground.num; i++)
		if (!is_answered(desk, deciding, &since, &ground.findings[i].finding, mended, err))
			return false;
	return true;
}

static bool load_decision(struct desk *desk, const struct deciding *deciding, struct obstacle *obstacle, struct arena *arena, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err, "SELECT number, state = 'rejected', coalesce(date, '-') FROM decision WHERE id = ?", "i", obstacle->decision);

	if (database_step(desk->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_ARCHIVE, "submission #%lld is gone", (long long)deciding->number);
	obstacle->number = sqlite3_column_int64(row, 0);
	obstacle->rejected = sqlite3_column_int(row, 1) != 0;
	obstacle->date = arena_copy(arena, database_text(row, 2));
	return arena_ok(arena, err);
}

/* The newest one whose ground still stands. */
static bool find_decision(struct desk *desk, const struct deciding *deciding, struct obstacle *obstacle, struct arena *arena, struct error *err)
{
	int64_t before = INT64_MAX;
	bool mended = true;

	while (mended) {
		if (!decided_against_number(desk->archive, deciding->number, before, &obstacle->decision, err))
			return false;
		if (obstacle->decision == 0)
			return true;
		if (!load_decision(desk, deciding, obstacle, arena, err) || !is_mended(desk, deciding, obstacle, &mended, err))
			return false;
		before = obstacle->decision;
	}
	return true;
}

static bool find_obstacle(struct desk *desk, const struct deciding *deciding, struct named *rejects, int64_t suspension, struct obstacle *obstacle,
			  struct arena *arena, struct error *err)
{
	*obstacle = (struct obstacle){.keys = named_keys(rejects), .by_rules = deciding->judgement->verdict == VERDICT_REJECT, .suspension = suspension};
	if (!find_decision(desk, deciding, obstacle, arena, err))
		return false;
	if (obstacle->decision != 0)
		obstacle->keys = arena_printf(arena, "%s,%lld", text_or_empty(obstacle->keys), (long long)obstacle->decision);
	if (suspension != 0)
		obstacle->keys = arena_printf(arena, "%s,#%lld", text_or_empty(obstacle->keys), (long long)suspension);
	return arena_ok(arena, err);
}

/* Two persons, about the same findings and decision; or one, or nobody, by policy. */
static bool override(struct desk *desk, const struct deciding *deciding, const struct obstacle *obstacle, struct decided *decided,
		     const char **seconded, struct arena *arena, struct error *err)
{
	const char *policy = rules_policy(desk->rules, "desk.override_rejects"), *keys = text_or_empty(obstacle->keys);
	struct proposal_row proposal;
	bool found;

	if (policy != NULL && strcmp(policy, "never") == 0)
		return decide_refuse(decided, "%s, and policy says that no reject is overridden (desk.override_rejects)",
			      obstacle_text(obstacle, deciding->number, arena));
	if (deciding->basis == NULL)
		return error_set(err, ERROR_USAGE, "a reject is overridden with the provision that allows it: --basis TEXT");
	if (policy != NULL && strcmp(policy, "one") == 0)
		return true;
	if (!review_table_proposal(desk->archive, deciding->number, arena, &proposal, &found, err))
		return false;
	if (!found || strcmp(proposal.keys, keys) != 0)
		return propose(desk, deciding, keys, decided, err);
	if (fold_same(proposal.by, desk->by))
		return error_set(err, ERROR_USAGE, "%s proposed it on %s: a second person has to agree", proposal.by, proposal.date);
	*seconded = proposal.by;
	note_account(&proposal, decided);
	return true;
}

/* What is listed already stays so, whatever today's rules say. */
static bool refuse_obstacle(struct desk *desk, const struct deciding *deciding, const struct obstacle *obstacle, struct decided *decided,
			    struct arena *arena, struct error *err)
{
	bool listed;

	if (!database_any(desk->archive, &listed, err, "SELECT state = 'listed' FROM submission WHERE number = ?", "i", deciding->number))
		return false;
	if (listed)
		return decide_refuse(decided, "%s, but it is listed and stays so until it is delisted", obstacle_text(obstacle, deciding->number, arena));
	return decide_refuse(decided, obstacle->by_rules ? "%s: it is not listed" : "%s: to list it takes --override",
		      obstacle_text(obstacle, deciding->number, arena));
}

/* A rule or a person judged what was read; of what was not even named nobody knows what the store would offer. */
static bool is_named(const struct reading *facts)
{
	for (size_t i = 0; i < reading_num(facts, package); i++)
		if (judge_has_manifest(facts, reading_rows(facts, package)[i]))
			return true;
	return false;
}

bool decide_may_list(struct desk *desk, const struct deciding *deciding, struct decided *decided, const char **seconded,
		     struct arena *arena, struct error *err)
{
	NAMED_CLEANUP struct named named = {.num = 0};
	struct obstacle obstacle;
	bool is_clear;

	*seconded = NULL;
	if (!check_bytes(desk, deciding->number, decided, err) || decided->what != DECIDED ||
	    !check_sample(desk, deciding->number, decided, err) || decided->what != DECIDED ||
	    !check_suspended(desk, deciding, decided, err) || decided->what != DECIDED ||
	    !check_by_hand(desk, deciding, decided, err) || decided->what != DECIDED)
		return err->code == ERROR_NONE;
	if (!named_load(desk, deciding->number, deciding->judgement, &named, err))
		return false;
	named_today(&named);
	named_grave(&named, VERDICT_REVIEW);
	if (!check_outcomes(desk, deciding, &named, decided, arena, err) || decided->what != DECIDED)
		return err->code == ERROR_NONE;
	named_grave(&named, VERDICT_REJECT);
	if (!find_obstacle(desk, deciding, &named, decided->suspension, &obstacle, arena, err))
		return false;
	is_clear = !obstacle.by_rules && obstacle.decision == 0 && obstacle.suspension == 0;
	if (!is_clear && !deciding->override)
		return refuse_obstacle(desk, deciding, &obstacle, decided, arena, err);
	if (!deciding->override && (!check_confirmed(desk, deciding, decided, arena, err) || decided->what != DECIDED))
		return err->code == ERROR_NONE;
	if (!check_unseen(desk, deciding, decided, arena, err) || decided->what != DECIDED)
		return err->code == ERROR_NONE;
	if (is_clear)
		return deciding->override || is_named(deciding->facts) ||
		       decide_refuse(decided, "%s", "cannot be listed: no manifest of it could be read, so that neither app nor permissions are known;"
			      " --override lists it all the same");
	return override(desk, deciding, &obstacle, decided, seconded, arena, err);
}
