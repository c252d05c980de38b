#include "desk/review.h"

#include "bytes/fold.h"
#include "bytes/plural.h"
#include "bytes/text.h"
#include "desk/words.h"
#include "judge/rule_looks.h"
#include "store/finding_row.h"

#define TEXT_MAX ((size_t)1024 * 1024)

/* "confirmed false-positive accepted" */
static bool review_outcome_is(const char *outcome)
{
	return strcmp(outcome, "confirmed") == 0 || strcmp(outcome, "false-positive") == 0 || strcmp(outcome, "accepted") == 0;
}

/* What was delisted, or taken back, waits for nobody. */
static bool may_wait(struct desk *desk, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err, "SELECT state FROM submission WHERE number = ? AND state IN ('delisted', 'withdrawn')", "i", number);
	int status = database_step(desk->archive, row, err);

	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	return error_set(err, ERROR_USAGE, "submission #%lld is %s: there is nothing to review", (long long)number, database_text(row, 0));
}

bool review_claim(struct desk *desk, int64_t number, bool take, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(TEXT_MAX);
	const char *who;

	if (!may_wait(desk, number, err) || !review_table_claimed(desk->archive, number, &arena, &who, err))
		return false;
	if (who != NULL && !take && !fold_same(who, desk->by))
		return error_set(err, ERROR_CONFLICT, "%s has submission #%lld; --take takes it over", who, (long long)number);
	return review_table_claim(desk->archive, number, desk->today_text, desk->by, err) &&
	       review_table_log(desk->archive, number, desk->by, who != NULL && take ? "claim, taken over" : "claim", err);
}

bool review_release(struct desk *desk, int64_t number, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(TEXT_MAX);
	const char *who;

	if (!review_table_claimed(desk->archive, number, &arena, &who, err))
		return false;
	if (who == NULL)
		return error_set(err, ERROR_USAGE, "nobody has claimed submission #%lld", (long long)number);
	if (!fold_same(who, desk->by))
		return error_set(err, ERROR_CONFLICT, "%s has submission #%lld and alone gives it back; prelist todo claim --take takes it over first", who,
				 (long long)number);
	return review_table_release(desk->archive, number, err) && review_table_log(desk->archive, number, desk->by, "release", err);
}

static bool masked(struct arena *arena, const char *text, const char **out, struct error *err)
{
	*out = text == NULL ? NULL : words_masked(arena, text, err);
	return text == NULL || *out != NULL;
}

static bool settle_one(struct desk *desk, int64_t number, const struct finding *finding, const char *outcome, const char *note,
		       const char *tell, enum verdict verdict, struct error *err)
{
	struct outcome_row row = {finding->key, finding->rule, outcome, desk->today_text, desk->by, note, tell, verdict_name(verdict),
				  finding_row_entry(finding)};

	return review_table_settle(desk->archive, number, &row, err);
}

bool review_settle(struct desk *desk, int64_t number, const struct judgement *judgement, const char *words, const char *outcome,
		   const char *note, const char *tell, size_t *num, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(4 * TEXT_MAX);
	NAMED_CLEANUP struct named named = {.num = 0};
	char detail[120];

	if (!review_outcome_is(outcome))
		return error_set(err, ERROR_USAGE, "a finding ends as confirmed, false-positive or accepted, not '%s'", outcome);
	if (!named_load(desk, number, judgement, &named, err) || !named_choose(&named, words, err) || !masked(&arena, note, &note, err) ||
	    !masked(&arena, tell, &tell, err))
		return false;
	for (size_t i = 0; i < named.num; i++)
		if (!settle_one(desk, number, &named.findings[i].finding, outcome, note, tell, named.findings[i].finding.verdict, err))
			return false;
	*num = named.num;
	plural_print(detail, sizeof detail, "%s: %zu finding{|s}", outcome, named.num);
	return review_table_log(desk->archive, number, desk->by, detail, err);
}

/* A decision ends what is found on its day: what a patrol finds again, beside the version of then, is found still. */
static enum verdict verdict_that_day(const struct desk *desk, const struct named_finding *named)
{
	const struct rule *rule = rules_find(desk->rules, named->finding.rule);

	return named->today || (rule != NULL && rule_compares(rule)) ? named->finding.verdict : VERDICT_PASS;
}

/* *is_new: it had not ended, or not as it is found today; the outcome that a person gave stays. */
static bool settle_if_new(struct desk *desk, int64_t number, const struct named_finding *named, const char *outcome, const char *note, bool *is_new,
			  struct arena *arena, struct error *err)
{
	const struct finding *finding = &named->finding;
	struct outcome_row row;
	bool found;

	if (!review_table_outcome(desk->archive, number, finding->key, arena, &row, &found, err))
		return false;
	*is_new = !found || (named->today && !review_table_holds(&row, finding));
	if (found)
		return !*is_new || review_table_raise(desk->archive, number, finding, err);
	return settle_one(desk, number, finding, outcome, note, NULL, verdict_that_day(desk, named), err);
}

bool review_settle_rest(struct desk *desk, int64_t number, const struct named *named, const char *outcome, const char *note,
			size_t *num, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * TEXT_MAX);
	char detail[120];

	*num = 0;
	if (!masked(&arena, note, &note, err))
		return false;
	for (size_t i = 0; i < named->num; i++) {
		bool is_new;

		if (!settle_if_new(desk, number, &named->findings[i], outcome, note, &is_new, &arena, err))
			return false;
		*num += is_new;
	}
	plural_print(detail, sizeof detail, "%s by the decision: %zu finding{|s}", outcome, *num);
	return *num == 0 || review_table_log(desk->archive, number, desk->by, detail, err);
}

/* A report shows it as grave as it is, and what the blacklist's entry says: that of the submission, or a patrol's. */
static bool was_shown(struct desk *desk, int64_t number, const struct finding *finding, bool *shown, struct error *err)
{
	return database_any(desk->archive, shown, err,
			    "SELECT count(*) FROM (SELECT number, key, verdict, detail FROM finding UNION ALL SELECT number, key, verdict, detail FROM"
			    " standing_finding) WHERE number = ?1 AND key = ?2 AND verdict IN ('reject', ?4) AND ?3 IN ('', detail)",
			    "isss", number, finding->key, text_or_empty(finding_row_entry(finding)), verdict_name(finding->verdict));
}

bool review_unseen(struct desk *desk, int64_t number, const struct judgement *judgement, struct named *unseen, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(8 * TEXT_MAX);
	size_t num = 0;

	if (!named_load(desk, number, judgement, unseen, err))
		return false;
	named_today(unseen);
	named_grave(unseen, VERDICT_REVIEW);
	for (size_t i = 0; i < unseen->num; i++) {
		const struct finding *finding = &unseen->findings[i].finding;
		struct outcome_row row;
		bool ended, shown;

		if (!review_table_outcome(desk->archive, number, finding->key, &arena, &row, &ended, err) ||
		    !was_shown(desk, number, finding, &shown, err))
			return false;
		if (!shown && !(ended && review_table_holds(&row, finding)))
			unseen->findings[num++] = unseen->findings[i];
	}
	unseen->num = num;
	return true;
}
