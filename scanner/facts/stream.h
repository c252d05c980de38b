/*
 * stream - the wire form of rows: from worker to parent, and in the archive.
 *
 *   row   = u32 length of the rest | u8 table | value per column
 *   value = u8 0                      absent
 *         | u8 1 | i64                number
 *         | u8 2 | u32 length | bytes text
 *
 * A length of 0 is the end mark: a worker that has read its package writes it behind the last row. Kept readings have none.
 * All little-endian. The reader takes the bytes as hostile: every row is checked by fact_fault.
 */
#ifndef PRELIST_FACTS_STREAM_H
#define PRELIST_FACTS_STREAM_H

#include "bytes/buf.h"
#include "bytes/error.h"
#include "facts/fact.h"

/* The greatest row that is taken. */
#define STREAM_ROW_MAX ((size_t)1024 * 1024)

/* What out has no room for shows by out->failed. */
void stream_write_row(struct buf *out, enum fact_table table, const void *row);
void stream_write_end(struct buf *out);

struct stream {
	struct fact_sink *sink; /* borrowed: where the rows go */
	uint64_t wanted;	/* a bit per table; rows of others are passed over unread. All of them at first */
	struct buf pending;	/* the start of a row whose end has not come yet */
	struct buf text;	/* room for one row's text */
	uint64_t num_rows;
	bool has_ended; /* the end mark has come; a row behind it is wrong */
};

struct stream stream_new(struct fact_sink *sink);
void stream_free(struct stream *stream);

/* Takes the next bytes of the stream, in pieces of any size. False and err at the first wrong row. */
bool stream_feed(struct stream *stream, struct span bytes, struct error *err);

/* The stream is over: false and err when it broke off inside a row. */
bool stream_end(struct stream *stream, struct error *err);

#endif
