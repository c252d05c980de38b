/*
 * row_writer - the worker's end of the row pipe: rows from any thread, written in large pieces of whole rows. Each thread
 * gathers its own, so that none waits for another but to write.
 */
#ifndef PRELIST_SANDBOX_ROW_WRITER_H
#define PRELIST_SANDBOX_ROW_WRITER_H

#include "facts/stream.h"

#include <pthread.h>
#include <stdatomic.h>

struct row_buffer; /* of one thread */

struct row_writer {
	struct fact_sink sink; /* first, so that a sink pointer is a writer pointer */
	pthread_mutex_t lock;
	struct row_buffer *_Atomic buffers;
	atomic_bool failed;
	int fd; /* borrowed */
};

void row_writer_open(struct row_writer *writer, int fd);

/* When no thread adds rows any more: writes what is left, and the end mark behind it where these are all rows. False when something was lost. */
bool row_writer_close(struct row_writer *writer, bool is_all);

#endif
