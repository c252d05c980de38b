#include "sandbox/row_writer.h"

#include "bytes/descriptor.h"

#define PIECE ((size_t)32 * 1024)

static void write_out(struct row_writer *writer)
{
	if (!writer->buf.failed && !descriptor_write(writer->fd, buf_span(&writer->buf)))
		writer->buf.failed = true;
	writer->buf.len = 0;
}

/* A package row leaves at once, with all that came before it: a crash must still tell whose package it was. */
static bool take(struct fact_sink *sink, enum fact_table table, const void *row)
{
	struct row_writer *writer = (struct row_writer *)sink;
	bool ok;

	pthread_mutex_lock(&writer->lock);
	stream_write_row(&writer->buf, table, row);
	if (writer->buf.len >= PIECE || table == FACT_TABLE_package)
		write_out(writer);
	ok = !writer->buf.failed;
	pthread_mutex_unlock(&writer->lock);
	return ok;
}

void row_writer_open(struct row_writer *writer, int fd)
{
	*writer = (struct row_writer){.sink.take = take, .buf = buf_new(PIECE + STREAM_ROW_MAX + 4), .fd = fd};
	pthread_mutex_init(&writer->lock, NULL);
}

bool row_writer_close(struct row_writer *writer, bool is_all)
{
	bool ok;

	if (is_all)
		stream_write_end(&writer->buf);
	write_out(writer);
	ok = !writer->buf.failed;
	buf_free(&writer->buf);
	pthread_mutex_destroy(&writer->lock);
	return ok;
}
