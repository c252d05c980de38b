/*
 * The one pass over all entries: what its watcher sees, what is said of what was not read whole, and what fails.
 */
#include "facts/reading.h"
#include "format/pass.h"
#include "harness.h"
#include "zip_bytes.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

/* Takes rows from any thread; the first ones alone, where it has room for no more. */
struct rows {
	struct fact_sink sink; /* first, so that one pointer is the other */
	struct reading *reading;
	pthread_mutex_t lock;
	size_t room;
	bool no_libraries;
};

static bool take_row(struct fact_sink *sink, enum fact_table table, const void *row)
{
	struct rows *rows = (struct rows *)sink;
	bool ok;

	pthread_mutex_lock(&rows->lock);
	ok = rows->room > 0 && !(rows->no_libraries && table == FACT_TABLE_library) && reading_add(rows->reading, table, row) != NULL;
	rows->room -= ok;
	pthread_mutex_unlock(&rows->lock);
	return ok;
}

/* The number of reports of each kind. */
struct counted {
	struct anomalies anomalies; /* first, so that one pointer is the other */
	unsigned num[512];
	uint64_t offset; /* of the last one */
	uint64_t beyond; /* a bit for each entry of a small letter that is beyond what the package may make */
};

static void count(struct anomalies *self, const struct anomaly *anomaly)
{
	struct counted *counted = (struct counted *)self;

	__atomic_add_fetch(&counted->num[anomaly->id], 1, __ATOMIC_RELAXED);
	counted->offset = anomaly->offset;
	if (anomaly->id == ANOMALY_LIMIT_INFLATED_BYTES)
		__atomic_or_fetch(&counted->beyond, (uint64_t)1 << (anomaly->path[0] - 'a'), __ATOMIC_RELAXED);
}

/* What a watcher saw of the entries, all together. */
struct watched {
	uint64_t num_bytes;
	size_t num_begun, num_ended, num_whole;
	uint8_t sha256[PASS_SHA256_LEN]; /* the last one */
};

static bool begin(void *owner, unsigned worker, const struct zipdir_entry *entry)
{
	struct watched *watched = owner;

	(void)worker, (void)entry;
	watched->num_begun++;
	return true;
}

static void add(void *owner, unsigned worker, struct span bytes)
{
	struct watched *watched = owner;

	(void)worker;
	watched->num_bytes += bytes.len;
}

static void end(void *owner, unsigned worker, const struct zipdir_entry *entry, const uint8_t sha256[PASS_SHA256_LEN])
{
	struct watched *watched = owner;

	(void)worker, (void)entry;
	watched->num_ended++;
	watched->num_whole += sha256 != NULL;
	if (sha256 != NULL)
		memcpy(watched->sha256, sha256, PASS_SHA256_LEN);
}

/* A package in a file of its own, and a pass over it. */
struct trial {
	int fd;
	struct source source;
	struct format_options options;
	struct zipdir dir;
	struct rows rows;
	struct counted counted;
	struct watched watched;
	struct format_input input;
	struct pass pass;
	struct error err;
};

static void open_trial(struct trial *trial, const struct file *files, unsigned threads)
{
	struct buf bytes BUF_CLEANUP = zip_of(files);

	*trial = (struct trial){.fd = memfd_create("package", MFD_CLOEXEC),
				.options.limits = limits_default(),
				.rows = {.sink.take = take_row, .reading = reading_new((size_t)1 << 20), .lock = PTHREAD_MUTEX_INITIALIZER,
					 .room = SIZE_MAX},
				.counted.anomalies.report = count};
	CHECK(write(trial->fd, bytes.data, bytes.len) == (ssize_t)bytes.len && source_open(&trial->source, trial->fd, NULL));
	CHECK(zipdir_read(&trial->dir, &trial->source, &trial->options.limits, NULL, NULL, NULL));
	trial->input = (struct format_input){.source = &trial->source,
					     .options = &trial->options,
					     .pool = pool_new(threads, NULL),
					     .sink = &trial->rows.sink,
					     .anomalies = &trial->counted.anomalies};
	trial->pass = (struct pass){.input = &trial->input,
				    .dir = &trial->dir,
				    .min_sdk = FACT_ABSENT,
				    .target_sdk = FACT_ABSENT,
				    .watcher = {.owner = &trial->watched, .begin = begin, .add = add, .end = end}};
	CHECK(pass_open(&trial->pass, NULL));
}

static bool run_trial(struct trial *trial)
{
	bool ok = pass_run(&trial->pass, &trial->err);

	reading_sort(trial->rows.reading);
	return ok;
}

static void close_trial(struct trial *trial)
{
	pass_close(&trial->pass);
	pool_free(trial->input.pool);
	zipdir_free(&trial->dir);
	reading_free(trial->rows.reading);
	close(trial->fd);
}

static const char *sha256_of_row(const struct trial *trial, size_t number)
{
	CHECK(reading_num(trial->rows.reading, entry) > number);
	return reading_num(trial->rows.reading, entry) > number ? reading_rows(trial->rows.reading, entry)[number]->sha256 : "none";
}

static char *letters(size_t len)
{
	char *text = malloc(len + 1);

	memset(text, 'a', len);
	text[len] = '\0';
	return text;
}

TEST(pass_watched, "the watcher of a pass sees all bytes of an entry, in one piece or in windows, and their SHA-256")
{
	size_t lens[] = {3, ((size_t)16 << 20) + 1};

	for (size_t i = 0; i < 2; i++) {
		char *content = letters(lens[i]);
		uint8_t wanted[DIGEST_MAX];
		struct trial trial;

		open_trial(&trial, FILES({"a", content}), 0);
		CHECK(run_trial(&trial));
		digest_of(DIGEST_SHA256, span_of(content, lens[i]), wanted);
		CHECK_NUMBER(trial.watched.num_bytes, lens[i]);
		CHECK(trial.watched.num_begun == 1 && trial.watched.num_ended == 1 && trial.watched.num_whole == 1);
		CHECK(memcmp(trial.watched.sha256, wanted, PASS_SHA256_LEN) == 0);
		CHECK(trial.pass.entries[0].is_read && memcmp(trial.pass.entries[0].sha256, wanted, PASS_SHA256_LEN) == 0);
		close_trial(&trial);
		free(content);
	}
}

TEST(pass_cut, "an entry that ends before it should is not read, has no SHA-256, and its watcher hears that")
{
	struct trial trial;

	/* "abc" deflated, and no end. */
	open_trial(&trial, FILES({"a", "\x4b\x4c\x4a"}), 0);
	trial.dir.entries[0].method = ZIPDIR_DEFLATED;
	trial.dir.entries[0].size = 10;
	CHECK(run_trial(&trial));
	CHECK(trial.watched.num_begun == 1 && trial.watched.num_ended == 1);
	CHECK_NUMBER(trial.watched.num_whole, 0);
	CHECK(!trial.pass.entries[0].is_read);
	CHECK_TEXT(sha256_of_row(&trial, 0), NULL);
	close_trial(&trial);
}

TEST(pass_place, "what is odd about an entry that is read with its neighbours has its place in the package")
{
	struct trial trial;

	open_trial(&trial, FILES({"a", "first"}, {"b", "second"}), 0);
	trial.dir.entries[1].crc32 ^= 1;
	CHECK(run_trial(&trial));
	CHECK_NUMBER(trial.counted.num[ANOMALY_ZIP_BAD_CRC], 1);
	CHECK_NUMBER(trial.counted.offset, trial.dir.entries[1].data_offset);
	close_trial(&trial);
}

static void expect_library(const char *content, unsigned threads, uint64_t most, bool is_inspected)
{
	struct trial trial;
	char sha256[DIGEST_HEX_MAX];

	open_trial(&trial, FILES({"lib/arm64-v8a/libx.so", content}), threads);
	trial.pass.with_inspectors = true;
	trial.options.limits.value[LIMIT_DEX_SIZE] = most;
	CHECK(run_trial(&trial));
	digest_hex_of(DIGEST_SHA256, span_of(content, strlen(content)), sha256);
	CHECK_TEXT(sha256_of_row(&trial, 0), sha256);
	CHECK_NUMBER(trial.counted.num[ANOMALY_LIMIT_ENTRY_SIZE], is_inspected ? 0 : 1);
	CHECK_NUMBER(reading_num(trial.rows.reading, library), is_inspected ? 1 : 0);
	CHECK_NUMBER(SIZE_MAX - trial.rows.room, is_inspected ? 2 : 1);
	if (reading_num(trial.rows.reading, library) == 1)
		CHECK_TEXT(reading_rows(trial.rows.reading, library)[0]->sha256, sha256);
	CHECK(trial.watched.num_whole == 1 && trial.watched.num_bytes == strlen(content));
	close_trial(&trial);
}

TEST(pass_library, "a library is looked into up to its limit, of whatever size, on one thread or two, and a larger one is said and read all the same")
{
	size_t lens[] = {100, 3 << 20, ((size_t)16 << 20) + 1};

	for (size_t i = 0; i < 3; i++) {
		char *content = letters(lens[i]);

		memcpy(content, "\177ELF", 4);
		for (unsigned threads = 0; threads < 2; threads++) {
			expect_library(content, threads, lens[i], true);
			expect_library(content, threads, lens[i] - 1, false);
		}
		free(content);
	}
}

TEST(pass_deflated_library, "a library that is deflated from more than goes by in one piece is looked into all the same")
{
	size_t len = ((size_t)16 << 20) + 1;
	char *content = letters(len), *place = letters(20000);
	Bytef *deflated = malloc(20000);
	z_stream stream = {.next_in = (Bytef *)content, .avail_in = (uInt)len, .next_out = deflated, .avail_out = 20000};
	struct zipdir_entry *entry;
	struct trial trial;

	memcpy(content, "\177ELF", 4);
	CHECK(deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK && deflate(&stream, Z_FINISH) == Z_STREAM_END);
	open_trial(&trial, FILES({"lib/arm64-v8a/libx.so", place}), 0);
	entry = &trial.dir.entries[0];
	CHECK(pwrite(trial.fd, deflated, 20000, (off_t)entry->data_offset) == 20000);
	entry->method = ZIPDIR_DEFLATED;
	entry->size = len;
	entry->stored_size = stream.total_out;
	trial.pass.with_inspectors = true;
	CHECK(run_trial(&trial));
	CHECK(trial.pass.entries[0].is_read);
	CHECK_NUMBER(reading_num(trial.rows.reading, library), 1);
	close_trial(&trial);
	deflateEnd(&stream);
	free(deflated);
	free(place);
	free(content);
}

TEST(pass_inspector_fails, "what an inspector cannot say is an error of the pass")
{
	struct trial trial;

	open_trial(&trial, FILES({"lib/arm64-v8a/libx.so", "\177ELF and no more"}), 0);
	trial.pass.with_inspectors = trial.rows.no_libraries = true;
	CHECK(!run_trial(&trial));
	CHECK(trial.err.code != ERROR_NONE);
	close_trial(&trial);
}

TEST(pass_unreadable, "an entry that cannot be read has a row without place and SHA-256")
{
	struct trial trial;

	open_trial(&trial, FILES({"a", "first"}), 0);
	trial.dir.entries[0].readable = false;
	CHECK(run_trial(&trial));
	CHECK(!trial.pass.entries[0].is_read && trial.watched.num_begun == 0);
	CHECK_TEXT(sha256_of_row(&trial, 0), NULL);
	CHECK_NUMBER(reading_rows(trial.rows.reading, entry)[0]->offset, FACT_ABSENT);
	close_trial(&trial);
}

/* Five neighbours, with headers of 31 bytes between them, whose data are so many bytes from the first to the last. */
static void expect_neighbours(size_t len)
{
	char *most = letters(60000), *rest = letters(len - 4 * 60000 - 4 * 31);
	struct trial trial;

	open_trial(&trial, FILES({"a", most}, {"b", most}, {"c", most}, {"d", most}, {"e", rest}), 0);
	CHECK(run_trial(&trial));
	for (size_t i = 0; i < 5; i++)
		CHECK(trial.pass.entries[i].is_read);
	close_trial(&trial);
	free(most);
	free(rest);
}

TEST(pass_order, "neighbours are read whatever their order in the directory")
{
	struct zipdir_entry first;
	struct trial trial;

	open_trial(&trial, FILES({"a", "first"}, {"b", "second"}, {"c", "third"}), 0);
	first = trial.dir.entries[0];
	trial.dir.entries[0] = trial.dir.entries[2];
	trial.dir.entries[2] = first;
	CHECK(run_trial(&trial));
	for (size_t i = 0; i < 3; i++)
		CHECK(trial.pass.entries[i].is_read);
	close_trial(&trial);
}

TEST(pass_inside, "two neighbours of which the first one ends last are read")
{
	struct trial trial;

	open_trial(&trial, FILES({"a", "first"}, {"b", "x"}), 0);
	trial.dir.entries[1].data_offset = trial.dir.entries[0].data_offset + 1;
	CHECK(run_trial(&trial));
	CHECK(trial.pass.entries[0].is_read && trial.pass.entries[1].is_read);
	close_trial(&trial);
}

TEST(pass_window, "neighbours that fill the window of a thread, and such that are a byte more, are read")
{
	for (size_t more = 0; more < 4; more++)
		expect_neighbours(256 * 1024 - 2 + more);
}

/* Which entries are read when the package may make so much: a letter is a bit. */
static void expect_read(const struct file *files, uint64_t limit, uint64_t wanted)
{
	struct trial trial;
	uint64_t read = 0;

	open_trial(&trial, files, 0);
	trial.options.limits.value[LIMIT_INFLATED_BYTES] = limit;
	CHECK(run_trial(&trial));
	for (size_t i = 0; i < trial.dir.num_entries; i++)
		read |= (uint64_t)trial.pass.entries[i].is_read << i;
	CHECK_NUMBER(read, wanted);
	CHECK_NUMBER(trial.counted.beyond, read ^ ((1u << trial.dir.num_entries) - 1));
	close_trial(&trial);
}

TEST(pass_budget, "the entries of a package are read as far as its bytes in all may go, in the order of the directory; one that is too large takes none")
{
	char *large = letters(300000);

	expect_read(FILES({"a", "12345"}, {"b", "12345"}, {"c", "12345"}), 10, 3);
	expect_read(FILES({"a", "12345"}, {"b", large}, {"c", "1234"}, {"d", "12"}), 300004, 13);
	free(large);
}

#define MANY_FILES 26

/* Of so many files of zlib data those are said whose beginning is beyond what the package may make. */
static uint64_t beyond_of(const struct file *files, unsigned threads)
{
	struct trial trial;
	uint64_t beyond;

	open_trial(&trial, files, threads);
	trial.options.limits.value[LIMIT_INFLATED_BYTES] = 3500000;
	trial.pass.with_inspectors = true;
	CHECK(run_trial(&trial));
	beyond = trial.counted.beyond;
	close_trial(&trial);
	return beyond;
}

TEST(pass_inside_budget, "which entries are looked into that make more than the package may is the same with any number of threads")
{
	/* A block of letters as they are, 65278 of them. */
	static const char zlib_start[] = "\x78\x01\x01\xfe\xfe\x01\x01";
	char *content = letters(67000), names[MANY_FILES][2];
	struct file files[MANY_FILES + 1] = {0};
	uint64_t alone;

	memcpy(content, zlib_start, strlen(zlib_start));
	for (size_t i = 0; i < MANY_FILES; i++) {
		names[i][0] = (char)('a' + i);
		names[i][1] = '\0';
		files[i] = (struct file){names[i], content};
	}
	alone = beyond_of(files, 0);
	CHECK(__builtin_popcountll(alone) > 5 && __builtin_popcountll(alone) < MANY_FILES - 5);
	for (unsigned threads = 1; threads < 20; threads++)
		CHECK_NUMBER(beyond_of(files, threads % 5), alone);
	free(content);
}

/* Entries lie as this says it, and the file ends behind so many bytes when they are read. */
static void expect_failure(const struct file *files, off_t end)
{
	struct trial trial;

	open_trial(&trial, files, 0);
	CHECK(ftruncate(trial.fd, end) == 0);
	CHECK(!run_trial(&trial));
	CHECK_NUMBER(trial.err.code, ERROR_IO);
	close_trial(&trial);
}

TEST(pass_shorter, "a package that becomes shorter is an error of the pass: where an entry is read alone, and with its neighbours")
{
	char *large = letters(100000);

	expect_failure(FILES({"a", large}), 1000);
	expect_failure(FILES({"a", "first"}, {"b", "second"}), 60);
	free(large);
}

static void expect_unwritten(void)
{
	struct trial trial;

	open_trial(&trial, FILES({"a", "first"}), 0);
	trial.rows.room = 0;
	trial.dir.entries[0].readable = false;
	CHECK(!run_trial(&trial));
	close_trial(&trial);
}

TEST(pass_rows, "a row that nobody takes is an error of the pass, be it of an entry alone, among neighbours, or that cannot be read")
{
	for (size_t room = 0; room < 3; room++) {
		struct trial trial;

		open_trial(&trial, FILES({"a", "first"}, {"b", "second"}, {"c", "third"}), 0);
		trial.rows.room = room;
		trial.dir.entries[2].readable = false;
		CHECK(!run_trial(&trial));
		CHECK_NUMBER(trial.err.code, ERROR_IO);
		close_trial(&trial);
	}
	expect_unwritten();
}

/* Work that fails: at once, or when two of its items are under way. */
struct failing {
	size_t num_begun;
	pthread_barrier_t *together; /* or NULL */
};

static bool fail(void *owner, size_t item, unsigned worker, struct error *err)
{
	struct failing *failing = owner;

	(void)item, (void)worker;
	__atomic_add_fetch(&failing->num_begun, 1, __ATOMIC_RELAXED);
	if (failing->together != NULL)
		pthread_barrier_wait(failing->together);
	return error_set(err, ERROR_MEMORY, "no room for work");
}

static void expect_failing_work(struct failing *failing, unsigned threads)
{
	struct trial trial;

	open_trial(&trial, FILES({"a", "first"}), threads);
	trial.pass.works[PASS_ACCOUNTING] = (struct pass_work){.owner = failing, .num_items = 5, .cost = 1 << 20, .work = fail};
	CHECK(!run_trial(&trial));
	CHECK_TEXT(trial.err.text, "no room for work");
	CHECK_NUMBER(trial.err.code, ERROR_MEMORY);
	CHECK_NUMBER(reading_num(trial.rows.reading, entry), 0);
	CHECK_NUMBER(failing->num_begun, threads + 1);
	close_trial(&trial);
}

TEST(pass_work, "work of a pass that fails is its error, on one thread or several, and nothing is begun behind it")
{
	struct failing alone = {.together = NULL}, both;
	pthread_barrier_t barrier;

	expect_failing_work(&alone, 0);
	pthread_barrier_init(&barrier, NULL, 2);
	both = (struct failing){.together = &barrier};
	expect_failing_work(&both, 1);
	pthread_barrier_destroy(&barrier);
}

static bool note_item(void *owner, size_t item, unsigned worker, struct error *err)
{
	unsigned *items = owner;

	(void)worker, (void)err;
	items[item]++;
	return true;
}

TEST(pass_all_works, "every item of everybody's work is done in a pass once")
{
	unsigned items[PASS_WORKS][3] = {0};
	struct trial trial;

	open_trial(&trial, FILES({"a", "first"}), 1);
	for (size_t i = 0; i < PASS_WORKS; i++)
		trial.pass.works[i] = (struct pass_work){.owner = items[i], .num_items = 3, .cost = i, .work = note_item};
	CHECK(run_trial(&trial));
	for (size_t i = 0; i < PASS_WORKS; i++)
		for (size_t item = 0; item < 3; item++)
			CHECK_NUMBER(items[i][item], 1);
	close_trial(&trial);
}

/* What comes after the entries, and what it found when it came. */
struct afterwards {
	const struct trial *trial;
	size_t num_ordered; /* items of PASS_ORDER that were done */
	size_t num_times, num_read, num_rows;
	bool fails;
};

static bool order_item(void *owner, size_t item, unsigned worker, struct error *err)
{
	struct afterwards *afterwards = owner;

	(void)item, (void)worker, (void)err;
	__atomic_add_fetch(&afterwards->num_ordered, 1, __ATOMIC_RELAXED);
	return true;
}

static bool look_back(void *owner, struct error *err)
{
	struct afterwards *afterwards = owner;
	const struct trial *trial = afterwards->trial;

	afterwards->num_times++;
	for (size_t i = 0; i < trial->dir.num_entries; i++)
		afterwards->num_read += trial->pass.entries[i].is_read;
	afterwards->num_rows = reading_num(trial->rows.reading, entry);
	return !afterwards->fails || error_set(err, ERROR_MEMORY, "no room afterwards");
}

static void expect_afterwards(unsigned threads, bool fails)
{
	struct trial trial;
	struct afterwards afterwards = {.trial = &trial, .fails = fails};

	open_trial(&trial, FILES({"a", "first"}, {"b", "second"}, {"c", "third"}), threads);
	trial.pass.works[PASS_ORDER] = (struct pass_work){.owner = &afterwards, .num_items = 1, .cost = 1, .work = order_item};
	trial.pass.after = (struct pass_after){.owner = &afterwards, .work = look_back};
	CHECK(run_trial(&trial) == !fails);
	CHECK_NUMBER(afterwards.num_times, 1);
	CHECK_NUMBER(afterwards.num_ordered, 1);
	CHECK_NUMBER(afterwards.num_read, 3);
	CHECK_NUMBER(afterwards.num_rows, 3);
	if (fails)
		CHECK_TEXT(trial.err.text, "no room afterwards");
	close_trial(&trial);
}

TEST(pass_after, "what needs every entry comes once, when all were read, and is the pass's error where it fails")
{
	for (unsigned threads = 0; threads < 3; threads++) {
		expect_afterwards(threads, false);
		expect_afterwards(threads, true);
	}
}

static bool look_at_rows(void *owner, size_t item, unsigned worker, struct error *err)
{
	struct afterwards *afterwards = owner;

	(void)item, (void)worker, (void)err;
	afterwards->num_rows += reading_num(afterwards->trial->rows.reading, entry);
	return true;
}

TEST(pass_chunks, "the chunks of the file come last, however large: what waits for the entries is done beside them")
{
	struct trial trial;
	struct afterwards afterwards = {.trial = &trial};

	open_trial(&trial, FILES({"a", "first"}, {"b", "second"}), 0);
	trial.pass.works[PASS_CHUNKS] = (struct pass_work){.owner = &afterwards, .num_items = 3, .cost = 1 << 20, .work = look_at_rows};
	CHECK(run_trial(&trial));
	CHECK_NUMBER(afterwards.num_rows, 3 * 2);
	close_trial(&trial);
}
