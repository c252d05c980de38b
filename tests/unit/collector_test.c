/*
 * Both ends of the row pipe: what a worker's end does when it cannot write, and what the parent's takes for a row.
 */
#include "harness.h"
#include "sandbox/collector.h"
#include "sandbox/row_writer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static struct fact_package package_row_of(int64_t package, const char *path, const char *app_id)
{
	struct fact_package row = fact_package_row();

	row.package = package;
	row.path = path;
	row.app_id = app_id;
	return row;
}

static struct fact_anomaly anomaly_row_of(int64_t package, const char *path, const char *id)
{
	struct fact_anomaly row = fact_anomaly_row();

	row.package = package;
	row.path = path;
	row.id = id;
	row.effect = "odd";
	return row;
}

static bool takes_package(struct collector *collector, int64_t package, const char *path)
{
	struct fact_package row = package_row_of(package, path, "org.example");

	return collector->sink.take(&collector->sink, FACT_TABLE_package, &row);
}

static bool takes_anomaly(struct collector *collector, int64_t package, const char *path, const char *id)
{
	struct fact_anomaly row = anomaly_row_of(package, path, id);

	return collector->sink.take(&collector->sink, FACT_TABLE_anomaly, &row);
}

/* It points into itself and keeps its place. */
static void open_collector(struct collector *collector, uint64_t most)
{
	static struct format_options options;

	options.limits.value[LIMIT_FACTS] = most;
	CHECK(collector_open(collector, &options, 100, NULL));
}

TEST(collector_package, "the rows of a worker are those of the one package that it reads, which it need not name")
{
	struct reading *reading READING_CLEANUP = NULL;
	struct collector collector;

	open_collector(&collector, 100);
	CHECK(!takes_package(&collector, 1, "") && !takes_package(&collector, 0, "base.apk"));
	CHECK(!takes_anomaly(&collector, 1, "a", anomaly_info(0)->name));
	CHECK(takes_package(&collector, 0, "") && takes_package(&collector, FACT_ABSENT, NULL));
	CHECK_NUMBER(reading_num(collector.reading, package), 1);
	CHECK(takes_anomaly(&collector, FACT_ABSENT, NULL, anomaly_info(0)->name) && !takes_anomaly(&collector, 0, "", "no.anomaly"));
	reading = collector_take(&collector);
	collector_close(&collector);
	CHECK_NUMBER(reading_num(reading, package), 1);
	CHECK_NUMBER(reading_num(reading, anomaly), 1);
	CHECK_NUMBER(reading_rows(reading, package)[0]->package, 0);
	CHECK_TEXT(reading_rows(reading, package)[0]->path, "");
	CHECK_NUMBER(reading_rows(reading, anomaly)[0]->package, 0);
	CHECK_TEXT(reading_rows(reading, anomaly)[0]->path, "");
}

TEST(collector_derived, "what is derived or comes with the form is not for a worker to say")
{
	struct collector collector;

	open_collector(&collector, 100);
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++) {
		union fact_value row[FACT_COLUMNS_MAX];

		for (unsigned i = 0; i < FACT_COLUMNS_MAX; i++)
			row[i].number = FACT_ABSENT;
		if (!fact_is_read(fact_info(table)->origin) && fact_info(table)->origin != FACT_MIXED)
			CHECK(!collector.sink.take(&collector.sink, table, row));
	}
	collector_close(&collector);
}

TEST(collector_limits, "a worker may say as many rows as the limit has, and no more than there is memory for, and we can say so")
{
	struct collector few, full;

	open_collector(&few, 2);
	open_collector(&full, 100);
	CHECK(takes_anomaly(&few, 0, "a", anomaly_info(0)->name) && takes_package(&few, 0, ""));
	CHECK(!takes_anomaly(&few, 0, "b", anomaly_info(0)->name) && !takes_package(&few, 0, ""));
	collector_close(&few);
	full.reading->arena.cap = full.reading->arena.used;
	CHECK(!takes_anomaly(&full, 0, "a", anomaly_info(0)->name) && !takes_package(&full, 0, ""));
	CHECK(collector_report(&full, ANOMALY_WORKER_STREAM, "no room"));
	CHECK_NUMBER(reading_num(full.reading, anomaly), 1);
	collector_close(&full);
}

TEST(collector_order, "rows come out of the collector in order, however they came in")
{
	struct reading *reading READING_CLEANUP = NULL;
	struct collector collector;

	open_collector(&collector, 100);
	CHECK(takes_anomaly(&collector, 0, "b", anomaly_info(0)->name) && takes_anomaly(&collector, 0, "a", anomaly_info(0)->name));
	reading = collector_take(&collector);
	collector_close(&collector);
	CHECK_NUMBER(reading_num(reading, anomaly), 2);
	if (reading_num(reading, anomaly) == 2)
		CHECK_TEXT(reading_rows(reading, anomaly)[0]->path, "a");
}

TEST(collector_sort_early, "rows that were sorted while more were to come are in order with those, and stand once each")
{
	struct reading *reading READING_CLEANUP = NULL;
	struct collector collector;
	char path[16];

	open_collector(&collector, 1 << 20);
	for (int i = 0; !collector_has_many(&collector) && i < 100000; i++) {
		snprintf(path, sizeof path, "b%05d", 99999 - i);
		CHECK(takes_anomaly(&collector, 0, path, anomaly_info(0)->name));
	}
	collector_sort(&collector);
	CHECK(!collector_has_many(&collector));
	CHECK(takes_anomaly(&collector, 0, "a", anomaly_info(0)->name) && takes_anomaly(&collector, 0, "b99999", anomaly_info(0)->name));
	reading = collector_take(&collector);
	collector_close(&collector);
	CHECK(reading_num(reading, anomaly) > 2);
	CHECK_TEXT(reading_rows(reading, anomaly)[0]->path, "a");
	for (size_t i = 1; i < reading_num(reading, anomaly); i++)
		CHECK(strcmp(reading_rows(reading, anomaly)[i - 1]->path, reading_rows(reading, anomaly)[i]->path) < 0);
	CHECK_TEXT(reading_rows(reading, anomaly)[reading_num(reading, anomaly) - 1]->path, "b99999");
}

static bool says_anomaly(struct row_writer *writer, const char *path)
{
	struct fact_anomaly row = anomaly_row_of(0, path, anomaly_info(0)->name);

	return fact_anomaly_emit(&writer->sink, &row);
}

static bool says_package(struct row_writer *writer)
{
	struct fact_package row = package_row_of(0, "", "org.example");

	return fact_package_emit(&writer->sink, &row);
}

TEST(row_writer_fails, "a worker's end that cannot write its rows says so with every row from then on, and when it is closed")
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct row_writer writer;

	CHECK(fd >= 0);
	row_writer_open(&writer, fd);
	CHECK(says_anomaly(&writer, "a"));
	CHECK(!says_package(&writer) && !says_anomaly(&writer, "a"));
	CHECK(!row_writer_close(&writer, true));
	row_writer_open(&writer, fd);
	CHECK(says_anomaly(&writer, "a"));
	CHECK(!row_writer_close(&writer, true));
	close(fd);
}

/* How many anomalies and packages there are among the rows of that file; -1: not what rows are. */
static int num_rows_in(int fd, bool *has_ended)
{
	static uint8_t bytes[8 << 20];
	struct collector collector;
	ssize_t len = pread(fd, bytes, sizeof bytes, 0);
	int num = -1;

	open_collector(&collector, 1 << 20);
	if (len >= 0 && stream_feed(&collector.stream, span_of(bytes, (size_t)len), NULL))
		num = (int)collector.stream.num_rows;
	*has_ended = collector.stream.has_ended;
	collector_close(&collector);
	return num;
}

TEST(row_writer_rows, "a package row leaves a worker at once with what came before it, and all rows leave once each")
{
	int fd = memfd_create("rows", MFD_CLOEXEC);
	struct row_writer writer;
	bool has_ended;

	row_writer_open(&writer, fd);
	CHECK(says_anomaly(&writer, "a"));
	CHECK_NUMBER(num_rows_in(fd, &has_ended), 0);
	CHECK(says_package(&writer));
	CHECK_NUMBER(num_rows_in(fd, &has_ended), 2);
	for (int i = 0; i < 2000; i++)
		CHECK(says_anomaly(&writer, "a path of some length, so that there is more than leaves at once"));
	CHECK(num_rows_in(fd, &has_ended) > 1000);
	CHECK(row_writer_close(&writer, false));
	CHECK_NUMBER(num_rows_in(fd, &has_ended), 2002);
	CHECK(!has_ended);
	close(fd);
}

static void say_many(void *owner, size_t item, unsigned worker)
{
	(void)item, (void)worker;
	for (int i = 0; i < 2000; i++)
		CHECK(says_anomaly(owner, "a path of some length, so that there is more than leaves at once"));
}

TEST(row_writer_threads, "rows that several threads write at once leave a worker once each, and the end mark behind them")
{
	int fd = memfd_create("rows", MFD_CLOEXEC);
	struct pool *pool = pool_new(3, NULL);
	struct row_writer writer;
	bool has_ended;

	row_writer_open(&writer, fd);
	pool_run(pool, 4, 0, say_many, &writer);
	CHECK(row_writer_close(&writer, true));
	CHECK_NUMBER(num_rows_in(fd, &has_ended), 4 * 2000);
	CHECK(has_ended);
	pool_free(pool);
	close(fd);
}
