/*
 * Facts as judged are kept as what they have more than the readings: they come back as they were, whatever becomes of these.
 */
#include "harness.h"

#include "bytes/digest.h"
#include "store/blob.h"
#include "store/judged_facts.h"
#include "store/overtaken.h"
#include "store/reading_digest.h"
#include "store/verify.h"

#include <stdlib.h>

#define NUM 2
#define MIB ((size_t)1024 * 1024)

struct place {
	char dir[32];
	struct archive *archive;
	char sha256[NUM][65];
	struct reading *readings[NUM];
	struct reading *facts;
	struct error err;
};

static void add_entry(struct reading *reading, int i, const char *hash)
{
	struct fact_entry row = fact_entry_row();
	char path[40];

	snprintf(path, sizeof path, "res/%03d.png", i);
	row.package = 0;
	row.path = path;
	row.size = i * 3;
	row.sha256 = hash;
	CHECK(reading_add(reading, FACT_TABLE_entry, &row) != NULL);
}

static void add_permission(struct reading *reading, const char *name, const char *origin)
{
	struct fact_permission row = fact_permission_row();

	row.package = 0;
	row.path = "";
	row.name = name;
	row.origin = origin;
	CHECK(reading_add(reading, FACT_TABLE_permission, &row) != NULL);
}

static struct reading *reading_of(const char *app_id)
{
	struct reading *reading = reading_new(MIB);
	struct fact_package row = fact_package_row();
	char hash[DIGEST_HEX_MAX];

	row.package = 0;
	row.path = "";
	row.app_id = app_id;
	CHECK(reading_add(reading, FACT_TABLE_package, &row) != NULL);
	for (int i = 0; i < 300; i++) {
		char text[40];

		snprintf(text, sizeof text, "%s %d", app_id, i);
		digest_hex_of(DIGEST_SHA256, span_of_text(text), hash);
		add_entry(reading, i, hash);
	}
	add_permission(reading, "android.permission.CAMERA", "declared");
	add_permission(reading, "android.permission.NFC", "declared");
	reading_sort(reading);
	return reading;
}

static void change_last_column(struct reading *facts, enum fact_table table, size_t row)
{
	const struct fact_table_info *info = fact_info(table);
	union fact_value *last = (union fact_value *)facts->tables[table].row[row] + info->num_columns - 1;

	*last = fact_is_number(info->columns[info->num_columns - 1].type) ? (union fact_value){.number = 1} : (union fact_value){.text = "changed"};
}

/* Both readings with what judging adds, changes and leaves out. */
static struct reading *facts_of(struct reading *const readings[NUM])
{
	struct reading *facts = reading_new(MIB);
	struct fact_licence licence = fact_licence_row();
	struct fact_rows *entries = &facts->tables[FACT_TABLE_entry];

	for (int i = 0; i < NUM; i++)
		CHECK(reading_add_all(facts, readings[i], i));
	reading_rows(facts, package)[1]->role = "split";
	change_last_column(facts, FACT_TABLE_permission, 1);
	add_permission(facts, "android.permission.INTERNET", "implied");
	licence.kind = "business";
	licence.number = "B2-20220001";
	CHECK(reading_add(facts, FACT_TABLE_licence, &licence) != NULL);
	reading_sort(facts);
	memmove(entries->row + 100, entries->row + 107, (entries->num_rows - 107) * sizeof entries->row[0]);
	entries->num_rows -= 7;
	return facts;
}

static struct buf wire_of(const struct reading *reading)
{
	struct buf wire = buf_new(BLOB_WIRE_MAX);

	if (reading != NULL)
		reading_write(reading, &wire);
	return wire;
}

static bool are_same(const struct reading *a, const struct reading *b)
{
	BUF_CLEANUP struct buf one = wire_of(a);
	BUF_CLEANUP struct buf other = wire_of(b);

	return a != NULL && b != NULL && one.len == other.len && memcmp(one.data, other.data, one.len) == 0;
}

static void put_package(struct place *place, int i)
{
	BUF_CLEANUP struct buf blob = buf_new(MIB);
	char digest[65];
	struct span bytes;

	CHECK(blob_make(place->readings[i], &blob, &place->err));
	bytes = buf_span(&blob);
	CHECK(database_run(place->archive, &place->err, "INSERT INTO package VALUES (?, 7, 1, ?)", "sb", place->sha256[i], &bytes));
	CHECK(reading_digest_of(place->archive, place->sha256[i], digest, &place->err));
	CHECK(database_run(place->archive, &place->err, "INSERT INTO submission_package VALUES (1, ?, ?, NULL, NULL, NULL, ?, '')", "iss", (int64_t)i,
			   place->sha256[i], digest));
}

static void put_facts(struct place *place, struct span blob)
{
	CHECK(database_run(place->archive, &place->err,
			   "INSERT OR REPLACE INTO submission (number, time, platform, app_id, verdict, complete, code_visible, truncated, state, date,"
			   " rules, facts) VALUES (1, '2026-01-01', 'android', 'com.a', 'pass', 1, 1, 0, 'received', '2026-01-01', 'r', ?)",
			   "b", &blob));
}

static void make_facts(struct place *place, const struct reading *const readings[NUM], struct buf *blob)
{
	*blob = buf_new(MIB);
	CHECK(judged_facts_make(place->facts, readings, NUM, blob, &place->err));
}

static struct place place_open(void)
{
	struct place place = {.dir = "/tmp/prelist-facts-XXXXXX"};

	CHECK(mkdtemp(place.dir) != NULL);
	place.archive = archive_open(place.dir, ARCHIVE_WRITE, &place.err);
	CHECK(place.archive != NULL);
	put_facts(&place, span_of_text("none yet"));
	for (int i = 0; i < NUM; i++) {
		place.readings[i] = reading_of(i == 0 ? "com.a" : "com.a.split");
		digest_hex_of(DIGEST_SHA256, span_of(&i, sizeof i), place.sha256[i]);
		put_package(&place, i);
	}
	place.facts = facts_of(place.readings);
	return place;
}

static void place_close(struct place *place)
{
	char command[64];

	reading_free(place->facts);
	for (int i = 0; i < NUM; i++)
		reading_free(place->readings[i]);
	archive_close(place->archive);
	snprintf(command, sizeof command, "rm -rf %s", place->dir);
	CHECK(system(command) == 0);
}

static bool comes_back(struct place *place)
{
	READING_CLEANUP struct reading *loaded = judged_facts_load(place->archive, 1, UINT64_MAX, &place->err);

	return are_same(loaded, place->facts);
}

TEST(facts_come_back, "facts that are kept as what they have more than the readings come back as they were, and take a tenth of the room")
{
	struct place place = place_open();
	BUF_CLEANUP struct buf whole = buf_new(MIB);
	BUF_CLEANUP struct buf wire = buf_new(MIB);
	BUF_CLEANUP struct buf blob;

	make_facts(&place, (const struct reading *const *)place.readings, &blob);
	put_facts(&place, buf_span(&blob));
	CHECK(comes_back(&place));
	CHECK(blob_make(place.facts, &whole, &place.err) && blob.len < whole.len / 10);
	CHECK(blob_unpack(buf_span(&blob), &wire, &place.err));
	CHECK(memmem(wire.data, wire.len, "INTERNET", 8) != NULL && memmem(wire.data, wire.len, "CAMERA", 6) == NULL);
	place_close(&place);
}

TEST(facts_of_tables, "of facts that are kept some tables alone are had, of rows that stand in a reading and of others")
{
	const uint64_t wanted = FACT_BIT(permission) | FACT_BIT(licence);
	struct place place = place_open();
	BUF_CLEANUP struct buf blob;

	make_facts(&place, (const struct reading *const *)place.readings, &blob);
	put_facts(&place, buf_span(&blob));
	{
		READING_CLEANUP struct reading *facts = judged_facts_load(place.archive, 1, wanted, &place.err);

		for (enum fact_table table = 0; facts != NULL && table < FACT_TABLE_COUNT; table++)
			CHECK_NUMBER(reading_count(facts, table), (wanted >> table & 1) != 0 ? reading_count(place.facts, table) : 0);
		CHECK(facts != NULL && reading_num(facts, permission) == 5 && reading_num(facts, licence) == 1);
	}
	place_close(&place);
}

TEST(facts_without_readings, "facts whose package's kept reading is another one stand on their own, as do those of earlier archives")
{
	struct place place = place_open();
	const struct reading *const one[NUM] = {NULL, place.readings[1]};
	BUF_CLEANUP struct buf whole = buf_new(MIB);
	BUF_CLEANUP struct buf blob;

	make_facts(&place, one, &blob);
	put_facts(&place, buf_span(&blob));
	CHECK(comes_back(&place));
	CHECK(database_run(place.archive, &place.err, "UPDATE package SET reading = zeroblob(9) WHERE sha256 = ?", "s", place.sha256[0]));
	CHECK(comes_back(&place));
	CHECK(blob_make(place.facts, &whole, &place.err));
	put_facts(&place, buf_span(&whole));
	CHECK(comes_back(&place));
	place_close(&place);
}

struct count {
	const char *text;
	int num;
};

static void count_text(void *owner, const char *text)
{
	struct count *count = owner;

	count->num += strstr(text, count->text) != NULL;
}

static int num_problems(struct place *place, const char *text)
{
	struct count count = {text, 0};

	CHECK(judged_facts_verify(place->archive, count_text, &count, &place->err));
	return count.num;
}

#define STRAY "a former reading is not what was logged"
#define GONE "submission #1: a reading by which it was judged is gone"

/* Any other bytes. */
static void replace(struct place *place, int i, int64_t readers)
{
	READING_CLEANUP struct reading *other = reading_of(i == 0 ? "com.other" : "com.another");
	BUF_CLEANUP struct buf blob = buf_new(MIB);
	struct span bytes;

	CHECK(blob_make(other, &blob, &place->err));
	bytes = buf_span(&blob);
	CHECK(judged_facts_replace(place->archive, place->sha256[0], &bytes, readers, &place->err) &&
	      reading_digest_log(place->archive, place->sha256[0], NULL, false, &place->err));
}

static bool is_damaged(struct place *place)
{
	bool is = !comes_back(place) && place->err.code == ERROR_DAMAGED && strstr(place->err.text, "submission #1 are damaged") != NULL;

	place->err = (struct error){.code = ERROR_NONE};
	return is;
}

static void put_facts_made(struct place *place)
{
	BUF_CLEANUP struct buf blob;

	make_facts(place, (const struct reading *const *)place->readings, &blob);
	put_facts(place, buf_span(&blob));
}

TEST(facts_after_rereading, "facts stay what they were when newer readers replace a reading, and again; that one of these is gone, or comes, or is changed, is a problem")
{
	struct place place = place_open();

	put_facts_made(&place);
	for (int64_t readers = 2; readers < 4; readers++) {
		replace(&place, 1, readers);
		CHECK(comes_back(&place));
	}
	CHECK_NUMBER(num_problems(&place, ""), 0);
	CHECK(database_run(place.archive, &place.err, "INSERT INTO former_reading SELECT sha256, 'digest', 7, reading FROM package", ""));
	CHECK_NUMBER(num_problems(&place, STRAY), NUM);
	CHECK(comes_back(&place));
	CHECK(database_run(place.archive, &place.err, "UPDATE former_reading SET reading = zeroblob(9) WHERE readers = 1", ""));
	CHECK_NUMBER(num_problems(&place, STRAY), NUM + 1);
	CHECK(is_damaged(&place));
	CHECK_NUMBER(num_problems(&place, GONE), 0);
	CHECK(database_run(place.archive, &place.err, "DELETE FROM former_reading WHERE readers = 1", ""));
	CHECK(is_damaged(&place));
	CHECK_NUMBER(num_problems(&place, GONE), 1);
	place_close(&place);
}

static int num_former(struct place *place)
{
	int64_t num;

	CHECK(database_number(place->archive, &num, 9, &place->err, "SELECT count(*) FROM former_reading", ""));
	return (int)num;
}

TEST(facts_same_readers, "each reading that something was judged by is kept, also when readers of one generation made several; no other is")
{
	struct place place = place_open();
	char digest[65];

	put_facts_made(&place);
	replace(&place, 0, 1);
	CHECK_NUMBER(num_former(&place), 1);
	CHECK(reading_digest_of(place.archive, place.sha256[0], digest, &place.err));
	CHECK(database_run(place.archive, &place.err, "INSERT INTO submission_package VALUES (1, 7, ?, NULL, NULL, NULL, ?, '')", "ss", place.sha256[0], digest));
	replace(&place, 1, 2);
	CHECK_NUMBER(num_former(&place), 2);
	replace(&place, 0, 3);
	CHECK_NUMBER(num_former(&place), 2);
	CHECK_NUMBER(num_problems(&place, ""), 0);
	CHECK(comes_back(&place));
	place_close(&place);
}

TEST(facts_of_generation_1, "that a reading was replaced before former ones were kept is no problem of facts that are all there")
{
	struct place place = place_open();
	BUF_CLEANUP struct buf whole = buf_new(MIB);

	CHECK(blob_make(place.facts, &whole, &place.err));
	put_facts(&place, buf_span(&whole));
	replace(&place, 0, 2);
	CHECK(database_run(place.archive, &place.err, "DELETE FROM former_reading", ""));
	CHECK_NUMBER(num_problems(&place, ""), 0);
	CHECK(comes_back(&place));
	put_facts_made(&place);
	CHECK_NUMBER(num_problems(&place, GONE), 1);
	place_close(&place);
}

static int count_lookup(unsigned event, void *owner, void *statement, void *text)
{
	(void)event, (void)statement;
	*(int *)owner += strstr(text, "JOIN package") != NULL;
	return 0;
}

TEST(facts_loaded_once, "however many tables' rows stand in a package's reading, it is loaded once")
{
	struct place place = place_open();
	int num = 0;

	put_facts_made(&place);
	sqlite3_trace_v2(place.archive->db, SQLITE_TRACE_STMT, count_lookup, &num);
	CHECK(comes_back(&place));
	CHECK_NUMBER(num, NUM);
	sqlite3_trace_v2(place.archive->db, 0, NULL, NULL);
	place_close(&place);
}

struct run {
	uint8_t table;
	uint32_t package, first, num;
};

static void put_runs(struct place *place, const struct run *runs, uint32_t num)
{
	BUF_CLEANUP struct buf bytes = buf_new(MIB);
	BUF_CLEANUP struct buf packed = buf_new(MIB);

	buf_u32(&bytes, UINT32_MAX);
	buf_u32(&bytes, num);
	for (uint32_t i = 0; i < num; i++) {
		buf_byte(&bytes, runs[i].table);
		buf_u32(&bytes, runs[i].package);
		buf_u32(&bytes, runs[i].first);
		buf_u32(&bytes, runs[i].num);
	}
	CHECK(blob_pack(buf_span(&bytes), &packed, &place->err));
	put_facts(place, buf_span(&packed));
}

TEST(facts_bad_runs, "runs of no table, no package or no rows, too long, empty, or that go back, are damage: rows stand for no more than there are")
{
	const uint8_t entry = FACT_TABLE_entry, package = FACT_TABLE_package;
	static const struct run least = {FACT_TABLE_entry, 0, 0, 300};
	const struct run bad[][2] = {{least, {FACT_TABLE_COUNT, 0, 0, 1}}, {least, {entry, NUM, 0, 1}}, {least, {entry, 1, 300, 1}},
				     {least, {entry, 1, 1, 300}}, {least, {entry, 1, 1, UINT32_MAX}}, {least, {entry, 1, 0, 0}},
				     {least, {entry, 0, 299, 1}}, {{package, 0, 0, 1}, {package, 0, 0, 1}},
				     {{entry > package ? entry : package, 0, 0, 1}, {entry > package ? package : entry, 0, 0, 1}}};
	struct place place = place_open();

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		put_runs(&place, bad[i], 2);
		CHECK(is_damaged(&place));
	}
	put_runs(&place, (const struct run[]){{entry, 0, 0, 1}, {entry, 1, 0, 300}, {entry, 0, 1, 299}}, 3);
	{
		READING_CLEANUP struct reading *facts = judged_facts_load(place.archive, 1, UINT64_MAX, &place.err);

		CHECK(facts != NULL);
		CHECK_NUMBER(facts == NULL ? 0 : reading_num(facts, entry), 600);
	}
	place_close(&place);
}

TEST(facts_flipped, "facts of which a bit was changed are an error, wherever it is")
{
	struct place place = place_open();
	BUF_CLEANUP struct buf blob;

	make_facts(&place, (const struct reading *const *)place.readings, &blob);
	for (size_t at = 0; at < blob.len; at++) {
		READING_CLEANUP struct reading *facts = NULL;

		blob.data[at] ^= 1u << at % 8;
		put_facts(&place, buf_span(&blob));
		blob.data[at] ^= 1u << at % 8;
		facts = judged_facts_load(place.archive, 1, UINT64_MAX, &place.err);
		CHECK(facts == NULL ? place.err.code == ERROR_DAMAGED : are_same(facts, place.facts));
		place.err = (struct error){.code = ERROR_NONE};
	}
	place_close(&place);
}

TEST(facts_damaged, "facts that are damaged are an error that says so, or facts: never a crash")
{
	struct place place = place_open();
	BUF_CLEANUP struct buf bytes = buf_new(MIB);
	BUF_CLEANUP struct buf blob;
	uint32_t state = 1;

	make_facts(&place, (const struct reading *const *)place.readings, &blob);
	CHECK(blob_unpack(buf_span(&blob), &bytes, &place.err));
	for (size_t i = 0; i < 400; i++) {
		BUF_CLEANUP struct buf packed = buf_new(MIB);
		size_t at = (state = state * 1103515245u + 12345u) >> 8, len = i % 3 == 0 ? at % bytes.len : bytes.len;
		uint8_t *byte = &bytes.data[i % 2 == 0 ? at % 64 : at % bytes.len], was = *byte;

		*byte = (uint8_t)(state >> 24);
		CHECK(blob_pack(span_of(bytes.data, len), &packed, &place.err));
		*byte = was;
		put_facts(&place, buf_span(&packed));
		reading_free(judged_facts_load(place.archive, 1, UINT64_MAX, &place.err));
		CHECK(place.err.code == ERROR_NONE || place.err.code == ERROR_DAMAGED);
		place.err = (struct error){.code = ERROR_NONE};
	}
	place_close(&place);
}

static void count_any(void *owner, const char *text)
{
	(void)text;
	++*(int *)owner;
}

static bool verified(struct place *place)
{
	int num = 0;
	struct verification verification = {.owner = &num, .problem = count_any, .rows_only = true};

	return verify_archive(place->archive, &verification, &place->err) && num == 0;
}

TEST(archive_of_generation_1, "an archive of the first generation is brought up to date by who writes, and read by nobody before")
{
	struct place place = {.dir = "/tmp/prelist-facts-XXXXXX"};
	int64_t num;

	CHECK(mkdtemp(place.dir) != NULL);
	place.archive = archive_open(place.dir, ARCHIVE_WRITE, &place.err);
	CHECK(place.archive != NULL && database_run(place.archive, &place.err, "DROP TABLE former_reading", "") &&
	      database_run(place.archive, &place.err, "DROP TABLE listing", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX submission_listed", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE submission_package DROP COLUMN device", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE app ADD COLUMN listed INTEGER REFERENCES submission", "") &&
	      database_run(place.archive, &place.err, "DROP TABLE request", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX event_time", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX case_file_submission", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX case_file_sha256", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX case_file_developer", "") &&
	      database_run(place.archive, &place.err, "DROP VIEW newly_against", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE finding DROP COLUMN packages", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE standing_finding DROP COLUMN packages", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE case_finding DROP COLUMN packages", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE standing_finding DROP COLUMN since", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE finding_outcome DROP COLUMN verdict", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE finding_outcome DROP COLUMN entry", "") &&
	      database_run(place.archive, &place.err, "CREATE VIEW newly_against AS SELECT 1 AS number", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE event DROP COLUMN account", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE event DROP COLUMN today", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX submission_came", "") &&
	      database_run(place.archive, &place.err, "ALTER TABLE submission DROP COLUMN came", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX posting_look_1", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX blacklist_entry_look_1", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX posting_look_2", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX blacklist_entry_look_2", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX posting_look_3", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX blacklist_entry_look_3", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX posting_look_4", "") &&
	      database_run(place.archive, &place.err, "DROP INDEX blacklist_entry_look_4", "") &&
	      database_run(place.archive, &place.err, "PRAGMA user_version = 1", ""));
	archive_close(place.archive);
	place.archive = archive_open(place.dir, ARCHIVE_READ, &place.err);
	CHECK(place.archive == NULL && strstr(place.err.text, "is of an older prelist") != NULL);
	place.err = (struct error){.code = ERROR_NONE};
	place.archive = archive_open(place.dir, ARCHIVE_WRITE, &place.err);
	CHECK(place.archive != NULL && database_number(place.archive, &num, 9, &place.err, "SELECT count(*) FROM former_reading", "") && num == 0);
	CHECK(database_number(place.archive, &num, 0, &place.err, "PRAGMA user_version", "") && num == 13);
	CHECK(verified(&place));
	place_close(&place);
}

TEST(waits_by_index, "of an app of which much was handed in what waits is looked for among what was listed alone")
{
	struct place place = place_open();
	sqlite3_stmt *row =
		database_prepare(place.archive, &place.err, "EXPLAIN QUERY PLAN SELECT count(*) FROM submission s WHERE " SUBMISSION_WAITS("s"), "");
	bool by_index = false;

	while (database_step(place.archive, row, &place.err) == SQLITE_ROW)
		by_index |= strstr(database_text(row, 3), "SEARCH v USING INDEX submission_listed (app_id=? AND platform=? AND version_code>?)") != NULL;
	sqlite3_finalize(row);
	CHECK(by_index);
	place_close(&place);
}
