#include "store/decided_against.h"

#include "judge/device_part.h"
#include "store/external_against.h"
#include "store/judged_facts.h"
#include "store/overtaken.h"
#include "store/same_hand.h"

#include <stdio.h>

/* Of a decision d: that it waits, an import says too; who takes back what waits says nothing of it. */
#define DECIDED "d.state NOT IN ('received', 'withdrawn')"
#define DEVICES "(SELECT value AS device FROM json_each(?5))"

struct loading {
	struct archive *archive;
	const struct asked *asking;
	struct arena *arena;
	struct judge_against *rows;
	size_t num, room;
	char devices[100]; /* for which the submission is, a JSON array: none of their names needs an escape */
};

static void take_devices(struct loading *loading)
{
	const char *kinds[DEVICE_PARTS_MAX];
	size_t num = device_part_kinds(loading->asking->facts, kinds), len = 0;

	for (size_t i = 0; i < num; i++)
		len += (size_t)snprintf(loading->devices + len, sizeof loading->devices - len, "%s\"%s\"", i == 0 ? "[" : ",", kinds[i]);
	snprintf(loading->devices + len, sizeof loading->devices - len, "%s", num == 0 ? "[\"\"]" : "]");
}

static bool add(struct loading *loading, const struct judge_against *row, struct error *err)
{
	struct judge_against *grown = arena_grow(loading->arena, loading->rows, loading->num, &loading->room, sizeof *grown);

	if (grown == NULL)
		return error_memory(err);
	loading->rows = grown;
	grown[loading->num++] = *row;
	return true;
}

/* The columns number, case, kind, date, reason of a row that is there. */
static bool take(struct loading *loading, sqlite3_stmt *row, const char *sha256, struct error *err)
{
	struct judge_against against = {.sha256 = sha256};

	if (database_step(loading->archive, row, err) != SQLITE_ROW)
		return err->code == ERROR_NONE;
	against.number = sqlite3_column_int64(row, 0);
	against.from_case = sqlite3_column_int64(row, 1);
	against.kind = arena_copy(loading->arena, database_text(row, 2));
	against.date = arena_copy(loading->arena, database_text(row, 3));
	against.reason = arena_copy(loading->arena, database_text(row, 4));
	return arena_ok(loading->arena, err) && add(loading, &against, err);
}

static bool take_decision(struct loading *loading, int64_t id, const char *sha256, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(loading->archive, err, "SELECT number, 0, state, date, reason FROM decision WHERE id = ?", "i", id);

	return take(loading, row, sha256, err);
}

static bool take_open(struct loading *loading, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(loading->archive, err, "SELECT iif(kind = 'suspension', NULL, submission), number, kind, opened, text FROM case_file WHERE number = ?", "i", number);

	return number == 0 || take(loading, row, NULL, err);
}

static bool take_case(struct loading *loading, int64_t number, const char *sha256, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(loading->archive, err,
				 "SELECT iif(?2 OR " LISTING_HAS("submission") ", submission, NULL), number, kind, closed, NULL"
				 " FROM case_file WHERE number = ?1",
				 "ii", number, (int64_t)(sha256 != NULL));

	return number == 0 || take(loading, row, sha256, err);
}

/* Whether the listed version is of who is asked about, and that submission of neither. What is damaged may be anybody's. */
static bool is_beside(struct loading *loading, int64_t listed, int64_t number, bool *beside, struct error *err)
{
	struct error trouble = {0};
	READING_CLEANUP struct reading *facts = judged_facts_load(loading->archive, listed, SAME_HAND_FACTS, &trouble);
	bool same;

	*beside = false;
	if (facts == NULL)
		return trouble.code == ERROR_DAMAGED || error_set(err, trouble.code, "%s", trouble.text);
	if (!same_hand(loading->asking->facts, facts))
		return true;
	if (!same_hand_submitted(loading->archive, number, facts, &same, err) ||
	    (!same && !same_hand_submitted(loading->archive, number, loading->asking->facts, &same, err)))
		return false;
	*beside = !same;
	return true;
}

/* Whether somebody else handed that in under the id of an app that is of who is asked about, as all says that stands as listed. */
static bool is_of_others(struct loading *loading, int64_t number, bool *others, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(loading->archive, err, "SELECT DISTINCT number FROM listing WHERE platform = ? AND app_id = ?", "ss",
				 loading->asking->platform, loading->asking->app_id);
	int status;

	*others = false;
	while ((status = database_step(loading->archive, row, err)) == SQLITE_ROW) {
		if (!is_beside(loading, sqlite3_column_int64(row, 0), number, others, err))
			return false;
		if (!*others)
			return true;
	}
	return status == SQLITE_DONE;
}

static bool never_was_listed(const char *state)
{
	return strcmp(state, "listed") != 0 && strcmp(state, "delisted") != 0;
}

/* The first id of the columns id, number, state that counts against who is asked about: not what is of a submission of others that never was listed. 0: there is none. */
static bool find_first(struct loading *loading, sqlite3_stmt *row, int64_t *id, struct error *err)
{
	bool others;
	int status;

	*id = 0;
	while ((status = database_step(loading->archive, row, err)) == SQLITE_ROW) {
		others = false;
		if (never_was_listed(database_text(row, 2)) && !is_of_others(loading, sqlite3_column_int64(row, 1), &others, err))
			return false;
		if (others)
			continue;
		*id = sqlite3_column_int64(row, 0);
		return true;
	}
	return status == SQLITE_DONE;
}

/* By the newest decision about a submission with that file. */
static bool load_file(struct loading *loading, const char *sha256, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		loading->archive, err,
		"SELECT iif(d.state = 'listed' OR " DECISION_RETIRES ", 0, d.id), d.number, d.state FROM submission_package p JOIN decision d ON"
		" d.number = p.number JOIN submission s ON s.number = p.number WHERE p.sha256 = ? AND " MOMENT("s") " < (?, ?) AND " DECIDED
		" ORDER BY d.id DESC",
		"ssi", sha256, loading->asking->before.came, loading->asking->before.number);
	int64_t id;

	return find_first(loading, row, &id, err) && (id == 0 || take_decision(loading, id, sha256, err));
}

/* The newest case that stands against a submission with that file. */
static bool load_case(struct loading *loading, const char *sha256, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		loading->archive, err,
		"SELECT c.number, s.number, s.state FROM submission_package p JOIN submission s ON s.number = p.number JOIN case_file c ON"
		" c.submission = s.number WHERE p.sha256 = ? AND " MOMENT("s") " < (?, ?) AND " CASE_STANDS_AGAINST " ORDER BY c.number DESC",
		"ssi", sha256, loading->asking->before.came, loading->asking->before.number);
	int64_t number;

	return find_first(loading, row, &number, err) && take_case(loading, number, sha256, err);
}

/* The newest one against what is listed, or was until it was retired. */
static bool load_listed_case(struct loading *loading, struct error *err)
{
	const struct asked *asking = loading->asking;
	int64_t number;

	return database_number(loading->archive, &number, 0, err,
			       "SELECT max(c.number) FROM case_file c JOIN submission s ON " CASE_IS_ABOUT " WHERE c.platform = ?1 AND c.app_id = ?2"
			       " AND " MOMENT("s") " < (?3, ?4) AND " CASE_IS_AGAINST_LISTED " AND " NOTHING_SINCE(DEVICES, "") " AND " CASE_STANDS_AGAINST,
			       "sssis", asking->platform, asking->app_id, asking->before.came, asking->before.number, loading->devices) &&
	       take_case(loading, number, NULL, err);
}

static bool load_files(struct loading *loading, struct error *err)
{
	struct fact_package **packages = reading_rows(loading->asking->facts, package);

	for (size_t i = 0; i < reading_num(loading->asking->facts, package); i++)
		if (packages[i]->sha256 != NULL && (!load_file(loading, packages[i]->sha256, err) || !load_case(loading, packages[i]->sha256, err)))
			return false;
	return true;
}

/* The newest version that was delisted or rejected; of one that was both the delisting. */
static bool load_app(struct loading *loading, struct error *err)
{
	const struct asked *asking = loading->asking;
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		loading->archive, err,
		"SELECT d.id, d.number, d.state FROM submission s CROSS JOIN decision d ON d.number = s.number WHERE s.platform = ?1 AND s.app_id = ?2 AND "
		MOMENT("s") " < (?3, ?4) AND " DECISION_IS_AGAINST_APP(DEVICES) " ORDER BY " NEWEST_FIRST("s") ", d.state, d.id DESC",
		"sssis", asking->platform, asking->app_id, asking->before.came, asking->before.number, loading->devices);
	int64_t id;

	return find_first(loading, row, &id, err) && (id == 0 || take_decision(loading, id, NULL, err));
}

/* The newest report to the authority about the app that is open. */
static bool load_report(struct loading *loading, struct error *err)
{
	const struct asked *asking = loading->asking;
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		loading->archive, err,
		"SELECT c.number, s.number, coalesce(s.state, 'listed') FROM case_file c LEFT JOIN submission s ON s.number = c.submission WHERE"
		" c.platform = ?1 AND c.app_id = ?2 AND c.kind = 'authority-report' AND c.state = 'open' AND (c.submission IS NULL OR "
		MOMENT("s") " < (?3, ?4)) ORDER BY c.number DESC",
		"sssi", asking->platform, asking->app_id, asking->before.came, asking->before.number);
	int64_t number;

	return find_first(loading, row, &number, err) && (number == 0 || take_open(loading, number, err));
}

static bool load_suspension(struct loading *loading, struct error *err)
{
	int64_t number;

	return database_number(loading->archive, &number, 0, err, "SELECT max(c.number) FROM case_file c WHERE c.platform = ? AND c.app_id = ? AND " CASE_SUSPENDS, "ss",
			       loading->asking->platform, loading->asking->app_id) &&
	       take_open(loading, number, err);
}

/* What a laboratory found in one that was not listed, and nobody settled. */
static bool load_external(struct loading *loading, struct error *err)
{
	struct judge_against against;

	return external_against_load(loading->archive, loading->asking, loading->arena, &against, err) &&
	       (against.number == 0 || add(loading, &against, err));
}

bool decided_against_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_against **rows,
			  size_t *num, struct error *err)
{
	struct loading loading = {.archive = archive, .asking = asking, .arena = arena};
	bool ok;

	take_devices(&loading);
	ok = load_files(&loading, err) && (*asking->app_id == '\0' || (load_app(&loading, err) && load_report(&loading, err) && load_suspension(&loading, err) && load_listed_case(&loading, err) &&
									load_external(&loading, err)));

	*rows = loading.rows;
	*num = loading.num;
	return ok;
}

bool decided_against_number(struct archive *archive, int64_t number, int64_t before, int64_t *decision, struct error *err)
{
	return database_number(archive, decision, 0, err,
			       "SELECT iif(d.state = 'listed' OR " DECISION_RETIRES ", 0, d.id) FROM decision d WHERE " DECIDED " AND d.number IN (SELECT o.number FROM"
			       " submission_package m JOIN submission_package o ON o.sha256 = m.sha256 WHERE m.number = ?1)"
			       " AND d.id < ?2 AND NOT EXISTS (SELECT 1 FROM submission_package o WHERE o.number = d.number AND NOT EXISTS"
			       " (SELECT 1 FROM submission_package m WHERE m.number = ?1 AND m.sha256 = o.sha256)) ORDER BY d.id DESC LIMIT 1",
			       "ii", number, before);
}

bool decided_against_case(struct archive *archive, int64_t submission, int64_t *number, bool *is_complaint, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err,
				 "SELECT c.number, c.kind = 'complaint' FROM submission s JOIN case_file c ON c.submission = s.number WHERE s.number IN "
				 OF_SAME_PACKAGES("?1") " AND " SUBMISSION_IS_BY("s", "?1") " AND " CASE_STANDS_AGAINST " ORDER BY c.number DESC LIMIT 1",
				 "i", submission);
	int status = database_step(archive, row, err);

	*number = status == SQLITE_ROW ? sqlite3_column_int64(row, 0) : 0;
	*is_complaint = status == SQLITE_ROW && sqlite3_column_int(row, 1) != 0;
	return status != SQLITE_ERROR;
}
