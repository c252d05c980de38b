#include "desk/decide.h"

#include "bytes/fold.h"
#include "bytes/text.h"
#include "desk/fixed.h"
#include "desk/sample.h"
#include "store/decision.h"
#include "store/listing.h"

#include <stdio.h>

#define ARENA_MAX ((size_t)64 * 1024 * 1024)

/* A decision on its way. */
struct making {
	const struct deciding *deciding;
	struct decided *decided;
	enum keep_outcome outcome;
	struct arena *arena;
	const char *seconded;
	struct named named; /* what it rests on */
};

static bool is_list(const struct deciding *deciding)
{
	return strcmp(deciding->what, "list") == 0;
}

/* The findings that it rests on; a reject or delist rests on some, or on a provision. */
static bool find_ground(struct desk *desk, struct making *making, struct error *err)
{
	const struct deciding *deciding = making->deciding;

	if (!named_load(desk, deciding->number, deciding->judgement, &making->named, err))
		return false;
	if (deciding->named != NULL)
		return named_choose(&making->named, deciding->named, err);
	named_grave(&making->named, VERDICT_REVIEW);
	if (!is_list(deciding))
		named_leave_since(&making->named, desk->rules);
	if (making->named.num == 0 && deciding->basis == NULL && !is_list(deciding))
		return error_set(err, ERROR_USAGE, "what does it rest on? It has no finding for review or worse: name the provision with --basis");
	return true;
}

/* Every finding ends with the decision: accepted where it is listed, confirmed where it is why; the others were no reason. */
static bool settle(struct desk *desk, struct making *making, struct error *err)
{
	const struct deciding *deciding = making->deciding;
	NAMED_CLEANUP struct named all = {.num = 0};
	size_t num;

	if (!is_list(deciding) && !review_settle_rest(desk, deciding->number, &making->named, "confirmed", deciding->reason, &num, err))
		return false;
	if (!named_load(desk, deciding->number, deciding->judgement, &all, err))
		return false;
	named_grave(&all, VERDICT_REVIEW);
	return review_settle_rest(desk, deciding->number, &all, "accepted", deciding->reason, &num, err);
}

/* Whoever had it has it no more, and no proposal waits. */
static bool clear_review(struct desk *desk, int64_t number, struct error *err)
{
	bool any;

	if (!database_any(desk->archive, &any, err,
			  "SELECT (SELECT count(*) FROM claim WHERE number = ?1) + (SELECT count(*) FROM proposal WHERE number = ?1)", "i", number))
		return false;
	return !any || (review_table_release(desk->archive, number, err) && review_table_withdraw(desk->archive, number, err) &&
			review_table_log(desk->archive, number, desk->by, "decided", err));
}

static bool put(struct desk *desk, struct making *making, struct error *err)
{
	const struct deciding *deciding = making->deciding;
	const char *basis = deciding->basis != NULL ? deciding->basis : named_basis(&making->named);
	struct decision decision = {.number = deciding->number,
				    .what = deciding->what,
				    .by = desk->by,
				    .reason = deciding->reason,
				    .rule = named_rules(&making->named),
				    .finding = named_keys(&making->named),
				    .basis = basis,
				    .judged_by = is_list(deciding) ? deciding->judged_by : NULL,
				    .verdict = deciding->judgement != NULL ? verdict_name(deciding->judgement->verdict) : NULL,
				    .rules = deciding->judgement != NULL ? rules_sha256(desk->rules) : NULL,
				    .date = desk->today_text,
				    .seconded = making->seconded,
				    .both = *making->decided->both == '\0' ? NULL : making->decided->both,
				    .from_case = deciding->from_case == FACT_ABSENT ? 0 : deciding->from_case};

	making->outcome = decision_put(desk->archive, &decision, err);
	return making->outcome == KEPT;
}

/* Whoever decides may; the other one hears of it from him. */
static bool note_claim(struct desk *desk, struct making *making, struct error *err)
{
	const char *who;

	if (!review_table_claimed(desk->archive, making->deciding->number, making->arena, &who, err))
		return false;
	if (who != NULL && !fold_same(who, desk->by))
		snprintf(making->decided->claimed_by, sizeof making->decided->claimed_by, "%s", who);
	return true;
}

/* What is in the store now ends the corrections that it is without; what is rejected mended nothing. */
static bool mend(struct desk *desk, const struct deciding *deciding, struct error *err)
{
	struct fixed_judged judged = {.facts = deciding->facts, .judgement = deciding->judgement, .number = deciding->number, .is_listed = true};

	if (!is_list(deciding))
		return strcmp(deciding->what, "reject") != 0 || fixed_not(desk, deciding->number, "rejected", err);
	judged.previous = deciding->judged_by->history.number == 0 ? FACT_ABSENT : deciding->judged_by->history.number;
	return fixed_by(desk, &judged, err);
}

static bool check_case(struct desk *desk, const struct deciding *deciding, struct arena *arena, struct error *err)
{
	struct case_row from;

	return deciding->from_case == FACT_ABSENT || case_load(desk, deciding->from_case, arena, &from, err);
}

/* Of what is decided again something is new: what a reject blocks, or what is found in a version that stays listed. */
static bool is_new_again(const struct deciding *deciding)
{
	return is_list(deciding) ? deciding->override || deciding->judgement->verdict > VERDICT_PASS : strcmp(deciding->what, "reject") != 0 || deciding->block != NULL;
}

/* What a person listed or rejected stays so; a version in whose place another one is listed, for any of its devices, may take it again. */
static bool check_again(struct desk *desk, const struct deciding *deciding, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int status;

	if (is_new_again(deciding))
		return true;
	row = database_prepare(desk->archive, err,
			       "SELECT d.what, d.date, NOT EXISTS (SELECT 1 FROM submission_package p WHERE p.number = d.number AND NOT EXISTS (SELECT 1"
			       " FROM listing a WHERE a.number = d.number AND a.device = p.device)) FROM decision d WHERE d.number = ? ORDER BY d.id DESC LIMIT 1",
			       "i", deciding->number);
	status = database_step(desk->archive, row, err);
	if (status != SQLITE_ROW || strcmp(text_or_empty(database_text(row, 0)), deciding->what) != 0)
		return status != SQLITE_ERROR;
	if (is_list(deciding) && database_integer(row, 2) == 0)
		return true;
	if (is_list(deciding))
		return error_set(err, ERROR_USAGE, "submission #%lld was listed by a person already, on %s", (long long)deciding->number,
				 text_or_empty(database_text(row, 1)));
	return error_set(err, ERROR_USAGE, "submission #%lld was rejected by a person already, on %s", (long long)deciding->number,
			 text_or_empty(database_text(row, 1)));
}

static bool rests_on_nothing(const struct deciding *deciding)
{
	return decision_retires(deciding->what) || decision_withdraws(deciding->what);
}

/* Where it stood as listed, a version that it replaced may take its place: one that stays listed for other devices. */
static bool go_in_peace(struct desk *desk, struct making *making, struct error *err)
{
	const struct deciding *deciding = making->deciding;
	bool stood;

	if (!database_any(desk->archive, &stood, err, "SELECT " LISTING_HAS("?1"), "i", deciding->number) ||
	    (decision_retires(deciding->what) ? !decide_retire(desk, deciding, making->decided, err)
					      : !decide_withdraw(desk, deciding, making->decided, err)))
		return false;
	if (making->decided->what != DECIDED) {
		making->outcome = KEPT;
		return true;
	}
	return put(desk, making, err) && clear_review(desk, deciding->number, err) &&
	       decide_end_suspension(desk, deciding, err) && (!stood || decide_offered(desk, deciding->number, making->decided, err));
}

static bool make(struct desk *desk, void *owner, struct error *err)
{
	struct making *making = owner;
	const struct deciding *deciding = making->deciding;

	if (!decision_fits(desk->archive, deciding->number, deciding->what, err) || !check_case(desk, deciding, making->arena, err) || !note_claim(desk, making, err))
		return false;
	if (is_list(deciding)) {
		if (!decide_may_list(desk, deciding, making->decided, &making->seconded, making->arena, err))
			return false;
		if (making->decided->what != DECIDED) {
			making->outcome = KEPT;
			return true;
		}
	}
	if (rests_on_nothing(deciding))
		return go_in_peace(desk, making, err);
	return find_ground(desk, making, err) && check_again(desk, deciding, err) && put(desk, making, err) && settle(desk, making, err) &&
	       clear_review(desk, deciding->number, err) && mend(desk, deciding, err) &&
	       (is_list(deciding) || (sample_end(desk, deciding->number, "against", deciding->reason, err) &&
				      decide_dispose(desk, deciding, making->decided, err)));
}

enum keep_outcome decide_keep(struct desk *desk, const struct deciding *deciding, struct decided *decided, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(ARENA_MAX);
	struct making making = {.deciding = deciding, .decided = decided, .outcome = KEEP_ERROR, .arena = &arena, .named = {.num = 0}};
	bool ok;

	*decided = (struct decided){.what = DECIDED};
	ok = desk_keep(desk, make, &making, err);
	named_free(&making.named);
	return ok || making.outcome == KEEP_AGAIN ? making.outcome : KEEP_ERROR;
}
