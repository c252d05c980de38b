/*
 * The package's bytes as they are read, mapped, or lie in memory, and a package that becomes shorter meanwhile.
 */
#include "bytes/source.h"
#include "harness.h"
#include "sandbox/drop.h"
#include "sandbox/sandbox.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE ((size_t)3500 * 1000)

/* What was poured, compared with what it should be. */
struct glass {
	const uint8_t *expected;
	size_t len, most; /* bytes after which no more is wanted */
	bool is_same;
};

static bool fill(void *owner, struct span bytes)
{
	struct glass *glass = owner;

	glass->is_same =
		glass->is_same && bytes.len > 0 && memcmp(glass->expected + glass->len, bytes.data, bytes.len) == 0;
	glass->len += bytes.len;
	return glass->len < glass->most;
}

static uint8_t *noise(void)
{
	uint8_t *bytes = malloc(SIZE);
	uint32_t state = 1;

	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (uint8_t)((state = state * 1103515245u + 12345u) >> 24);
	return bytes;
}

/* The same bytes as three sources: read, mapped, in memory. */
static int sources(struct source out[3], const uint8_t *bytes)
{
	int fd = memfd_create("package", MFD_CLOEXEC);

	CHECK(fd >= 0 && write(fd, bytes, SIZE) == (ssize_t)SIZE);
	CHECK(source_open(&out[0], fd, NULL) && source_open(&out[1], fd, NULL));
	out[1].may_map = true;
	out[2] = source_of(span_of(bytes, SIZE));
	return fd;
}

TEST(source_pour,
     "a source hands over its bytes in order from any place on, whether they are read, mapped, or lie in memory")
{
	static const size_t places[][2] = {{0, SIZE},    {1, SIZE - 1}, {4095, 2 << 20}, {4096, 70000},
					   {12345, 100}, {SIZE - 1, 1}, {SIZE, 0},       {77, (3 << 20) + 1}};
	uint8_t *bytes = noise();
	struct source of[3];
	int fd = sources(of, bytes);

	for (int kind = 0; kind < 3; kind++) {
		struct source sub = source_sub(&of[kind], 33, SIZE);

		for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
			struct glass glass = {.expected = bytes + places[i][0], .most = SIZE + 1, .is_same = true};
			struct error err = {0};

			CHECK(source_pour(&of[kind], places[i][0], places[i][1], fill, &glass, &err));
			CHECK(glass.is_same && glass.len == places[i][1] && err.code == ERROR_NONE);
		}
		CHECK(source_pour(&sub, 100, 1 << 20, fill,
				  &(struct glass){.expected = bytes + 133, .most = SIZE, .is_same = true}, NULL));
	}
	close(fd);
	free(bytes);
}

TEST(source_pour_ends, "a source hands over nothing beyond its end, which is an error, and nothing more when no more "
		       "is wanted, which is none")
{
	uint8_t *bytes = noise();
	struct source of[3];
	int fd = sources(of, bytes);

	for (int kind = 0; kind < 3; kind++) {
		struct glass all = {.expected = bytes, .most = 2 * SIZE, .is_same = true},
			     some = {.expected = bytes, .most = 1, .is_same = true};
		struct source sub = source_sub(&of[kind], 0, SIZE - 1);
		struct error err = {0}, none = {0};

		CHECK(!source_pour(&sub, 0, SIZE, fill, &all, &err));
		CHECK(err.code == ERROR_IO && all.is_same && all.len < SIZE);
		CHECK(!source_pour(&of[kind], 0, SIZE, fill, &some, &none));
		CHECK(none.code == ERROR_NONE && some.len > 0 && some.len <= 1 << 20);
	}
	close(fd);
	free(bytes);
}

TEST(source_map, "a window of a source is mapped where that is allowed and it lies within; what is small is not")
{
	uint8_t *bytes = noise();
	struct source of[3], sub;
	int fd = sources(of, bytes);
	struct source_map map;

	CHECK(!source_map(&of[0], 0, SIZE, &map) && !source_map(&of[2], 0, SIZE, &map));
	CHECK(!source_map(&of[1], 0, 100, &map) && !source_map(&of[1], 1, SIZE, &map) &&
	      !source_map(&of[1], UINT64_MAX, SIZE, &map));
	sub = source_sub(&of[1], 5000, SIZE);
	CHECK(!source_map(&sub, 0, SIZE - 4999, &map) && map.pages == NULL);
	CHECK(source_map(&sub, 1234, 1 << 20, &map) && map.bytes.len == 1 << 20 &&
	      memcmp(map.bytes.data, bytes + 6234, 1 << 20) == 0);
	source_unmap(&map);
	source_unmap(&map);
	CHECK(map.bytes.data == NULL);
	close(fd);
	free(bytes);
}

TEST(source_map_whole, "a small file that is mapped whole gives any piece of it without a mapping of its own; a large one, or one that may not be, is not")
{
	uint8_t *bytes = noise();
	struct source of[3], sub;
	int fd = sources(of, bytes);
	struct glass glass = {.expected = bytes + 77, .most = SIZE + 1, .is_same = true};
	struct source_map map;

	source_map_whole(&of[0]);
	CHECK(of[0].mapped == NULL);
	source_map_whole(&of[1]);
	CHECK(of[1].mapped != NULL);
	sub = source_sub(&of[1], 5000, SIZE);
	CHECK(source_map(&sub, 1234, 100, &map) && map.pages == NULL && map.bytes.len == 100 && memcmp(map.bytes.data, bytes + 6234, 100) == 0);
	source_unmap(&map);
	CHECK(!source_map(&sub, 0, SIZE - 4999, &map) && !source_map(&sub, UINT64_MAX, 1, &map));
	CHECK(source_pour(&of[1], 77, SIZE - 77, fill, &glass, NULL) && glass.is_same && glass.len == SIZE - 77);
	CHECK(munmap((void *)of[1].mapped, SIZE) == 0);
	CHECK(ftruncate(fd, (off_t)33 * 1024 * 1024) == 0 && source_open(&of[1], fd, NULL));
	of[1].may_map = true;
	source_map_whole(&of[1]);
	CHECK(of[1].mapped == NULL);
	close(fd);
	free(bytes);
}

TEST(source_holes, "a package with a hole is not mapped, and reading it takes no room where it lies")
{
	int fd = memfd_create("package", MFD_CLOEXEC);
	struct glass glass = {.expected = calloc(1, SIZE), .most = SIZE + 1, .is_same = true};
	struct source source;
	struct source_map map;
	struct stat status;

	CHECK(fd >= 0 && posix_fallocate(fd, 0, (off_t)SIZE - 4096) == 0 && ftruncate(fd, (off_t)SIZE) == 0);
	CHECK(source_open(&source, fd, NULL));
	source.may_map = true;
	CHECK(!source_map(&source, 0, SIZE, &map));
	CHECK(source_pour(&source, 0, SIZE, fill, &glass, NULL) && glass.is_same && glass.len == SIZE);
	CHECK(fstat(fd, &status) == 0 && status.st_blocks * 512 < status.st_size);
	free((void *)glass.expected);
	close(fd);
}

TEST(source_unmap, "a window of a source that is let go is the kernel's again, from its first page to its last")
{
	uint8_t *bytes = noise();
	struct source of[3];
	int fd = sources(of, bytes);
	struct source_map map;
	uint8_t *first, *last;

	CHECK(source_map(&of[1], 5000, SIZE - 5000, &map));
	first = map.pages;
	last = first + (map.size - 1) / 4096 * 4096;
	CHECK(map.bytes.data + map.bytes.len == first + map.size);
	CHECK(msync(first, 1, MS_ASYNC) == 0 && msync(last, 1, MS_ASYNC) == 0);
	source_unmap(&map);
	CHECK(msync(first, 1, MS_ASYNC) != 0 && msync(last, 1, MS_ASYNC) != 0);
	close(fd);
	free(bytes);
}

TEST(source_view, "the bytes of a source are seen where they lie when it is in memory and has them all")
{
	uint8_t *bytes = noise();
	struct source of[3], sub;
	int fd = sources(of, bytes);

	sub = source_sub(&of[2], 100, 50);
	CHECK(source_view(&of[0], 0, 1) == NULL && source_view(&of[2], 0, SIZE) == bytes);
	CHECK(source_view(&sub, 0, 50) == bytes + 100 && source_view(&sub, 49, 1) == bytes + 149 && source_view(&sub, 50, 0) == bytes + 150);
	CHECK(source_view(&sub, 1, 50) == NULL && source_view(&sub, 51, 0) == NULL && source_view(&sub, UINT64_MAX, 2) == NULL);
	close(fd);
	free(bytes);
}

TEST(source_read, "a source in memory or a file gives what it has from any place on; what it has not is an error")
{
	uint8_t *bytes = noise(), out[10];
	struct source of[3];
	int fd = sources(of, bytes);

	for (int kind = 0; kind < 3; kind++) {
		struct source sub = source_sub(&of[kind], 100, 50);
		struct error err = {0};

		CHECK(source_read(&sub, 40, out, 10, &err) && memcmp(out, bytes + 140, 10) == 0);
		CHECK(source_read(&sub, 50, out, 0, &err) && err.code == ERROR_NONE);
		CHECK(!source_read(&sub, 41, out, 10, &err) && err.code == ERROR_IO);
		CHECK(!source_read(&sub, UINT64_MAX, out, 2, NULL) && !source_read(&sub, 51, out, 0, NULL));
	}
	close(fd);
	CHECK(!source_read(&of[0], 0, out, 1, NULL));
	free(bytes);
}

/* What the worker and the test tell each other: the worker runs; the package has been made shorter. */
enum { STAGE_NONE, STAGE_RUNS, STAGE_SHORTER };

static volatile int *stage;

static bool look_into_map(const struct source *source, const struct format_options *options, struct pool *pool,
			  struct fact_sink *sink, struct error *err)
{
	struct source_map map;
	volatile uint8_t sum = 0;

	(void)options, (void)pool, (void)sink;
	if (!source_map(source, 0, (size_t)source->size, &map))
		return error_set(err, ERROR_INTERNAL, "nothing is mapped");
	*stage = STAGE_RUNS;
	while (*stage != STAGE_SHORTER)
		continue;
	if (write(DROP_ROWS_FD, "\x40\0\0\0\1", 5) != 5) /* another thread's row, half written */
		return false;
	for (size_t i = 0; i < map.bytes.len; i++)
		sum = (uint8_t)(sum + map.bytes.data[i]);
	source_unmap(&map);
	return true;
}

static bool make_shorter(void *owner, const struct reading *so_far)
{
	const int *fd = owner;

	(void)so_far;
	if (*stage != STAGE_RUNS)
		return *stage == STAGE_NONE;
	CHECK(ftruncate(*fd, 999999) == 0);
	*stage = STAGE_SHORTER;
	return false;
}

TEST(sandbox_shorter, "a package that is made shorter while a worker has it mapped is an error of the sandbox, and no crash, "
     "even in the middle of a row")
{
	struct format_options options = {.limits = limits_default()};
	struct error err = {0};
	struct sandbox *sandbox;
	int fd = memfd_create("package", MFD_CLOEXEC);
	const struct sandbox_meanwhile meanwhile = {.work = make_shorter, .owner = &fd};

	options.limits.value[LIMIT_WALL] = 20;
	CHECK(fd >= 0 && posix_fallocate(fd, 0, 4000000) == 0);
	stage = mmap(NULL, sizeof *stage, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = look_into_map}, &err);
	CHECK(stage != MAP_FAILED && sandbox != NULL);
	CHECK(sandbox_read_meanwhile(sandbox, fd, &options, &(struct sandbox_worker){.threads = 1}, &meanwhile, &err) == NULL);
	CHECK(err.code == ERROR_IO && *stage == STAGE_SHORTER);
	sandbox_stop(sandbox);
	munmap((void *)stage, sizeof *stage);
	close(fd);
}
