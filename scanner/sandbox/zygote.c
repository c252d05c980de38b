#include "sandbox/zygote.h"

#include "bytes/core.h"
#include "encoding/public_key.h"
#include "format/format.h"
#include "sandbox/drop.h"
#include "sandbox/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS_MAX 1024

struct child {
	pid_t pid;
	int status; /* socket on which its end is told */
	bool killed;
};

struct zygote {
	const struct sandbox_options *options;
	int control;
	int signals; /* readable when a child ended */
	struct child children[WORKERS_MAX];
	size_t num_children;
	bool has_served, has_keys;
};

static void tell(int status, const struct message_status *message)
{
	/* A parent that has gone does not want to know. */
	if (send(status, message, sizeof *message, MSG_NOSIGNAL) < 0)
		errno = 0;
	close(status);
}

static void serve_request(struct zygote *zygote, const struct message_request *request, const int fds[MESSAGE_FDS])
{
	pid_t pid = zygote->num_children < WORKERS_MAX ? fork() : (errno = EAGAIN, -1);

	if (pid == 0) {
		sigset_t none;

		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		worker_run(zygote->options, request, fds);
	}
	if (pid > 0)
		core_confine(pid, &request->worker.cores);
	if (pid < 0)
		tell(fds[MESSAGE_STATUS], &(struct message_status){.fork_errno = errno});
	else
		zygote->children[zygote->num_children++] = (struct child){.pid = pid, .status = fds[MESSAGE_STATUS]};
	close(fds[MESSAGE_PACKAGE]);
	close(fds[MESSAGE_ROWS]);
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void bury(struct zygote *zygote, pid_t pid, int wait_status, const struct rusage *used)
{
	for (size_t i = 0; i < zygote->num_children; i++) {
		if (zygote->children[i].pid != pid)
			continue;
		tell(zygote->children[i].status,
		     &(struct message_status){.wait_status = wait_status,
					      .cpu_seconds = seconds(used->ru_utime) + seconds(used->ru_stime)});
		zygote->children[i] = zygote->children[--zygote->num_children];
		return;
	}
}

static void reap(struct zygote *zygote)
{
	struct signalfd_siginfo info;
	struct rusage used;
	int wait_status;
	pid_t pid;

	if (read(zygote->signals, &info, sizeof info) < 0)
		errno = 0;
	while ((pid = wait4(-1, &wait_status, WNOHANG, &used)) > 0)
		bury(zygote, pid, wait_status, &used);
}

static void end(struct child *child)
{
	kill(child->pid, SIGKILL);
	child->killed = true;
}

/* OpenSSL's public keys are made ready once for all workers; the first, maybe the only one, makes ready what it needs. */
static void warm_up_keys(struct zygote *zygote)
{
	if (zygote->has_served && !zygote->has_keys) {
		public_key_warm_up();
		zygote->has_keys = true;
	}
	zygote->has_served = true;
}

static bool accept_request(struct zygote *zygote)
{
	struct message_request request;
	int fds[MESSAGE_FDS];
	int got = message_receive(zygote->control, &request, fds);

	if (got > 0) {
		warm_up_keys(zygote);
		serve_request(zygote, &request, fds);
	}
	return got >= 0;
}

/* Polls the control socket, the ended children, and each worker's status socket: its other end shut means "kill it". */
static void serve(struct zygote *zygote)
{
	static struct pollfd fds[WORKERS_MAX + 2];

	for (;;) {
		size_t num = zygote->num_children;

		fds[0] = (struct pollfd){.fd = zygote->control, .events = POLLIN};
		fds[1] = (struct pollfd){.fd = zygote->signals, .events = POLLIN};
		for (size_t i = 0; i < num; i++)
			fds[i + 2] = (struct pollfd){.fd = zygote->children[i].killed ? -1 : zygote->children[i].status,
						     .events = POLLRDHUP};
		if (poll(fds, num + 2, -1) < 0)
			continue;
		for (size_t i = 0; i < num; i++)
			if (fds[i + 2].revents != 0)
				end(&zygote->children[i]);
		if (fds[1].revents != 0)
			reap(zygote);
		if (fds[0].revents != 0 && !accept_request(zygote))
			return;
	}
}

/* Standard descriptors become /dev/null, so that a caller's pipe does not stay open here. */
static void let_go_of_descriptors(int *control)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd <= 2 && null >= 0; fd++)
		if (fd != STDERR_FILENO || !DROP_FOR_ASAN)
			dup2(null, fd);
	if (*control != 3) {
		dup2(*control, 3);
		*control = 3;
	}
	closefrom(4);
}

/* What the program does when it is ended is not for its helpers to do; what is ignored stays so. */
static void let_go_of_handlers(void)
{
	static const int numbers[] = {
#define END_SIGNAL(number) number,
#include "bytes/end_signal.def"
#undef END_SIGNAL
	};
	struct sigaction before;

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			signal(numbers[i], SIG_DFL);
}

__attribute__((noreturn)) static void run(const struct sandbox_options *options, int control, const cpu_set_t *cores)
{
	static struct zygote zygote;
	struct sandbox_options own = *options;
	sigset_t child_ended;

	core_confine(0, cores);
	drop_network();
	let_go_of_descriptors(&control);
	let_go_of_handlers();
	drop_environment();
	sigemptyset(&child_ended);
	sigaddset(&child_ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child_ended, NULL);
	signal(SIGCHLD, SIG_DFL);
	zygote.options = &own;
	zygote.control = control;
	zygote.signals = signalfd(-1, &child_ended, SFD_CLOEXEC | SFD_NONBLOCK);
	if (zygote.signals < 0 || !format_warm_up(NULL))
		_exit(EXIT_SANDBOX);
	serve(&zygote);
	for (size_t i = 0; i < zygote.num_children; i++)
		kill(zygote.children[i].pid, SIGKILL);
	/* So that the time they took is counted as this process's. */
	while (wait(NULL) > 0)
		continue;
	_exit(0);
}

/* In its namespaces the zygote is the first process: when it goes, the kernel kills whatever still runs there. */
bool zygote_start(const struct sandbox_options *options, int *control, struct error *err)
{
	cpu_set_t cores = core_all();
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return error_errno(err, "the sandbox's socket could not be made");
	pid = drop_fork();
	if (pid == 0) {
		close(ends[0]);
		run(options, ends[1], &cores);
	}
	if (pid < 0)
		error_set(err, ERROR_SANDBOX, "the zygote could not be forked: %s", strerror(errno));
	else
		core_push(pid);
	close(ends[1]);
	if (pid < 0)
		close(ends[0]);
	else
		*control = ends[0];
	return pid >= 0;
}
