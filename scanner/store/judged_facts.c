#include "store/judged_facts.h"

#include "bytes/cursor.h"
#include "facts/stream.h"
#include "store/blob.h"
#include "store/reading_digest.h"

#include <stdio.h>
#include <stdlib.h>

/* In front: no row is that long, and facts that are all there begin with a row. */
#define MARK UINT32_MAX
#define RUN_SIZE 13
#define LOOK_AHEAD 16 /* rows of a reading that are not among the facts as they are, one behind the other */

/* Rows that stand in a reading, one behind the other. */
struct run {
	uint8_t table;
	uint32_t package, first, num;
};

struct making {
	const struct reading *facts;
	const struct reading *const *readings;
	size_t num_packages;
	size_t *next; /* of each reading, the row after the one that was found last */
	struct run run;
	struct buf runs, rows;
	uint32_t num_runs;
};

static void end_run(struct making *making)
{
	const struct run *run = &making->run;

	if (run->num == 0)
		return;
	buf_byte(&making->runs, run->table);
	buf_u32(&making->runs, run->package);
	buf_u32(&making->runs, run->first);
	buf_u32(&making->runs, run->num);
	making->num_runs++;
	making->run.num = 0;
}

static void add_to_run(struct making *making, enum fact_table table, size_t package, size_t at)
{
	struct run *run = &making->run;

	if (run->num == 0 || run->table != table || run->package != package || run->first + run->num != at) {
		end_run(making);
		*run = (struct run){.table = (uint8_t)table, .package = (uint32_t)package, .first = (uint32_t)at};
	}
	run->num++;
}

/* But for the package, whose number a reading does not know. Text that is shared is the same text. */
static bool is_same(const union fact_value *row, const union fact_value *other, size_t num_columns)
{
	return memcmp(row + 1, other + 1, (num_columns - 1) * sizeof *row) == 0;
}

/* Whether a reading has the row, at or soon behind the place where the last one was; *at says where. */
static bool find(const struct making *making, enum fact_table table, const union fact_value *row, size_t *package, size_t *at)
{
	const struct fact_rows *rows;

	if (row[0].number < 0 || (uint64_t)row[0].number >= making->num_packages)
		return false;
	*package = (size_t)row[0].number;
	if (making->readings[*package] == NULL)
		return false;
	rows = &making->readings[*package]->tables[table];
	for (*at = making->next[*package]; *at < rows->num_rows && *at - making->next[*package] < LOOK_AHEAD; ++*at)
		if (is_same(row, rows->row[*at], fact_info(table)->num_columns))
			return true;
	return false;
}

static void make_table(struct making *making, enum fact_table table)
{
	const struct fact_rows *rows = &making->facts->tables[table];

	memset(making->next, 0, making->num_packages * sizeof making->next[0]);
	for (size_t i = 0; i < rows->num_rows; i++) {
		size_t package, at;

		if (find(making, table, rows->row[i], &package, &at)) {
			add_to_run(making, table, package, at);
			making->next[package] = at + 1;
		} else {
			stream_write_row(&making->rows, table, rows->row[i]);
		}
	}
	end_run(making);
}

static bool make(struct making *making, struct buf *blob, struct error *err)
{
	BUF_CLEANUP struct buf wire = buf_new(BLOB_WIRE_MAX);

	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		if (fact_info(table)->origin != FACT_BENCH)
			make_table(making, table);
	buf_u32(&wire, MARK);
	buf_u32(&wire, making->num_runs);
	buf_join(&wire, &making->runs);
	buf_join(&wire, &making->rows);
	if (wire.failed || making->runs.failed || making->rows.failed)
		return error_memory(err);
	return blob_pack(buf_span(&wire), blob, err);
}

bool judged_facts_make(const struct reading *facts, const struct reading *const *readings, size_t num_packages, struct buf *blob,
		       struct error *err)
{
	struct making making = {.facts = facts, .readings = readings, .num_packages = num_packages,
				.next = calloc(num_packages + 1, sizeof *making.next),
				.runs = buf_new(BLOB_WIRE_MAX), .rows = buf_new(BLOB_WIRE_MAX)};
	bool ok = making.next != NULL ? make(&making, blob, err) : error_memory(err);

	free(making.next);
	buf_free(&making.runs);
	buf_free(&making.rows);
	return ok;
}

struct part {
	struct reading *reading; /* of a package, as soon as a run is of it */
	size_t next;		 /* behind the last run of the table */
};

struct loading {
	struct archive *archive;
	int64_t number;
	uint64_t tables;
	struct reading *facts;
	struct part *parts;
	size_t num_parts;
	uint8_t table; /* of the last run */
	struct error *err;
};

static bool damaged(const struct loading *loading)
{
	return error_set(loading->err, ERROR_DAMAGED, "the facts of submission #%lld are damaged in the archive: run prelist archive verify",
			 (long long)loading->number);
}

/* NULL: it has another digest, or is damaged. */
static struct reading *read_as(sqlite3_stmt *row, int column, const char *digest, uint64_t tables, struct error *err)
{
	char found[65];

	reading_digest_row(row, column, found);
	return strcmp(found, digest) == 0 ? blob_read(database_blob(row, column + 1), sqlite3_column_int(row, column), tables, err) : NULL;
}

/* The one that is kept, or that it replaced. */
static bool load_reading(struct loading *loading, size_t package)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		loading->archive, loading->err,
		"SELECT p.reading, k.readers, k.reading, f.readers, f.reading FROM submission_package p JOIN package k ON k.sha256 = p.sha256"
		" LEFT JOIN former_reading f ON f.sha256 = p.sha256 AND f.digest = p.reading WHERE p.number = ? AND p.position = ?",
		"ii", loading->number, (int64_t)package);
	int status = database_step(loading->archive, row, loading->err);
	struct reading **reading = &loading->parts[package].reading;

	if (status == SQLITE_ROW && database_text(row, 0) != NULL) {
		int column = sqlite3_column_type(row, 3) == SQLITE_NULL ? 1 : 3;

		*reading = read_as(row, column, database_text(row, 0), loading->tables, loading->err);
	}
	return *reading != NULL || damaged(loading);
}

static struct run read_run(struct cursor *in)
{
	struct run run;

	run.table = cursor_u8(in);
	run.package = cursor_u32(in);
	run.first = cursor_u32(in);
	run.num = cursor_u32(in);
	return run;
}

/* In the order in which they were made: so no row comes twice, however they are damaged. */
static bool add_run(struct loading *loading, struct cursor *in)
{
	const struct run run = read_run(in);
	struct part *part;

	if (run.table >= FACT_TABLE_COUNT || run.table < loading->table || run.package >= loading->num_parts)
		return damaged(loading);
	for (size_t i = 0; run.table > loading->table && i < loading->num_parts; i++)
		loading->parts[i].next = 0;
	loading->table = run.table;
	part = &loading->parts[run.package];
	if (run.num == 0 || run.first < part->next)
		return damaged(loading);
	part->next = (size_t)run.first + run.num;
	if ((loading->tables >> run.table & 1) == 0)
		return true;
	if (part->reading == NULL && !load_reading(loading, run.package))
		return false;
	if (reading_add_some(loading->facts, part->reading, run.table, run.first, run.num, run.package))
		return true;
	return loading->facts->failed ? error_memory(loading->err) : damaged(loading);
}

static bool add_runs(struct loading *loading, struct cursor *in)
{
	uint32_t num = cursor_u32(in);

	if (!cursor_fits(in, num, RUN_SIZE))
		return damaged(loading);
	for (uint32_t i = 0; i < num; i++)
		if (!add_run(loading, in))
			return false;
	return true;
}

static bool add_wire(struct loading *loading, struct span wire)
{
	struct cursor in = cursor_of(wire);
	struct error trouble = {0};
	bool has_runs = cursor_fits(&in, 1, 4) && cursor_peek_u32(&in, 0) == MARK;

	if (has_runs) {
		cursor_u32(&in);
		if (!add_runs(loading, &in))
			return false;
	}
	if (!reading_parse_tables(loading->facts, cursor_bytes(&in, cursor_left(&in)), loading->tables, &trouble))
		return trouble.code == ERROR_MEMORY ? error_set(loading->err, trouble.code, "%s", trouble.text) : damaged(loading);
	if (has_runs)
		reading_sort(loading->facts);
	loading->facts->readers = FACT_READERS;
	return true;
}

static bool load(struct loading *loading, struct span blob)
{
	BUF_CLEANUP struct buf wire = buf_new(BLOB_WIRE_MAX);
	bool ok;

	if (!blob_unpack(blob, &wire, loading->err))
		return damaged(loading);
	loading->facts = reading_new(BLOB_WIRE_MAX);
	loading->parts = calloc(loading->num_parts + 1, sizeof *loading->parts);
	ok = loading->facts != NULL && loading->parts != NULL ? add_wire(loading, buf_span(&wire)) : error_memory(loading->err);
	for (size_t i = 0; loading->parts != NULL && i < loading->num_parts; i++)
		reading_free(loading->parts[i].reading);
	free(loading->parts);
	return ok;
}

struct reading *judged_facts_load(struct archive *archive, int64_t number, uint64_t tables, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT facts, (SELECT count(*) FROM submission_package p WHERE p.number = s.number) FROM submission s WHERE number = ?", "i",
		number);
	struct loading loading = {.archive = archive, .number = number, .tables = tables, .err = err};
	int status = database_step(archive, row, err);

	if (status != SQLITE_ROW) {
		if (status == SQLITE_DONE)
			error_set(err, ERROR_USAGE, "the archive has no submission #%lld", (long long)number);
		return NULL;
	}
	loading.num_parts = (size_t)sqlite3_column_int64(row, 1);
	if (load(&loading, database_blob(row, 0)))
		return loading.facts;
	reading_free(loading.facts);
	return NULL;
}

bool judged_facts_replace(struct archive *archive, const char *sha256, const struct span *blob, int64_t readers, struct error *err)
{
	char digest[65];

	return reading_digest_of(archive, sha256, digest, err) &&
	       database_run(archive, err,
			    "INSERT INTO former_reading SELECT sha256, ?2, readers, reading FROM package WHERE sha256 = ?1 AND EXISTS"
			    " (SELECT 1 FROM submission_package WHERE sha256 = ?1 AND reading = ?2) ON CONFLICT DO NOTHING",
			    "ss", sha256, digest) &&
	       database_run(archive, err, "UPDATE package SET readers = ?, reading = ? WHERE sha256 = ?", "ibs", readers, blob, sha256);
}

/* Former readings that are not what their digests say, or by which nothing was judged. */
static bool verify_former(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT sha256, digest, readers, reading, EXISTS (SELECT 1 FROM submission_package p WHERE p.sha256 = f.sha256 AND p.reading = f.digest)"
		" FROM former_reading f ORDER BY sha256, digest",
		"");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		char found[65], text[160];

		reading_digest_row(row, 2, found);
		if (strcmp(found, database_text(row, 1)) == 0 && sqlite3_column_int(row, 4) != 0)
			continue;
		snprintf(text, sizeof text, "package %s: a former reading is not what was logged", database_text(row, 0));
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}

static bool verify_facts(struct archive *archive, int64_t number, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	struct error trouble = {0};
	READING_CLEANUP struct reading *facts = judged_facts_load(archive, number, UINT64_MAX, &trouble);
	char text[160];

	if (facts != NULL)
		return true;
	if (trouble.code != ERROR_DAMAGED)
		return error_set(err, trouble.code, "%s", trouble.text);
	snprintf(text, sizeof text, "submission #%lld: a reading by which it was judged is gone", (long long)number);
	problem(owner, text);
	return true;
}

/* By a reading that neither is kept nor a former one. It is gone only where the facts need it: those of generation 1 are all there. */
bool judged_facts_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT DISTINCT p.number FROM (SELECT subject, content, max(number) FROM event WHERE kind = 'reading' GROUP BY subject) e"
		" JOIN submission_package p ON p.sha256 = e.subject WHERE p.reading <> e.content AND NOT EXISTS (SELECT 1 FROM former_reading f"
		" WHERE f.sha256 = p.sha256 AND f.digest = p.reading) ORDER BY p.number",
		"");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		if (!verify_facts(archive, sqlite3_column_int64(row, 0), problem, owner, err))
			return false;
	return status == SQLITE_DONE && verify_former(archive, problem, owner, err);
}
