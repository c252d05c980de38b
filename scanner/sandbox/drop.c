#include "sandbox/drop.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LANDLOCK_CREATE 444
#define LANDLOCK_RESTRICT 446
#define LANDLOCK_ASK_VERSION 1

bool drop_descriptors(int package_fd, int rows_fd)
{
	if (dup2(package_fd, DROP_PACKAGE_FD) < 0 || dup2(rows_fd, DROP_ROWS_FD) < 0)
		return false;
	closefrom(DROP_FOR_ASAN ? STDERR_FILENO + 1 : DROP_ROWS_FD + 1);
	return true;
}

void drop_environment(void)
{
	for (char **variable = environ; variable != NULL && *variable != NULL; variable++)
		explicit_bzero(*variable, strlen(*variable));
	clearenv();
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Who started us may have set less, which cannot be raised. */
static uint64_t most_of(__rlimit_resource_t resource)
{
	struct rlimit limit;

	return getrlimit(resource, &limit) == 0 ? limit.rlim_max : RLIM_INFINITY;
}

static bool set_limit(__rlimit_resource_t resource, uint64_t soft, uint64_t hard)
{
	uint64_t most = least(hard, most_of(resource));
	struct rlimit limit = {.rlim_cur = least(soft, most), .rlim_max = most};

	return setrlimit(resource, &limit) == 0;
}

uint64_t drop_address_space(uint64_t wanted)
{
	return least(wanted, most_of(RLIMIT_AS));
}

/* One descriptor more than a worker has, for Landlock. */
bool drop_resources(uint64_t address_space, uint64_t resident, uint64_t cpu_seconds)
{
	if (!DROP_FOR_ASAN && (!set_limit(RLIMIT_AS, address_space, address_space) || !set_limit(RLIMIT_DATA, resident, resident)))
		return false;
	return set_limit(RLIMIT_CPU, cpu_seconds, cpu_seconds + 2) && set_limit(RLIMIT_FSIZE, 0, 0) &&
	       set_limit(RLIMIT_NOFILE, DROP_FOR_ASAN ? 64 : 3, DROP_FOR_ASAN ? 64 : 3) && set_limit(RLIMIT_CORE, 0, 0);
}

bool drop_privileges(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

/* The C library's fork can make no namespaces, and what makes them of a process needs one more fork to be in all of them. */
pid_t drop_fork(void)
{
	long pid = syscall(SYS_clone, CLONE_NEWUSER | CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWPID, NULL, NULL, NULL, NULL);

	return pid >= 0 ? (pid_t)pid : (pid_t)syscall(SYS_clone, 0, NULL, NULL, NULL, NULL);
}

void drop_network(void)
{
	(void)unshare(CLONE_NEWNET); /* where it may not be made, seccomp alone keeps a worker from sockets */
}

/* Every right on files that a kernel of that version knows to forbid. */
static uint64_t landlock_rights(long version)
{
	static const unsigned bits[] = {0, 13, 14, 15, 15, 16};
	size_t known = sizeof bits / sizeof bits[0] - 1;

	return ((uint64_t)1 << bits[(size_t)version < known ? (size_t)version : known]) - 1;
}

bool drop_files(void)
{
	long version = syscall(LANDLOCK_CREATE, NULL, (size_t)0, LANDLOCK_ASK_VERSION);
	uint64_t rights;
	long rules;

	if (version < 1)
		return errno == ENOSYS || errno == EOPNOTSUPP;
	rights = landlock_rights(version);
	rules = syscall(LANDLOCK_CREATE, &rights, sizeof rights, 0);
	if (rules < 0)
		return false;
	if (syscall(LANDLOCK_RESTRICT, (int)rules, 0) != 0)
		return false;
	close((int)rules);
	return true;
}
