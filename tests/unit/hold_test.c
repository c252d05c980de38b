/*
 * Files that hold still while they are copied and read, and those that do not. Whether any can is the file system's to say.
 */
#include "bytes/descriptor.h"
#include "bytes/digest.h"
#include "harness.h"
#include "scan.h"
#include "store/package_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#define MIB ((size_t)1024 * 1024)
#define LARGEST (8 * MIB + 5)

struct place {
	char dir[32], path[64];
	int dir_fd;
};

static struct place place_make(void)
{
	struct place place = {.dir = "/tmp/prelist-hold-XXXXXX"};

	CHECK(mkdtemp(place.dir) != NULL);
	snprintf(place.path, sizeof place.path, "%s/app.apk", place.dir);
	place.dir_fd = open(place.dir, O_RDONLY | O_DIRECTORY);
	CHECK(place.dir_fd >= 0 && mkdirat(place.dir_fd, "packages", 0700) == 0);
	return place;
}

static void place_remove(struct place *place)
{
	char command[64];

	close(place->dir_fd);
	snprintf(command, sizeof command, "rm -rf %s", place->dir);
	CHECK(system(command) == 0);
}

static void make_bytes(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(i * 31 + i / 4096 + i / MIB);
}

/* Opened to be read. */
static int make_file(const char *path, const uint8_t *bytes, size_t len)
{
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);

	CHECK(fd >= 0 && descriptor_write(fd, span_of(bytes, len)));
	close(fd);
	fd = open(path, O_RDONLY);
	CHECK(fd >= 0);
	return fd;
}

static bool comes_to_write(const char *path)
{
	int fd = open(path, O_WRONLY | O_NONBLOCK);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

TEST(hold_writers, "a file that somebody has open for writing, or mapped to write to, is not held; nor what others may write to")
{
	struct place place = place_make();
	int fd = make_file(place.path, (const uint8_t *)"bytes", 5), writer = open(place.path, O_RDWR);
	void *mapping = mmap(NULL, 5, PROT_READ | PROT_WRITE, MAP_SHARED, writer, 0);

	CHECK(mapping != MAP_FAILED && !descriptor_hold(fd));
	close(writer);
	CHECK(!descriptor_hold(fd) && !descriptor_is_held(fd));
	munmap(mapping, 5);
	CHECK(fchmod(fd, 0620) == 0 && !descriptor_hold(fd));
	CHECK(fchmod(fd, 0602) == 0 && !descriptor_hold(fd));
	CHECK(fchmod(fd, 0644) == 0);
	if (geteuid() == 0)
		CHECK(fchown(fd, 1, 1) == 0 && !descriptor_hold(fd) && fchown(fd, 0, 0) == 0);
	if (!descriptor_hold(fd))
		test_skip("the file system holds no file");
	close(fd);
	place_remove(&place);
}

TEST(hold_elsewhere, "a file that no disk of this machine has is not held")
{
	char path[] = "/dev/shm/prelist-hold-XXXXXX";
	int writer = mkstemp(path), fd = writer < 0 ? -1 : open(path, O_RDONLY);
	struct statfs status;

	close(writer);
	if (fd >= 0 && fstatfs(fd, &status) == 0 && status.f_type == TMPFS_MAGIC)
		CHECK(!descriptor_hold(fd) && !descriptor_is_held(fd));
	else
		test_skip("no file system in memory");
	close(fd);
	unlink(path);
}

static void *make_empty(void *path)
{
	CHECK(truncate(path, 0) == 0);
	return NULL;
}

TEST(hold_lost, "who comes to write to a file that is held waits until it is released, and the hold is lost; who reads does not")
{
	struct place place = place_make();
	int fd = make_file(place.path, (const uint8_t *)"bytes", 5), reader = open(place.path, O_RDONLY);
	struct stat status;
	pthread_t thread;

	if (descriptor_hold(fd)) {
		CHECK(descriptor_is_held(fd) && descriptor_hold(reader) && descriptor_is_held(fd));
		descriptor_release(reader);
		CHECK(!comes_to_write(place.path) && errno == EWOULDBLOCK && !descriptor_is_held(fd));
		descriptor_release(fd);
		CHECK(comes_to_write(place.path) && descriptor_hold(fd) && descriptor_is_held(fd));
		CHECK(pthread_create(&thread, NULL, make_empty, place.path) == 0);
		for (int i = 0; i < 10000 && descriptor_is_held(fd); i++)
			usleep(1000);
		CHECK(!descriptor_is_held(fd) && fstat(fd, &status) == 0 && status.st_size == 5);
		descriptor_release(fd);
		pthread_join(thread, NULL);
		CHECK(fstat(fd, &status) == 0 && status.st_size == 0);
	} else {
		test_skip("the file system holds no file");
	}
	close(reader);
	close(fd);
	place_remove(&place);
}

/* Whether it was held. */
static bool check_received(const struct place *place, int fd, const uint8_t *bytes, size_t len)
{
	struct incoming incoming;
	struct error err = {0};
	char sha256[DIGEST_HEX_MAX];
	uint8_t *found = malloc(len + 1);
	struct stat status;

	digest_hex_of(DIGEST_SHA256, span_of(bytes, len), sha256);
	CHECK(found != NULL && package_file_receive(place->dir_fd, fd, &incoming, &err));
	CHECK_TEXT(err.text, "");
	CHECK_TEXT(incoming.sha256, sha256);
	CHECK_NUMBER(incoming.size, len);
	CHECK(fstat(incoming.fd, &status) == 0);
	CHECK_NUMBER(status.st_size, len);
	CHECK_NUMBER(status.st_mode & 07777, 0400);
	CHECK_NUMBER(fcntl(incoming.fd, F_GETFL) & O_DIRECT, 0);
	CHECK(descriptor_read(incoming.fd, 0, found, len + 1) == (ssize_t)len && memcmp(found, bytes, len) == 0);
	free(found);
	incoming_close(&incoming);
	return incoming.is_held;
}

TEST(copy_ways, "a package is kept with the same bytes and the same SHA-256 whether it holds still while it is copied or not, whatever its size")
{
	static const size_t sizes[] = {0, 1, 4095, 4096, 4097, MIB - 1, MIB, MIB + 1, 3 * MIB + 5, 4 * MIB, 4 * MIB + 1, LARGEST};
	struct place place = place_make();
	uint8_t *bytes = malloc(LARGEST);
	size_t num_held = 0;

	make_bytes(bytes, LARGEST);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		int fd = make_file(place.path, bytes, sizes[i]), writer;
		bool is_held = check_received(&place, fd, bytes, sizes[i]);

		CHECK(is_held == descriptor_is_held(fd));
		num_held += is_held;
		descriptor_release(fd);
		writer = open(place.path, O_WRONLY);
		CHECK(writer >= 0 && !check_received(&place, fd, bytes, sizes[i]));
		close(writer);
		close(fd);
	}
	if (num_held == 0)
		test_skip("the file system holds no file, or clones it");
	test_note("%zu of %zu were held", num_held, sizeof sizes / sizeof *sizes);
	free(bytes);
	place_remove(&place);
}

struct comer {
	const char *path;
	int fd;
};

static void *come_when_held(void *given)
{
	const struct comer *comer = given;

	for (int i = 0; i < 100000 && !descriptor_is_held(comer->fd); i++)
		usleep(100);
	CHECK(!comes_to_write(comer->path));
	return NULL;
}

TEST(copy_lost, "a package that somebody comes to write to while it is copied is copied as one that is not held, and he goes on")
{
	struct place place = place_make();
	uint8_t *bytes = malloc(LARGEST);
	struct comer comer = {.path = place.path};
	pthread_t thread;

	make_bytes(bytes, LARGEST);
	comer.fd = make_file(place.path, bytes, LARGEST);
	if (check_received(&place, comer.fd, bytes, LARGEST)) {
		CHECK(!comes_to_write(place.path) && !descriptor_is_held(comer.fd));
		CHECK(!check_received(&place, comer.fd, bytes, LARGEST) && comes_to_write(place.path));
		CHECK(pthread_create(&thread, NULL, come_when_held, &comer) == 0);
		test_note("he came %s", check_received(&place, comer.fd, bytes, LARGEST) ? "late" : "in time");
		pthread_join(thread, NULL);
	} else {
		test_skip("the file system holds no file, or clones it");
	}
	close(comer.fd);
	free(bytes);
	place_remove(&place);
}

/* Says the first byte. */
static bool read_first(const struct source *source, const struct format_options *options, struct pool *pool, struct fact_sink *sink,
		       struct error *err)
{
	struct fact_package row = fact_package_row();
	uint8_t first;

	(void)options, (void)pool;
	if (!source_read(source, 0, &first, 1, err))
		return false;
	row.package = 0;
	row.path = "";
	row.version_code = first;
	return fact_package_emit(sink, &row);
}

/* What is read of a package, "copied", in whose place another file, "given", is held: it shows which of them was read. */
static int64_t read_held(const struct place *place, struct sandbox *sandbox, bool is_lost)
{
	struct error err = {0};
	struct scan scan = {.sandbox = sandbox, .read.limits = limits_default()};
	struct scan_file file = {.file = "app.apk", .fd = make_file(place->path, (const uint8_t *)"copied", 6), .worker.threads = 1};
	int64_t found = -1;

	CHECK(package_file_receive(place->dir_fd, file.fd, &file.incoming, &err));
	close(file.fd);
	file.fd = make_file(place->path, (const uint8_t *)"given", 5);
	file.incoming.is_held = descriptor_hold(file.fd);
	CHECK(file.incoming.is_held && (!is_lost || !comes_to_write(place->path)));
	CHECK(scan_read(&scan, &file, &err));
	CHECK_TEXT(err.text, "");
	CHECK(file.fd == file.incoming.fd && !file.incoming.is_held && comes_to_write(place->path));
	if (file.reading != NULL && reading_num(file.reading, package) == 1)
		found = reading_rows(file.reading, package)[0]->version_code;
	scan_files_free(&file, 1);
	incoming_close(&file.incoming);
	return found;
}

TEST(read_lost, "a package that was copied while it was held is read itself, and released; its copy is read where the hold is lost meanwhile")
{
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = read_first}, NULL);
	struct place place = place_make();
	int fd = make_file(place.path, (const uint8_t *)"bytes", 5);
	bool holds = descriptor_hold(fd);

	close(fd);
	CHECK(sandbox != NULL);
	if (holds) {
		CHECK_NUMBER(read_held(&place, sandbox, false), 'g');
		CHECK_NUMBER(read_held(&place, sandbox, true), 'c');
	} else {
		test_skip("the file system holds no file");
	}
	sandbox_stop(sandbox);
	place_remove(&place);
}
