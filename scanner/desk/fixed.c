#include "desk/fixed.h"

#include <inttypes.h>
#include <stdio.h>

/* The open cases of the app that a submission can fix, and the open findings of the one at hand. */
struct fixing {
	struct desk *desk;
	const struct submission *submission;
	int64_t number; /* of the submission */
	struct arena *arena;
	struct open_case {
		int64_t number;
		enum case_kind kind;
	} *cases;
	size_t num_cases, room;
	const char **keys; /* of what it fixes in the case at hand */
	size_t num_keys, num_open;
	bool same_previous, failed;
};

static bool take_case(void *owner, const struct case_row *row)
{
	struct fixing *fixing = owner;
	int kind = case_kind_find(row->kind);

	if (kind >= 0 && (case_kind_info((enum case_kind)kind)->flags & CASE_BY_FIX) != 0 && fixing->num_cases < fixing->room)
		fixing->cases[fixing->num_cases++] = (struct open_case){row->number, (enum case_kind)kind};
	return true;
}

static bool is_found(const struct judgement *judgement, const char *key)
{
	for (size_t i = 0; i < judgement->num_findings; i++)
		if (strcmp(judgement->findings[i].key, key) == 0)
			return true;
	return false;
}

/* Its rule was run: the pack or the readers still have it, and it had the same to compare with. */
static bool was_run(const struct fixing *fixing, const char *id)
{
	const struct rule *rule = rules_find(fixing->desk->rules, id);

	return rule != NULL && (!rule->gate_only || fixing->same_previous);
}

static bool take_finding(void *owner, const struct case_finding_row *row)
{
	struct fixing *fixing = owner;

	if (strcmp(row->state, "open") != 0)
		return true;
	fixing->num_open++;
	if (is_found(fixing->submission->judgement, row->finding.key) || !was_run(fixing, row->finding.rule))
		return true;
	fixing->keys[fixing->num_keys] = arena_strdup(fixing->arena, row->finding.key);
	fixing->failed = fixing->keys[fixing->num_keys++] == NULL;
	return !fixing->failed;
}

/* Other bytes, with code and form that can be looked into where they could be before; what they were compared with. */
static bool compare(struct fixing *fixing, int64_t number, bool *can_tell, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		fixing->desk->archive, err,
		"SELECT o.previous IS s.previous, (s.code_visible OR NOT o.code_visible) AND (o.form IS NULL OR s.form IS NOT NULL), (SELECT group_concat(sha256) FROM (SELECT sha256 FROM"
		" submission_package p WHERE p.number = o.number ORDER BY sha256)) IS (SELECT group_concat(sha256) FROM (SELECT sha256 FROM"
		" submission_package p WHERE p.number = s.number ORDER BY sha256)) FROM case_file c JOIN submission o ON o.number = c.submission,"
		" submission s WHERE c.number = ? AND s.number = ?",
		"ii", number, fixing->number);
	int status = database_step(fixing->desk->archive, row, err);

	*can_tell = status == SQLITE_ROW && sqlite3_column_int(row, 1) != 0 && sqlite3_column_int(row, 2) == 0;
	fixing->same_previous = status == SQLITE_ROW && sqlite3_column_int(row, 0) != 0;
	return status != SQLITE_ERROR;
}

static bool load_findings(struct fixing *fixing, int64_t number, struct error *err)
{
	int64_t num;

	fixing->num_keys = fixing->num_open = 0;
	if (!database_number(fixing->desk->archive, &num, 0, err, "SELECT count(*) FROM case_finding WHERE number = ?", "i", number))
		return false;
	fixing->keys = arena_array(fixing->arena, (size_t)num + 1, sizeof *fixing->keys);
	fixing->failed = fixing->keys == NULL;
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

static bool close_or_note(struct fixing *fixing, const struct open_case *one, struct error *err)
{
	char detail[120];

	snprintf(detail, sizeof detail, "submission #%" PRId64 " fixes %zu of %zu open findings", fixing->number, fixing->num_keys,
		 fixing->num_open);
	return fixing->num_keys < fixing->num_open ? case_note(fixing->desk, one->number, "fixed", detail, err)
						   : close_fixed(fixing->desk, one, detail, err);
}

static bool fix_case(struct fixing *fixing, const struct open_case *one, struct error *err)
{
	bool can_tell;

	if (!compare(fixing, one->number, &can_tell, err))
		return false;
	if (!can_tell)
		return true;
	if (!load_findings(fixing, one->number, err))
		return error_set(err, ERROR_MEMORY, "out of memory for the findings of a case");
	for (size_t i = 0; i < fixing->num_keys; i++)
		if (!case_table_set_finding(fixing->desk->archive, one->number, fixing->keys[i], "fixed", fixing->number, err))
			return false;
	return fixing->num_keys == 0 || close_or_note(fixing, one, err);
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
	return fixing->cases != NULL ? case_table_each(fixing->desk->archive, &filter, take_case, fixing, err)
				     : error_set(err, ERROR_MEMORY, "out of memory for cases");
}

bool fixed_by(struct desk *desk, const struct submission *submission, int64_t number, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);
	const struct judgement *judgement = submission->judgement;
	const struct fact_package *package = judge_package_row(submission->facts, judge_main_package(submission->facts));
	struct fixing fixing = {.desk = desk, .submission = submission, .number = number, .arena = &arena};

	if (package == NULL || package->app_id == NULL || !judgement->complete || judgement->truncated || judgement->num_due > 0)
		return true;
	if (!load_cases(&fixing, package, err))
		return false;
	for (size_t i = 0; i < fixing.num_cases; i++)
		if (!fix_case(&fixing, &fixing.cases[i], err))
			return false;
	return true;
}
