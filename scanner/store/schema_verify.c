#include "store/schema_verify.h"

#include <stdio.h>

#define SCHEMA_OF "SELECT type, name, tbl_name, sql FROM main.sqlite_schema"

/* What is made here and not found in the archive, and the other way round. */
#define DIFFERENCE                                                                                                                    \
	"SELECT DISTINCT type || ' ' || name, type IN ('table', 'view') FROM (SELECT * FROM (" SCHEMA_OF " EXCEPT SELECT * FROM temp.found) UNION ALL"           \
	" SELECT * FROM (SELECT * FROM temp.found EXCEPT " SCHEMA_OF ")) ORDER BY 1"

static bool failed(sqlite3 *made, struct error *err)
{
	return error_set(err, ERROR_INTERNAL, "the tables cannot be made for comparison: %s", sqlite3_errmsg(made));
}

static bool copy_row(sqlite3_stmt *from, sqlite3_stmt *to)
{
	sqlite3_reset(to);
	for (int i = 0; i < sqlite3_column_count(from); i++)
		if (sqlite3_bind_value(to, i + 1, sqlite3_column_value(from, i)) != SQLITE_OK)
			return false;
	return sqlite3_step(to) == SQLITE_DONE;
}

/* The archive's schema into temp.found of the database that was just made. */
static bool take_found(struct archive *archive, sqlite3 *made, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, SCHEMA_OF, "");
	sqlite3_stmt *insert STATEMENT_CLEANUP = NULL;
	int status;

	if (sqlite3_exec(made, "CREATE TEMP TABLE found (type, name, tbl_name, sql)", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(made, "INSERT INTO temp.found VALUES (?, ?, ?, ?)", -1, &insert, NULL) != SQLITE_OK)
		return failed(made, err);
	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		if (!copy_row(row, insert))
			return failed(made, err);
	return status == SQLITE_DONE;
}

static bool compare(sqlite3 *made, void (*problem)(void *owner, const char *text), void *owner, bool *can_read, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int status = sqlite3_prepare_v2(made, DIFFERENCE, -1, &row, NULL);

	if (status != SQLITE_OK)
		return failed(made, err);
	while ((status = sqlite3_step(row)) == SQLITE_ROW) {
		char text[300];

		snprintf(text, sizeof text, "%.200s: not as it was made", database_text(row, 0));
		problem(owner, text);
		*can_read = *can_read && sqlite3_column_int(row, 1) == 0;
	}
	return status == SQLITE_DONE || failed(made, err);
}

bool schema_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, bool *can_read, struct error *err)
{
	sqlite3 *made = NULL;
	bool ok = sqlite3_open(":memory:", &made) == SQLITE_OK && database_lay_out(made, 0);

	*can_read = true;
	ok = (ok || failed(made, err)) && take_found(archive, made, err) && compare(made, problem, owner, can_read, err);
	sqlite3_close(made);
	return ok;
}
