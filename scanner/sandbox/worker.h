/*
 * worker - the process that reads one package: it drops everything, reads, writes rows, and ends.
 */
#ifndef PRELIST_SANDBOX_WORKER_H
#define PRELIST_SANDBOX_WORKER_H

#include "sandbox/message.h"
#include "sandbox/sandbox.h"

__attribute__((noreturn)) void worker_run(const struct sandbox_options *options, const struct message_request *request,
					  const int fds[MESSAGE_FDS]);

#endif
