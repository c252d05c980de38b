#include "harness.h"

#include "facts/reading.h"
#include "facts/stream.h"

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
