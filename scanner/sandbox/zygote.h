/*
 * zygote - the process that holds what reading needs and forks a worker for each request.
 */
#ifndef PRELIST_SANDBOX_ZYGOTE_H
#define PRELIST_SANDBOX_ZYGOTE_H

#include "sandbox/sandbox.h"

#include <sys/types.h>

/*
 * Forks the zygote, of whose end no signal tells and which nobody waits for. *control: the parent's end of the socket that message.h
 * describes; it ends when the zygote does. False and err when it could not be forked.
 */
bool zygote_start(const struct sandbox_options *options, int *control, struct error *err);

#endif
