#include "cli/kept_standing.h"

#include "bytes/text.h"
#include "cli/kept.h"
#include "store/decision.h"

#include <string.h>

#define RULES_NAMED 4 /* of what makes the verdict */

static bool add_rule(struct report_today *today, size_t *num, const char *rule)
{
	if (text_among(today->rules, *num, rule) >= 0)
		return true;
	if (*num < RULES_NAMED)
		today->rules[(*num)++] = rule;
	return *num < RULES_NAMED;
}

/* By today's rules and blacklist, as a patrol or a decision would. */
static bool judge_today(struct session *session, int64_t number, struct arena *arena, struct report_today *today, struct error *err)
{
	struct kept_judged judged = {0};
	struct error failure = {0};
	size_t num = 0;

	if (session_judge(session, &failure) && kept_judge(session, number, false, &judged, &failure)) {
		const struct judgement *judgement = judged.judgement;

		today->verdict = judgement->verdict;
		for (size_t i = 0; i < judgement->num_findings; i++)
			if (judgement->findings[i].verdict == judgement->verdict &&
			    !add_rule(today, &num, arena_copy(arena, judgement->findings[i].rule)))
				break;
	}
	kept_judged_free(&judged);
	if (failure.code != ERROR_NONE)
		return error_set(err, failure.code, "%s", failure.text);
	return arena_ok(arena, err);
}

/* The rules of the last patrol's findings, as many as are named. */
static bool patrol_rules(struct session *session, int64_t number, struct arena *arena, struct report_today *today, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(session->archive, err, "SELECT DISTINCT rule FROM standing_finding WHERE number = ? AND verdict = ? ORDER BY rule", "is",
				 number, verdict_name(today->verdict));
	size_t num = 0;
	int status;

	memset(today->rules, 0, (RULES_NAMED + 1) * sizeof *today->rules);
	while ((status = database_step(session->archive, row, err)) == SQLITE_ROW)
		add_rule(today, &num, arena_copy(arena, database_text(row, 0)));
	return status != SQLITE_ERROR;
}

/* What the last patrol found, where that is as grave or graver; and since which one it is so. */
static bool see_patrol(struct session *session, int64_t number, struct arena *arena, struct report_today *today, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err,
		"SELECT s.verdict, p.number, p.date FROM standing s JOIN patrol p ON p.number = coalesce((SELECT max(c.patrol) FROM patrol_change c"
		" WHERE c.number = s.number AND c.after = s.verdict), s.patrol) WHERE s.number = ?",
		"i", number);
	int status = database_step(session->archive, row, err);
	enum verdict found = status == SQLITE_ROW ? verdict_parse(database_text(row, 0)) : VERDICT_NONE;

	if (status == SQLITE_ERROR || found == VERDICT_NONE || found < today->verdict)
		return status != SQLITE_ERROR;
	today->patrol = sqlite3_column_int64(row, 1);
	today->since = arena_copy(arena, database_text(row, 2));
	if (found == today->verdict)
		return true;
	today->verdict = found;
	return patrol_rules(session, number, arena, today, err);
}

/* The account of both persons, of a decision d of the submission ?1: its event, the n-th of these, says that it is one. */
#define BOTH                                                                                                                          \
	"(SELECT account FROM (SELECT e.account, e.detail, row_number() OVER (ORDER BY e.number) AS n FROM submission s JOIN event e"  \
	" ON e.subject = s.platform || ':' || s.app_id || '@#' || s.number WHERE s.number = ?1 AND e.kind IN ('decide', 'import'))"    \
	" WHERE n = (SELECT count(*) FROM decision x WHERE x.number = ?1 AND x.id <= d.id) AND detail GLOB 'list listed" DECISION_BOTH "*')"

static bool load_decisions(struct session *session, int64_t number, struct arena *arena, struct kept_standing *standing, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err,
		"SELECT d.state, d.date, p.name, f.name, d.reason, d.rule, d.basis, " BOTH " FROM decision d LEFT JOIN person p"
		" ON p.id = d.person LEFT JOIN person f ON f.id = d.first_person WHERE d.number = ?1 AND " DECISION_COUNTS " ORDER BY d.id",
		"i", number);
	int64_t num;
	int status;

	if (!database_number(session->archive, &num, 0, err, "SELECT count(*) FROM decision WHERE number = ?", "i", number))
		return false;
	standing->decisions = arena_array(arena, (size_t)num + 1, sizeof *standing->decisions);
	if (standing->decisions == NULL)
		return error_memory(err);
	while ((status = database_step(session->archive, row, err)) == SQLITE_ROW && standing->num_decisions < (size_t)num)
		standing->decisions[standing->num_decisions++] = (struct report_decision){
			.state = arena_copy(arena, database_text(row, 0)),  .date = arena_copy(arena, database_text(row, 1)),
			.by = arena_copy(arena, database_text(row, 2)),	    .seconded = arena_copy(arena, database_text(row, 3)),
			.reason = arena_copy(arena, database_text(row, 4)), .rule = arena_copy(arena, database_text(row, 5)),
			.basis = arena_copy(arena, database_text(row, 6)),  .both = arena_copy(arena, database_text(row, 7))};
	return status != SQLITE_ERROR && arena_ok(arena, err);
}

bool kept_standing(struct session *session, int64_t number, const char *state, enum verdict verdict, struct arena *arena,
		   struct kept_standing *standing, struct error *err)
{
	bool is_listed = state != NULL && strcmp(state, "listed") == 0;

	*standing = (struct kept_standing){.today.rules = arena_array(arena, RULES_NAMED + 1, sizeof *standing->today.rules)};
	if (standing->today.rules == NULL)
		return error_memory(err);
	if (is_listed || (state != NULL && strcmp(state, "received") == 0))
		if (!judge_today(session, number, arena, &standing->today, err) ||
		    (is_listed && !see_patrol(session, number, arena, &standing->today, err)))
			return false;
	standing->is_graver = standing->today.verdict > verdict;
	return load_decisions(session, number, arena, standing, err);
}
