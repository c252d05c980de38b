#include "cli/kept.h"

#include "report/shown.h"
#include "scan.h"
#include "store/event.h"
#include "store/judged_facts.h"
#include "store/package.h"

#include <inttypes.h>
#include <string.h>

#define ROW                                                                                                            \
	"SELECT " KEPT_ROW ", (SELECT " EVENT_WHO " FROM event e LEFT JOIN person p ON p.id = e.person WHERE e.subject = s.platform || ':' || s.app_id || '@#' ||" \
	" s.number ORDER BY e.number DESC LIMIT 1), (SELECT max(u.date) FROM submission_package m JOIN pruned u ON u.sha256 = m.sha256" \
	" WHERE m.number = s.number) FROM submission s "

static struct kept_row row_of(struct session *session, sqlite3_stmt *row)
{
	return (struct kept_row){.session = session,
				 .number = sqlite3_column_int64(row, 0),
				 .platform = database_text(row, 1),
				 .app_id = database_text(row, 2),
				 .label = database_text(row, 3),
				 .version_name = database_text(row, 4),
				 .version_code = database_integer(row, 5),
				 .state = database_text(row, 6),
				 .verdict = verdict_parse(database_text(row, 7)),
				 .time = database_text(row, 8),
				 .offered_for = database_text(row, 9),
				 .devices = database_text(row, 10),
				 .is_overtaken = database_integer(row, 11) == 1,
				 .listing = database_text(row, 12),
				 .is_retired = database_integer(row, 13) == 1,
				 .suspended = database_text(row, 14),
				 .by = database_text(row, 15),
				 .pruned = database_text(row, 16)};
}

bool kept_each_row(struct session *session, sqlite3_stmt *row, void (*visit)(void *owner, const struct kept_row *row), void *owner,
		   struct error *err)
{
	int status;

	while ((status = database_step(session->archive, row, err)) == SQLITE_ROW) {
		struct kept_row kept = row_of(session, row);

		visit(owner, &kept);
	}
	return status == SQLITE_DONE;
}

bool kept_each(struct session *session, const char *platform, const char *app_id,
	       void (*visit)(void *owner, const struct kept_row *row), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err, ROW "WHERE (?1 IS NULL OR s.platform = ?1) AND (?2 IS NULL OR s.app_id = ?2) ORDER BY s.app_id, s.platform, " OLDEST_FIRST("s"),
		"ss", platform, app_id);

	return kept_each_row(session, row, visit, owner, err);
}

bool kept_has_app(struct session *session, const struct target *target, bool *has, struct error *err)
{
	return database_any(session->archive, has, err, "SELECT count(*) FROM app WHERE app_id = ?1 AND (?2 IS NULL OR platform = ?2)", "ss",
			    target->app_id, target->platform);
}

bool kept_app(struct session *session, const struct target *target, struct error *err)
{
	bool has;

	return kept_has_app(session, target, &has, err) &&
	       (has || error_set(err, ERROR_USAGE, "the archive has no app %s; prelist show lists all", target->app_id));
}

#define OF_VERSION                                                                                                     \
	"FROM submission s WHERE s.app_id = ?1 AND (?2 IS NULL OR s.platform = ?2) AND (s.version_code = ?3 OR"          \
	" EXISTS (SELECT 1 FROM submission_package p WHERE p.number = s.number AND p.version_code = ?3))"

/* Whoever hands in a package with the code of the listed one takes its name over: who means that one hears of it. */
static bool warn_of_listed(struct session *session, const struct target *target, int64_t number, struct error *err)
{
	int64_t listed;

	if (!database_number(session->archive, &listed, 0, err, "SELECT s.number " OF_VERSION " AND s.state = 'listed' ORDER BY " NEWEST_FIRST("s") " LIMIT 1", "ssi",
			     target->app_id, target->platform, target->version_code))
		return false;
	if (listed != 0 && listed != number)
		session_warn(session->language,
			     "%s@%" PRId64 " is submission #%" PRId64 ", the newest; the listed one of that version code is %s@#%" PRId64,
			     target->app_id, target->version_code, number, target->app_id, listed);
	return true;
}

/* The newest submission that has the version code, in any of its packages. */
static bool find_version(struct session *session, const struct target *target, int64_t *number, struct error *err)
{
	return database_number(session->archive, number, 0, err, "SELECT s.number " OF_VERSION " ORDER BY " NEWEST_FIRST("s") " LIMIT 1", "ssi", target->app_id, target->platform,
			       target->version_code) &&
	       (*number == 0 || warn_of_listed(session, target, *number, err));
}

static bool find_submission(struct session *session, const struct target *target, int64_t *number, struct error *err)
{
	return database_number(session->archive, number, 0, err,
			       "SELECT number FROM submission WHERE number = ?1 AND (?2 = '' OR app_id = ?2) AND (?3 IS NULL OR platform = ?3)", "iss",
			       target->submission, target->app_id, target->platform);
}

bool kept_next(struct session *session, const struct target *target, int64_t after, int64_t *number, struct error *err)
{
	if (target->submission == 0)
		return database_number(session->archive, number, 0, err, "SELECT min(s.number) " OF_VERSION " AND s.number > ?4", "ssii", target->app_id,
				       target->platform, target->version_code, after);
	*number = 0;
	return after >= target->submission || find_submission(session, target, number, err);
}

bool kept_number(struct session *session, const char *name, int64_t *number, struct error *err)
{
	struct target target;
	bool ok;

	if (!target_parse(name, &target, err))
		return false;
	if (!target.has_version)
		return error_set(err, ERROR_USAGE, "'%s' names no version: APP@VERSION, or APP@#N", name);
	ok = target.submission != 0 ? find_submission(session, &target, number, err) : find_version(session, &target, number, err);
	if (ok && *number == 0)
		return error_set(err, ERROR_USAGE, "the archive has no %s; prelist show lists what it has", name);
	return ok;
}

#define UNDECIDED                                                                                                      \
	"(s.state = 'received' OR (?5 AND s.state = 'rejected' AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.number = s.number)))"

bool kept_one_meant(struct session *session, const char *name, int64_t number, bool with_rejected, struct error *err)
{
	struct target target;
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;

	if (!target_parse(name, &target, err))
		return false;
	if (target.submission != 0)
		return true;
	row = database_prepare(session->archive, err,
			       "SELECT group_concat('@#' || number, ', '), count(DISTINCT files) FROM (SELECT s.number, " PACKAGES_OF("s") " AS files " OF_VERSION
			       " AND (s.number = ?4 OR " UNDECIDED ") ORDER BY s.number)",
			       "ssiii", target.app_id, target.platform, target.version_code, number, (int64_t)with_rejected);
	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return false;
	return sqlite3_column_int(row, 1) < 2 ||
	       error_set(err, ERROR_USAGE, "%s is several submissions with other bytes: name one of %s", name, database_text(row, 0));
}

struct reading *kept_facts(struct session *session, int64_t number, struct error *err)
{
	return judged_facts_load(session->archive, number, UINT64_MAX, err);
}

const char *kept_label(struct session *session, int64_t number, const char *label, struct arena *arena)
{
	struct error unread = {0};
	READING_CLEANUP struct reading *facts =
		session->language != LANGUAGE_ZH ? NULL : judged_facts_load(session->archive, number, FACT_BIT(package) | FACT_BIT(label), &unread);
	const char *shown = facts == NULL ? NULL : arena_copy(arena, shown_name(session->language, facts));

	return shown != NULL ? shown : label;
}

bool kept_files(struct session *session, int64_t number, struct arena *arena, struct shown_files *files, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err, "SELECT coalesce(file, sha256) FROM submission_package WHERE number = ? ORDER BY position", "i", number);
	size_t room = 0;
	int status;

	*files = (struct shown_files){0};
	while ((status = database_step(session->archive, row, err)) == SQLITE_ROW) {
		const char **grown = arena_grow(arena, files->names, files->num, &room, sizeof *grown);

		if (grown == NULL)
			break;
		files->names = grown;
		files->names[files->num++] = arena_copy(arena, database_text(row, 0));
	}
	return status != SQLITE_ERROR && arena_ok(arena, err);
}

bool kept_package(struct session *session, int64_t number, int64_t package, int *fd, char sha256[65], struct error *err)
{
	READING_CLEANUP struct reading *facts = package < 0 ? kept_facts(session, number, err) : NULL;
	int64_t position = package < 0 && facts != NULL ? judge_main_package(facts) : package;
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;

	if (package < 0 && facts == NULL)
		return false;
	row = database_prepare(session->archive, err, "SELECT p.sha256, coalesce(p.file, p.sha256), (SELECT count(*) FROM submission_package o"
						      " WHERE o.number = p.number) FROM submission_package p WHERE p.number = ? AND p.position = ?",
			       "ii", number, position);
	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_USAGE, "submission #%" PRId64 " has no package %" PRId64, number, position);
	snprintf(sha256, 65, "%s", database_text(row, 0));
	if (package < 0 && !session->quiet && sqlite3_column_int64(row, 2) > 1)
		session_warn(session->language, "this is package %lld of submission #%lld, %s, of the %lld that it has from 0 on: --package N names another",
			     (long long)position, (long long)number, database_text(row, 1), (long long)sqlite3_column_int64(row, 2));
	*fd = package_open(session->archive, sha256, err);
	return *fd >= 0;
}
