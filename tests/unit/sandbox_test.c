/*
 * The sandbox with readers that misbehave: each leaves its anomaly and the rows that came before, and the next package
 * is read as if nothing had been.
 */
#include "facts/stream.h"
#include "harness.h"
#include "sandbox/drop.h"
#include "sandbox/message.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool say_package(struct fact_sink *sink, const char *app_id)
{
	struct fact_package row = fact_package_row();

	row.package = 0;
	row.path = "";
	row.app_id = app_id;
	return fact_package_emit(sink, &row);
}

#define READER(name)                                                                                                   \
	static bool name(const struct source *source, const struct format_options *options, struct pool *pool,        \
			 struct fact_sink *sink, struct error *err)

#define UNUSED (void)source, (void)options, (void)pool, (void)sink, (void)err

READER(read_well)
{
	UNUSED;
	return say_package(sink, "org.example.early") && say_package(sink, "org.example.late");
}

READER(crash)
{
	volatile int *nowhere = NULL;

	UNUSED;
	say_package(sink, "org.example.crash");
	*nowhere = 1;
	return true;
}

READER(spin)
{
	UNUSED;
	say_package(sink, "org.example.spin");
	for (volatile uint64_t i = 0; i < UINT64_MAX; i++)
		continue;
	return true;
}

READER(sleep_on)
{
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

	UNUSED;
	say_package(sink, "org.example.sleep");
	pthread_mutex_lock(&lock);
	pthread_mutex_lock(&lock);
	return true;
}

READER(eat_memory)
{
	UNUSED;
	say_package(sink, "org.example.memory");
	for (;;) {
		char *more = malloc(1 << 20);

		if (more == NULL)
			return error_set(err, ERROR_MEMORY, "out of memory");
		memset(more, 1, 1 << 20);
	}
}

READER(write_rubbish)
{
	static const char rubbish[] = "\x05\0\0\0\xee!!!!";

	UNUSED;
	say_package(sink, "org.example.rubbish");
	return write(DROP_ROWS_FD, rubbish, sizeof rubbish - 1) > 0;
}

READER(break_off)
{
	static const char half[] = "\x40\0\0\0\1";

	UNUSED;
	say_package(sink, "org.example.half");
	return write(DROP_ROWS_FD, half, sizeof half - 1) > 0;
}

READER(write_foreign_row)
{
	struct fact_licence row = fact_licence_row();

	UNUSED;
	say_package(sink, "org.example.foreign");
	row.package = 0;
	row.path = "";
	row.kind = "forged";
	return fact_licence_emit(sink, &row);
}

READER(write_forged_anomaly)
{
	struct fact_anomaly row = fact_anomaly_row();

	UNUSED;
	say_package(sink, "org.example.forged");
	row.id = "\033[31mhistory.signer-changed";
	row.effect = "odd";
	return fact_anomaly_emit(sink, &row);
}

READER(lie)
{
	struct fact_package row = fact_package_row();

	UNUSED;
	row.app_id = "org.example.lie";
	row.role = "main";
	row.signing = "verified";
	row.complete = row.code_visible = 1;
	row.size = -1;
	row.sha256 = "0000000000000000000000000000000000000000000000000000000000000000";
	return fact_package_emit(sink, &row);
}

READER(open_file)
{
	UNUSED;
	say_package(sink, "org.example.open");
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

READER(open_socket)
{
	UNUSED;
	say_package(sink, "org.example.socket");
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

READER(make_code)
{
	UNUSED;
	say_package(sink, "org.example.code");
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

READER(write_package)
{
	UNUSED;
	say_package(sink, "org.example.write");
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, DROP_PACKAGE_FD, 0) != MAP_FAILED;
}

READER(run_program)
{
	UNUSED;
	say_package(sink, "org.example.exec");
	execl("/bin/true", "true", (char *)NULL);
	return true;
}

READER(leave_oddly)
{
	UNUSED;
	say_package(sink, "org.example.exit");
	_exit(77);
}

READER(leave_early)
{
	UNUSED;
	say_package(sink, "org.example.early");
	_exit(EXIT_READ);
}

READER(end_and_go_on)
{
	static const char end[4];

	UNUSED;
	say_package(sink, "org.example.end");
	if (write(DROP_ROWS_FD, end, sizeof end) != sizeof end)
		return false;
	for (;;)
		continue;
}

READER(end_and_say_more)
{
	static const char ends[8];

	UNUSED;
	say_package(sink, "org.example.more");
	return write(DROP_ROWS_FD, ends, sizeof ends) == sizeof ends;
}

READER(close_and_go_on)
{
	UNUSED;
	say_package(sink, "org.example.close");
	close(DROP_ROWS_FD);
	return spin(source, options, pool, sink, err);
}

READER(write_rubbish_and_go_on)
{
	return write_rubbish(source, options, pool, sink, err) && spin(source, options, pool, sink, err);
}

READER(fail_to_read)
{
	UNUSED;
	return error_set(err, ERROR_IO, "the disk is on fire");
}

/* Which threads took part, as the package's version code. */
READER(count_threads)
{
	struct fact_package row = fact_package_row();

	UNUSED;
	row.package = 0;
	row.path = "";
	row.version_code = pool_size(pool);
	row.size = (int64_t)source->size;
	return fact_package_emit(sink, &row);
}

static int package_of(size_t size)
{
	int fd = memfd_create("package", MFD_CLOEXEC);

	CHECK(fd >= 0 && ftruncate(fd, (off_t)size) == 0);
	return fd;
}

static struct format_options options_with(enum limit_id id, uint64_t value)
{
	struct format_options options = {.limits = limits_default()};

	options.limits.value[id] = value;
	return options;
}

static struct reading *read_one(struct sandbox *sandbox, const struct format_options *options, struct error *err)
{
	int fd = package_of(100);
	struct reading *reading = sandbox_read(sandbox, fd, options, err);

	close(fd);
	return reading;
}

/* Reads in that sandbox and stops it: the package row is kept and the only anomaly has that name and effect (none: ""). */
static void expect_of(struct sandbox *sandbox, const struct format_options *options, const char *app_id, const char *anomaly)
{
	struct error err = {0};
	struct reading *reading READING_CLEANUP = read_one(sandbox, options, &err);

	CHECK_TEXT(err.text, "");
	sandbox_stop(sandbox);
	if (reading == NULL) {
		CHECK(reading != NULL);
		return;
	}
	CHECK_NUMBER(reading_num(reading, package), 1);
	if (reading_num(reading, package) == 1)
		CHECK_TEXT(reading_rows(reading, package)[0]->app_id, app_id);
	CHECK_NUMBER(reading_num(reading, anomaly), *anomaly == '\0' ? 0 : 1);
	if (reading_num(reading, anomaly) == 1) {
		const struct fact_anomaly *row = reading_rows(reading, anomaly)[0];
		char found[64];

		snprintf(found, sizeof found, "%s:%s", row->id, row->effect);
		CHECK_TEXT(found, anomaly);
	}
}

static void expect(sandbox_reader *read, const struct format_options *options, const char *app_id, const char *anomaly)
{
	struct error err = {0};
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = read}, &err);

	CHECK_TEXT(err.text, "");
	if (sandbox != NULL)
		expect_of(sandbox, options, app_id, anomaly);
}

TEST(sandbox_good, "the sandbox hands back a worker's rows, of several package rows the last")
{
	struct format_options options = options_with(LIMIT_WALL, 20);

	expect(read_well, &options, "org.example.late", "");
}

TEST(sandbox_crash, "a worker in the sandbox that crashes leaves its rows and worker.crash")
{
	struct format_options options = options_with(LIMIT_WALL, 20);

	if (DROP_FOR_ASAN)
		test_note("wanted: AddressSanitizer tells of the worker that this test lets crash");
	expect(crash, &options, "org.example.crash", "worker.crash:unread");
	expect(leave_oddly, &options, "org.example.exit", "worker.crash:unread");
}

TEST(sandbox_limits, "a worker in the sandbox that spins or hangs is ended and leaves limit.cpu or limit.wall")
{
	struct format_options cpu = options_with(LIMIT_CPU, 1), wall = options_with(LIMIT_WALL, 1);

	expect(spin, &cpu, "org.example.spin", "limit.cpu:unread");
	expect(spin, &wall, "org.example.spin", "limit.wall:unread");
	expect(sleep_on, &wall, "org.example.sleep", "limit.wall:unread");
	expect(close_and_go_on, &wall, "org.example.close", "limit.wall:unread");
}

TEST(sandbox_limits_grow, "a worker in the sandbox has more time for a package of a gibibyte, and all the time there is where the limit is none")
{
	struct format_options none = options_with(LIMIT_WALL, 0), most = options_with(LIMIT_WALL, UINT64_MAX);
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = read_well}, NULL);
	int fd = package_of((size_t)1 << 30);
	struct reading *reading READING_CLEANUP = sandbox_read(sandbox, fd, &none, NULL);

	CHECK(reading != NULL && reading_num(reading, anomaly) == 0);
	sandbox_stop(sandbox);
	close(fd);
	most.limits.value[LIMIT_CPU] = UINT64_MAX;
	expect(read_well, &most, "org.example.late", "");
}

TEST(sandbox_memory, "a worker in the sandbox that eats memory leaves limit.memory, be it address space or what can be resident")
{
	struct format_options options = options_with(LIMIT_MEMORY, (uint64_t)256 << 20), resident = options_with(LIMIT_RESIDENT, (uint64_t)64 << 20);

	if (DROP_FOR_ASAN)
		test_skip("AddressSanitizer needs the whole address space; the plain build runs it");
	else {
		expect(eat_memory, &options, "org.example.memory", "limit.memory:unread");
		resident.limits.value[LIMIT_MEMORY] = UINT64_MAX;
		expect(eat_memory, &resident, "org.example.memory", "limit.memory:unread");
	}
}

TEST(sandbox_stream, "a worker in the sandbox that writes what is no row of its own leaves worker.stream")
{
	struct format_options options = options_with(LIMIT_WALL, 20), few = options_with(LIMIT_FACTS, 1);

	expect(write_rubbish, &options, "org.example.rubbish", "worker.stream:unread");
	expect(write_rubbish_and_go_on, &options, "org.example.rubbish", "worker.stream:unread");
	expect(break_off, &options, "org.example.half", "worker.stream:unread");
	expect(write_foreign_row, &options, "org.example.foreign", "worker.stream:unread");
	expect(write_forged_anomaly, &options, "org.example.forged", "worker.stream:unread");
	expect(end_and_say_more, &options, "org.example.more", "worker.stream:unread");
	expect(read_well, &few, "org.example.early", "worker.stream:unread");
}

TEST(sandbox_end, "a worker in the sandbox has read its package when it says so: who ends without leaves worker.stream, who goes on is not waited for")
{
	struct format_options options = options_with(LIMIT_WALL, 20);

	expect(leave_early, &options, "org.example.early", "worker.stream:unread");
	expect(end_and_go_on, &options, "org.example.end", "");
}

TEST(sandbox_lie, "what the parent knows of a package by itself, or derives, is not the worker's to say")
{
	struct format_options options = options_with(LIMIT_WALL, 20);
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = lie}, NULL);
	struct reading *reading READING_CLEANUP = NULL;

	CHECK(sandbox != NULL);
	memset(options.sha256, 'a', 64);
	reading = read_one(sandbox, &options, NULL);
	sandbox_stop(sandbox);
	CHECK(reading != NULL && reading_num(reading, package) == 1);
	for (size_t i = 0; reading != NULL && i < reading_num(reading, package); i++) {
		const struct fact_package *row = reading_rows(reading, package)[i];

		CHECK_TEXT(row->app_id, "org.example.lie");
		CHECK_TEXT(row->sha256, options.sha256);
		CHECK_NUMBER(row->size, 100);
		CHECK(row->role == NULL && row->signing == NULL && row->complete == FACT_ABSENT && row->code_visible == FACT_ABSENT);
	}
}

TEST(sandbox_walls, "a worker in the sandbox that reaches for file, network, program, new code or the package's bytes is killed")
{
	struct format_options options = options_with(LIMIT_WALL, 20);

	if (!DROP_FOR_ASAN)
		expect(open_file, &options, "org.example.open", "worker.crash:unread");
	expect(open_socket, &options, "org.example.socket", "worker.crash:unread");
	expect(run_program, &options, "org.example.exec", "worker.crash:unread");
	if (!DROP_FOR_ASAN) {
		expect(make_code, &options, "org.example.code", "worker.crash:unread");
		expect(write_package, &options, "org.example.write", "worker.crash:unread");
	}
}

TEST(sandbox_error, "a package that cannot be read is an error of the sandbox, and no anomaly")
{
	struct format_options options = options_with(LIMIT_WALL, 20);
	struct error err = {0};
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = fail_to_read}, &err);

	CHECK(sandbox != NULL);
	if (sandbox == NULL)
		return;
	CHECK(read_one(sandbox, &options, &err) == NULL);
	CHECK(err.code == ERROR_IO);
	sandbox_stop(sandbox);
}

/*
 * From here on this thread, and what it forks, has a kernel on which seccomp() up to that operation is not to be had: a filter,
 * set by the older prctl(), answers for it.
 */
static bool lose_seccomp(uint32_t last_operation)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 2),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, last_operation, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
	};
	const struct sock_fprog program = {.len = sizeof filter / sizeof filter[0], .filter = filter};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static struct sandbox *start(bool allow_unsandboxed, struct error *err)
{
	return sandbox_start(&(struct sandbox_options){.threads = 1, .allow_unsandboxed = allow_unsandboxed, .read = read_well}, err);
}

static void *read_without_seccomp(void *nothing)
{
	struct format_options options = options_with(LIMIT_WALL, 20);
	struct error refused = {0}, err = {0};
	struct sandbox *sandbox;

	CHECK(lose_seccomp(SECCOMP_GET_ACTION_AVAIL));
	CHECK(start(false, &refused) == NULL);
	CHECK(refused.code == ERROR_SANDBOX);
	sandbox = start(true, &err);
	CHECK(sandbox != NULL);
	if (sandbox != NULL)
		expect_of(sandbox, &options, "org.example.late", "worker.unsandboxed:odd");
	return nothing;
}

TEST(sandbox_unsandboxed, "without seccomp the sandbox does not start, or says worker.unsandboxed where it is told to go on")
{
	struct format_options options = options_with(LIMIT_WALL, 20);
	struct sandbox *sandbox = start(true, NULL);
	pthread_t thread;

	CHECK(sandbox != NULL);
	if (sandbox != NULL)
		expect_of(sandbox, &options, "org.example.late", "");
	CHECK(pthread_create(&thread, NULL, read_without_seccomp, NULL) == 0);
	pthread_join(thread, NULL);
}

static void *read_with_refused_filter(void *nothing)
{
	struct format_options options = options_with(LIMIT_WALL, 20);
	struct error err = {0};
	struct sandbox *sandbox;

	CHECK(lose_seccomp(SECCOMP_SET_MODE_FILTER));
	sandbox = start(true, NULL);
	CHECK(sandbox != NULL);
	if (sandbox == NULL)
		return nothing;
	CHECK(read_one(sandbox, &options, &err) == NULL);
	CHECK(err.code == ERROR_SANDBOX);
	sandbox_stop(sandbox);
	return nothing;
}

TEST(sandbox_refused_filter, "a worker of the sandbox whose filter is refused reads nothing, though it may go on where there is no seccomp")
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, read_with_refused_filter, NULL) == 0);
	pthread_join(thread, NULL);
}

struct caller {
	struct sandbox *sandbox;
	struct format_options options;
	size_t size;
	int64_t threads;
	pthread_t thread;
};

static void *call(void *argument)
{
	struct caller *caller = argument;
	int fd = package_of(caller->size);

	for (int i = 0; i < 5; i++) {
		struct reading *reading READING_CLEANUP = sandbox_read(caller->sandbox, fd, &caller->options, NULL);

		if (reading == NULL || reading_num(reading, package) != 1 ||
		    reading_rows(reading, package)[0]->size != (int64_t)caller->size)
			caller->threads = -1;
		else
			caller->threads = reading_rows(reading, package)[0]->version_code;
	}
	close(fd);
	return NULL;
}

TEST(sandbox_several, "the sandbox reads several packages at once, with more threads for those of 2 MiB and up")
{
	struct sandbox *sandbox = sandbox_start(&(struct sandbox_options){.threads = 3, .read = count_threads}, NULL);
	struct caller callers[8];

	CHECK(sandbox != NULL);
	for (size_t i = 0; i < 8 && sandbox != NULL; i++) {
		callers[i] = (struct caller){.sandbox = sandbox,
					     .options = options_with(LIMIT_WALL, 60),
					     .size = i % 2 == 0 ? 1000 + i : (2 << 20) + i - 1};
		CHECK(pthread_create(&callers[i].thread, NULL, call, &callers[i]) == 0);
	}
	for (size_t i = 0; i < 8 && sandbox != NULL; i++) {
		pthread_join(callers[i].thread, NULL);
		CHECK_NUMBER(callers[i].threads, i % 2 == 0 ? 1 : 3);
	}
	sandbox_stop(sandbox);
}

/* The first package hangs: its memory says so. */
READER(hang_if_large)
{
	return source->size > 1000 ? sleep_on(source, options, pool, sink, err)
				   : read_well(source, options, pool, sink, err);
}

static void *hang(void *argument)
{
	struct caller *caller = argument;
	int fd = package_of(2000);
	struct reading *reading READING_CLEANUP = sandbox_read(caller->sandbox, fd, &caller->options, NULL);

	caller->threads = reading != NULL && reading_num(reading, anomaly) == 1;
	close(fd);
	return NULL;
}

TEST(sandbox_not_blocked, "the sandbox reads on while one worker hangs")
{
	struct format_options options = options_with(LIMIT_WALL, 20);
	struct caller caller = {.options = options_with(LIMIT_WALL, 2)};
	struct reading *reading;

	caller.sandbox = sandbox_start(&(struct sandbox_options){.threads = 1, .read = hang_if_large}, NULL);
	CHECK(caller.sandbox != NULL);
	if (caller.sandbox == NULL)
		return;
	CHECK(pthread_create(&caller.thread, NULL, hang, &caller) == 0);
	for (int i = 0; i < 3; i++) {
		reading = read_one(caller.sandbox, &options, NULL);
		CHECK(reading != NULL && reading_num(reading, anomaly) == 0);
		reading_free(reading);
	}
	pthread_join(caller.thread, NULL);
	CHECK_NUMBER(caller.threads, 1);
	sandbox_stop(caller.sandbox);
}
