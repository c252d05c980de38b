/*
 * row_writer - the worker's end of the row pipe: rows from any thread, written in large pieces.
 */
#ifndef PRELIST_SANDBOX_ROW_WRITER_H
#define PRELIST_SANDBOX_ROW_WRITER_H

#include "facts/stream.h"

#include <pthread.h>

struct row_writer {
	struct fact_sink sink; /* first, so that a sink pointer is a writer pointer */
	pthread_mutex_t lock;
	struct buf buf;
	int fd; /* borrowed */
};

void row_writer_open(struct row_writer *writer, int fd);

/* Writes what is left, and the end mark behind it where these are all rows. False when something was lost. */
bool row_writer_close(struct row_writer *writer, bool is_all);

#endif
