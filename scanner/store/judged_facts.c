#include "store/judged_facts.h"

#include "bytes/cursor.h"
#include "facts/stream.h"
#include "store/blob.h"
#include "store/reading_digest.h"

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
		return error_set(err, ERROR_MEMORY, "out of memory for the facts of a submission");
	return blob_pack(buf_span(&wire), blob, err);
}

bool judged_facts_make(const struct reading *facts, const struct reading *const *readings, size_t num_packages, struct buf *blob,
		       struct error *err)
{
	struct making making = {.facts = facts, .readings = readings, .num_packages = num_packages,
				.next = calloc(num_packages + 1, sizeof *making.next),
				.runs = buf_new(BLOB_WIRE_MAX), .rows = buf_new(BLOB_WIRE_MAX)};
	bool ok = making.next != NULL ? make(&making, blob, err) : error_set(err, ERROR_MEMORY, "out of memory for the facts of a submission");

	free(making.next);
	buf_free(&making.runs);
	buf_free(&making.rows);
	return ok;
}

static bool damaged(struct error *err)
{
	return error_set(err, ERROR_DAMAGED, "the facts of a submission are damaged in the archive: run prelist archive verify");
}

/* The one that was replaced since, of this digest. */
static struct reading *load_former(struct archive *archive, const char *sha256, const char *digest, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT readers, reading FROM former_reading WHERE sha256 = ?", "s", sha256);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		char found[65];

		reading_digest(sqlite3_column_int64(row, 0), database_blob(row, 1), found);
		if (strcmp(found, digest) == 0)
			return blob_read(database_blob(row, 1), sqlite3_column_int(row, 0), err);
	}
	if (status == SQLITE_DONE)
		damaged(err);
	return NULL;
}

static struct reading *load_reading(struct archive *archive, int64_t number, uint32_t package, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT k.sha256, p.reading, k.readers, k.reading FROM submission_package p JOIN package k ON k.sha256 = p.sha256"
			      " WHERE p.number = ? AND p.position = ?",
		"ii", number, (int64_t)package);
	int status = database_step(archive, row, err);
	const char *digest;
	char found[65];

	if (status != SQLITE_ROW) {
		if (status == SQLITE_DONE)
			damaged(err);
		return NULL;
	}
	digest = database_text(row, 1);
	reading_digest(sqlite3_column_int64(row, 2), database_blob(row, 3), found);
	if (digest == NULL || strcmp(found, digest) != 0)
		return load_former(archive, database_text(row, 0), digest == NULL ? "" : digest, err);
	return blob_read(database_blob(row, 3), sqlite3_column_int(row, 2), err);
}

struct loading {
	struct archive *archive;
	int64_t number, num_packages;
	struct reading *facts;
	struct reading **readings; /* each is loaded once: runs stand table by table, and come back to it in each */
	struct error *err;
};

static const struct reading *reading_of(struct loading *loading, uint32_t package)
{
	if (package >= loading->num_packages) {
		damaged(loading->err);
		return NULL;
	}
	if (loading->readings[package] == NULL)
		loading->readings[package] = load_reading(loading->archive, loading->number, package, loading->err);
	return loading->readings[package];
}

static bool add_run(struct loading *loading, struct cursor *in)
{
	struct run run = {.table = cursor_u8(in), .package = cursor_u32(in), .first = cursor_u32(in), .num = cursor_u32(in)};
	const struct reading *reading;

	if (in->bad || run.table >= FACT_TABLE_COUNT)
		return damaged(loading->err);
	reading = reading_of(loading, run.package);
	return reading != NULL &&
	       (reading_add_some(loading->facts, reading, run.table, run.first, run.num, run.package) || damaged(loading->err));
}

static bool add_runs(struct loading *loading, struct cursor *in)
{
	uint32_t num = cursor_u32(in);

	if (!cursor_fits(in, num, RUN_SIZE))
		return damaged(loading->err);
	for (uint32_t i = 0; i < num; i++)
		if (!add_run(loading, in))
			return false;
	return true;
}

static bool add_facts(struct loading *loading, struct span blob)
{
	BUF_CLEANUP struct buf wire = buf_new(BLOB_WIRE_MAX);
	struct error inner = {0};
	struct cursor in;
	bool has_runs;

	if (!blob_unpack(blob, &wire, loading->err))
		return damaged(loading->err);
	in = cursor_of(buf_span(&wire));
	has_runs = cursor_fits(&in, 1, 4) && cursor_peek_u32(&in, 0) == MARK;
	if (has_runs) {
		cursor_u32(&in);
		if (!add_runs(loading, &in))
			return false;
	}
	if (!reading_parse(loading->facts, cursor_bytes(&in, cursor_left(&in)), &inner))
		return inner.code == ERROR_MEMORY ? error_set(loading->err, inner.code, "%s", inner.text) : damaged(loading->err);
	if (has_runs)
		reading_sort(loading->facts);
	loading->facts->readers = FACT_READERS;
	return true;
}

static bool load(struct loading *loading, struct span blob)
{
	bool ok = database_number(loading->archive, &loading->num_packages, 0, loading->err,
				  "SELECT count(*) FROM submission_package WHERE number = ?", "i", loading->number);

	if (!ok)
		return false;
	loading->facts = reading_new(BLOB_WIRE_MAX);
	loading->readings = calloc((size_t)loading->num_packages + 1, sizeof *loading->readings);
	ok = loading->facts != NULL && loading->readings != NULL ? add_facts(loading, blob)
								 : error_set(loading->err, ERROR_MEMORY, "out of memory for a reading");
	for (int64_t i = 0; loading->readings != NULL && i < loading->num_packages; i++)
		reading_free(loading->readings[i]);
	free(loading->readings);
	return ok;
}

struct reading *judged_facts_load(struct archive *archive, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT facts FROM submission WHERE number = ?", "i", number);
	struct loading loading = {.archive = archive, .number = number, .err = err};
	int status = database_step(archive, row, err);

	if (status != SQLITE_ROW) {
		if (status == SQLITE_DONE)
			error_set(err, ERROR_USAGE, "the archive has no submission #%lld", (long long)number);
		return NULL;
	}
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
			    "INSERT OR IGNORE INTO former_reading SELECT sha256, readers, reading FROM package WHERE sha256 = ?1 AND EXISTS"
			    " (SELECT 1 FROM submission_package WHERE sha256 = ?1 AND reading = ?2)",
			    "ss", sha256, digest) &&
	       database_run(archive, err, "UPDATE package SET readers = ?, reading = ? WHERE sha256 = ?", "ibs", readers, blob, sha256);
}
