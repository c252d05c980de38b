/*
 * The write-ahead log, gathered: others see what they would have seen, and nothing that was not written is taken for written.
 */
#include "harness.h"

#include "store/log_vfs.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int num_syncs;

/* In front of the C library's, for SQLite too. */
int fdatasync(int fd)
{
	num_syncs++;
	return (int)syscall(SYS_fdatasync, fd);
}

struct place {
	char dir[32], path[48];
	sqlite3 *writer, *reader;
};

static int number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *row = NULL;
	int found = -1;

	CHECK(sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK);
	if (sqlite3_step(row) == SQLITE_ROW)
		found = sqlite3_column_int(row, 0);
	sqlite3_finalize(row);
	return found;
}

static bool run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static sqlite3 *open_one(const struct place *place)
{
	sqlite3 *db = NULL;

	CHECK(log_vfs_name() != NULL);
	CHECK(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, log_vfs_name()) == SQLITE_OK);
	CHECK(run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0"));
	return db;
}

static struct place place_open(void)
{
	struct place place = {.dir = "/tmp/prelist-log-XXXXXX"};

	CHECK(mkdtemp(place.dir) != NULL);
	snprintf(place.path, sizeof place.path, "%s/a.db", place.dir);
	place.writer = open_one(&place);
	CHECK(run(place.writer, "CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)"));
	place.reader = open_one(&place);
	return place;
}

static void place_close(struct place *place)
{
	char command[64];

	CHECK(number(place->reader, "SELECT integrity_check = 'ok' FROM pragma_integrity_check") == 1);
	CHECK(sqlite3_close(place->reader) == SQLITE_OK && sqlite3_close(place->writer) == SQLITE_OK);
	snprintf(command, sizeof command, "rm -rf %s", place->dir);
	CHECK(system(command) == 0);
}

/* num rows of a page each, from first on. */
static bool insert(struct place *place, int first, int num)
{
	char sql[200];

	snprintf(sql, sizeof sql,
		 "WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO t SELECT i, randomblob(4000) FROM n", first,
		 first + num - 1);
	return run(place->writer, sql);
}

TEST(log_seen, "what a transaction wrote to the gathered log is seen by others when it is committed, not before, however it is synchronised")
{
	static const char *const ways[] = {"PRAGMA synchronous = OFF", "PRAGMA synchronous = NORMAL", "PRAGMA synchronous = FULL"};
	struct place place = place_open();
	int num = 0;

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		CHECK(run(place.writer, ways[i]) && run(place.writer, "BEGIN IMMEDIATE") && insert(&place, num, 5));
		CHECK_NUMBER(number(place.reader, "SELECT count(*) FROM t"), num);
		CHECK(run(place.writer, "COMMIT"));
		num += 5;
		CHECK_NUMBER(number(place.reader, "SELECT count(*) FROM t"), num);
	}
	place_close(&place);
}

TEST(log_spilled, "pages of a transaction that leave memory before its end are read again, and those of one that is rolled back are not kept")
{
	struct place place = place_open();

	CHECK(run(place.writer, "PRAGMA cache_size = 10; BEGIN IMMEDIATE") && insert(&place, 0, 700)); /* more than is gathered */
	CHECK_NUMBER(number(place.writer, "SELECT sum(length(b)) FROM t"), 700 * 4000);
	CHECK(run(place.writer, "SAVEPOINT s") && insert(&place, 1000, 100) && run(place.writer, "UPDATE t SET b = zeroblob(4000) WHERE n < 50; ROLLBACK TO s; COMMIT"));
	CHECK_NUMBER(number(place.reader, "SELECT count(*) FROM t WHERE b <> zeroblob(4000)"), 700);
	CHECK(run(place.writer, "BEGIN IMMEDIATE") && insert(&place, 2000, 300) && run(place.writer, "ROLLBACK"));
	CHECK(run(place.writer, "BEGIN IMMEDIATE") && insert(&place, 3000, 1) && run(place.writer, "COMMIT"));
	CHECK_NUMBER(number(place.reader, "SELECT count(*) FROM t"), 701);
	CHECK(run(place.writer, "PRAGMA wal_checkpoint(TRUNCATE)"));
	CHECK_NUMBER(number(place.reader, "SELECT count(*) FROM t"), 701);
	place_close(&place);
}

/* Calls that this process wrote by; -1 where that is not counted. */
static long num_writes(void)
{
	FILE *file = fopen("/proc/self/io", "r");
	char line[80];
	long num = -1;

	while (file != NULL && fgets(line, sizeof line, file) != NULL)
		if (sscanf(line, "syscw: %ld", &num) == 1)
			break;
	if (file != NULL)
		fclose(file);
	return num;
}

TEST(log_gathered, "a transaction of a hundred pages goes to the log in a tenth as many writes")
{
	struct place place = place_open();
	long before, after;

	CHECK(run(place.writer, "BEGIN IMMEDIATE") && insert(&place, 0, 100));
	before = num_writes();
	CHECK(run(place.writer, "COMMIT"));
	after = num_writes();
	if (before < 0)
		test_skip("the kernel does not count writes");
	else
		CHECK(after - before <= 10);
	place_close(&place);
}

/* Whether a transaction goes through when no file may become longer than so many bytes. */
static bool insert_within(struct place *place, rlim_t most, int first, int num)
{
	struct rlimit limit, small;
	bool ok;

	CHECK(getrlimit(RLIMIT_FSIZE, &limit) == 0);
	small = limit;
	small.rlim_cur = most;
	signal(SIGXFSZ, SIG_IGN);
	CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
	ok = insert(place, first, num);
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	signal(SIGXFSZ, SIG_DFL);
	return ok;
}

TEST(log_full, "a log that cannot be written fails the transaction, and what was committed before stays")
{
	static const char *const ways[] = {"PRAGMA synchronous = OFF", "PRAGMA synchronous = FULL"};
	struct place place = place_open();
	int num = 10;

	CHECK(insert(&place, 0, num));
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		CHECK(run(place.writer, ways[i]) && !insert_within(&place, 100 * 1024, 100, 40));
		CHECK_NUMBER(number(place.reader, "SELECT count(*) FROM t"), num);
		CHECK(insert(&place, num, 3));
		num += 3;
		CHECK_NUMBER(number(place.reader, "SELECT count(*) FROM t"), num);
	}
	place_close(&place);
}

static int syncs_of(struct place *place, const char *sql)
{
	num_syncs = 0;
	CHECK(run(place->writer, sql));
	return num_syncs;
}

TEST(log_header, "a new log's header is made durable with its first transaction, that of one that begins again before it")
{
	struct place place = {.dir = "/tmp/prelist-log-XXXXXX"};

	CHECK(mkdtemp(place.dir) != NULL);
	snprintf(place.path, sizeof place.path, "%s/a.db", place.dir);
	place.writer = open_one(&place);
	CHECK_NUMBER(syncs_of(&place, "CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)"), 2); /* the log, and its name */
	CHECK_NUMBER(syncs_of(&place, "INSERT INTO t VALUES (1, NULL)"), 1);
	CHECK(run(place.writer, "PRAGMA wal_checkpoint(RESTART)"));
	CHECK_NUMBER(syncs_of(&place, "INSERT INTO t VALUES (2, NULL)"), 2); /* the header, and the transaction */
	CHECK(run(place.writer, "PRAGMA wal_checkpoint(TRUNCATE)"));
	CHECK_NUMBER(syncs_of(&place, "INSERT INTO t VALUES (3, NULL)"), 1);
	place.reader = open_one(&place);
	CHECK_NUMBER(number(place.reader, "SELECT count(*) FROM t"), 3);
	place_close(&place);
}
