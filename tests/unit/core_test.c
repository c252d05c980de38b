/*
 * Which core runs what: threads, children, and shares of the cores.
 */
#include "bytes/core.h"
#include "bytes/pool.h"
#include "harness.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdatomic.h>
#include <stddef.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void add_item(void *owner, size_t item, unsigned worker)
{
	atomic_size_t *sum = owner;

	(void)worker;
	atomic_fetch_add(sum, item);
}

/* How many cores a thread made with core_keep_off may use, when its maker may use these. */
static int cores_beside(const cpu_set_t *of_maker)
{
	pthread_attr_t attributes;
	cpu_set_t cores;
	int num = 0;

	sched_setaffinity(0, sizeof *of_maker, of_maker);
	pthread_attr_init(&attributes);
	core_keep_off(&attributes);
	if (pthread_attr_getaffinity_np(&attributes, sizeof cores, &cores) == 0)
		num = CPU_COUNT(&cores);
	pthread_attr_destroy(&attributes);
	return num;
}

TEST(core_threads,
     "a thread stays off its maker's core where there is another, and is made all the same where there is none")
{
	cpu_set_t all, one;
	struct pool *pool;
	atomic_size_t sum = 0;

	sched_getaffinity(0, sizeof all, &all);
	if (CPU_COUNT(&all) > 1)
		CHECK_NUMBER(cores_beside(&all), CPU_COUNT(&all) - 1);
	CPU_ZERO(&one);
	CPU_SET((size_t)sched_getcpu(), &one);
	cores_beside(&one);
	pool = pool_new(1, NULL);
	pool_run(pool, 100, 0, add_item, &sum);
	CHECK_NUMBER(sum, 4950);
	pool_free(pool);
	sched_setaffinity(0, sizeof all, &all);
}

TEST(core_child, "a child that was pushed to another core may use all cores that its maker may")
{
	cpu_set_t all, its;
	int start[2], status = -1;
	pid_t child;

	sched_getaffinity(0, sizeof all, &all);
	CHECK(pipe(start) == 0);
	child = fork();
	CHECK(child >= 0);
	if (child == 0) {
		char byte;

		_exit(read(start[0], &byte, 1) == 1 && sched_getaffinity(0, sizeof its, &its) == 0 &&
				      CPU_EQUAL(&its, &all)
			      ? 0
			      : 1);
	}
	core_push(child);
	CHECK(write(start[1], "", 1) == 1);
	waitpid(child, &status, 0);
	CHECK_NUMBER(status, 0);
	close(start[0]);
	close(start[1]);
}

/* As a container's own filter may have it. */
static bool forbid_choosing_cores(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_setaffinity, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof code / sizeof code[0], .filter = code};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

TEST(core_forbidden, "where cores may not be chosen, threads are made all the same")
{
	pid_t child = fork();
	int status = -1;

	CHECK(child >= 0);
	if (child == 0) {
		struct pool *pool = forbid_choosing_cores() ? pool_new(2, NULL) : NULL;

		_exit(pool != NULL && pool_size(pool) == 3 ? 0 : 1);
	}
	waitpid(child, &status, 0);
	CHECK_NUMBER(status, 0);
}

TEST(core_count, "as many cores count as may be used, not as many as there are")
{
	cpu_set_t all, one;

	sched_getaffinity(0, sizeof all, &all);
	CHECK_NUMBER(core_count(), CPU_COUNT(&all));
	CPU_ZERO(&one);
	CPU_SET((size_t)sched_getcpu(), &one);
	CHECK(sched_setaffinity(0, sizeof one, &one) == 0);
	CHECK_NUMBER(core_count(), 1);
	CHECK(sched_setaffinity(0, sizeof all, &all) == 0);
}

TEST(core_shares, "shares of the cores are all of them together and nowhere meet, as long as there is a core for each; "
		  "one share is none")
{
	cpu_set_t all, one = core_share(0, 1), wrapped;
	size_t num;

	sched_getaffinity(0, sizeof all, &all);
	num = (size_t)CPU_COUNT(&all);
	CHECK_NUMBER(CPU_COUNT(&one), 0);
	for (unsigned of = 2; of <= num; of++) {
		cpu_set_t together;

		CPU_ZERO(&together);
		for (unsigned i = 0; i < of; i++) {
			cpu_set_t share = core_share(i, of), both;

			CPU_AND(&both, &share, &together);
			CHECK(CPU_COUNT(&both) == 0 && CPU_COUNT(&share) > 0);
			CPU_OR(&together, &together, &share);
		}
		CHECK(CPU_EQUAL(&together, &all));
	}
	one = core_share(1, 1000);
	wrapped = core_share(1 + (unsigned)num, 1000);
	CHECK(CPU_EQUAL(&one, &wrapped) && CPU_COUNT(&one) == (num > 1 ? 1 : 0));
}

TEST(core_confined, "a child keeps to the cores that it is given, and to its maker's where it is given none")
{
	cpu_set_t all, its, none;
	pid_t child = fork();

	CHECK(child >= 0);
	if (child == 0) {
		pause();
		_exit(0);
	}
	sched_getaffinity(0, sizeof all, &all);
	CPU_ZERO(&none);
	core_confine(child, &none);
	CHECK(sched_getaffinity(child, sizeof its, &its) == 0 && CPU_EQUAL(&its, &all));
	CPU_SET((size_t)sched_getcpu(), &none);
	core_confine(child, &none);
	CHECK(sched_getaffinity(child, sizeof its, &its) == 0 && CPU_EQUAL(&its, &none));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static int policy_when_given_way(int policy)
{
	const struct sched_param none = {0};
	pid_t child = fork();
	int status = -1;

	CHECK(child >= 0);
	if (child == 0) {
		bool gives_way = sched_setscheduler(0, policy, &none) == 0 && core_give_way();
		int meanwhile = sched_getscheduler(0);

		if (gives_way)
			core_give_way_no_more();
		_exit(sched_getscheduler(0) == policy ? meanwhile : 99);
	}
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

TEST(core_give_way, "who gives way takes no core from others until he does no more; who was told how to be scheduled stays as he is")
{
	CHECK_NUMBER(policy_when_given_way(SCHED_OTHER), SCHED_BATCH);
	CHECK_NUMBER(policy_when_given_way(SCHED_BATCH), SCHED_BATCH);
	CHECK_NUMBER(policy_when_given_way(SCHED_IDLE), SCHED_IDLE);
}
