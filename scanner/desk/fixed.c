#include "desk/fixed.h"

#include "bytes/plural.h"
#include "desk/mended.h"
#include "judge/rule_looks.h"

#include <inttypes.h>
#include <stdio.h>

/* A finding whose state the submission changes. */
struct change {
	const char *key;
	bool is_fixed;
};

/* The open cases of the app that a submission can fix, and what becomes of the findings of the one at hand. */
struct fixing {
	struct desk *desk;
	const struct fixed_judged *judged;
	struct arena *arena;
	struct open_case {
		int64_t number;
		enum case_kind kind;
	} *cases;
	size_t num_cases, room;
	struct change *changes;
	size_t num_changes;
	size_t num_findings;
	size_t num_open, num_fixed, num_again; /* were open; of these, are not now; were fixed by another submission, and are open again */
	bool *is_new; /* of each finding of the submission: the case's own had it not, nor has the case */
	struct mended mended; /* the version that the case at hand is about, by the submission */
	bool failed;
	bool is_faulty_listed; /* the version that the case is about is in the store */
};

static bool take_case(void *owner, const struct case_row *row)
{
	struct fixing *fixing = owner;
	int kind = case_kind_find(row->kind);

	if (kind >= 0 && (case_kind_info((enum case_kind)kind)->flags & CASE_BY_FIX) != 0 && fixing->num_cases < fixing->room)
		fixing->cases[fixing->num_cases++] = (struct open_case){row->number, (enum case_kind)kind};
	return true;
}

static void change(struct fixing *fixing, const char *key, bool is_fixed)
{
	struct change *new = &fixing->changes[fixing->num_changes++];

	*new = (struct change){arena_strdup(fixing->arena, key), is_fixed};
	fixing->failed = new->key == NULL;
}

/* The rule finds something that was not there, which may be the same under another name. */
static bool may_have_moved(const struct fixing *fixing, const char *id)
{
	const struct judgement *judgement = fixing->judged->judgement;
	const struct rule *rule = rules_find(fixing->desk->rules, id);

	if (rule != NULL && rule->by_catalogue)
		return false;
	for (size_t i = 0; i < judgement->num_findings; i++)
		if (fixing->is_new[i] && strcmp(judgement->findings[i].rule, id) == 0)
			return true;
	return false;
}

static bool reads_external(const struct fixing *fixing, const char *id)
{
	const struct rule *rule = rules_find(fixing->desk->rules, id);

	return rule != NULL && rule_reads_external(rule);
}

/* At the gate what is open is looked at. What is listed must be without all of them: what others fixed does not help it. */
static bool take_finding(void *owner, const struct case_finding_row *row)
{
	struct fixing *fixing = owner;
	const struct fixed_judged *judged = fixing->judged;
	bool is_open = strcmp(row->state, "open") == 0;

	fixing->num_open += is_open;
	if (judged->is_retested && !reads_external(fixing, row->finding.rule))
		return true;
	if (judgement_find(judged->judgement, row->finding.key) != NULL || may_have_moved(fixing, row->finding.rule)) {
		if (judged->is_listed && !is_open) {
			fixing->num_again++;
			change(fixing, row->finding.key, false);
		}
	} else if (mended_by_rule(&fixing->mended, rules_find(fixing->desk->rules, row->finding.rule), row->finding.subject)) {
		fixing->num_fixed += is_open;
		if (is_open || (judged->is_listed && row->fixed_by != judged->number))
			change(fixing, row->finding.key, true);
	}
	return !fixing->failed;
}

static bool compare(struct fixing *fixing, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		fixing->desk->archive, err,
		"SELECT o.number, o.state = 'listed' FROM case_file c JOIN submission o ON o.number = c.submission WHERE c.number = ?", "i", number);
	int status = database_step(fixing->desk->archive, row, err);

	fixing->mended = (struct mended){.is_open = false};
	fixing->is_faulty_listed = status == SQLITE_ROW && sqlite3_column_int(row, 1) != 0;
	return status != SQLITE_ROW ? status == SQLITE_DONE
				    : mended_compare(fixing->desk, sqlite3_column_int64(row, 0), fixing->judged->number, fixing->judged->facts,
						     fixing->judged->previous, &fixing->mended, err);
}

static bool mark_new(struct fixing *fixing, int64_t number, struct error *err)
{
	const struct judgement *judgement = fixing->judged->judgement;

	fixing->is_new = arena_array(fixing->arena, judgement->num_findings + 1, sizeof *fixing->is_new);
	if (fixing->is_new == NULL)
		return error_memory(err);
	for (size_t i = 0; i < judgement->num_findings; i++) {
		bool was_there;

		if (!database_any(fixing->desk->archive, &was_there, err,
				  "SELECT EXISTS (SELECT 1 FROM case_finding WHERE number = ?1 AND key = ?2 UNION ALL SELECT 1 FROM case_file c"
				  " JOIN finding f ON f.number = c.submission WHERE c.number = ?1 AND f.key = ?2)",
				  "is", number, judgement->findings[i].key))
			return false;
		fixing->is_new[i] = !was_there;
	}
	return true;
}

static bool load_findings(struct fixing *fixing, int64_t number, struct error *err)
{
	int64_t num;

	fixing->num_changes = fixing->num_open = fixing->num_fixed = fixing->num_again = 0;
	if (!database_number(fixing->desk->archive, &num, 0, err, "SELECT count(*) FROM case_finding WHERE number = ?", "i", number))
		return false;
	fixing->num_findings = (size_t)num;
	fixing->changes = arena_array(fixing->arena, (size_t)num + 1, sizeof *fixing->changes);
	fixing->failed = fixing->changes == NULL;
	return !fixing->failed && case_table_each_finding(fixing->desk->archive, number, take_finding, fixing, err) && !fixing->failed;
}

/* The usual outcome of the kind is its first word. */
static bool close_fixed(struct desk *desk, const struct open_case *one, const char *reason, struct error *err)
{
	const char *outcomes = case_kind_info(one->kind)->outcomes;
	char outcome[40];

	snprintf(outcome, sizeof outcome, "%.*s", (int)strcspn(outcomes, " "), outcomes);
	return case_close(desk, one->number, outcome, reason, err);
}

/*
 * What a letter asks for in words alone only a person can tell. While the version that it is about is in the store a case ends with the
 * one that is listed in its place, not with what was handed in.
 */
static bool close_or_note(struct fixing *fixing, const struct open_case *one, struct error *err)
{
	int64_t number = fixing->judged->number;
	bool all_fixed = fixing->num_findings > 0 && fixing->num_fixed == fixing->num_open && fixing->num_again == 0;
	char detail[120];

	if (fixing->num_again > 0)
		plural_print(detail, sizeof detail, "submission #%" PRId64 " is listed with %zu finding{ that was|s that were} fixed before", number,
			     fixing->num_again);
	else if (fixing->num_fixed > 0)
		snprintf(detail, sizeof detail, "submission #%" PRId64 " fixes %zu of %zu open findings", number, fixing->num_fixed, fixing->num_open);
	else
		snprintf(detail, sizeof detail, "submission #%" PRId64 " is listed, without the findings", number);
	if (all_fixed && (fixing->judged->is_listed || (fixing->num_fixed > 0 && !fixing->is_faulty_listed)))
		return close_fixed(fixing->desk, one, detail, err);
	return (fixing->num_fixed == 0 && fixing->num_again == 0) || case_note(fixing->desk, one->number, "fixed", detail, err);
}

static bool fix_findings(struct fixing *fixing, const struct open_case *one, struct error *err)
{
	if (!mark_new(fixing, one->number, err))
		return false;
	if (!load_findings(fixing, one->number, err))
		return error_memory(err);
	for (size_t i = 0; i < fixing->num_changes; i++) {
		const struct change *one_change = &fixing->changes[i];

		if (!case_table_set_finding(fixing->desk->archive, one->number, one_change->key, one_change->is_fixed ? "fixed" : "open",
					    one_change->is_fixed ? fixing->judged->number : FACT_ABSENT, err))
			return false;
	}
	return close_or_note(fixing, one, err);
}

static bool fix_case(struct fixing *fixing, const struct open_case *one, struct error *err)
{
	bool ok = compare(fixing, one->number, err) && (!fixing->mended.is_open || fix_findings(fixing, one, err));

	mended_free(&fixing->mended);
	return ok;
}

/* Oldest due first. */
static bool load_cases(struct fixing *fixing, const struct fact_package *package, struct error *err)
{
	const struct case_filter filter = {.state = "open", .app_id = package->app_id, .platform = package->platform};
	int64_t num;

	if (!database_number(fixing->desk->archive, &num, 0, err, "SELECT count(*) FROM case_file WHERE app_id = ? AND state = 'open'", "s",
			     package->app_id))
		return false;
	if (num == 0)
		return true;
	fixing->room = (size_t)num;
	fixing->cases = arena_array(fixing->arena, fixing->room + 1, sizeof *fixing->cases);
	return fixing->cases != NULL ? case_table_each(fixing->desk->archive, &filter, take_case, fixing, err) : error_memory(err);
}

bool fixed_by(struct desk *desk, const struct fixed_judged *judged, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);
	const struct judgement *judgement = judged->judgement;
	const struct fact_package *package = judge_package_row(judged->facts, judge_main_package(judged->facts));
	struct fixing fixing = {.desk = desk, .judged = judged, .arena = &arena};

	if (package == NULL || package->app_id == NULL || !judgement->complete || judgement->truncated || judgement->num_due > 0 ||
	    (judgement->verdict == VERDICT_REJECT && !judged->is_listed))
		return true;
	if (!load_cases(&fixing, package, err))
		return false;
	for (size_t i = 0; i < fixing.num_cases; i++)
		if (!fix_case(&fixing, &fixing.cases[i], err))
			return false;
	return true;
}

#define FIXED_BY " FROM case_finding f JOIN case_file c ON c.number = f.number WHERE c.state = 'open' AND f.fixed_by = ?1"

bool fixed_not(struct desk *desk, int64_t number, const char *state, struct error *err)
{
	char detail[120];
	int64_t one, num;

	for (;;) {
		if (!database_number(desk->archive, &one, 0, err, "SELECT coalesce(min(f.number), 0)" FIXED_BY, "i", number))
			return false;
		if (one == 0)
			return true;
		if (!database_number(desk->archive, &num, 0, err, "SELECT count(*)" FIXED_BY " AND f.number = ?2", "ii", number, one) ||
		    !database_run(desk->archive, err, "UPDATE case_finding SET state = 'open', fixed_by = NULL WHERE number = ? AND fixed_by = ?", "ii", one,
				  number))
			return false;
		plural_print(detail, sizeof detail, "submission #%" PRId64 " was %s: %" PRId64 " {finding is|findings are} open again", number, state,
			     num);
		if (!case_note(desk, one, "fixed", detail, err))
			return false;
	}
}
