/*
 * What a worker gave up before it reads, each wall by itself and all of them around a worker.
 */
#include "bytes/pool.h"
#include "harness.h"
#include "sandbox/drop.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define LANDLOCK_CREATE 444
#define LANDLOCK_RESTRICT 446
#define TRUNCATE_SINCE 3 /* version of Landlock */
#define ADDRESS_SPACE ((uint64_t)1 << 30)
#define RESIDENT ((uint64_t)1 << 29)
#define CPU_SECONDS 7

static long landlock_version(void)
{
	return syscall(LANDLOCK_CREATE, NULL, (size_t)0, 1);
}

/* The status with which a child ends that does this; its number is the first line that was wrong. */
static int status_of_child(int (*work)(const void *argument), const void *argument)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		alarm(20);
		_exit(work(argument));
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child);
	return status;
}

#define ENSURE(condition)                                                                                              \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			return __LINE__ & 0xFF;                                                                        \
	} while (0)

/* That system call fails so from here on, where that argument is that. */
struct refusal {
	uint32_t call, argument, value;
	int number;
};

static bool refuse(const struct refusal *refusal)
{
	uint32_t argument = (uint32_t)offsetof(struct seccomp_data, args) + 8 * refusal->argument;
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refusal->call, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refusal->value, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)refusal->number),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {.len = sizeof filter / sizeof filter[0], .filter = filter};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static bool is_limited(__rlimit_resource_t resource, uint64_t soft, uint64_t hard)
{
	struct rlimit limit;

	return getrlimit(resource, &limit) == 0 && limit.rlim_cur == soft && limit.rlim_max == hard;
}

static bool has_limits(void)
{
	return is_limited(RLIMIT_AS, ADDRESS_SPACE, ADDRESS_SPACE) && is_limited(RLIMIT_DATA, RESIDENT, RESIDENT) && is_limited(RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 2) &&
	       is_limited(RLIMIT_FSIZE, 0, 0) && is_limited(RLIMIT_NOFILE, 3, 3) && is_limited(RLIMIT_CORE, 0, 0);
}

static int drop_resources_and_look(const void *nothing)
{
	(void)nothing;
	ENSURE(drop_resources(ADDRESS_SPACE, RESIDENT, CPU_SECONDS));
	ENSURE(has_limits());
	return 0;
}

TEST(drop_resources, "in the sandbox memory, processor time, files to write, descriptors and core dumps are limited, and no limit can be raised again")
{
	if (DROP_FOR_ASAN)
		test_skip("AddressSanitizer needs more; the plain build runs it");
	else
		CHECK_NUMBER(status_of_child(drop_resources_and_look, NULL), 0);
}

static int drop_privileges_and_look(const void *nothing)
{
	(void)nothing;
	ENSURE(drop_privileges());
	ENSURE(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
	ENSURE(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0);
	return 0;
}

TEST(drop_privileges, "who dropped its privileges gets none by running a program, and nobody looks into its memory")
{
	CHECK_NUMBER(status_of_child(drop_privileges_and_look, NULL), 0);
}

static const char *const namespaces[] = {"user", "net", "ipc", "mnt", "pid"};
#define NUM_NAMESPACES (sizeof namespaces / sizeof namespaces[0])

static bool name_namespaces(char out[NUM_NAMESPACES][64])
{
	for (size_t i = 0; i < NUM_NAMESPACES; i++) {
		char path[64];
		ssize_t len;

		snprintf(path, sizeof path, "/proc/self/ns/%s", namespaces[i]);
		len = readlink(path, out[i], 63);
		if (len < 0)
			return false;
		out[i][len] = '\0';
	}
	return true;
}

#define NOT_ALLOWED 77

static int fork_and_look(const void *nothing)
{
	char before[NUM_NAMESPACES][64], after[NUM_NAMESPACES][64];
	pid_t pid;
	int status;

	(void)nothing;
	ENSURE(name_namespaces(before));
	pid = drop_fork();
	if (pid == 0) {
		bool is_other;

		drop_network();
		is_other = name_namespaces(after);

		for (size_t i = 0; i < NUM_NAMESPACES; i++)
			is_other = is_other && strcmp(before[i], after[i]) != 0;
		_exit(getpid() == 1 ? is_other : NOT_ALLOWED);
	}
	ENSURE(pid > 0 && waitpid(pid, &status, __WALL) == pid && WIFEXITED(status));
	ENSURE(WEXITSTATUS(status) != 0);
	return WEXITSTATUS(status) == NOT_ALLOWED ? NOT_ALLOWED : 0;
}

static bool has_namespaces(void)
{
	return WEXITSTATUS(status_of_child(fork_and_look, NULL)) != NOT_ALLOWED;
}

TEST(drop_fork, "users, network, IPC, mounts and processes are of its own for who is forked into namespaces")
{
	if (has_namespaces())
		CHECK_NUMBER(status_of_child(fork_and_look, NULL), 0);
	else
		test_skip("namespaces are not allowed here");
}

static bool is_refused(int result)
{
	return result < 0 && errno == EACCES;
}

static int drop_files_and_try(const void *argument)
{
	const char *folder = argument;
	int lowest = dup(STDOUT_FILENO);

	ENSURE(lowest >= 0 && chdir(folder) == 0);
	close(lowest);
	ENSURE(drop_privileges() && drop_files());
	ENSURE(dup(STDOUT_FILENO) == lowest);
	ENSURE(is_refused(open("file", O_RDONLY | O_CLOEXEC)) && is_refused(open("file", O_WRONLY | O_CLOEXEC)));
	ENSURE(is_refused(open("new", O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) && is_refused(open(".", O_RDONLY | O_CLOEXEC)));
	ENSURE(is_refused(unlink("file")) && is_refused(rmdir("sub")) && is_refused(mkdir("new", 0700)));
	ENSURE(is_refused(symlink("file", "new")) && is_refused(mkfifo("new", 0600)) && is_refused(rename("file", "new")));
	if (landlock_version() >= TRUNCATE_SINCE)
		ENSURE(is_refused(truncate("file", 0)));
	return 0;
}

TEST(drop_files, "who dropped all files reads, writes, truncates, makes and removes none, and has no descriptor more")
{
	char folder[] = "/tmp/prelist-drop-XXXXXX", path[64], sub[64];
	FILE *file;

	CHECK(mkdtemp(folder) != NULL);
	snprintf(path, sizeof path, "%s/file", folder);
	snprintf(sub, sizeof sub, "%s/sub", folder);
	file = fopen(path, "we");
	CHECK(file != NULL && fclose(file) == 0 && mkdir(sub, 0700) == 0);
	if (landlock_version() < 1)
		test_skip("this kernel has no Landlock");
	else
		CHECK_NUMBER(status_of_child(drop_files_and_try, folder), 0);
	CHECK(unlink(path) == 0 && rmdir(sub) == 0 && rmdir(folder) == 0);
}

static int drop_files_refused(const void *refusal)
{
	ENSURE(refuse(refusal));
	return drop_files() ? 0 : 1;
}

TEST(drop_files_refused, "files are dropped or that is said, and only a kernel without Landlock is no reason to say so")
{
	static const struct refusal lacks = {LANDLOCK_CREATE, 2, 1, ENOSYS}, off = {LANDLOCK_CREATE, 2, 1, EOPNOTSUPP},
				    broken = {LANDLOCK_CREATE, 2, 1, EPERM}, no_rules = {LANDLOCK_CREATE, 2, 0, EMFILE},
				    not_in_force = {LANDLOCK_RESTRICT, 1, 0, EPERM};

	CHECK_NUMBER(status_of_child(drop_files_refused, &lacks), 0);
	CHECK_NUMBER(status_of_child(drop_files_refused, &off), 0);
	CHECK(status_of_child(drop_files_refused, &broken) != 0);
	if (landlock_version() < 1)
		return;
	CHECK(status_of_child(drop_files_refused, &no_rules) != 0);
	CHECK(status_of_child(drop_files_refused, &not_in_force) != 0);
}

/* A system call with its first arguments, the others being -1. */
struct call {
	long number;
	const char *name;
	long arguments[4];
};

#define WITH(name, ...) {SYS_##name, #name, {__VA_ARGS__}}
#define PLAIN(name) WITH(name, -1, -1, -1, -1)

static const struct call forbidden[] = {
	PLAIN(openat), PLAIN(openat2), PLAIN(unlinkat), PLAIN(mkdirat), PLAIN(renameat2), PLAIN(linkat), PLAIN(truncate),
	PLAIN(socket), PLAIN(socketpair), PLAIN(connect), PLAIN(bind), PLAIN(sendto), PLAIN(sendmsg), PLAIN(recvmsg),
	PLAIN(execve), PLAIN(execveat), PLAIN(clone), PLAIN(clone3),
	PLAIN(kill), PLAIN(tkill), PLAIN(tgkill), PLAIN(rt_sigqueueinfo), PLAIN(pidfd_open), PLAIN(ptrace),
	PLAIN(process_vm_readv), PLAIN(process_vm_writev), PLAIN(kcmp), PLAIN(rt_sigaction),
	PLAIN(prctl), PLAIN(seccomp), PLAIN(setrlimit), PLAIN(prlimit64), PLAIN(setpriority), PLAIN(sched_setaffinity),
	PLAIN(setuid), PLAIN(setgid), PLAIN(capset), PLAIN(unshare), PLAIN(setns), PLAIN(mount), PLAIN(chroot), PLAIN(personality),
	PLAIN(pwrite64), PLAIN(writev), PLAIN(pwritev2), PLAIN(sendfile), PLAIN(splice), PLAIN(vmsplice), PLAIN(copy_file_range),
	PLAIN(ftruncate), PLAIN(fallocate), PLAIN(fchmod), PLAIN(fsetxattr), PLAIN(ioctl), PLAIN(fcntl), PLAIN(dup), PLAIN(dup3),
	PLAIN(pipe2), PLAIN(memfd_create), PLAIN(shmget), PLAIN(shmat), PLAIN(mq_open), PLAIN(io_uring_setup), PLAIN(userfaultfd),
	PLAIN(bpf), PLAIN(perf_event_open), PLAIN(keyctl), PLAIN(pkey_mprotect), PLAIN(remap_file_pages), PLAIN(nanosleep),
	WITH(write, DROP_PACKAGE_FD, 0, 0, -1), WITH(write, 2, 0, 0, -1), WITH(mprotect, 0, 0, PROT_EXEC, -1),
	WITH(mprotect, 0, 0, PROT_READ | PROT_EXEC, -1), WITH(mmap, 0, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS),
	WITH(mmap, 0, 1, PROT_READ | PROT_WRITE, MAP_SHARED), WITH(mmap, 0, 1, PROT_READ, MAP_SHARED_VALIDATE),
	{0x7ffffff0, "of a number that no call has", {-1, -1, -1, -1}},
#ifdef __x86_64__
	PLAIN(open), PLAIN(fork), PLAIN(vfork), PLAIN(dup2), {0x40000000, "of the x32 ABI", {0, 0, 0, 0}},
#endif
};

static int make_call(const void *argument)
{
	const struct call *call = argument;

	ENSURE(drop_privileges() && seccomp_drop());
	syscall(call->number, call->arguments[0], call->arguments[1], call->arguments[2], call->arguments[3], -1, -1);
	return 0;
}

#ifdef __x86_64__
static int make_call_of_32_bits(const void *nothing)
{
	long number = 20; /* getpid there, writev here */

	(void)nothing;
	ENSURE(drop_privileges() && seccomp_drop());
	__asm__ volatile("int $0x80" : "+a"(number) : : "memory");
	return 0;
}
#endif

TEST(seccomp_calls, "in the sandbox a call that opens, sends, writes elsewhere, makes processes or code, reaches others or changes limits kills")
{
	if (DROP_FOR_ASAN) {
		test_skip("AddressSanitizer needs more calls; the plain build runs it");
		return;
	}
	for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
		int status = status_of_child(make_call, &forbidden[i]);

		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
			test_fail(__FILE__, __LINE__, "the call %s does not kill", forbidden[i].name);
	}
#ifdef __x86_64__
	/* A kernel that has no such calls kills by a signal of its own. */
	CHECK(WIFSIGNALED(status_of_child(make_call_of_32_bits, NULL)));
#endif
}

/* What one thread does while the others wait, or the other way round: so that it is done by a thread of the pool. */
struct meeting {
	pthread_barrier_t barrier;
	void (*work)(void *owner);
	void *owner;
};

static void meet(void *owner, size_t item, unsigned worker)
{
	struct meeting *meeting = owner;

	(void)item;
	pthread_barrier_wait(&meeting->barrier);
	if (worker == 1)
		meeting->work(meeting->owner);
}

static void on_a_thread(struct pool *pool, void (*work)(void *owner), void *owner)
{
	struct meeting meeting = {.work = work, .owner = owner};

	pthread_barrier_init(&meeting.barrier, NULL, 2);
	pool_run(pool, 2, 0, meet, &meeting);
}

static void make_socket(void *nothing)
{
	(void)nothing;
	syscall(SYS_socket, -1, -1, -1);
}

static int make_socket_on_a_thread(const void *nothing)
{
	struct pool *pool = pool_new(1, NULL);

	(void)nothing;
	ENSURE(pool != NULL && drop_privileges());
	on_a_thread(pool, make_socket, NULL); /* so that the thread is there */
	ENSURE(seccomp_drop());
	on_a_thread(pool, make_socket, NULL);
	return 0;
}

TEST(seccomp_threads, "the filter is in force for threads that were there before it, and kills the process whole")
{
	int status = status_of_child(make_socket_on_a_thread, NULL);

	CHECK(WIFSIGNALED(status));
	CHECK_NUMBER(WTERMSIG(status), SIGSYS);
}

/* What stands open to a worker, in words; a row of this reader's says it. */
struct view {
	char open[256];
};

static void see(struct view *view, bool is_open, const char *what)
{
	size_t len = strlen(view->open);

	if (is_open)
		snprintf(view->open + len, sizeof view->open - len, "%s%s", len > 0 ? ", " : "", what);
}

static void look_around(void *owner)
{
	struct view *view = owner;
	struct stat status;
	bool has_more = false;

	for (int fd = DROP_ROWS_FD + 1; fd < 100; fd++)
		has_more |= fstat(fd, &status) == 0;
	see(view, has_more, "descriptors");
	see(view, !has_limits(), "limits");
	see(view, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1, "privileges");
	see(view, prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0, "memory");
	see(view, open("/", O_RDONLY | O_CLOEXEC) >= 0, "files");
	see(view, getppid() != 1, "processes");
}

static bool read_around(const struct source *source, const struct format_options *options, struct pool *pool, struct fact_sink *sink,
			struct error *err)
{
	struct fact_package row = fact_package_row();
	struct view view = {""};

	(void)source, (void)options, (void)err;
	on_a_thread(pool, look_around, &view);
	row.package = 0;
	row.path = "";
	row.app_id = view.open;
	return fact_package_emit(sink, &row);
}

/* Without seccomp, so that a worker can look around. */
static int look_around_a_worker(const void *wanted)
{
	static const struct refusal no_filter = {SYS_seccomp, 0, SECCOMP_SET_MODE_FILTER, ENOSYS},
				    no_question = {SYS_seccomp, 0, SECCOMP_GET_ACTION_AVAIL, ENOSYS};
	struct format_options options = {.limits = limits_default()};
	struct sandbox *sandbox;
	struct reading *reading;
	int fd = memfd_create("package", MFD_CLOEXEC);

	options.limits.value[LIMIT_MEMORY] = ADDRESS_SPACE;
	options.limits.value[LIMIT_RESIDENT] = RESIDENT;
	options.limits.value[LIMIT_CPU] = CPU_SECONDS;
	ENSURE(fd >= 0 && ftruncate(fd, 4 << 20) == 0 && refuse(&no_filter) && refuse(&no_question));
	sandbox = sandbox_start(&(struct sandbox_options){.allow_unsandboxed = true, .threads = 2, .read = read_around}, NULL);
	ENSURE(sandbox != NULL);
	reading = sandbox_read(sandbox, fd, &options, NULL);
	ENSURE(reading != NULL && reading_num(reading, package) == 1);
	sandbox_stop(sandbox);
	if (strcmp(reading_rows(reading, package)[0]->app_id, wanted) == 0)
		return 0;
	test_note("open to a worker: %s", reading_rows(reading, package)[0]->app_id);
	return 1;
}

TEST(drop_all, "in the sandbox no file, descriptor, privilege or process stands open to a worker and its threads, and its limits hold")
{
	char wanted[64];

	snprintf(wanted, sizeof wanted, "%s%s%s", landlock_version() < 1 ? "files" : "",
		 landlock_version() < 1 && !has_namespaces() ? ", " : "", has_namespaces() ? "" : "processes");
	if (DROP_FOR_ASAN)
		test_skip("AddressSanitizer needs more; the plain build runs it");
	else
		CHECK_NUMBER(status_of_child(look_around_a_worker, wanted), 0);
}

static const char *secret; /* as it stood in the environment */

static bool look_for_secret(const struct source *source, const struct format_options *options, struct pool *pool,
			    struct fact_sink *sink, struct error *err)
{
	struct fact_package row = fact_package_row();

	(void)source, (void)options, (void)pool, (void)err;
	row.app_id = getenv("PRELIST_TEST_SECRET") == NULL && *secret == '\0' ? "forgotten" : "known";
	return fact_package_emit(sink, &row);
}

TEST(drop_environment, "what stands in the environment is not in the memory of a worker in the sandbox")
{
	struct sandbox_options options = {.threads = 1, .read = look_for_secret};
	struct format_options read = {.limits = limits_default()};
	struct sandbox *sandbox;
	struct reading *reading READING_CLEANUP = NULL;
	int fd = memfd_create("package", MFD_CLOEXEC);

	CHECK(setenv("PRELIST_TEST_SECRET", "open sesame", 1) == 0);
	secret = getenv("PRELIST_TEST_SECRET");
	sandbox = sandbox_start(&options, NULL);
	reading = sandbox_read(sandbox, fd, &read, NULL);
	CHECK(reading != NULL && reading_num(reading, package) == 1);
	if (reading != NULL && reading_num(reading, package) == 1)
		CHECK_TEXT(reading_rows(reading, package)[0]->app_id, "forgotten");
	CHECK_TEXT(getenv("PRELIST_TEST_SECRET"), "open sesame");
	sandbox_stop(sandbox);
	close(fd);
	unsetenv("PRELIST_TEST_SECRET");
}
