/*
 * database - the archive's SQLite file: opening, schema and migrations, statements.
 *
 * For store/, and for those of desk/ and cli/ that ask for rows of its tables; everybody else goes through archive.h.
 */
#ifndef PRELIST_STORE_DATABASE_H
#define PRELIST_STORE_DATABASE_H

#include "bytes/date.h"
#include "bytes/error.h"
#include "store/archive.h"
#include "store/read_only.h"

#include <sqlite3.h>

struct seal_keys;

/* Statements that are asked for each submission judged: prepared once. */
enum archive_lookup {
	LOOKUP_HOLDS, LOOKUP_EXACT, LOOKUP_PATTERNS, LOOKUP_ENDING, LOOKUP_ICONS, LOOKUP_WAIVERS, LOOKUP_LICENCE,
	LOOKUP_DOCUMENT, LOOKUP_ICON_LIKE, LOOKUP_SHOWN, LOOKUP_CALLED, LOOKUP_BEFORE, LOOKUP_COUNT
};

/* So many statements of database_run, database_number and database_any are kept to be run again. */
#define DATABASE_RAN 128

struct archive {
	sqlite3 *db;
	char *dir;
	int dir_fd;
	bool is_writable;
	struct read_only read_only;
	char day[DATE_TEXT_LEN];	   /* what events are said to go by; empty: the clock (archive_go_by) */
	struct seal_keys *keys;		   /* of $PRELIST_KEY_FILE; NULL where it is not set */
	struct blacklist_source blacklist; /* the archive's entries as a source */
	sqlite3_stmt *lookups[LOOKUP_COUNT];
	sqlite3_stmt *ran[DATABASE_RAN]; /* by the hash of their text */
};

/* Opens dir's database; migrates it when it is writable. False and err. */
bool database_open(struct archive *archive, struct error *err);
void database_close(struct archive *archive);

/* What makes tables, indexes, views and triggers, from a generation on. False when SQLite says no: sqlite3_errmsg. */
bool database_lay_out(sqlite3 *db, int64_t generation);

/* One statement, bound from a format: i int64_t, s text (NULL: null), b struct span *. NULL and err. */
sqlite3_stmt *database_prepare(struct archive *archive, struct error *err, const char *sql, const char *types, ...);

/* The same statement from its start with other values. */
__attribute__((warn_unused_result)) bool database_again(struct archive *archive, struct error *err, sqlite3_stmt *statement,
							const char *types, ...);

/* One of those that are prepared once, from its SQL where it was not asked for before; for database_again. NULL and err. */
sqlite3_stmt *database_lookup(struct archive *archive, enum archive_lookup which, const char *sql, struct error *err);

/* The next row: SQLITE_ROW or SQLITE_DONE; anything else is err and SQLITE_ERROR. */
int database_step(struct archive *archive, sqlite3_stmt *statement, struct error *err);

/* A statement without rows. */
bool database_run(struct archive *archive, struct error *err, const char *sql, const char *types, ...);

/* A single number, otherwise when there is no row or it is null. */
bool database_number(struct archive *archive, int64_t *number, int64_t otherwise, struct error *err, const char *sql,
		     const char *types, ...);

/* Whether that number is there and is not 0: for EXISTS, a count and a condition. False when it cannot be told, too. */
bool database_any(struct archive *archive, bool *any, struct error *err, const char *sql, const char *types, ...);

/* False of a view. */
bool database_has_table(struct archive *archive, const char *schema, const char *name);

/* Longer than any digest, so that what is none stays none when it is cut. */
#define DATABASE_KEY 72

/*
 * database_next_key - step to the next row while others write: no reader stays open meanwhile.
 *
 * rows     a table with a sha256, or in parentheses a SELECT of rowid and sha256
 * row      the rowid of the row before, 0 at first
 * returns  false at the end, and where err is set
 */
bool database_next_key(struct archive *archive, const char *rows, int64_t *row, char sha256[DATABASE_KEY], struct error *err);

void database_finalize(sqlite3_stmt **statement);
#define STATEMENT_CLEANUP __attribute__((cleanup(database_finalize)))

/* A column as text, NULL for null; lives until the next step. */
const char *database_text(sqlite3_stmt *statement, int column);
/* As a whole number, FACT_ABSENT for null; as bytes, as long as the text. */
int64_t database_integer(sqlite3_stmt *statement, int column);
struct span database_blob(sqlite3_stmt *statement, int column);

/* A committed transaction is durable. begin takes the write lock at once. */
bool database_begin(struct archive *archive, struct error *err);
bool database_commit(struct archive *archive, struct error *err);
void database_rollback(struct archive *archive);

#endif
