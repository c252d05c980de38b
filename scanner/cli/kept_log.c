/*
 * kept_log - the log, verification and queries of the archive.
 */
#include "cli/kept.h"

#include "bytes/buf.h"
#include "bytes/text.h"
#include "store/event.h"
#include "store/verify.h"

#include <math.h>
#include <string.h>
#include <time.h>

#define HEX_MAX ((size_t)2048 * 1024 * 1024)
#define STEPS_BETWEEN_LOOKS 2000

static void tell_problem(void *owner, const char *text)
{
	struct kept_verification *verification = owner;

	verification->problem(verification, text);
}

static void tell_progress(void *owner, uint64_t done, uint64_t total)
{
	struct kept_verification *verification = owner;

	verification->progress(verification, done, total);
}

bool kept_verify(struct session *session, struct kept_verification *verification, struct error *err)
{
	struct verification v = {.owner = verification, .problem = tell_problem, .progress = tell_progress, .head = verification->head};
	bool ok = verify_archive(session->archive, &v, err);

	verification->num_packages = v.num_packages;
	verification->num_events = v.num_events;
	verification->num_unchecked = v.num_unchecked;
	verification->num_unreferenced = v.num_unreferenced;
	return ok;
}

bool kept_log(struct session *session, void (*visit)(void *owner, const struct kept_event *event), void *owner, char head[65],
	      int64_t *size, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err,
		"SELECT e.number, e.time, e.kind, " EVENT_WHO ", e.account, e.today, e.subject, e.detail FROM event e LEFT JOIN person p ON p.id = e.person ORDER BY e.number", "");
	int status;

	while ((status = database_step(session->archive, row, err)) == SQLITE_ROW) {
		struct kept_event event = {sqlite3_column_int64(row, 0), database_text(row, 1), database_text(row, 2),
					   database_text(row, 3),	 database_text(row, 4), database_text(row, 5),
					   database_text(row, 6),	 database_text(row, 7)};

		visit(owner, &event);
	}
	return status == SQLITE_DONE && event_head(session->archive, head, size, err);
}

/* Reading, and nothing that reaches outside the database. Names that are sealed on disk are not for queries. */
static int only_reading(void *owner, int action, const char *first, const char *second, const char *database, const char *view)
{
	const struct archive *archive = owner;

	(void)view;
	if (action == SQLITE_READ && archive->keys != NULL && database != NULL && strcmp(database, "temp") == 0 &&
	    strcmp(first, "person") == 0 && (strcmp(second, "name") == 0 || strcmp(second, "folded") == 0))
		return SQLITE_IGNORE;
	if (action == SQLITE_FUNCTION)
		return sqlite3_stricmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
	return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE ? SQLITE_OK : SQLITE_DENY;
}

/* JSON has no infinite number. */
static char type_of(sqlite3_stmt *row, int column)
{
	switch (sqlite3_column_type(row, column)) {
	case SQLITE_NULL:
		return 'n';
	case SQLITE_INTEGER:
		return 'i';
	case SQLITE_FLOAT:
		return isfinite(sqlite3_column_double(row, column)) ? 'd' : 't';
	default:
		return 't';
	}
}

/* The blobs of a row as text, one behind the other, each with its end. */
static bool hex_of_row(sqlite3_stmt *row, struct buf *hex, size_t at[QUERY_COLUMNS_MAX], struct error *err)
{
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		struct span bytes = sqlite3_column_type(row, i) == SQLITE_BLOB ? database_blob(row, i) : span_of(NULL, 0);

		at[i] = hex->len;
		if (!buf_reserve(hex, 2 * bytes.len + 1))
			return error_memory(err);
		text_hex_to((char *)hex->data + hex->len, bytes);
		hex->len += 2 * bytes.len + 1;
	}
	return true;
}

static bool visit_row(sqlite3_stmt *row, bool (*visit)(void *owner, size_t num, const char *const *names, const struct span *values, const char *types),
		      void *owner, struct error *err)
{
	BUF_CLEANUP struct buf hex = buf_new(HEX_MAX);
	const char *names[QUERY_COLUMNS_MAX];
	struct span values[QUERY_COLUMNS_MAX];
	size_t at[QUERY_COLUMNS_MAX];
	char types[QUERY_COLUMNS_MAX + 1] = "";
	int num = sqlite3_column_count(row);

	if (!hex_of_row(row, &hex, at, err))
		return false;
	for (int i = 0; i < num; i++) {
		names[i] = sqlite3_column_name(row, i);
		types[i] = type_of(row, i);
		values[i] = sqlite3_column_type(row, i) == SQLITE_BLOB ? span_of_text((const char *)hex.data + at[i]) : database_blob(row, i);
	}
	return visit(owner, (size_t)num, names, values, types);
}

/* One statement, and nothing behind it. */
static bool prepare_query(struct archive *archive, const char *sql, sqlite3_stmt **row, struct error *err)
{
	const char *rest;

	if (sqlite3_prepare_v2(archive->db, sql, -1, row, &rest) != SQLITE_OK)
		return error_set(err, ERROR_USAGE, "the query cannot be run: %s", sqlite3_errmsg(archive->db));
	if (*row == NULL)
		return error_set(err, ERROR_USAGE, "the query is empty; prelist archive query \"SELECT ...\"");
	if (sqlite3_column_count(*row) > QUERY_COLUMNS_MAX)
		return error_set(err, ERROR_USAGE, "the query has %d columns; %d are the most", sqlite3_column_count(*row), QUERY_COLUMNS_MAX);
	if (strspn(rest, " \t\r\n;") != strlen(rest))
		return error_set(err, ERROR_USAGE, "one query at a time; this stands behind the first one: %.*s", text_cut_len(rest, 80), rest);
	return true;
}

/* Processor time, for a reader may take the rows as slowly as he likes. */
static int look_at_clock(void *deadline)
{
	return (double)clock() > *(const double *)deadline;
}

/* What SQLite finds out only on the way may be the query's fault as well. */
static bool blame(struct archive *archive, uint64_t limit, const struct error *failure, struct error *err)
{
	int code = sqlite3_errcode(archive->db);

	if (code == SQLITE_INTERRUPT)
		return error_set(err, ERROR_USAGE, "the query took more than %llu ms of processor time; ask for less, or allow more with --limit query-time=MS",
				 (unsigned long long)limit);
	if (code == SQLITE_ERROR || code == SQLITE_AUTH || code == SQLITE_TOOBIG || code == SQLITE_MISMATCH)
		return error_set(err, ERROR_USAGE, "the query cannot be run: %s", sqlite3_errmsg(archive->db));
	return error_set(err, failure->code, "%s", failure->text);
}

bool kept_query(struct session *session, const char *sql,
		bool (*visit)(void *owner, size_t num_columns, const char *const *names, const struct span *values, const char *types),
		void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	uint64_t limit = rules_limits(session->rules).value[LIMIT_QUERY_TIME];
	double deadline = (double)clock() + (double)limit * CLOCKS_PER_SEC / 1000;
	struct error failure = {0};
	int status;

	sqlite3_set_authorizer(session->archive->db, only_reading, session->archive);
	if (!prepare_query(session->archive, sql, &row, err)) {
		sqlite3_set_authorizer(session->archive->db, NULL, NULL);
		return false;
	}
	sqlite3_progress_handler(session->archive->db, STEPS_BETWEEN_LOOKS, look_at_clock, &deadline);
	while ((status = database_step(session->archive, row, &failure)) == SQLITE_ROW)
		if (!visit_row(row, visit, owner, &failure))
			break;
	sqlite3_progress_handler(session->archive->db, 0, NULL, NULL);
	sqlite3_set_authorizer(session->archive->db, NULL, NULL);
	if (status == SQLITE_ROW && failure.code != ERROR_NONE)
		return error_set(err, failure.code, "%s", failure.text);
	return status != SQLITE_ERROR || blame(session->archive, limit, &failure, err);
}
