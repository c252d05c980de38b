#include "harness.h"

#include "store/event.h"
#include "store/pack_log.h"
#include "store/package_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEPT "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void count(void *owner, const char *text)
{
	(void)text;
	++*(int *)owner;
}

static int num_problems(struct archive *archive)
{
	struct error err = {0};
	int num = 0;

	CHECK(pack_log_verify(archive, count, &num, &err));
	return num;
}

TEST(pack_logged_plainly, "a pack is as sound whose log says no more than that a package of its app is in one; one that it does not know is not")
{
	char dir[] = "/tmp/prelist-store-XXXXXX", command[64];
	const struct event compact = {.kind = "compact", .subject = "android:com.a", .detail = "kept entry by entry", .content = KEPT};
	const struct event prune = {.kind = "prune", .subject = "package " KEPT, .detail = "kept until 2022-03-01; x", .content = ""};
	struct error err = {0};
	struct archive *archive;

	CHECK(mkdtemp(dir) != NULL);
	archive = archive_open(dir, ARCHIVE_WRITE, &err);
	CHECK(archive != NULL && event_append(archive, &compact, &err) &&
	      database_run(archive, &err, "INSERT INTO pack (platform, app_id, size) VALUES ('android', 'com.a', 7), ('android', 'com.empty', 0)", "") &&
	      database_run(archive, &err, "INSERT INTO app VALUES ('android', 'com.empty', 0, NULL)", ""));
	CHECK_NUMBER(num_problems(archive), 0);
	CHECK(database_run(archive, &err, "UPDATE pack SET loose = 1 WHERE app_id = 'com.a'", ""));
	CHECK_NUMBER(num_problems(archive), 1);
	CHECK(event_append(archive, &prune, &err));
	CHECK_NUMBER(num_problems(archive), 0);
	CHECK(database_run(archive, &err, "INSERT INTO pack (platform, app_id, size) VALUES ('android', 'com.b', 7)", ""));
	CHECK_NUMBER(num_problems(archive), 1);
	archive_close(archive);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	CHECK(system(command) == 0);
}

TEST(package_named_again, "a package whose name was taken away before it was kept gets it again, as often as that happens")
{
	char dir[] = "/tmp/prelist-store-XXXXXX", command[64];
	struct error err = {0};
	struct incoming incoming;
	int dir_fd, fd;

	CHECK(mkdtemp(dir) != NULL);
	dir_fd = open(dir, O_RDONLY | O_DIRECTORY);
	CHECK(dir_fd >= 0 && mkdirat(dir_fd, "packages", 0700) == 0);
	fd = open("/proc/self/exe", O_RDONLY);
	CHECK(fd >= 0 && package_file_receive(dir_fd, fd, &incoming, &err));
	for (int i = 0; i < 3; i++) {
		CHECK(package_file_link(dir_fd, &incoming, &err) && package_file_link(dir_fd, &incoming, &err));
		close(fd);
		fd = package_file_open(dir_fd, incoming.sha256, &err);
		CHECK(fd >= 0 && package_file_drop(dir_fd, incoming.sha256, &err));
	}
	CHECK_TEXT(err.text, "");
	incoming_close(&incoming);
	close(fd);
	close(dir_fd);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	CHECK(system(command) == 0);
}

TEST(read_only_changed, "an archive that is read without locks and is written to meanwhile is said to be, whether in the database or in a log beside it")
{
	char dir[] = "/tmp/prelist-store-XXXXXX", path[64], uri[READ_ONLY_URI_MAX];
	struct error err = {0};
	struct read_only alone = {0}, shared = {0};
	int dir_fd, fd;

	CHECK(mkdtemp(dir) != NULL);
	snprintf(path, sizeof path, "%s/prelist.db", dir);
	dir_fd = open(dir, O_RDONLY | O_DIRECTORY);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0 && read_only_begin(&alone, dir_fd, "a b?", uri, &err));
	CHECK_TEXT(uri, "file:a b%3F/prelist.db?immutable=1");
	CHECK(read_only_end(&alone, dir_fd, dir, &err));
	CHECK(write(fd, "x", 1) == 1 && !read_only_end(&alone, dir_fd, dir, &err) && err.code == ERROR_CONFLICT);
	CHECK(read_only_end(&shared, dir_fd, dir, &err));
	CHECK(ftruncate(fd, 0) == 0 && read_only_begin(&alone, dir_fd, dir, uri, &err) == true);
	close(fd);
	fd = openat(dir_fd, "prelist.db-wal", O_RDWR | O_CREAT, 0600);
	err = (struct error){0};
	CHECK(fd >= 0 && read_only_end(&alone, dir_fd, dir, &err));
	CHECK(write(fd, "x", 1) == 1 && !read_only_end(&alone, dir_fd, dir, &err));
	close(fd);
	close(dir_fd);
	snprintf(path, sizeof path, "rm -rf %s", dir);
	CHECK(system(path) == 0);
}
