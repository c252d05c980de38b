#include "store/intact.h"

#include "bytes/text.h"
#include "store/database.h"

#include <stdio.h>
#include <string.h>

struct looking {
	void (*problem)(void *owner, const char *text);
	void *owner;
};

/* What SQLite says of one row may be several lines, under a heading with stars. */
static void tell_lines(const struct looking *looking, const char *said, const char *what)
{
	while (*said != '\0') {
		size_t len = strcspn(said, "\n");
		char text[400];

		snprintf(text, sizeof text, "%.*s: %s", (int)(len < 300 ? len : 300), said, what);
		if (len > 0 && strncmp(said, "***", 3) != 0)
			looking->problem(looking->owner, text);
		said += len + (said[len] != '\0');
	}
}

static bool is_broken(int status)
{
	return (status & 0xff) == SQLITE_CORRUPT || (status & 0xff) == SQLITE_NOTADB;
}

static bool ask(sqlite3 *db, const char *sql, const char *what, const struct looking *looking, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int status = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
	bool told = false;

	while (status == SQLITE_OK || status == SQLITE_ROW) {
		status = sqlite3_step(row);
		if (status == SQLITE_ROW)
			tell_lines(looking, text_or_empty(database_text(row, 0)), what);
		told = told || status == SQLITE_ROW;
	}
	if (is_broken(status) && !told)
		tell_lines(looking, sqlite3_errmsg(db), what);
	return status == SQLITE_DONE || is_broken(status) || error_set(err, ERROR_ARCHIVE, "the database cannot be looked at: %s", sqlite3_errmsg(db));
}

bool intact_pages(sqlite3 *db, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	const struct looking looking = {problem, owner};

	return ask(db, "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'", "the database is damaged", &looking, err);
}

bool intact_references(sqlite3 *db, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	const struct looking looking = {problem, owner};

	return ask(db, "SELECT DISTINCT \"table\" || ', ' || parent FROM pragma_foreign_key_check",
		   "a row of the first names one of the second that is not there", &looking, err);
}
