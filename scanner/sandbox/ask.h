/*
 * ask - what the table of a package has of some resources, told by a worker of its own.
 */
#ifndef PRELIST_SANDBOX_ASK_H
#define PRELIST_SANDBOX_ASK_H

#include "sandbox/sandbox.h"

/*
 * Adds rows of split_value to the reading of the package behind fd, FORMAT_ASKED_MAX resources at the most; of an answer that is not
 * whole none. False and err when we could not do our work.
 */
bool sandbox_ask(struct sandbox *sandbox, int fd, const struct format_options *options, const uint32_t *ids, size_t num_ids,
		 struct reading *reading, struct error *err);

#endif
