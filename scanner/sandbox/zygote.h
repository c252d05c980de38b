/*
 * zygote - the process that holds what reading needs and forks a worker for each request.
 */
#ifndef PRELIST_SANDBOX_ZYGOTE_H
#define PRELIST_SANDBOX_ZYGOTE_H

#include "sandbox/sandbox.h"

#include <sys/types.h>

/*
 * Forks the zygote, by way of a process that ends at once and is the caller's to wait for. *control: the parent's end of the
 * socket that message.h describes; it ends when the zygote does, or could not be forked. -1 and err when there was no such process.
 */
pid_t zygote_start(const struct sandbox_options *options, int *control, struct error *err);

#endif
