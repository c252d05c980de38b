#include "cli/output.h"

#include "store/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const int ends[] = {
#define END_SIGNAL(number) number,
#include "bytes/end_signal.def"
#undef END_SIGNAL
};
#define NUM_ENDS (sizeof ends / sizeof ends[0])

/*
 * What is unfinished when the user ends the program; there is one output at a time. A signal's handler has nothing but what is
 * global.
 */
static char *_Atomic unfinished;

static void remove_unfinished(int number)
{
	const char *path = atomic_load(&unfinished);

	if (path != NULL)
		unlink(path);
	signal(number, SIG_DFL);
	raise(number); /* as soon as this returns, the signal does what it does by itself */
}

static sigset_t all_ends(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < NUM_ENDS; i++)
		sigaddset(&set, ends[i]);
	return set;
}

/* Signals that the caller has made harmless stay so. A second one, which `timeout` sends at once, waits for the first. */
static void watch_for_end(char *path)
{
	const struct sigaction remove = {.sa_handler = remove_unfinished, .sa_mask = all_ends()};
	struct sigaction before;

	atomic_store(&unfinished, path);
	for (size_t i = 0; path != NULL && i < NUM_ENDS; i++)
		if (sigaction(ends[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
			sigaction(ends[i], &remove, NULL);
}

/* A file of the name's pattern that is removed at an end, whenever that comes. */
static int make_temporary(char *pattern)
{
	sigset_t held = all_ends(), before;
	int fd;

	pthread_sigmask(SIG_BLOCK, &held, &before);
	fd = mkstemp(pattern);
	if (fd >= 0)
		watch_for_end(pattern);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return fd;
}

mode_t output_umask(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return mask;
}

static void forget_names(struct output *output)
{
	if (output->temporary != NULL)
		watch_for_end(NULL);
	free(output->temporary);
	free(output->target);
	output->temporary = output->target = NULL;
}

/* As the file that it replaces. */
static mode_t mode_for(const char *target, bool is_private)
{
	struct stat status;

	if (is_private)
		return 0600;
	return stat(target, &status) == 0 ? status.st_mode & 0777 : 0666 & ~output_umask();
}

/* A link stays: what it leads to is what is written. */
static bool open_temporary(struct output *output, const char *path, bool is_private, struct error *err)
{
	struct stat status;
	int fd;

	output->target = lstat(path, &status) == 0 && S_ISLNK(status.st_mode) ? realpath(path, NULL) : strdup(path);
	if (output->target == NULL || asprintf(&output->temporary, "%s.XXXXXX", output->target) < 0) {
		output->temporary = NULL;
		forget_names(output);
		return error_errno(err, "cannot write %s", path);
	}
	fd = make_temporary(output->temporary);
	if (fd < 0 || fchmod(fd, mode_for(output->target, is_private)) != 0 || (output->file = fdopen(fd, "w")) == NULL) {
		error_errno(err, "cannot write %s", path);
		if (fd >= 0) {
			close(fd);
			unlink(output->temporary);
		}
		forget_names(output);
		return false;
	}
	return true;
}

/* /dev/stdout, most likely: behind what stands there already. */
static bool is_standard_output(const char *path)
{
	struct stat status, standard;

	return stat(path, &status) == 0 && fstat(STDOUT_FILENO, &standard) == 0 && status.st_dev == standard.st_dev &&
	       status.st_ino == standard.st_ino;
}

bool output_is_same(const char *path, const char *other)
{
	struct stat one, two;

	return stat(path, &one) == 0 && stat(other, &two) == 0 && S_ISREG(one.st_mode) && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

bool output_is_one(const char *path, const char *other)
{
	char one[PATH_MAX], two[PATH_MAX];
	struct stat status;

	if (stat(path, &status) == 0)
		return output_is_same(path, other);
	/* What is not there is named by glibc, links followed. */
	return realpath(path, one) == NULL && errno == ENOENT && realpath(other, two) == NULL && errno == ENOENT && strcmp(one, two) == 0;
}

/* A device, a pipe; a link to nothing makes what it leads to. */
static bool open_in_place(struct output *output, const char *path, bool is_private, struct error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, is_private ? 0600 : 0666);

	output->file = fd < 0 ? NULL : fdopen(fd, "w");
	if (output->file == NULL && fd >= 0)
		close(fd);
	return output->file != NULL || error_errno(err, "cannot write %s", path);
}

bool output_open(struct output *output, const char *path, bool is_private, struct error *err)
{
	struct stat status;

	*output = (struct output){.file = stdout};
	if (path == NULL || strcmp(path, "-") == 0 || is_standard_output(path))
		return true;
	output->path = path;
	output->file = NULL;
	if (!outside_files(path, err))
		return false;
	if (stat(path, &status) == 0 ? S_ISREG(status.st_mode) : lstat(path, &status) != 0)
		return open_temporary(output, path, is_private, err);
	return open_in_place(output, path, is_private, err);
}

bool output_close(struct output *output, bool keep, struct error *err)
{
	bool ok = true;

	if (output->file == NULL)
		return true;
	if (fflush(output->file) != 0 || ferror(output->file)) {
		if (err->code == ERROR_IO) /* who printed did not know where to */
			*err = (struct error){.code = ERROR_NONE};
		ok = error_errno(err, "cannot write %s", output->path != NULL ? output->path : "standard output");
	}
	if (output->path != NULL && fclose(output->file) != 0)
		ok = error_errno(err, "cannot write %s", output->path);
	if (output->temporary != NULL) {
		if (!ok || !keep)
			unlink(output->temporary);
		else if (rename(output->temporary, output->target) != 0) {
			ok = error_errno(err, "cannot write %s", output->path);
			unlink(output->temporary);
		}
	}
	forget_names(output);
	*output = (struct output){0};
	return ok;
}
