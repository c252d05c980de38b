#include "harness.h"

#include "bytes/digest.h"
#include "facts/reading.h"
#include "facts/stream.h"
#include "store/blob.h"

#include <stdlib.h>
#include <string.h>

static struct reading *sample(void)
{
	struct reading *reading = reading_new(1 << 20);
	struct fact_permission row = fact_permission_row();

	row.path = "AndroidManifest.xml";
	row.name = "android.permission.CAMERA";
	row.origin = "declared";
	row.max_sdk = 28;
	fact_permission_emit(&reading->sink, &row);
	row.name = "android.permission.ACCESS_FINE_LOCATION";
	row.max_sdk = FACT_ABSENT;
	fact_permission_emit(&reading->sink, &row);
	return reading;
}

TEST(stream_round_trip, "rows survive the wire in pieces of any size")
{
	READING_CLEANUP struct reading *before = sample();
	BUF_CLEANUP struct buf wire = buf_new(1 << 20);

	reading_sort(before);
	reading_write(before, &wire);
	for (size_t piece = 1; piece <= wire.len; piece++) {
		READING_CLEANUP struct reading *after = reading_new(1 << 20);
		struct stream stream = stream_new(&after->sink);
		struct error err = {0};

		for (size_t at = 0; at < wire.len; at += piece)
			CHECK(stream_feed(&stream, span_slice(buf_span(&wire), at, piece), &err));
		CHECK(stream_end(&stream, &err));
		CHECK_NUMBER(reading_num(after, permission), 2);
		CHECK_TEXT(reading_rows(after, permission)[0]->name, "android.permission.ACCESS_FINE_LOCATION");
		CHECK_NUMBER(reading_rows(after, permission)[1]->max_sdk, 28);
		stream_free(&stream);
	}
}

TEST(stream_end_mark, "the end mark ends the rows, and a row behind it is wrong")
{
	READING_CLEANUP struct reading *before = sample();
	BUF_CLEANUP struct buf wire = buf_new(1 << 20);

	stream_write_end(&wire);
	reading_write(before, &wire);
	for (size_t piece = 1; piece <= wire.len; piece++) {
		READING_CLEANUP struct reading *after = reading_new(1 << 20);
		struct stream stream = stream_new(&after->sink);
		struct error err = {0};
		bool ok = true;

		for (size_t at = 0; ok && at < wire.len; at += piece) {
			ok = stream_feed(&stream, span_slice(buf_span(&wire), at, piece), &err);
			CHECK(stream.has_ended == (at + piece >= 4));
		}
		CHECK(!ok);
		CHECK_NUMBER(stream.num_rows, 0);
		stream_free(&stream);
	}
}

TEST(reading_shared, "rows that two readings share outlive the one that they came from, and a change in one is none in the other")
{
	READING_CLEANUP struct reading *first = reading_new(1 << 20), *second = reading_new(1 << 20);
	struct reading *from = sample();
	struct fact_entry entry = fact_entry_row();

	entry.package = 0;
	entry.path = "classes.dex";
	fact_entry_emit(&from->sink, &entry);
	fact_entry_emit(&from->sink, &entry);
	CHECK(reading_add_all(first, from, 0) && reading_add_all(second, from, 1));
	reading_rows(first, permission)[0]->origin = "implied";
	CHECK_TEXT(reading_rows(from, permission)[0]->origin, "declared");
	reading_sort(from);
	reading_free(from);
	CHECK_NUMBER(reading_num(first, entry), 2);
	reading_sort(first);
	CHECK_NUMBER(reading_num(first, entry), 1);
	CHECK_TEXT(reading_rows(first, entry)[0]->path, "classes.dex");
	CHECK_NUMBER(reading_rows(first, entry)[0]->package, 0);
	CHECK_NUMBER(reading_rows(second, entry)[1]->package, 1);
	CHECK_TEXT(reading_rows(second, permission)[0]->name, "android.permission.CAMERA");
}

static struct reading *entries_of(const char *paths, bool is_sorted)
{
	struct reading *reading = reading_new(1 << 20);
	char path[2] = "";

	for (; *paths != '\0'; paths++) {
		struct fact_entry row = fact_entry_row();

		path[0] = *paths;
		row.package = 0;
		row.path = path;
		fact_entry_emit(&reading->sink, &row);
	}
	if (is_sorted)
		reading_sort(reading);
	return reading;
}

/* Which entries of which packages, in their order: 0a0b1a. */
static void check_order(struct reading *reading, const char *expected)
{
	BUF_CLEANUP struct buf order = buf_new(1 << 10);

	reading_sort(reading);
	for (size_t i = 0; i < reading_num(reading, entry); i++)
		buf_printf(&order, "%d%s", (int)reading_rows(reading, entry)[i]->package, reading_rows(reading, entry)[i]->path);
	buf_byte(&order, 0);
	CHECK_TEXT((const char *)order.data, expected);
}

TEST(reading_order, "a reading is in order after it was sorted, wherever its rows came from and whatever of them was in order")
{
	READING_CLEANUP struct reading *sorted = entries_of("dbac", true), *unsorted = entries_of("cbb", false);
	READING_CLEANUP struct reading *ahead = reading_new(1 << 20), *behind = reading_new(1 << 20), *again = reading_new(1 << 20);
	READING_CLEANUP struct reading *more = reading_new(1 << 20), *twice = reading_new(1 << 20), *loose = reading_new(1 << 20);
	struct fact_entry row = fact_entry_row();

	CHECK(reading_add_all(ahead, sorted, 0) && reading_add_all(ahead, sorted, 1) && reading_add_all(ahead, unsorted, 2));
	check_order(ahead, "0a0b0c0d1a1b1c1d2b2c");
	CHECK(reading_add_all(behind, sorted, 1) && reading_add_all(behind, sorted, 0));
	check_order(behind, "0a0b0c0d1a1b1c1d");
	CHECK(reading_add_all(again, behind, 3));
	check_order(again, "3a3b3c3d");
	CHECK(reading_add_all(twice, sorted, 0) && reading_add_all(twice, sorted, 0));
	check_order(twice, "0a0b0c0d");
	CHECK(reading_add_all(loose, unsorted, 0) && reading_add_all(loose, sorted, 1));
	check_order(loose, "0b0c1a1b1c1d");
	CHECK(reading_add_all(more, sorted, 0));
	row.package = 0;
	row.path = "b";
	fact_entry_emit(&more->sink, &row);
	row.path = "0";
	fact_entry_emit(&more->sink, &row);
	check_order(more, "000a0b0c0d");
}

TEST(stream_prefix, "no prefix of a stream is taken for a whole one")
{
	READING_CLEANUP struct reading *before = sample();
	BUF_CLEANUP struct buf wire = buf_new(1 << 20);

	reading_write(before, &wire);
	for (size_t len = 1; len < wire.len; len++) {
		READING_CLEANUP struct reading *after = reading_new(1 << 20);
		struct error err = {0};

		if (reading_parse(after, span_of(wire.data, len), &err))
			CHECK_NUMBER(reading_num(after, permission), 1);
	}
}

TEST(stream_nul, "a text with a NUL in it, of which readers would see but the beginning, is refused")
{
	READING_CLEANUP struct reading *before = sample(), *same = reading_new(1 << 20), *after = reading_new(1 << 20);
	BUF_CLEANUP struct buf wire = buf_new(1 << 20);
	uint8_t *text;

	reading_write(before, &wire);
	CHECK(reading_parse(same, span_of(wire.data, wire.len), NULL));
	text = memmem(wire.data, wire.len, "CAMERA", 6);
	CHECK(text != NULL);
	if (text != NULL)
		text[3] = 0;
	CHECK(!reading_parse(after, span_of(wire.data, wire.len), NULL));
}

TEST(stream_hostile, "a row of a wrong type, word or encoding is refused by name")
{
	struct fact_permission row = fact_permission_row();
	struct fact_package package = fact_package_row();
	struct fact_anomaly anomaly = fact_anomaly_row();

	row.name = "\xff";
	CHECK(fact_fault(FACT_TABLE_permission, &row) != NULL);
	row.name = "x";
	row.origin = "invented";
	CHECK(fact_fault(FACT_TABLE_permission, &row) != NULL);
	row.origin = "split";
	CHECK(fact_fault(FACT_TABLE_permission, &row) == NULL);
	row.name = NULL;
	CHECK_TEXT(fact_fault(FACT_TABLE_permission, &row), "lacks what names it");
	anomaly.id = "zip.empty";
	CHECK_TEXT(fact_fault(FACT_TABLE_anomaly, &anomaly), "lacks what names it");
	package.sha256 = "ABC";
	CHECK(fact_fault(FACT_TABLE_package, &package) != NULL);
	package.sha256 = NULL;
	package.debuggable = 2;
	CHECK(fact_fault(FACT_TABLE_package, &package) != NULL);
}

TEST(fact_tables, "every table has columns whose names are found again")
{
	for (enum fact_table i = 0; i < FACT_TABLE_COUNT; i++) {
		const struct fact_table_info *info = fact_info(i);

		CHECK_NUMBER(fact_table_find(info->name), i);
		CHECK_NUMBER(fact_column_find(info, info->columns[info->num_columns - 1].name), info->num_columns - 1);
	}
}

#define FROZEN "fixtures/reading-1.blob"

/* Of a choice the words in turn; else what tells the column from all others. */
static union fact_value frozen_value(struct arena *arena, const struct fact_column *column, int row)
{
	switch (column->type) {
	case FACT_INT:
		return (union fact_value){.number = row};
	case FACT_BOOL:
		return (union fact_value){.number = row & 1};
	case FACT_TIME:
		return (union fact_value){.text = "2026-01-02T03:04:05Z"};
	case FACT_HASH:
	case FACT_HEX:
		return (union fact_value){.text = "0a"};
	case FACT_CHOICE:
		break;
	case FACT_TEXT:
		return (union fact_value){.text = arena_printf(arena, "%.*s", (int)column->max, column->name)};
	}
	const char *words = column->words, *end;

	for (; row > 0 && (words = strchr(words, ' ')) != NULL; row--)
		words++;
	words = words == NULL ? column->words : words;
	end = strchrnul(words, ' ');
	return (union fact_value){.text = arena_printf(arena, "%.*s", (int)(end - words), words)};
}

/* Of each table of the first generation that is kept so many rows that every word of every choice stands in one. */
static struct reading *frozen_reading(void)
{
	struct reading *reading = reading_new(1 << 20);

	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		for (int row = 0; row < 16 && fact_info(table)->since == 1 && fact_info(table)->origin != FACT_BENCH; row++) {
			union fact_value values[FACT_COLUMNS_MAX];

			for (size_t i = 0; i < fact_info(table)->num_columns; i++)
				values[i] = frozen_value(&reading->arena, &fact_info(table)->columns[i], row);
			values[0].number = 0;
			CHECK(fact_fault(table, values) == NULL && reading_add(reading, table, values) != NULL);
		}
	return reading;
}

static uint32_t form_of(struct span wire)
{
	uint8_t digest[DIGEST_MAX];

	digest_of_parts(DIGEST_SHA256, &wire, 1, digest);
	return (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 | (uint32_t)digest[2] << 8 | digest[3];
}

static void freeze(const struct reading *reading)
{
	BUF_CLEANUP struct buf blob = buf_new(1 << 20);
	struct error err = {0};
	FILE *out = fopen(FROZEN, "wb");

	CHECK(out != NULL && blob_make(reading, &blob, &err) && fwrite(blob.data, 1, blob.len, out) == blob.len);
	fclose(out);
}

/*
 * Where this fails fact.def has changed. Before the first release: FREEZE=1 build/unit "a reading that was kept", and FACT_KEPT_FORM is the
 * number that it is said not to be; archives of builds before it are refused from then on. After it: what is new goes to the end, and
 * this file stays as it is.
 */
TEST(fact_frozen, "a reading that was kept by the first generation of readers is read as it was, and archives have the number of its form")
{
	READING_CLEANUP struct reading *wanted = frozen_reading();
	BUF_CLEANUP struct buf wire = buf_new(1 << 20), found = buf_new(1 << 20);
	uint8_t bytes[65536];
	struct error err = {0};
	FILE *in;

	if (getenv("FREEZE") != NULL)
		freeze(wanted);
	in = fopen(FROZEN, "rb");
	CHECK(in != NULL);
	READING_CLEANUP struct reading *reading = blob_read(span_of(bytes, fread(bytes, 1, sizeof bytes, in)), 1, UINT64_MAX, &err);
	fclose(in);
	CHECK_TEXT(err.text, "");
	if (reading == NULL)
		return;
	reading_write(wanted, &wire);
	reading_write(reading, &found);
	CHECK(wire.len == found.len && memcmp(wire.data, found.data, wire.len) == 0);
	CHECK_NUMBER(FACT_KEPT_FORM, form_of(buf_span(&found)));
}
