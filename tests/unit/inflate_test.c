/*
 * The content of an entry: whole or in pieces, wherever its bytes lie, and whatever they lie about.
 */
#include "bytes/buf.h"
#include "container/inflate.h"
#include "harness.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#define MIB ((size_t)1024 * 1024)
#define BEFORE 5u /* bytes in front of the data */
#define BEHIND 3u

/* A package of one entry. */
struct sample {
	struct anomalies anomalies; /* first, so that one pointer is the other */
	struct anomaly said; /* the last */
	unsigned num_said;
	struct buf file;
	uint8_t *content;
	struct zipdir_entry entry;
	struct limits limits;
	struct budget budget;
	uint64_t whole_max;
	/* What was handed over. */
	size_t len, num_pieces, num_last, largest;
	bool is_same;
};

static void hear(struct anomalies *self, const struct anomaly *anomaly)
{
	struct sample *sample = (struct sample *)self;

	sample->said = *anomaly;
	sample->num_said++;
}

static void take(void *owner, struct span bytes, bool is_last)
{
	struct sample *sample = owner;

	sample->is_same = sample->is_same && sample->num_last == 0 &&
			  (bytes.len == 0 || memcmp(sample->content + sample->len, bytes.data, bytes.len) == 0);
	sample->len += bytes.len;
	sample->num_pieces++;
	sample->num_last += is_last;
	sample->largest = bytes.len > sample->largest ? bytes.len : sample->largest;
}

static void deflate_into(struct buf *out, const uint8_t *content, size_t size, int level)
{
	z_stream z = {0};

	CHECK(deflateInit2(&z, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	z.next_in = (Bytef *)content;
	z.avail_in = (uInt)size;
	while (z.avail_in > 0 || z.total_out == 0 || z.avail_out == 0) {
		uint8_t piece[32768];

		z.next_out = piece;
		z.avail_out = sizeof piece;
		deflate(&z, Z_FINISH);
		buf_add(out, piece, sizeof piece - z.avail_out);
	}
	deflateEnd(&z);
}

static uint8_t *content_of(size_t size)
{
	uint32_t *content = malloc(size + 64), state = 1;

	for (size_t i = 0; i < (size + 64) / sizeof state; i++)
		content[i] = state = state * 1103515245u + 12345u;
	return (uint8_t *)content;
}

static struct sample sample_of(uint16_t method, size_t size)
{
	struct sample sample = {.anomalies.report = hear, .file = buf_new((size_t)1 << 30), .content = content_of(size),
				.limits = limits_default(), .is_same = true};

	buf_add(&sample.file, "PK\3\4+", BEFORE);
	if (method == ZIPDIR_DEFLATED)
		deflate_into(&sample.file, sample.content, size, size < MIB ? 1 : 0);
	else
		buf_add(&sample.file, sample.content, size);
	sample.entry = (struct zipdir_entry){.name = span_of_text("classes.dex"), .path = "classes.dex", .method = method,
					     .readable = true, .size = size, .data_offset = BEFORE,
					     .stored_size = sample.file.len - BEFORE,
					     .crc32 = (uint32_t)crc32_z(0, sample.content, size)};
	buf_add(&sample.file, "---", BEHIND);
	sample.budget.own = UINT64_MAX;
	return sample;
}

static void sample_free(struct sample *sample)
{
	buf_free(&sample->file);
	free(sample->content);
}

#define SAMPLE_CLEANUP __attribute__((cleanup(sample_free)))

static struct inflate_request request_of(struct sample *sample, const struct source *source)
{
	sample->len = sample->num_pieces = sample->num_last = sample->largest = sample->num_said = 0;
	return (struct inflate_request){.source = source, .entry = &sample->entry, .limits = &sample->limits, .budget = &sample->budget,
					.anomalies = &sample->anomalies, .whole_max = sample->whole_max};
}

static enum inflate_outcome inflate_from(struct sample *sample, const struct source *source, struct error *err)
{
	struct inflate *inflate = inflate_new();
	struct inflate_request request = request_of(sample, source);
	enum inflate_outcome outcome = inflate_entry(inflate, &request, take, sample, err);

	inflate_free(inflate);
	return outcome;
}

static enum inflate_outcome inflate_sample(struct sample *sample)
{
	struct source source = source_of(buf_span(&sample->file));

	return inflate_from(sample, &source, NULL);
}

static int file_of(const struct sample *sample)
{
	int fd = memfd_create("package", MFD_CLOEXEC);

	CHECK(fd >= 0 && write(fd, sample->file.data, sample->file.len) == (ssize_t)sample->file.len);
	return fd;
}

static void check_pieces(const struct sample *sample, size_t most)
{
	CHECK(sample->is_same && sample->len == sample->entry.size && sample->num_said == 0);
	CHECK_NUMBER(sample->num_last, 1);
	if (sample->entry.size <= INFLATE_WHOLE_MAX || sample->entry.size <= sample->whole_max)
		CHECK_NUMBER(sample->num_pieces, 1);
	else
		CHECK(sample->num_pieces > 1 && sample->largest <= most);
}

TEST(inflate_sources, "an entry's content is the same whether its bytes are read, mapped or lie in memory: in one piece up to 16 MiB, in small ones beyond")
{
	static const size_t sizes[] = {0, 1, 1000, 300000, 3 * MIB, 16 * MIB, 16 * MIB + 1};

	for (size_t i = 0; i < 2 * sizeof sizes / sizeof sizes[0]; i++) {
		struct sample sample SAMPLE_CLEANUP = sample_of(i % 2 == 0 ? ZIPDIR_STORED : ZIPDIR_DEFLATED, sizes[i / 2]);
		int fd = file_of(&sample);
		struct source of[3] = {source_of(buf_span(&sample.file))};

		CHECK(source_open(&of[1], fd, NULL) && source_open(&of[2], fd, NULL));
		of[2].may_map = true;
		for (int kind = 0; kind < 3; kind++) {
			CHECK_NUMBER(inflate_from(&sample, &of[kind], NULL), INFLATE_OK);
			check_pieces(&sample, MIB);
		}
		sample.whole_max = 17 * MIB;
		CHECK_NUMBER(inflate_from(&sample, &of[2], NULL), INFLATE_OK);
		check_pieces(&sample, 0);
		close(fd);
	}
}

TEST(inflate_shorter, "an entry whose bytes the package has no more is an error, whatever its method and size")
{
	static const size_t sizes[] = {1000, 16 * MIB + 1};

	for (size_t i = 0; i < 4; i++) {
		struct sample sample SAMPLE_CLEANUP = sample_of(i % 2 == 0 ? ZIPDIR_STORED : ZIPDIR_DEFLATED, sizes[i / 2]);
		int fd = file_of(&sample);
		struct source source;
		struct error err = {0};

		CHECK(source_open(&source, fd, NULL) && ftruncate(fd, (off_t)(sample.file.len - BEHIND - 1)) == 0);
		CHECK_NUMBER(inflate_from(&sample, &source, &err), INFLATE_ERROR);
		CHECK(err.code == ERROR_IO && sample.is_same && sample.len < sample.entry.size);
		close(fd);
	}
}

/* What one that lies comes to, small and large. */
static void expect_lie(void (*lie)(struct sample *sample), enum inflate_outcome outcome, enum anomaly_id id, int64_t missing)
{
	static const size_t sizes[] = {50000, 16 * MIB + 50000};

	for (size_t i = 0; i < 2; i++) {
		struct sample sample SAMPLE_CLEANUP = sample_of(ZIPDIR_DEFLATED, sizes[i]);

		lie(&sample);
		CHECK_NUMBER(inflate_sample(&sample), outcome);
		CHECK_NUMBER(sample.said.id, id);
		CHECK_NUMBER(sample.said.offset, BEFORE);
		CHECK_NUMBER(sample.said.effect, outcome == INFLATE_REFUSED ? EFFECT_REFUSED : anomaly_info(id)->effect);
		CHECK(sample.is_same && sample.num_said == 1 && sample.num_last == 1);
		if (missing >= 0)
			CHECK_NUMBER(sample.entry.size - sample.len, missing);
		else
			CHECK(sample.len < sample.entry.size);
	}
}

static void say_more(struct sample *sample)
{
	sample->entry.size++;
}

static void say_less(struct sample *sample)
{
	sample->entry.size--;
}

static void cut(struct sample *sample)
{
	sample->entry.stored_size -= 9;
}

static void add(struct sample *sample)
{
	sample->entry.stored_size++;
}

static void spoil_crc(struct sample *sample)
{
	sample->entry.crc32 ^= 1;
}

TEST(inflate_lies, "what an entry lies about is said once, and what there is of it is handed over all the same")
{
	expect_lie(say_more, INFLATE_REFUSED, ANOMALY_ZIP_SIZE_LIE, 1);
	expect_lie(say_less, INFLATE_REFUSED, ANOMALY_ZIP_SIZE_LIE, 0);
	expect_lie(cut, INFLATE_REFUSED, ANOMALY_ZIP_CORRUPT_DEFLATE, -1);
	expect_lie(add, INFLATE_OK, ANOMALY_ZIP_DEFLATE_TRAILING, 0);
	expect_lie(spoil_crc, INFLATE_OK, ANOMALY_ZIP_BAD_CRC, 0);
}

TEST(inflate_unreadable, "an entry that the phone does not find is read and refused; one whose data nobody finds is not read")
{
	struct sample sample SAMPLE_CLEANUP = sample_of(ZIPDIR_STORED, 100);

	sample.entry.readable = false;
	CHECK_NUMBER(inflate_sample(&sample), INFLATE_REFUSED);
	check_pieces(&sample, 0);
	sample.entry.data_offset = 0;
	CHECK_NUMBER(inflate_sample(&sample), INFLATE_REFUSED);
	CHECK_NUMBER(sample.num_pieces + sample.num_said, 0);
}

static void expect_limit(struct sample *sample, enum anomaly_id id)
{
	CHECK_NUMBER(inflate_sample(sample), INFLATE_UNREAD);
	CHECK(sample->num_said == 1 && sample->said.id == id);
	CHECK_NUMBER(sample->num_pieces, 0);
}

TEST(inflate_limits, "an entry as large as its limits is read and takes its size off what is left; of a larger one no byte is made")
{
	struct sample sample SAMPLE_CLEANUP = sample_of(ZIPDIR_DEFLATED, 5000);

	sample.limits.value[LIMIT_ENTRY_SIZE] = 5000;
	sample.budget.own = 5000;
	CHECK_NUMBER(inflate_sample(&sample), INFLATE_OK);
	check_pieces(&sample, 0);
	CHECK(sample.budget.own == 0 && !sample.budget.is_over);
	sample.budget.own = 4999;
	expect_limit(&sample, ANOMALY_LIMIT_INFLATED_BYTES);
	CHECK(sample.budget.own == 0 && sample.budget.is_over);
	sample.limits.value[LIMIT_ENTRY_SIZE] = 4999;
	expect_limit(&sample, ANOMALY_LIMIT_ENTRY_SIZE);
}

TEST(inflate_budget, "a package may make 1 GiB, or a hundred times its size, and never more than the limit")
{
	const uint64_t gib = 1024 * MIB;
	struct limits limits = limits_default();

	limits.value[LIMIT_INFLATED_BYTES] = 16 * gib;
	CHECK_NUMBER(inflate_budget(&limits, 0), gib);
	CHECK_NUMBER(inflate_budget(&limits, gib / 100), gib);
	CHECK_NUMBER(inflate_budget(&limits, 16 * MIB), 1600 * MIB);
	CHECK_NUMBER(inflate_budget(&limits, gib), 16 * gib);
	CHECK_NUMBER(inflate_budget(&limits, UINT64_MAX), 16 * gib);
	limits.value[LIMIT_INFLATED_BYTES] = 10;
	CHECK_NUMBER(inflate_budget(&limits, 16 * MIB), 10);
}

/* Zeros, so that the ratio is about a thousand. */
static struct sample zeros(size_t size)
{
	struct sample sample = sample_of(ZIPDIR_STORED, 0);

	free(sample.content);
	sample.content = calloc(1, size + 64);
	sample.file.len = BEFORE;
	deflate_into(&sample.file, sample.content, size, 1);
	sample.entry.method = ZIPDIR_DEFLATED;
	sample.entry.stored_size = sample.file.len - BEFORE;
	sample.entry.size = size;
	sample.entry.crc32 = (uint32_t)crc32_z(0, sample.content, size);
	return sample;
}

TEST(inflate_ratio, "an entry of more than 1 MiB that makes too much of its bytes is said, one of more than 64 MiB is not read")
{
	static const struct {
		size_t size;
		unsigned said;
		enum inflate_outcome outcome;
	} cases[] = {{MIB, 0, INFLATE_OK}, {MIB + 1, 1, INFLATE_OK}, {64 * MIB, 1, INFLATE_OK}, {64 * MIB + 1, 1, INFLATE_UNREAD}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct sample sample SAMPLE_CLEANUP = zeros(cases[i].size);

		sample.limits.value[LIMIT_RATIO] = 100;
		CHECK_NUMBER(inflate_sample(&sample), cases[i].outcome);
		CHECK_NUMBER(sample.num_said, cases[i].said);
		if (sample.num_said > 0)
			CHECK_NUMBER(sample.said.id, cases[i].outcome == INFLATE_OK ? ANOMALY_ZIP_RATIO : ANOMALY_LIMIT_RATIO);
		CHECK(sample.is_same && sample.len == (cases[i].outcome == INFLATE_OK ? cases[i].size : 0));
		sample.limits.value[LIMIT_RATIO] = 1100;
		CHECK_NUMBER(inflate_sample(&sample), INFLATE_OK);
		CHECK_NUMBER(sample.num_said, 0);
		sample.limits.value[LIMIT_RATIO] = 0;
		CHECK_NUMBER(inflate_sample(&sample), cases[i].outcome);
		CHECK_NUMBER(sample.num_said, cases[i].said);
	}
}

TEST(inflate_kept, "an entry that is kept whole is the caller's and ends in NUL, and the next one is read as if nothing had been")
{
	static const size_t sizes[] = {0, 1, 200000, 16 * MIB + 1, 5};
	struct inflate *inflate = inflate_new();

	for (size_t i = 0; i < 3 * sizeof sizes / sizeof sizes[0]; i++) {
		struct sample sample SAMPLE_CLEANUP = sample_of(i % 3 == 0 ? ZIPDIR_STORED : ZIPDIR_DEFLATED, sizes[i / 3]);
		struct source source = source_of(buf_span(&sample.file));
		struct inflate_request request = request_of(&sample, &source);
		uint8_t *data;
		size_t len;

		CHECK_NUMBER(inflate_whole(inflate, &request, sizes[i / 3], &data, &len, NULL), INFLATE_OK);
		CHECK(len == sizes[i / 3] && memcmp(data, sample.content, len) == 0 && data[len] == 0);
		free(data);
		if (len == 0)
			continue;
		CHECK_NUMBER(inflate_whole(inflate, &request, len - 1, &data, &len, NULL), INFLATE_UNREAD);
		CHECK(data == NULL && len == 0 && sample.said.id == ANOMALY_LIMIT_ENTRY_SIZE);
	}
	inflate_free(inflate);
}

static struct source stored_in(const struct sample *sample)
{
	return source_of(span_slice(buf_span(&sample->file), BEFORE, sample->entry.stored_size));
}

TEST(inflate_seen, "what is inflated to be looked at is spent with the compressed bytes that it took; where more may be made than is left, nothing is")
{
	struct sample sample SAMPLE_CLEANUP = sample_of(ZIPDIR_DEFLATED, 5000);
	struct source data = stored_in(&sample);
	struct budget budget = {.own = 5000 + sample.entry.stored_size + 1};
	uint8_t out[5000];
	size_t len = sizeof out;

	CHECK_NUMBER(inflate_beginning(&data, INFLATE_RAW, &budget, out, &len, NULL), INFLATE_OK);
	CHECK(len == sizeof out && memcmp(out, sample.content, len) == 0);
	CHECK_NUMBER(budget.own, 1);
	CHECK_NUMBER(inflate_beginning(&data, INFLATE_RAW, &budget, out, &len, NULL), INFLATE_UNREAD);
	CHECK(len == 0 && budget.own == 0 && budget.is_over);
	len = sizeof out;
	CHECK_NUMBER(inflate_beginning(&data, INFLATE_RAW, &budget, out, &len, NULL), INFLATE_UNREAD);
	CHECK_NUMBER(len, 0);
	len = 10;
	CHECK_NUMBER(inflate_beginning(&data, INFLATE_NOTHING, NULL, out, &len, NULL), INFLATE_OK);
	CHECK_NUMBER(len, 10);
}

TEST(inflate_broken, "what only looks compressed takes no more of what may be inflated than a piece")
{
	uint8_t bytes[50000] = {0x78, 0x9c, 0x07}, out[5000]; /* the third kind of block, which there is not */
	struct source data = source_of(span_of(bytes, sizeof bytes));
	struct budget budget = {.own = 2048};
	size_t len = sizeof out;

	CHECK_NUMBER(inflate_beginning(&data, INFLATE_ZLIB, &budget, out, &len, NULL), INFLATE_OK);
	CHECK_NUMBER(len, 0);
	CHECK(budget.own > 2000 && !budget.is_over);
}

/* Of 3 MiB and a little. */
static void check_most(struct sample *sample, size_t max, size_t wanted)
{
	struct source data = stored_in(sample);
	uint8_t *bytes;
	size_t len;

	CHECK_NUMBER(inflate_most(&data, INFLATE_RAW, NULL, max, &bytes, &len, NULL), INFLATE_OK);
	CHECK_NUMBER(len, wanted);
	CHECK(memcmp(bytes, sample->content, len) == 0);
	free(bytes);
}

TEST(inflate_most, "what data make is held as far as it may be, and inflated once; of more than was left the rest is not made")
{
	const size_t size = 3 * MIB + 5;
	struct sample sample SAMPLE_CLEANUP = sample_of(ZIPDIR_DEFLATED, size);
	struct source data = stored_in(&sample);
	struct budget budget = {.own = size + sample.entry.stored_size + MIB};
	uint8_t *bytes;
	size_t len;

	check_most(&sample, 64 * MIB, size);
	check_most(&sample, size, size);
	check_most(&sample, size - 1, size - 1);
	check_most(&sample, 0, 0);
	CHECK_NUMBER(inflate_most(&data, INFLATE_RAW, &budget, 64 * MIB, &bytes, &len, NULL), INFLATE_OK);
	free(bytes);
	CHECK_NUMBER(budget.own, MIB);
	CHECK_NUMBER(inflate_most(&data, INFLATE_RAW, &budget, 64 * MIB, &bytes, &len, NULL), INFLATE_UNREAD);
	CHECK(len > MIB / 4 && len <= MIB && budget.is_over);
	free(bytes);
}
