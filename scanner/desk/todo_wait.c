/*
 * todo_wait - what waits for people: submissions to review, samples, proposals, cases that come due.
 */
#include "bytes/text.h"
#include "desk/explained.h"
#include "desk/sample.h"
#include "desk/todo.h"
#include "store/decided_against.h"
#include "store/external_against.h"
#include "store/overtaken.h"
#include "store/register.h"

/* The columns that every query of submissions begins with: number, app, version code, text, kind, since when, who has it, whether the text is a label. */
static struct todo_item of_submission(enum duty duty, sqlite3_stmt *row)
{
	struct todo_item item = todo_item_of(duty);

	item.submission = sqlite3_column_int64(row, 0);
	item.subject = database_text(row, 1);
	item.version_code = database_integer(row, 2);
	item.text = database_text(row, 3);
	item.kind = database_text(row, 4);
	item.since = database_text(row, 5);
	item.who = database_text(row, 6);
	item.is_label = sqlite3_column_int(row, 7) != 0;
	return item;
}

/* Due so many working days after it came; due: given otherwise, or NULL. */
static bool add_dated(struct todo *todo, struct todo_item *item, const char *due, struct error *err)
{
	struct desk *desk = todo->desk;
	char by_target[DATE_TEXT_LEN];
	struct date came, last;

	if (!date_parse(item->since, &came))
		return error_set(err, ERROR_ARCHIVE, "what waits of submission #%lld has no date", (long long)item->submission);
	item->age = workday_between(&desk->calendar, came, desk->today);
	workday_add(&desk->calendar, came, (int)rules_policy_number(desk->rules, "desk.review_target_days", 3), &last);
	date_format(last, by_target);
	item->due = due != NULL ? due : by_target;
	item->urgency = todo_by_workday(desk, item->due, &item->days_left);
	return todo_add(todo, item, err);
}

/* What passed is listed without a review: of what was not in the time of one somebody has to see why. All of it is one item. */
static bool add_unlisted(struct todo *todo, sqlite3_stmt *row, struct error *err)
{
	struct todo_item item = of_submission(DUTY_UNLISTED, row);
	struct date came;

	if (!date_parse(text_or_empty(item.since), &came))
		return true; /* there is none */
	item.age = workday_between(&todo->desk->calendar, came, todo->desk->today);
	item.versions = sqlite3_column_int64(row, 8);
	return item.age <= rules_policy_number(todo->desk->rules, "desk.review_target_days", 3) || todo_add(todo, &item, err);
}

/* A sample is due as its check is. */
static bool add_review(struct todo *todo, sqlite3_stmt *row, struct error *err)
{
	bool is_sample = sqlite3_column_type(row, 8) != SQLITE_NULL;
	struct todo_item item = of_submission(is_sample ? DUTY_SAMPLE : DUTY_REVIEW, row);

	item.number = database_integer(row, 8);
	return add_dated(todo, &item, is_sample ? database_text(row, 9) : NULL, err);
}

/* What a patrol found of a listed version: due like a review, from the first patrol that found it on. */
static bool add_against(struct todo *todo, sqlite3_stmt *row, struct error *err)
{
	struct todo_item item = of_submission(DUTY_AGAINST, row);

	return add_dated(todo, &item, NULL, err);
}

/* Until it is decided about, or another check finds nothing: by the newest one. */
static bool add_checked(struct todo *todo, sqlite3_stmt *row, struct error *err)
{
	struct todo_item item = of_submission(DUTY_CHECKED, row);

	item.number = database_integer(row, 8);
	return add_dated(todo, &item, NULL, err);
}

/* From the day on which the first report came in until it is settled, whatever became of the submission. */
static bool add_tested(struct todo *todo, sqlite3_stmt *row, struct error *err)
{
	struct todo_item item = of_submission(DUTY_TESTED, row);
	int64_t from_case;

	if (!external_unsettled(todo->desk->archive, item.submission, &from_case, err))
		return false;
	if (from_case == 0)
		return true;

	item.number = database_integer(row, 8);
	return add_dated(todo, &item, NULL, err);
}

static bool add_proposal(struct todo *todo, sqlite3_stmt *row, struct error *err)
{
	struct todo_item item = of_submission(DUTY_SECOND, row);

	item.urgency = URGENCY_SOON;
	return todo_add(todo, &item, err);
}

/* Of something that was a reject, and that two persons have to waive. */
static bool add_unagreed(struct todo *todo, sqlite3_stmt *row, struct error *err)
{
	struct todo_item item = todo_item_of(DUTY_SECOND);

	item.kind = database_text(row, 0);
	item.subject = database_text(row, 1);
	item.text = database_text(row, 2);
	item.since = database_text(row, 3);
	item.who = database_text(row, 4);
	item.urgency = URGENCY_SOON;
	return todo_add(todo, &item, err);
}

/* "+": not by the index of what is open, of which there is much. */
static bool each(struct todo *todo, const char *sql, bool (*add)(struct todo *todo, sqlite3_stmt *row, struct error *err), struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(todo->desk->archive, err, sql, "s", todo->desk->today_text);
	int status;

	while ((status = database_step(todo->desk->archive, row, err)) == SQLITE_ROW)
		if (!add(todo, row, err))
			return false;
	return status == SQLITE_DONE;
}

#define UNAGREED(kind, column, value)                                                                                                 \
	"SELECT b.kind, b.value, b.reason, b.since, p.name, b.until FROM blacklist b LEFT JOIN person p ON p.id = b.person WHERE b.kind = '" kind "'" \
	" AND b.second IS NULL AND EXISTS (SELECT 1 FROM finding f JOIN submission s ON s.number = f.number WHERE f." column " = " value " AND"  \
	" 'reject' IN (f.verdict, f.waived) AND b.app IN ('', s.app_id, s.platform || ':' || s.app_id))"

static bool add_waivers(struct todo *todo, struct error *err)
{
	const char *policy = rules_policy(todo->desk->rules, "desk.override_rejects");

	return (policy != NULL && strcmp(policy, "two") != 0) ||
	       each(todo, "SELECT * FROM (" UNAGREED("rule", "rule", "b.value") " UNION ALL " UNAGREED("finding", "key", "substr(b.value, 1, 16)") ") WHERE until IS NULL OR until >= ?1", add_unagreed, err);
}

#define IS_LABEL SUBMISSION_LISTING " IS NULL"

bool todo_add_reviews(struct todo *todo, struct error *err)
{
	return each(todo,
		    "SELECT s.number, s.app_id, s.version_code, " SUBMISSION_NAME ", s.verdict, " SUBMITTED_ON ", p.name, " IS_LABEL ", c.number, c.due FROM submission s LEFT JOIN"
		    " case_file c ON c.submission = s.number AND +c.state = 'open' AND c.source = '" SAMPLE_SOURCE "' AND c.kind = 'manual-check'"
		    " LEFT JOIN claim l ON l.number = s.number LEFT JOIN person p ON p.id = l.person WHERE " SUBMISSION_WAITS("s") " AND"
		    " (s.verdict IN ('review', 'reject') OR c.number IS NOT NULL)",
		    add_review, err) &&
	       each(todo,
		    "SELECT s.number, s.app_id, s.version_code, " SUBMISSION_NAME ", s.verdict, min(" SUBMITTED_ON "), NULL, " IS_LABEL ", count(*) FROM submission s WHERE"
		    " s.verdict = 'pass' AND " SUBMISSION_WAITS("s") " AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.submission = s.number AND"
		    " +c.state = 'open' AND c.source = '" SAMPLE_SOURCE "' AND c.kind = 'manual-check')",
		    add_unlisted, err) &&
	       each(todo,
		    "SELECT n.number, n.app_id, n.version_code, group_concat(n.rule, ', '), CASE WHEN sum(n.verdict = 'reject') > 0 THEN 'reject'"
		    " ELSE 'review' END, max(min(t.date), coalesce((SELECT max(d.date) FROM decision d WHERE d.number = n.number AND d.state = 'listed'),"
		    " '')), p.name, 0 FROM (SELECT DISTINCT number, app_id, version_code, rule, verdict, coalesce(since, patrol) AS since FROM"
		    " newly_against) n JOIN patrol t ON t.number = n.since LEFT JOIN claim l ON l.number = n.number LEFT JOIN person p ON"
		    " p.id = l.person GROUP BY n.number",
		    add_against, err) &&
	       each(todo,
		    "SELECT s.number, s.app_id, s.version_code, " SUBMISSION_NAME ", c.kind, c.closed, p.name, " IS_LABEL ", max(c.number) FROM case_file c JOIN submission s"
		    " ON " CASE_IS_ABOUT " LEFT JOIN claim l ON l.number = s.number LEFT JOIN person p ON p.id = l.person WHERE"
		    " s.state = 'listed' AND " CASE_STANDS_AGAINST " GROUP BY s.number",
		    add_checked, err) &&
	       each(todo,
		    "SELECT s.number, s.app_id, s.version_code, " SUBMISSION_NAME ", s.verdict, min(t.taken), p.name, " IS_LABEL ", max(t.number) FROM lab_finding t"
		    " JOIN submission_package m ON m.sha256 = t.sha256 JOIN submission s ON s.number = m.number LEFT JOIN claim l ON l.number = s.number"
		    " LEFT JOIN person p ON p.id = l.person WHERE t.outcome = 'found' AND s.state NOT IN ('listed', 'delisted') GROUP BY s.number",
		    add_tested, err) &&
	       each(todo,
		    "SELECT s.number, s.app_id, s.version_code, q.reason, s.verdict, q.date, p.name, 0 FROM proposal q JOIN submission s ON"
		    " s.number = q.number LEFT JOIN person p ON p.id = q.person",
		    add_proposal, err) &&
	       add_waivers(todo, err);
}

/* Whose turn it is: the case's own urgency, as far as it comes due soon, or the app is off offer until then; of what its developer said to it the store's. */
static bool add_case(struct todo *todo, sqlite3_stmt *row, struct error *err)
{
	const char *kind = database_text(row, 1), *said = database_text(row, 9);
	struct todo_item item = todo_item_of(said != NULL ? DUTY_EXPLAINED : strcmp(kind, "authority-report") == 0 ? DUTY_REPORT : DUTY_CASE);

	item.number = sqlite3_column_int64(row, 0);
	item.kind = kind;
	item.due = database_text(row, 2);
	item.subject = database_text(row, 3) != NULL ? database_text(row, 3) : database_text(row, 4);
	item.submission = database_integer(row, 5);
	item.text = said != NULL ? said : database_text(row, 6);
	item.since = said != NULL ? database_text(row, 10) : database_text(row, 7);
	item.who = database_text(row, 8);
	item.urgency = todo_by_workday(todo->desk, item.due, &item.days_left);
	return (item.urgency == URGENCY_LATER && strcmp(kind, "suspension") != 0) || todo_add(todo, &item, err);
}

bool todo_add_cases(struct todo *todo, struct error *err)
{
	return each(todo,
		    "SELECT c.number, c.kind, c.due, c.app_id, c.developer, c.submission, c.text, c.opened, p.name, e.text, e.date FROM case_file c"
		    " LEFT JOIN case_entry e ON e.number = c.number AND e.position = (SELECT max(n.position) FROM case_entry n WHERE n.number = c.number"
		    " AND n.kind <> 'fixed') AND e.kind = '" EXPLAINED_STEP "' LEFT JOIN submission s ON s.number = c.submission"
		    " LEFT JOIN person p ON p.id = c.assignee WHERE c.state = 'open' AND NOT"
		    " (c.source IS '" SAMPLE_SOURCE "' AND c.kind = 'manual-check' AND s.number IS NOT NULL AND " SUBMISSION_WAITS("s") ")",
		    add_case, err);
}
