/*
 * Packages read side by side: the threads and cores of their workers, and how they are handed over.
 */
#include "bytes/core.h"
#include "cli/batch.h"
#include "harness.h"

#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MANY 5

static bool say(struct fact_sink *sink, int64_t number)
{
	struct fact_package row = fact_package_row();

	row.package = 0;
	row.path = "";
	row.version_code = number;
	return fact_package_emit(sink, &row);
}

static bool count_threads(const struct source *source, const struct format_options *options, struct pool *pool, struct fact_sink *sink,
			  struct error *err)
{
	(void)source, (void)options, (void)err;
	return say(sink, pool_size(pool));
}

/* Waits two seconds at most until it is on the core of that number. */
static bool wait_for_core(const struct source *source, const struct format_options *options, struct pool *pool, struct fact_sink *sink,
			  struct error *err)
{
	struct timespec began, now;
	unsigned core;

	(void)source, (void)pool, (void)err;
	clock_gettime(CLOCK_MONOTONIC, &began);
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while (getcpu(&core, NULL) == 0 && core != options->limits.value[LIMIT_NODES] && now.tv_sec - began.tv_sec < 2);
	return say(sink, core);
}

static bool read_forever(const struct source *source, const struct format_options *options, struct pool *pool, struct fact_sink *sink,
			 struct error *err)
{
	(void)source, (void)options, (void)pool, (void)sink, (void)err;
	for (volatile unsigned i = 0;; i++)
		continue;
	return true;
}

/* Larger than what one thread reads alone. */
static int package(char path[64])
{
	int fd = memfd_create("package", MFD_CLOEXEC);

	CHECK(fd >= 0 && ftruncate(fd, 3 << 20) == 0);
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return fd;
}

static int64_t told(const struct reading *reading)
{
	return reading != NULL && reading_num(reading, package) == 1 ? reading_rows(reading, package)[0]->version_code : -1;
}

static void check_threads(struct sandbox *sandbox, int fd, unsigned asked, unsigned wanted)
{
	struct format_options options = {.limits = limits_default()};
	struct reading *reading READING_CLEANUP =
		sandbox_read_meanwhile(sandbox, fd, &options, &(struct sandbox_worker){.threads = asked}, NULL, NULL);

	CHECK_NUMBER(told(reading), wanted);
}

TEST(sandbox_worker, "a worker of the sandbox has the threads that are asked for, 16 at the most, and keeps to the cores; it has one for each where nobody asks")
{
	struct sandbox *threads = sandbox_start(&(struct sandbox_options){.threads = 3, .read = count_threads}, NULL);
	struct sandbox *unasked = sandbox_start(&(struct sandbox_options){.read = count_threads}, NULL);
	struct sandbox *cores = sandbox_start(&(struct sandbox_options){.threads = 1, .read = wait_for_core}, NULL);
	struct format_options options = {.limits = limits_default()};
	cpu_set_t all;
	char path[64];
	int fd = package(path);

	check_threads(threads, fd, 0, 3);
	check_threads(threads, fd, 2, 2);
	check_threads(threads, fd, 16, 16);
	check_threads(threads, fd, 17, 16);
	check_threads(unasked, fd, 0, core_count() < 16 ? core_count() : 16);
	sched_getaffinity(0, sizeof all, &all);
	for (unsigned core = 0; core < CPU_SETSIZE; core++) {
		struct sandbox_worker worker = {.threads = 1};
		struct reading *reading READING_CLEANUP = NULL;

		if (!CPU_ISSET(core, &all))
			continue;
		CPU_SET(core, &worker.cores);
		options.limits.value[LIMIT_NODES] = core;
		reading = sandbox_read_meanwhile(cores, fd, &options, &worker, NULL, NULL);
		CHECK_NUMBER(told(reading), core);
	}
	sandbox_stop(threads);
	sandbox_stop(unasked);
	sandbox_stop(cores);
	close(fd);
}

static void say_item(void *owner, size_t item, unsigned worker)
{
	struct fact_entry row = fact_entry_row();
	char path[32];

	(void)worker;
	snprintf(path, sizeof path, "%zu", item);
	row.path = path;
	fact_entry_emit(owner, &row);
}

/* From all threads, in whatever order. */
static bool say_many(const struct source *source, const struct format_options *options, struct pool *pool, struct fact_sink *sink,
		     struct error *err)
{
	(void)source, (void)options, (void)err;
	pool_run(pool, 100000, 0, say_item, sink);
	return say(sink, 1);
}

static struct reading *read_many(unsigned threads)
{
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = threads, .read = say_many}, NULL);
	struct format_options options = {.limits = limits_default()};
	struct reading *reading;
	char path[64];
	int fd = package(path);

	options.limits.value[LIMIT_FACTS] = 50000;
	reading = sandbox_read(sandbox, fd, &options, NULL);
	sandbox_stop(sandbox);
	close(fd);
	return reading;
}

TEST(sandbox_full, "of more rows than a reading may have those that it has are the same in every run, whatever the number of threads")
{
	struct reading *alone READING_CLEANUP = read_many(1);
	BUF_CLEANUP struct buf wanted = buf_new(SIZE_MAX);

	CHECK_NUMBER(reading_num(alone, entry), 50000);
	CHECK_NUMBER(reading_num(alone, anomaly), 1);
	reading_write(alone, &wanted);
	for (unsigned threads = 2; threads <= 4; threads++) {
		struct reading *reading READING_CLEANUP = read_many(threads);
		BUF_CLEANUP struct buf found = buf_new(SIZE_MAX);

		reading_write(reading, &found);
		CHECK(span_equal(buf_span(&found), buf_span(&wanted)));
	}
}

/* Who takes a batch, and what he may find. */
struct taker {
	const char **files;
	size_t num_files;
	unsigned jobs;
	unsigned num_prepared;
	size_t num_taken, end_behind;
	bool fail_prepare;
	cpu_set_t cores; /* of all its workers */
};

static bool prepare(void *owner, struct error *err)
{
	struct taker *taker = owner;

	CHECK_NUMBER(taker->num_taken, 0);
	taker->num_prepared++;
	return !taker->fail_prepare || error_set(err, ERROR_RULES, "not ready");
}

static bool is_share(const cpu_set_t *cores, unsigned jobs)
{
	for (unsigned i = 0; i < jobs; i++) {
		cpu_set_t share = core_share(i, jobs);

		if (CPU_EQUAL(cores, &share))
			return true;
	}
	return false;
}

static bool take(void *owner, struct batch_item *item)
{
	struct taker *taker = owner;
	size_t left = taker->num_files - taker->num_taken;
	unsigned threads = left < taker->jobs ? taker->jobs / (unsigned)left : 1;

	CHECK_NUMBER(taker->num_prepared, 1);
	CHECK(item->file.file == taker->files[taker->num_taken] && item->file.fd >= 0 && item->err.code == ERROR_NONE);
	CHECK_NUMBER(item->file.worker.threads, threads);
	CHECK_NUMBER(told(item->file.reading), threads);
	CHECK(left < taker->jobs ? CPU_COUNT(&item->file.worker.cores) == 0 : is_share(&item->file.worker.cores, taker->jobs));
	CPU_OR(&taker->cores, &taker->cores, &item->file.worker.cores);
	return ++taker->num_taken != taker->end_behind;
}

static bool run(struct taker *taker, struct error *err)
{
	struct scan scan = {.read.limits = limits_default()};
	const struct batch_taker batch_taker = {.owner = taker, .prepare = prepare, .take = take};
	const char *files[MANY];
	char path[64];
	int fd = package(path);
	bool ok;

	for (size_t i = 0; i < MANY; i++)
		files[i] = path;
	taker->files = files;
	scan.sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = count_threads}, err);
	ok = batch_run(&scan, files, taker->num_files, taker->jobs, &batch_taker, err);
	sandbox_stop(scan.sandbox);
	close(fd);
	return ok;
}

TEST(batch_threads, "each package of a batch has a worker with a share of the cores; the last ones, fewer than jobs, have all threads together")
{
	for (size_t num_files = 1; num_files <= MANY; num_files++)
		for (unsigned jobs = 1; jobs <= 4; jobs++) {
			struct taker taker = {.num_files = num_files, .jobs = jobs};

			CHECK(run(&taker, NULL));
			CHECK_NUMBER(taker.num_taken, num_files);
		}
}

TEST(batch_shares, "a batch's workers that run side by side are on different cores")
{
	cpu_set_t all, used;

	sched_getaffinity(0, sizeof all, &all);
	CPU_ZERO(&used);
	if (CPU_COUNT(&all) < 2) {
		test_skip("there is one core");
		return;
	}
	/* One thread may have done all of it, but not each time. */
	for (int i = 0; i < 100 && !CPU_EQUAL(&used, &all); i++) {
		struct taker taker = {.num_files = MANY, .jobs = 2};

		CHECK(run(&taker, NULL));
		CPU_OR(&used, &used, &taker.cores);
	}
	CHECK(CPU_EQUAL(&used, &all));
}

TEST(batch_ends, "a batch ends before its first package when something is not ready, and where its taker wants no more")
{
	for (unsigned jobs = 1; jobs <= 2; jobs++) {
		struct taker not_ready = {.num_files = MANY, .jobs = jobs, .fail_prepare = true},
			     enough = {.num_files = MANY, .jobs = jobs, .end_behind = 2};
		struct error err = {0}, none = {0};

		CHECK(!run(&not_ready, &err) && not_ready.num_taken == 0);
		CHECK_TEXT(err.text, "not ready");
		CHECK(!run(&enough, &none) && enough.num_taken == 2 && none.code == ERROR_NONE);
	}
}

static bool refuse(void *owner, struct error *err)
{
	(void)owner;
	return error_set(err, ERROR_RULES, "not ready");
}

TEST(batch_ends_early, "a batch that ends early waits for no package that is being read")
{
	struct scan scan = {.read.limits = limits_default()};
	const struct batch_taker taker = {.prepare = refuse};
	const char *files[MANY];
	struct error err = {0};
	time_t began = time(NULL);
	char path[64];
	int fd = package(path);

	for (size_t i = 0; i < MANY; i++)
		files[i] = path;
	scan.sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = read_forever}, NULL);
	CHECK(!batch_run(&scan, files, MANY, 3, &taker, &err));
	CHECK_TEXT(err.text, "not ready");
	CHECK(time(NULL) - began < (time_t)scan.read.limits.value[LIMIT_WALL]);
	sandbox_stop(scan.sandbox);
	close(fd);
}
