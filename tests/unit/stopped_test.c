/*
 * What is stopped meanwhile, as by Ctrl-Z.
 */
#include "harness.h"
#include "sandbox/sandbox.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WALL 2 /* seconds that a worker may take */

enum { STAGE_NONE, STAGE_READS, STAGE_ENDS };

/* Of the child that reads. */
static atomic_int *stage;

static bool read_until_told(const struct source *source, const struct format_options *options, struct pool *pool, struct fact_sink *sink,
			    struct error *err)
{
	struct fact_package row = fact_package_row();

	(void)source, (void)options, (void)pool, (void)err;
	atomic_store(stage, STAGE_READS);
	while (atomic_load(stage) != STAGE_ENDS)
		continue;
	row.package = 0;
	row.path = "";
	return fact_package_emit(sink, &row);
}

/* 0: the package was read and nothing is odd; 1: it was not, within the limit. */
static int read_one(void)
{
	struct format_options options = {.limits = limits_default()};
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = read_until_told}, NULL);
	struct reading *reading;
	int fd = memfd_create("package", MFD_CLOEXEC), status;

	options.limits.value[LIMIT_WALL] = WALL;
	reading = sandbox == NULL ? NULL : sandbox_read(sandbox, fd, &options, NULL);
	status = reading != NULL && reading_num(reading, anomaly) == 0 && reading_num(reading, package) == 1 ? 0 : 1;
	reading_free(reading);
	sandbox_stop(sandbox);
	return status;
}

struct reader {
	atomic_int *stage;
	pid_t pid;
};

/* A child, in a process group of its own, whose worker reads. */
static struct reader begin(void)
{
	struct reader reader;

	stage = mmap(NULL, sizeof *stage, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	reader = (struct reader){stage, fork()};
	if (reader.pid == 0) {
		setpgid(0, 0);
		_exit(read_one());
	}
	while (atomic_load(reader.stage) != STAGE_READS)
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	return reader;
}

static int end(struct reader reader)
{
	int status = -1;

	waitpid(reader.pid, &status, 0);
	munmap(reader.stage, sizeof *reader.stage);
	return status;
}

TEST(stopped, "the time in which the program was stopped is none that a worker took; what it takes besides is")
{
	struct reader slow = begin(), stopped = begin(); /* which takes its time where much else runs */

	kill(-stopped.pid, SIGSTOP);
	nanosleep(&(struct timespec){.tv_sec = WALL, .tv_nsec = 200000000}, NULL);
	atomic_store(stopped.stage, STAGE_ENDS);
	kill(-stopped.pid, SIGCONT);
	CHECK_NUMBER(end(stopped), 0);
	CHECK(end(slow) != 0);
}
