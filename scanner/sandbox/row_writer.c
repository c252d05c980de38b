#include "sandbox/row_writer.h"

#include "bytes/descriptor.h"

#include <stdlib.h>

#define PIECE ((size_t)32 * 1024)

struct row_buffer {
	struct row_buffer *next;
	pthread_t thread;
	struct buf buf;
};

static void write_out(struct row_writer *writer, struct buf *buf)
{
	pthread_mutex_lock(&writer->lock);
	if (buf->failed || !descriptor_write(writer->fd, buf_span(buf)))
		atomic_store(&writer->failed, true);
	pthread_mutex_unlock(&writer->lock);
	buf->len = 0;
}

static struct row_buffer *add_buffer(struct row_writer *writer)
{
	struct row_buffer *buffer = malloc(sizeof *buffer);

	if (buffer == NULL) {
		atomic_store(&writer->failed, true);
		return NULL;
	}
	*buffer = (struct row_buffer){.thread = pthread_self(), .buf = buf_new(PIECE + STREAM_ROW_MAX + 4)};
	buffer->next = atomic_load(&writer->buffers);
	while (!atomic_compare_exchange_weak(&writer->buffers, &buffer->next, buffer))
		continue;
	return buffer;
}

/* There are a few threads. */
static struct row_buffer *own_buffer(struct row_writer *writer)
{
	for (struct row_buffer *buffer = atomic_load(&writer->buffers); buffer != NULL; buffer = buffer->next)
		if (pthread_equal(buffer->thread, pthread_self()))
			return buffer;
	return add_buffer(writer);
}

/* A package row leaves at once, with what its thread added before: a crash must still tell whose package it was. */
static bool take(struct fact_sink *sink, enum fact_table table, const void *row)
{
	struct row_writer *writer = (struct row_writer *)sink;
	struct row_buffer *buffer = own_buffer(writer);

	if (buffer == NULL)
		return false;
	stream_write_row(&buffer->buf, table, row);
	if (buffer->buf.len >= PIECE || buffer->buf.failed || table == FACT_TABLE_package)
		write_out(writer, &buffer->buf);
	return !atomic_load(&writer->failed);
}

void row_writer_open(struct row_writer *writer, int fd)
{
	*writer = (struct row_writer){.sink.take = take, .fd = fd};
	pthread_mutex_init(&writer->lock, NULL);
}

static void write_end(struct row_writer *writer)
{
	BUF_CLEANUP struct buf end = buf_new(PIECE);

	stream_write_end(&end);
	write_out(writer, &end);
}

bool row_writer_close(struct row_writer *writer, bool is_all)
{
	struct row_buffer *buffer = atomic_load(&writer->buffers);

	while (buffer != NULL) {
		struct row_buffer *next = buffer->next;

		write_out(writer, &buffer->buf);
		buf_free(&buffer->buf);
		free(buffer);
		buffer = next;
	}
	if (is_all && !atomic_load(&writer->failed))
		write_end(writer);
	pthread_mutex_destroy(&writer->lock);
	return !atomic_load(&writer->failed);
}
