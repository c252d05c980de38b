#include "sandbox/sandbox.h"

#include "bytes/core.h"
#include "bytes/digest.h"
#include "sandbox/collector.h"
#include "sandbox/drop.h"
#include "sandbox/message.h"
#include "sandbox/zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GIB ((uint64_t)1 << 30)
#define PIECE ((size_t)64 * 1024)
#define ROWS_ROOM (256 * 1024)
#define GRACE_MS 10000 /* for a killed worker to be gone */
#define LOOK_MS 200 /* at the longest between two looks at the clock; */
#define QUIET_MS 2 /* without rows: the worker is at something long */
#define STOPPED_MS 1000 /* more between them, and we were stopped */
#define ENDING_MAX 64

/*
 * A worker that has said all is not waited for: the kernel has a large process to take apart. Only the next one is, so that there
 * are no more workers than readers, and a new one finds the memory of an old one.
 */
struct sandbox {
	int control;
	bool has_seccomp;
	pthread_mutex_t lock;
	int ending[ENDING_MAX]; /* status sockets of such workers */
	size_t num_ending;
};

struct sandbox *sandbox_start(const struct sandbox_options *options, struct error *err)
{
	struct sandbox *sandbox;

	if (!seccomp_is_available() && !options->allow_unsandboxed) {
		error_set(err, ERROR_SANDBOX, "sandbox.unavailable: the kernel has no seccomp; --allow-unsandboxed goes on without");
		return NULL;
	}
	sandbox = calloc(1, sizeof *sandbox);
	if (sandbox == NULL) {
		error_memory(err);
		return NULL;
	}
	sandbox->has_seccomp = seccomp_is_available();
	pthread_mutex_init(&sandbox->lock, NULL);
	/* Before the fork, so that it is done once for both sides. */
	if (!digest_warm_up())
		error_set(err, ERROR_INTERNAL, "a digest is not to be had");
	else if (zygote_start(options, &sandbox->control, err))
		return sandbox;
	free(sandbox);
	return NULL;
}

/* The zygote, no child of ours, hears of it by the end of its socket; nobody waits for the kernel to take it apart. */
void sandbox_stop(struct sandbox *sandbox)
{
	if (sandbox == NULL)
		return;
	for (size_t i = 0; i < sandbox->num_ending; i++)
		close(sandbox->ending[i]);
	pthread_mutex_destroy(&sandbox->lock);
	close(sandbox->control);
	free(sandbox);
}

void sandbox_abort(struct sandbox *sandbox)
{
	shutdown(sandbox->control, SHUT_RDWR);
}

/* How long something is waited for, in milliseconds of the monotonic clock. */
struct patience {
	int64_t deadline;
	int64_t looked; /* when somebody last asked what is left */
};

/* One sandbox_read under way. */
struct job {
	struct collector collector;
	struct sandbox_worker worker;
	const struct sandbox_meanwhile *meanwhile; /* or NULL */
	int rows, status; /* our ends */
	struct patience patience;
	uint64_t wall_seconds, cpu_seconds;
	bool too_late;
	bool bad_row;	/* and the worker was killed for it */
	bool broken_off;
	struct error stream_error;
	struct message_status ended;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A limit that grows with the package, without overflow. */
static uint64_t by_size(uint64_t seconds, uint64_t more, uint64_t size)
{
	uint64_t most = (uint64_t)1 << 30;

	seconds = seconds < most ? seconds : most;
	return seconds + more * (size / GIB);
}

static bool send_request(const struct sandbox *sandbox, struct job *job, int fd, const struct format_options *options,
			 struct error *err)
{
	struct message_request request = {
		.options = *options,
		.address_space = options->limits.value[LIMIT_MEMORY],
		.resident = options->limits.value[LIMIT_RESIDENT],
		.cpu_seconds = job->cpu_seconds,
		.worker = job->worker,
	};
	int rows[2], status[2], fds[MESSAGE_FDS];
	bool sent;

	if (pipe2(rows, O_CLOEXEC) != 0)
		return error_errno(err, "a pipe for rows could not be made");
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, status) != 0) {
		close(rows[0]);
		close(rows[1]);
		return error_errno(err, "a socket for a worker could not be made");
	}
	/* A hint: with room for most packages' rows the worker does not wait for who is busy with something else. */
	(void)fcntl(rows[1], F_SETPIPE_SZ, ROWS_ROOM);
	fds[MESSAGE_PACKAGE] = fd;
	fds[MESSAGE_ROWS] = rows[1];
	fds[MESSAGE_STATUS] = status[1];
	sent = message_send(sandbox->control, &request, fds);
	sched_yield(); /* to the zygote, where it was woken on this core */
	close(rows[1]);
	close(status[1]);
	job->rows = rows[0];
	job->status = status[0];
	return sent || error_set(err, ERROR_SANDBOX, "the zygote does not take requests any more");
}

static struct patience patience_of(int64_t ms)
{
	int64_t now = now_ms();

	return (struct patience){.deadline = now + ms, .looked = now};
}

/* Milliseconds. The time in which this process was stopped, and its workers with it, does not count. */
static int64_t left_of(struct patience *patience)
{
	int64_t now = now_ms(), since = now - patience->looked;

	if (since > STOPPED_MS)
		patience->deadline += since;
	patience->looked = now;
	return patience->deadline - now;
}

/* Waits until fd can be read; false when patience ended first. */
static bool wait_for(int fd, struct patience *patience)
{
	for (;;) {
		struct pollfd one = {.fd = fd, .events = POLLIN};
		int64_t left = left_of(patience);

		if (poll(&one, 1, left < 0 ? 0 : left < LOOK_MS ? (int)left : LOOK_MS) > 0)
			return true;
		if (left <= 0)
			return false;
	}
}

static bool is_there_within(int fd, int ms)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};

	return poll(&one, 1, ms) > 0;
}

static bool wait_for_rows(struct job *job)
{
	while (job->meanwhile != NULL && !is_there_within(job->rows, 0) && job->meanwhile->work(job->meanwhile->owner, job->collector.reading))
		continue;
	if (collector_has_many(&job->collector) && !is_there_within(job->rows, QUIET_MS))
		collector_sort(&job->collector);
	return wait_for(job->rows, &job->patience);
}

static void take_rows(struct job *job)
{
	uint8_t piece[PIECE];

	while (wait_for_rows(job)) {
		ssize_t n = read(job->rows, piece, sizeof piece);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			job->broken_off = n < 0 || !stream_end(&job->collector.stream, &job->stream_error);
			return;
		}
		if (!stream_feed(&job->collector.stream, span_of(piece, (size_t)n), &job->stream_error)) {
			job->bad_row = true;
			shutdown(job->status, SHUT_WR);
			return;
		}
		if (job->collector.stream.has_ended)
			return;
	}
	job->too_late = true;
	shutdown(job->status, SHUT_WR);
}

/* How a worker ended that did not say all, from the zygote. One that closed its pipe and goes on has until the deadline. */
static bool take_status(struct job *job, struct error *err)
{
	struct patience grace;
	bool came = !job->too_late && wait_for(job->status, &job->patience);

	if (!came && !job->too_late) {
		job->too_late = true;
		shutdown(job->status, SHUT_WR);
	}
	grace = patience_of(GRACE_MS);
	came = came || wait_for(job->status, &grace);
	if (!came || recv(job->status, &job->ended, sizeof job->ended, 0) != (ssize_t)sizeof job->ended)
		return error_set(err, ERROR_SANDBOX, "the zygote did not tell how a worker ended");
	return true;
}

static bool judge_signal(struct job *job, int number)
{
	struct collector *collector = &job->collector;

	if (number == SIGXCPU || (number == SIGKILL && job->ended.cpu_seconds >= (double)job->cpu_seconds))
		return collector_report(collector, ANOMALY_LIMIT_CPU, "more than %llu s",
					(unsigned long long)job->cpu_seconds);
	if (number == SIGKILL)
		return collector_report(collector, ANOMALY_LIMIT_MEMORY,
					"the worker was killed from outside, as the system does when memory runs out");
	return collector_report(collector, ANOMALY_WORKER_CRASH, "the worker ended by signal %d (%s)", number,
				sigabbrev_np(number) != NULL ? sigabbrev_np(number) : "unknown");
}

static bool judge_exit(struct job *job, int code, struct error *err)
{
	switch (code) {
	case EXIT_READ:
		return collector_report(&job->collector, ANOMALY_WORKER_STREAM, "the worker ended without an end of its rows");
	case EXIT_MEMORY:
		return collector_report(&job->collector, ANOMALY_LIMIT_MEMORY, "reading needed more memory than a worker may have");
	case EXIT_IO:
		return error_set(err, ERROR_IO, "the package could not be read: it changed meanwhile, or the disk failed");
	case EXIT_SANDBOX:
		return error_set(err, ERROR_SANDBOX, "a worker could not be shut in");
	case EXIT_OTHER:
		return error_set(err, ERROR_INTERNAL, "a worker could not do its work");
	default:
		return collector_report(&job->collector, ANOMALY_WORKER_CRASH, "the worker ended with status %d", code);
	}
}

/* Turns the end of such a worker into what the reading says of it. False and err when it was a failure of ours. */
static bool judge_end(struct job *job, struct error *err)
{
	int status = job->ended.wait_status;
	bool ok;

	if (job->ended.fork_errno != 0)
		return error_set(err, ERROR_SANDBOX, "a worker could not be forked: %s", strerror(job->ended.fork_errno));
	if (job->too_late)
		ok = collector_report(&job->collector, ANOMALY_LIMIT_WALL, "more than %llu s",
				      (unsigned long long)job->wall_seconds);
	else if (WIFSIGNALED(status) && !job->bad_row)
		ok = judge_signal(job, WTERMSIG(status));
	else if (job->bad_row || (job->broken_off && WEXITSTATUS(status) == EXIT_READ))
		ok = collector_report(&job->collector, ANOMALY_WORKER_STREAM, "%s", job->stream_error.text);
	else
		return judge_exit(job, WEXITSTATUS(status), err) || error_memory(err);
	return ok || error_memory(err);
}

/* Takes the job's status socket. Who goes on behind his last row is killed. */
static void let_end(struct sandbox *sandbox, struct job *job)
{
	shutdown(job->status, SHUT_WR);
	pthread_mutex_lock(&sandbox->lock);
	if (sandbox->num_ending < ENDING_MAX) {
		sandbox->ending[sandbox->num_ending++] = job->status;
		job->status = -1;
	}
	pthread_mutex_unlock(&sandbox->lock);
}

static void wait_for_ending(struct sandbox *sandbox)
{
	struct patience grace = patience_of(GRACE_MS);
	int status = -1;

	pthread_mutex_lock(&sandbox->lock);
	if (sandbox->num_ending > 0)
		status = sandbox->ending[--sandbox->num_ending];
	pthread_mutex_unlock(&sandbox->lock);
	if (status < 0)
		return;
	wait_for(status, &grace);
	close(status);
}

static bool run(struct sandbox *sandbox, struct job *job, int fd, const struct format_options *options,
		struct error *err)
{
	bool gives_way;

	if (!send_request(sandbox, job, fd, options, err))
		return false;
	gives_way = job->meanwhile != NULL && core_give_way();
	take_rows(job);
	if (gives_way)
		core_give_way_no_more();
	if (job->collector.stream.has_ended && !job->bad_row)
		let_end(sandbox, job);
	else if (!take_status(job, err) || !judge_end(job, err))
		return false;
	return sandbox->has_seccomp || collector_report(&job->collector, ANOMALY_WORKER_UNSANDBOXED, "the kernel has no seccomp") ||
	       error_memory(err);
}

struct reading *sandbox_read(struct sandbox *sandbox, int fd, const struct format_options *options, struct error *err)
{
	return sandbox_read_meanwhile(sandbox, fd, options, &(struct sandbox_worker){.threads = 0}, NULL, err);
}

/* Its worker is the job's, and what else the job has is of this reading alone. */
static struct reading *read_once(struct sandbox *sandbox, struct job *job, int fd, uint64_t size, const struct format_options *options,
				 struct error *err)
{
	struct reading *reading = NULL;

	job->rows = job->status = -1;
	job->wall_seconds = by_size(options->limits.value[LIMIT_WALL], 60, size);
	job->cpu_seconds = by_size(options->limits.value[LIMIT_CPU], 30, size);
	wait_for_ending(sandbox);
	job->patience = patience_of((int64_t)job->wall_seconds * 1000);
	if (collector_open(&job->collector, options, (int64_t)size, err) && run(sandbox, job, fd, options, err))
		reading = collector_take(&job->collector);
	collector_close(&job->collector);
	if (job->rows >= 0)
		close(job->rows);
	if (job->status >= 0)
		close(job->status);
	return reading;
}

struct reading *sandbox_read_meanwhile(struct sandbox *sandbox, int fd, const struct format_options *options,
				       const struct sandbox_worker *worker, const struct sandbox_meanwhile *meanwhile, struct error *err)
{
	struct job job = {.worker = *worker, .meanwhile = meanwhile};
	struct reading *reading;
	struct stat status;

	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
		error_set(err, ERROR_IO, "the package is not a regular file");
		return NULL;
	}
	reading = read_once(sandbox, &job, fd, (uint64_t)status.st_size, options, err);
	if (reading == NULL || !job.collector.is_full || worker->threads == 1)
		return reading;
	/* Of more rows than there is room for several threads send others first in every run; one sends the same. */
	reading_free(reading);
	job = (struct job){.worker = *worker, .meanwhile = meanwhile};
	job.worker.threads = 1;
	return read_once(sandbox, &job, fd, (uint64_t)status.st_size, options, err);
}
