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

enum { STAGE_NONE, STAGE_READS, STAGE_ENDS };

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

/* 0: the package was read and nothing is odd; 1: it was not, within the limit of a second. */
static int read_one(void)
{
	struct format_options options = {.limits = limits_default()};
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = read_until_told}, NULL);
	struct reading *reading;
	int fd = memfd_create("package", MFD_CLOEXEC), status;

	options.limits.value[LIMIT_WALL] = 1;
	reading = sandbox == NULL ? NULL : sandbox_read(sandbox, fd, &options, NULL);
	status = reading != NULL && reading_num(reading, anomaly) == 0 && reading_num(reading, package) == 1 ? 0 : 1;
	reading_free(reading);
	sandbox_stop(sandbox);
	return status;
}

static void wait_ms(long ms)
{
	nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* What comes of a reading that goes on for so long, and is stopped so long besides. */
static int outcome(long reads_ms, long stopped_ms)
{
	int status = -1;
	pid_t child;

	stage = mmap(NULL, sizeof *stage, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	child = fork();
	if (child == 0) {
		setpgid(0, 0);
		_exit(read_one());
	}
	while (atomic_load(stage) != STAGE_READS)
		wait_ms(1);
	kill(-child, SIGSTOP);
	wait_ms(stopped_ms);
	kill(-child, SIGCONT);
	wait_ms(reads_ms);
	atomic_store(stage, STAGE_ENDS);
	waitpid(child, &status, 0);
	munmap(stage, sizeof *stage);
	return status;
}

TEST(stopped, "the time in which the program was stopped is none that a worker took; what it takes besides is")
{
	CHECK_NUMBER(outcome(0, 1300), 0);
	CHECK(outcome(1500, 0) != 0);
}
