#include "store/database.h"

#include "store/icon_like.h"
#include "store/listing.h"
#include "store/log_vfs.h"
#include "store/moment.h"
#include "store/overtaken.h"
#include "store/package_file.h"
#include "store/person.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 20000

/* Those of a generation bring an archive to it from the one before, those of the first make a new one. */
static const struct {
	int generation;
	const char *sql;
} schema[] = {
#define SCHEMA(generation, sql) {generation, sql},
#include "store/schema.def"
#undef SCHEMA
};

#define NUM_STATEMENTS (sizeof schema / sizeof schema[0])
#define GENERATION (schema[NUM_STATEMENTS - 1].generation)

/* With what the keeper can do about it. */
static const char *format_of(int code)
{
	if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
		return "the archive in %s: %s: %s; restore a backup of it (prelist archive restore), or name another archive with --archive";
	if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY || code == SQLITE_PERM)
		return "the archive in %s: %s: %s (SQLite makes files beside it even to read: the folder must be writable; if it is not to be, read a copy of it)";
	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		return "the archive in %s: %s: %s; another program holds it: try again when that has ended";
	return code == SQLITE_FULL ? "the archive in %s: %s: %s; make room on its disk" : "the archive in %s: %s: %s";
}

/* SQLite says that a disk is full only of the database itself; of the files beside it that is an I/O error. */
static int code_of(sqlite3 *db)
{
	int code = sqlite3_errcode(db), reason = sqlite3_system_errno(db);

	return (code & 0xff) == SQLITE_IOERR && (reason == ENOSPC || reason == EDQUOT) ? SQLITE_FULL : code;
}

/* Which statement it was says nothing where none could have been run. */
static const char *what_of(int code, const char *what)
{
	return (code & 0xff) == SQLITE_READONLY ? "nothing can be written there" : what;
}

/* A statement that does not fit the tables found others than this program made. */
static bool failed(struct archive *archive, const char *what, struct error *err)
{
	int code = code_of(archive->db);
	bool is_damaged = code == SQLITE_NOTADB || code == SQLITE_CORRUPT || code == SQLITE_ERROR;

	return error_set(err, is_damaged ? ERROR_DAMAGED : ERROR_ARCHIVE, format_of(code), archive->dir, what_of(code, what), sqlite3_errmsg(archive->db));
}

static bool execute(struct archive *archive, const char *sql, struct error *err)
{
	return sqlite3_exec(archive->db, sql, NULL, NULL, NULL) == SQLITE_OK || failed(archive, "a statement failed", err);
}

bool database_lay_out(sqlite3 *db, int64_t generation)
{
	for (size_t i = 0; i < NUM_STATEMENTS; i++)
		if (schema[i].generation > generation && sqlite3_exec(db, schema[i].sql, NULL, NULL, NULL) != SQLITE_OK)
			return false;
	return true;
}

static bool no_archive_of_ours(struct archive *archive, bool is_earlier, struct error *err)
{
	if (is_earlier)
		return error_set(err, ERROR_ARCHIVE,
				 "the archive in %s was made by a build of prelist before its first release, which kept what it read in another form: nothing"
				 " was changed; read it with that build, and submit its packages to a new archive",
				 archive->dir);
	return error_set(err, ERROR_ARCHIVE, "prelist.db in %s is another program's database, and is left as it is: name another folder with --archive",
			 archive->dir);
}

/* Whose it is, before anything of it is changed. What was never finished has nothing in it. */
static bool check_form(struct archive *archive, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err,
				 "SELECT (SELECT application_id FROM pragma_application_id), count(*), count(*) FILTER (WHERE name IN ('submission',"
				 " 'package', 'event')), (SELECT user_version FROM pragma_user_version) FROM sqlite_schema",
				 "");

	if (database_step(archive, row, err) != SQLITE_ROW)
		return false;
	if (sqlite3_column_int(row, 0) == (int)FACT_KEPT_FORM || (sqlite3_column_int(row, 0) == 0 && sqlite3_column_int(row, 1) == 0 && sqlite3_column_int(row, 3) == 0))
		return true;
	return no_archive_of_ours(archive, sqlite3_column_int(row, 2) == 3, err);
}

static bool find_generation(struct archive *archive, int64_t *generation, struct error *err)
{
	if (!database_number(archive, generation, 0, err, "PRAGMA user_version", ""))
		return false;
	return *generation <= GENERATION ||
	       error_set(err, ERROR_ARCHIVE, "the archive in %s is of a newer prelist (generation %lld, this one knows %d); use that one", archive->dir,
			 (long long)*generation, GENERATION);
}

/* Whatever generation it was before this one's turn came. */
static bool migrate(struct archive *archive, struct error *err)
{
	int64_t generation;
	char text[96];

	if (!database_begin(archive, err))
		return false;
	if (!find_generation(archive, &generation, err) ||
	    (generation == 0 && !package_file_none(archive->dir_fd, archive->dir, err)))
		return false;
	if (!database_lay_out(archive->db, generation))
		return failed(archive, "a statement failed", err);
	if (generation < LISTING_GENERATION && !listing_migrate(archive, err))
		return false;
	snprintf(text, sizeof text, "PRAGMA application_id = %d; PRAGMA user_version = %d", (int)FACT_KEPT_FORM, GENERATION);
	return (generation == GENERATION || execute(archive, text, err)) && database_commit(archive, err);
}

static bool check_generation(struct archive *archive, struct error *err)
{
	int64_t generation;

	if (!find_generation(archive, &generation, err))
		return false;
	if (generation == 0 && !archive->is_writable)
		return package_file_none(archive->dir_fd, archive->dir, err) &&
		       error_set(err, ERROR_ARCHIVE, "the archive in %s was never finished; any command that writes finishes it", archive->dir);
	if (generation < GENERATION && !archive->is_writable)
		return error_set(err, ERROR_ARCHIVE, "the archive in %s is of an older prelist; any command that writes brings it up to date", archive->dir);
	return generation == GENERATION || migrate(archive, err);
}

/* Nobody else reads it, whatever the umask; its journal takes the same mode. */
static bool make_private(struct archive *archive, struct error *err)
{
	int fd = archive->is_writable ? openat(archive->dir_fd, "prelist.db", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	bool ok = fd < 0 || fchmod(fd, 0600) == 0;

	if (fd >= 0)
		close(fd);
	return ok || error_errno(err, "the archive in %s cannot be made private", archive->dir);
}

static bool connect(struct archive *archive, const char *name, int flags, struct error *err)
{
	if (sqlite3_open_v2(name, &archive->db, SQLITE_OPEN_FULLMUTEX | flags, log_vfs_name()) != SQLITE_OK)
		return failed(archive, "it cannot be opened", err);
	sqlite3_busy_timeout(archive->db, BUSY_MS);
	sqlite3_db_config(archive->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(archive->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(archive->db, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, NULL); /* takes pointers from SQL; on in Debian's build */
	sqlite3_limit(archive->db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(archive->db, SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024);
	sqlite3_limit(archive->db, SQLITE_LIMIT_SQL_LENGTH, 100000);
	return true;
}

static bool open_as(struct archive *archive, int flags, const char *pragmas, struct error *err)
{
	char path[4200];

	/* A name that begins as a URI is none. */
	snprintf(path, sizeof path, "%s%s/prelist.db", *archive->dir == '/' ? "" : "./", archive->dir);
	return connect(archive, path, flags, err) && execute(archive, pragmas, err) && check_form(archive, err);
}

static bool open_shared(struct archive *archive, struct error *err)
{
	return open_as(archive, SQLITE_OPEN_READWRITE | (archive->is_writable ? SQLITE_OPEN_CREATE : 0), "", err) &&
	       execute(archive, "PRAGMA journal_mode = WAL", err);
}

/* On a full disk what those that share it have in common cannot be made: then nobody shares it, and it is read without that. */
static bool open_exclusive(struct archive *archive, struct error *err)
{
	sqlite3_close(archive->db);
	archive->db = NULL;
	return open_as(archive, SQLITE_OPEN_READWRITE, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; SELECT count(*) FROM sqlite_schema", err);
}

/* Nothing can be made beside it, which sharing it with those that write takes. */
static bool open_alone(struct archive *archive, struct error *err)
{
	char uri[READ_ONLY_URI_MAX];

	sqlite3_close(archive->db);
	archive->db = NULL;
	return read_only_begin(&archive->read_only, archive->dir_fd, archive->dir, uri, err) &&
	       connect(archive, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err) && check_form(archive, err);
}

static bool is_refused(struct archive *archive)
{
	int code = sqlite3_errcode(archive->db) & 0xff;

	return code == SQLITE_CANTOPEN || code == SQLITE_READONLY || code == SQLITE_PERM;
}

static bool has_no_room(struct archive *archive)
{
	int code = sqlite3_extended_errcode(archive->db);

	return code == SQLITE_IOERR_SHMOPEN || code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_SHMMAP;
}

/* Who writes shares it, or does not write. */
static bool open_somehow(struct archive *archive, struct error *err)
{
	struct error inner = {0};

	if (open_shared(archive, &inner))
		return true;
	if (!archive->is_writable && has_no_room(archive))
		return open_exclusive(archive, err);
	if (!archive->is_writable && is_refused(archive) && read_only_is(archive->dir_fd))
		return open_alone(archive, err);
	return error_set(err, inner.code, "%s", inner.text);
}

bool database_open(struct archive *archive, struct error *err)
{
	if (!make_private(archive, err) || !open_somehow(archive, err))
		return false;
	return execute(archive, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;"
			"PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON", err) &&
	       check_generation(archive, err) && person_open(archive, err);
}

void database_close(struct archive *archive)
{
	for (size_t i = 0; i < DATABASE_RAN; i++)
		database_finalize(&archive->ran[i]);
	for (size_t i = 0; i < LOOKUP_COUNT; i++)
		database_finalize(&archive->lookups[i]);
	sqlite3_close(archive->db);
}

/* keep: SQLITE_STATIC when the values live until the statement has run. One that asks for fewer than there are takes the first. */
static bool bind(struct archive *archive, sqlite3_stmt *statement, sqlite3_destructor_type keep, const char *types, va_list values,
		 struct error *err)
{
	int status = SQLITE_OK;

	for (int i = 1; *types != '\0' && status == SQLITE_OK; types++, i++) {
		if (*types == 'i') {
			int64_t number = va_arg(values, int64_t);

			status = number == FACT_ABSENT ? sqlite3_bind_null(statement, i) : sqlite3_bind_int64(statement, i, number);
		} else if (*types == 's') {
			status = sqlite3_bind_text(statement, i, va_arg(values, const char *), -1, keep);
		} else {
			const struct span *bytes = va_arg(values, const struct span *);

			status = sqlite3_bind_blob64(statement, i, bytes->data, bytes->len, keep);
		}
	}
	return status == SQLITE_OK || status == SQLITE_RANGE || failed(archive, "a statement cannot be made", err);
}

static sqlite3_stmt *prepare(struct archive *archive, const char *sql, struct error *err)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(archive->db, sql, -1, &statement, NULL) != SQLITE_OK)
		failed(archive, "a statement cannot be made", err);
	return statement;
}

/* FNV-1a. */
static size_t place_of(const char *sql)
{
	uint32_t hash = 2166136261u;

	for (; *sql != '\0'; sql++)
		hash = (hash ^ (uint8_t)*sql) * 16777619u;
	return hash % DATABASE_RAN;
}

/* A statement that ends before its caller goes on: the one of the last time, where it still is. Ended with done_with. */
static sqlite3_stmt *run_again(struct archive *archive, struct error *err, const char *sql, const char *types, va_list values)
{
	sqlite3_stmt **ran = &archive->ran[place_of(sql)];

	if (*ran != NULL && strcmp(sqlite3_sql(*ran), sql) != 0)
		database_finalize(ran);
	if (*ran == NULL)
		*ran = prepare(archive, sql, err);
	return *ran != NULL && bind(archive, *ran, SQLITE_STATIC, types, values, err) ? *ran : NULL;
}

/* Nothing is held of the database, and no value of it, until it is run again. statement may be NULL: it could not be made. */
static void done_with(sqlite3_stmt *statement)
{
	if (statement == NULL)
		return;
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

sqlite3_stmt *database_prepare(struct archive *archive, struct error *err, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list values;

	va_start(values, types);
	statement = prepare(archive, sql, err);
	if (statement != NULL && !bind(archive, statement, SQLITE_TRANSIENT, types, values, err))
		database_finalize(&statement);
	va_end(values);
	return statement;
}

bool database_again(struct archive *archive, struct error *err, sqlite3_stmt *statement, const char *types, ...)
{
	va_list values;
	bool ok;

	va_start(values, types);
	sqlite3_reset(statement);
	ok = bind(archive, statement, SQLITE_TRANSIENT, types, values, err);
	va_end(values);
	return ok;
}

sqlite3_stmt *database_lookup(struct archive *archive, enum archive_lookup which, const char *sql, struct error *err)
{
	if (archive->lookups[which] == NULL)
		archive->lookups[which] = prepare(archive, sql, err);
	return archive->lookups[which];
}

int database_step(struct archive *archive, sqlite3_stmt *statement, struct error *err)
{
	int status = statement == NULL ? SQLITE_ERROR : sqlite3_step(statement);

	if (status == SQLITE_ROW || status == SQLITE_DONE)
		return status;
	failed(archive, "a statement failed", err);
	return SQLITE_ERROR;
}

bool database_run(struct archive *archive, struct error *err, const char *sql, const char *types, ...)
{
	sqlite3_stmt *statement;
	va_list values;
	int status;

	va_start(values, types);
	statement = run_again(archive, err, sql, types, values);
	va_end(values);
	status = database_step(archive, statement, err);
	done_with(statement);
	return status == SQLITE_DONE;
}

static bool number_of(struct archive *archive, int64_t *number, int64_t otherwise, struct error *err, const char *sql, const char *types,
		      va_list values)
{
	sqlite3_stmt *statement = run_again(archive, err, sql, types, values);
	int status = database_step(archive, statement, err);

	*number = status == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL ? sqlite3_column_int64(statement, 0) : otherwise;
	done_with(statement);
	return status != SQLITE_ERROR;
}

bool database_number(struct archive *archive, int64_t *number, int64_t otherwise, struct error *err, const char *sql,
		     const char *types, ...)
{
	va_list values;
	bool ok;

	va_start(values, types);
	ok = number_of(archive, number, otherwise, err, sql, types, values);
	va_end(values);
	return ok;
}

bool database_any(struct archive *archive, bool *any, struct error *err, const char *sql, const char *types, ...)
{
	va_list values;
	int64_t number;
	bool ok;

	va_start(values, types);
	ok = number_of(archive, &number, 0, err, sql, types, values);
	va_end(values);
	*any = number != 0;
	return ok;
}

bool database_next_key(struct archive *archive, const char *rows, int64_t *row, char sha256[DATABASE_KEY], struct error *err)
{
	sqlite3_stmt *next STATEMENT_CLEANUP = NULL;
	const char *text;
	char sql[256];

	snprintf(sql, sizeof sql, "SELECT rowid, ifnull(sha256, '') FROM %s WHERE rowid > ? ORDER BY rowid LIMIT 1", rows);
	next = database_prepare(archive, err, sql, "i", *row);
	if (database_step(archive, next, err) != SQLITE_ROW)
		return false;
	text = database_text(next, 1);
	if (text == NULL)
		return error_memory(err);
	*row = sqlite3_column_int64(next, 0);
	snprintf(sha256, DATABASE_KEY, "%s", text);
	return true;
}

void database_finalize(sqlite3_stmt **statement)
{
	sqlite3_finalize(*statement);
	*statement = NULL;
}

const char *database_text(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

int64_t database_integer(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL ? FACT_ABSENT : sqlite3_column_int64(statement, column);
}

struct span database_blob(sqlite3_stmt *statement, int column)
{
	const void *bytes = sqlite3_column_blob(statement, column);

	return span_of(bytes, (size_t)sqlite3_column_bytes(statement, column));
}

bool database_has_table(struct archive *archive, const char *schema, const char *name)
{
	return sqlite3_table_column_metadata(archive->db, schema, name, NULL, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

/* No persons before the tables are made. */
bool database_begin(struct archive *archive, struct error *err)
{
	return execute(archive, "BEGIN IMMEDIATE", err) && (!database_has_table(archive, "temp", "person") || person_refresh(archive, err));
}

bool database_commit(struct archive *archive, struct error *err)
{
	return execute(archive, "COMMIT", err);
}

void database_rollback(struct archive *archive)
{
	if (!sqlite3_get_autocommit(archive->db))
		sqlite3_exec(archive->db, "ROLLBACK", NULL, NULL, NULL);
}
