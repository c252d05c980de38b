/*
 * What is left of a sandbox when it was stopped, and what it does not begin with.
 */
#include "harness.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static bool read_nothing(const struct source *source, const struct format_options *options, struct pool *pool, struct fact_sink *sink,
			 struct error *err)
{
	(void)source, (void)options, (void)pool, (void)sink, (void)err;
	return true;
}

static unsigned num_descriptors(void)
{
	unsigned num = 0;

	for (int fd = 0; fd < 256; fd++)
		num += fcntl(fd, F_GETFD) >= 0;
	return num;
}

/* 0: nothing is left; else what is. */
static int read_and_stop(int fd, const struct format_options *options)
{
	unsigned before = num_descriptors();
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = read_nothing}, NULL);

	for (int i = 0; i < 3 && sandbox != NULL; i++)
		reading_free(sandbox_read(sandbox, fd, options, NULL));
	sandbox_stop(sandbox);
	if (num_descriptors() != before)
		return 1;
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD ? 0 : 2;
}

TEST(sandbox_stopped, "a sandbox that was stopped leaves neither descriptor nor child behind")
{
	const struct format_options options = {.limits = limits_default()};
	int fd = memfd_create("package", MFD_CLOEXEC), status = -1;
	pid_t child = fork();

	if (child == 0)
		_exit(read_and_stop(fd, &options));
	CHECK(waitpid(child, &status, 0) == child);
	CHECK_NUMBER(status, 0);
	close(fd);
}

TEST(sandbox_irregular, "what is no regular file is no package for the sandbox, and said to be none")
{
	const struct format_options options = {.limits = limits_default()};
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = read_nothing}, NULL);
	struct error err = {0};
	int ends[2];

	CHECK(sandbox != NULL && pipe2(ends, O_CLOEXEC) == 0);
	CHECK(sandbox_read(sandbox, ends[0], &options, &err) == NULL);
	CHECK_NUMBER(err.code, ERROR_IO);
	sandbox_stop(sandbox);
	close(ends[0]);
	close(ends[1]);
}
