/*
 * message - what parent and zygote say to each other, over sockets that keep messages apart.
 *
 *   parent -> zygote   request, with three descriptors: package, row pipe, status socket
 *   zygote -> parent   on the status socket, once: how the worker ended. The parent closes its half to have it killed.
 */
#ifndef PRELIST_SANDBOX_MESSAGE_H
#define PRELIST_SANDBOX_MESSAGE_H

#include "sandbox/sandbox.h"

#include <sys/types.h>

enum { MESSAGE_PACKAGE, MESSAGE_ROWS, MESSAGE_STATUS, MESSAGE_FDS };

struct message_request {
	struct format_options options;
	uint64_t address_space, resident;
	uint64_t cpu_seconds;
	struct sandbox_worker worker;
};

/* How a worker leaves when it ends by itself. */
enum { EXIT_READ = 0, EXIT_MEMORY = 40, EXIT_IO, EXIT_SANDBOX, EXIT_OTHER };

struct message_status {
	int wait_status;
	int fork_errno; /* not 0: there was no worker */
	double cpu_seconds;
};

bool message_send(int socket, const struct message_request *request, const int fds[MESSAGE_FDS]);

/* 1: a request with its descriptors; 0: not a whole request, nothing to be closed; -1: the other side has gone. */
int message_receive(int socket, struct message_request *request, int fds[MESSAGE_FDS]);

#endif
