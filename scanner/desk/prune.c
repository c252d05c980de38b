#include "desk/prune.h"

#include "bytes/array.h"
#include "desk/keep_reason.h"
#include "judge/retention.h"
#include "store/case_table.h"
#include "store/hold_table.h"
#include "store/overtaken.h"
#include "store/pack.h"
#include "store/pruned.h"
#include "store/register.h"
#include "store/role_table.h"
#include "store/seal.h"
#include "store/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE 64 /* packages a transaction: submits wait no longer than for these */

/* Is an open case about submission s, its app, its developer or package k? */
#define IN_OPEN_CASE                                                                                                                   \
	"(" KEEP_IN_CASE " OR " KEEP_OPEN_CASE "c.sha256 = k.sha256) OR EXISTS (SELECT 1 FROM developer_app a WHERE a.app_id = s.app_id"  \
	" AND a.platform = s.platform AND " KEEP_DEVELOPER_IN_CASE("a.developer") "))"

#define PACKAGES                                                                                                                       \
	"SELECT k.sha256, k.size, s.platform, s.app_id, s.number, s.state, " HOLD_ON_SUBMISSION ", " IN_OPEN_CASE ", " KEEP_LAST_DAY     \
	", " SUBMISSION_WAITS("s")                                                                                                     \
	" FROM package k JOIN submission_package m ON m.sha256 = k.sha256 JOIN submission s ON s.number = m.number"                     \
	" WHERE k.sha256 NOT IN (SELECT sha256 FROM pruned) AND (?1 IS NULL OR k.sha256 = ?1)"

static enum prune_standing standing_of(sqlite3_stmt *row, const char *until, const char *today)
{
	if (strcmp(database_text(row, 5), "listed") == 0)
		return PRUNE_LISTED;
	if (sqlite3_column_int(row, 9) != 0)
		return PRUNE_WAITING;
	if (sqlite3_column_int(row, 6) != 0)
		return PRUNE_HELD;
	if (sqlite3_column_int(row, 7) != 0)
		return PRUNE_IN_CASE;
	return strcmp(today, until) <= 0 ? PRUNE_YOUNG : PRUNE_DUE;
}

static bool until_of(const char *day, int64_t days, char until[DATE_TEXT_LEN], struct error *err)
{
	struct date date;

	if (!date_parse(day, &date))
		return error_set(err, ERROR_DAMAGED, "'%s' in the archive is no date: run prelist archive verify", day);
	date_format(retention_until(date, days), until);
	return true;
}

/* A package of several submissions: its rows follow one another, the newest last. */
struct walking {
	struct desk *desk;
	bool (*visit)(void *owner, const struct prune_package *package);
	void *owner;
	struct prune_package at;
	char sha256[65], state[32], platform[64], app_id[1100];
	bool has_one, stopped;
};

static void hand_over(struct walking *walking)
{
	if (walking->has_one && !walking->stopped)
		walking->stopped = !walking->visit(walking->owner, &walking->at);
	walking->has_one = false;
}

static void begin_package(struct walking *walking, sqlite3_stmt *row)
{
	if (walking->has_one && strcmp(walking->sha256, database_text(row, 0)) == 0)
		return;
	hand_over(walking);
	snprintf(walking->sha256, sizeof walking->sha256, "%s", database_text(row, 0));
	walking->at = (struct prune_package){.sha256 = walking->sha256, .platform = walking->platform, .app_id = walking->app_id,
					     .state = walking->state, .size = sqlite3_column_int64(row, 1), .standing = PRUNE_DUE};
	walking->has_one = true;
}

static bool take_row(struct walking *walking, sqlite3_stmt *row, int64_t days, struct error *err)
{
	struct prune_package *at = &walking->at;
	char until[DATE_TEXT_LEN];
	enum prune_standing standing;

	begin_package(walking, row);
	if (!until_of(database_text(row, 8), days, until, err))
		return false;
	standing = standing_of(row, until, walking->desk->today_text);
	snprintf(walking->platform, sizeof walking->platform, "%s", database_text(row, 2));
	snprintf(walking->app_id, sizeof walking->app_id, "%s", database_text(row, 3));
	snprintf(walking->state, sizeof walking->state, "%s", database_text(row, 5));
	at->number = sqlite3_column_int64(row, 4);
	if (standing < at->standing)
		at->standing = standing;
	if (strcmp(until, at->until) > 0)
		snprintf(at->until, sizeof at->until, "%s", until);
	return true;
}

bool prune_each_package(struct desk *desk, const char *sha256, bool (*visit)(void *owner, const struct prune_package *package), void *owner,
			struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(desk->archive, err, PACKAGES " ORDER BY k.sha256, s.number", "s", sha256);
	struct walking walking = {.desk = desk, .visit = visit, .owner = owner};
	int64_t days = retention_days(desk->rules, RETENTION_PACKAGES);
	int status;

	while (!walking.stopped && (status = database_step(desk->archive, row, err)) == SQLITE_ROW)
		if (!take_row(&walking, row, days, err))
			return false;
	if (err->code != ERROR_NONE)
		return false;
	hand_over(&walking);
	return true;
}

/* Row, whose, number, the day from which its time runs. */
#define CASE_SEALS                                                                                                                     \
	"SELECT number, closed, platform, app_id, submission, contact AS id FROM case_file WHERE state = 'closed'"                     \
	" UNION ALL SELECT number, closed, platform, app_id, submission, text_sealed FROM case_file WHERE state = 'closed'"            \
	" UNION ALL SELECT e.number, f.closed, f.platform, f.app_id, f.submission, e.text_sealed FROM case_entry e"                    \
	" JOIN case_file f ON f.number = e.number WHERE f.state = 'closed'"

/* From the day on which it was closed, or on which the last hold of what it is about was lifted. */
#define OF_CASES                                                                                                                       \
	"SELECT 0, c.number, c.id, max(c.closed, coalesce((SELECT max(max(h.date, h.lifted)) FROM hold h WHERE " HOLD_OF_CASE "), ''))"   \
	" FROM (" CASE_SEALS ") c JOIN sealed z ON z.id = c.id WHERE NOT EXISTS (SELECT 1 FROM hold h WHERE h.lifted IS NULL AND "         \
	HOLD_OF_CASE ")"

#define HIS_SUBMISSIONS KEEP_SUBMISSIONS("t.developer")

/* Replaced: from the day of the one that replaced it. The last: from the last day of his submissions, none of which is in use. */
#define OF_DEVELOPERS                                                                                                                  \
	"SELECT 1, t.developer, t.sealed, coalesce(t.next, max(t.date, coalesce((SELECT max(" KEEP_LAST_DAY ")" HIS_SUBMISSIONS "), '')))" \
	" FROM (SELECT developer, since, date, sealed, lead(date) OVER (PARTITION BY developer ORDER BY "                   \
	CAME_OF("since") ", since) AS next FROM developer_contact) t JOIN sealed z ON z.id = t.sealed WHERE NOT EXISTS (SELECT 1" HIS_SUBMISSIONS " AND " HOLD_ON_SUBMISSION ")" \
	" AND (t.next IS NOT NULL OR NOT EXISTS (SELECT 1" HIS_SUBMISSIONS " AND (s.state = 'listed' OR " SUBMISSION_WAITS("s") ")))"   \
	" AND NOT " KEEP_DEVELOPER_IN_CASE("t.developer")

#define OF_ROLES "SELECT 2, r.number, r.contact, r.until FROM staff_role r JOIN sealed z ON z.id = r.contact WHERE r.until IS NOT NULL"

bool prune_each_personal(struct desk *desk, bool (*visit)(void *owner, const struct prune_personal *personal), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(desk->archive, err, OF_CASES " UNION ALL " OF_DEVELOPERS " UNION ALL " OF_ROLES " ORDER BY 1, 2, 4, 3", "");
	int64_t days = retention_days(desk->rules, RETENTION_PERSONAL);
	int status;

	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW) {
		struct prune_personal found = {.whose = (enum prune_whose)sqlite3_column_int(row, 0),
					       .number = sqlite3_column_int64(row, 1), .sealed = database_text(row, 2)};

		if (!until_of(database_text(row, 3), days, found.until, err))
			return false;
		if (strcmp(desk->today_text, found.until) > 0 && !visit(owner, &found))
			return true;
	}
	return status == SQLITE_DONE;
}

/* What is due, taken down before anything is written. */
struct due {
	char (*packages)[65];
	struct prune_personal *personal;
	char (*sealed)[SEAL_ID_LEN];
	size_t num_packages, num_personal, at;
	bool failed;
	struct pruning *pruning;
};

static void due_free(struct due *due)
{
	free(due->packages);
	free(due->personal);
	free(due->sealed);
}

static bool grow(void **list, size_t num, size_t size)
{
	void *grown = array_grow(*list, num, size);

	if (grown != NULL)
		*list = grown;
	return grown != NULL;
}

static bool note_package(void *owner, const struct prune_package *package)
{
	struct due *due = owner;

	if (package->standing != PRUNE_DUE)
		return true;
	due->failed = !grow((void **)&due->packages, due->num_packages, sizeof *due->packages);
	if (!due->failed)
		snprintf(due->packages[due->num_packages++], 65, "%s", package->sha256);
	return !due->failed;
}

static bool note_personal(void *owner, const struct prune_personal *personal)
{
	struct due *due = owner;

	due->failed = !grow((void **)&due->personal, due->num_personal, sizeof *due->personal) ||
		      !grow((void **)&due->sealed, due->num_personal, sizeof *due->sealed);
	if (due->failed)
		return false;
	due->personal[due->num_personal] = *personal;
	snprintf(due->sealed[due->num_personal++], SEAL_ID_LEN, "%s", personal->sealed);
	return true;
}

/* One package, looked at again within the transaction. */
struct letting_go {
	struct desk *desk;
	struct pruning *pruning;
	struct error *err;
	bool ok;
};

static bool let_go(void *owner, const struct prune_package *package)
{
	struct letting_go *l = owner;
	const struct pruned_row row = {package->sha256, l->desk->today_text, package->until, l->pruning->reason, l->desk->by};

	if (package->standing != PRUNE_DUE)
		return true;
	l->ok = pruned_put(l->desk->archive, &row, l->err);
	if (l->ok) {
		l->pruning->num_packages++;
		l->pruning->bytes += (uint64_t)package->size;
	}
	return l->ok;
}

static void tell(const struct pruning *pruning, size_t done, size_t total)
{
	if (pruning->progress != NULL)
		pruning->progress(pruning->owner, done, total);
}

static bool step_packages(struct desk *desk, void *owner, struct error *err)
{
	struct due *due = owner;
	size_t end = due->at + AT_ONCE < due->num_packages ? due->at + AT_ONCE : due->num_packages;

	for (; due->at < end; due->at++) {
		struct letting_go l = {desk, due->pruning, err, true};

		if (!prune_each_package(desk, due->packages[due->at], let_go, &l, err) || !l.ok)
			return false;
	}
	return true;
}

static bool log_erased(struct desk *desk, const struct prune_personal *personal, struct error *err)
{
	if (personal->whose == PRUNE_CASE)
		return case_table_log(desk->archive, personal->number, desk->by, "its time is over: erased what was sealed", err);
	if (personal->whose == PRUNE_ROLE)
		return role_table_log(desk->archive, personal->number, desk->by, "its time is over: contact erased", err);
	return register_log(desk->archive, personal->number, desk->by, "its time is over: contact erased", err);
}

static bool step_personal(struct desk *desk, void *owner, struct error *err)
{
	struct due *due = owner;

	for (size_t i = 0; i < due->num_personal; i++) {
		const struct prune_personal *personal = &due->personal[i], *next = i + 1 < due->num_personal ? personal + 1 : NULL;
		bool last = next == NULL || next->whose != personal->whose || next->number != personal->number;

		if (!seal_erase(desk->archive, due->sealed[i], desk->by, due->pruning->reason, err) || (last && !log_erased(desk, personal, err)))
			return false;
	}
	return true;
}

static bool write_all(struct desk *desk, struct due *due, struct error *err)
{
	while (due->at < due->num_packages) {
		if (!desk_keep(desk, step_packages, due, err))
			return false;
		tell(due->pruning, due->at, due->num_packages);
	}
	if (due->num_personal > 0 && !desk_keep(desk, step_personal, due, err))
		return false;
	due->pruning->num_personal = due->num_personal;
	return true;
}

static void count_problem(void *owner, const char *text)
{
	(void)text;
	++*(uint64_t *)owner;
}

/* Rows that are not those that were logged say what goes and what stays, too. */
static bool check_rows(struct desk *desk, struct pruning *pruning, struct error *err)
{
	struct verification verification = {.owner = &pruning->num_problems, .problem = count_problem, .rows_only = true};

	return verify_archive(desk->archive, &verification, err);
}

static bool drop_files(struct desk *desk, struct pruning *pruning, struct error *err)
{
	const struct unreferenced_dropping dropping = {desk->by, pruning->reason};

	return pruned_drop_files(desk->archive, NULL, NULL, err) && pack_shrink_all(desk->archive, err) &&
	       unreferenced_drop(desk->archive, &dropping, &pruning->unreferenced, err);
}

bool prune_all(struct desk *desk, struct pruning *pruning, struct error *err)
{
	__attribute__((cleanup(due_free))) struct due due = {.pruning = pruning};

	if (!check_rows(desk, pruning, err) || !prune_each_package(desk, NULL, note_package, &due, err) ||
	    !prune_each_personal(desk, note_personal, &due, err))
		return false;
	if (due.failed)
		return error_memory(err);
	if (pruning->num_problems > 0)
		due.num_packages = 0;
	return write_all(desk, &due, err) && (pruning->num_problems > 0 || drop_files(desk, pruning, err));
}
