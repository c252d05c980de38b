#include "facts/stream.h"

#include "bytes/cursor.h"

enum { VALUE_ABSENT, VALUE_NUMBER, VALUE_TEXT };

static void write_value(struct buf *out, enum fact_type type, union fact_value value)
{
	if (fact_is_number(type) ? value.number == FACT_ABSENT : value.text == NULL) {
		buf_byte(out, VALUE_ABSENT);
	} else if (fact_is_number(type)) {
		buf_byte(out, VALUE_NUMBER);
		buf_u64(out, (uint64_t)value.number);
	} else {
		size_t len = strlen(value.text);

		buf_byte(out, VALUE_TEXT);
		buf_u32(out, (uint32_t)len);
		buf_add(out, value.text, len);
	}
}

void stream_write_row(struct buf *out, enum fact_table table, const void *row)
{
	const struct fact_table_info *info = fact_info(table);
	const union fact_value *values = row;
	size_t start = out->len, len;

	buf_u32(out, 0);
	buf_byte(out, (uint8_t)table);
	for (size_t i = 0; i < info->num_columns; i++)
		write_value(out, info->columns[i].type, values[i]);
	if (out->failed)
		return;
	len = out->len - start - 4;
	for (size_t i = 0; i < 4; i++)
		out->data[start + i] = (uint8_t)(len >> (8 * i));
}

void stream_write_end(struct buf *out)
{
	buf_u32(out, 0);
}

struct stream stream_new(struct fact_sink *sink)
{
	return (struct stream){
		.sink = sink,
		.wanted = UINT64_MAX,
		.pending = buf_new(STREAM_ROW_MAX + 4),
		.text = buf_new(STREAM_ROW_MAX + FACT_COLUMNS_MAX),
	};
}

void stream_free(struct stream *stream)
{
	buf_free(&stream->pending);
	buf_free(&stream->text);
}

/* Reads one value; text goes NUL-terminated to stream->text, whose room was reserved for the whole row. */
static bool read_value(struct stream *stream, struct cursor *row, enum fact_type type, union fact_value *value)
{
	uint8_t form = cursor_u8(row);
	struct span text;

	if (form == VALUE_ABSENT)
		return !row->bad;
	if (form != (fact_is_number(type) ? VALUE_NUMBER : VALUE_TEXT))
		return false;
	if (form == VALUE_NUMBER) {
		value->number = (int64_t)cursor_u64(row);
		return !row->bad;
	}
	text = cursor_bytes(row, cursor_u32(row));
	if (row->bad || (text.len > 0 && memchr(text.data, 0, text.len) != NULL))
		return false;
	value->text = (const char *)stream->text.data + stream->text.len;
	buf_add(&stream->text, text.data, text.len);
	buf_byte(&stream->text, 0);
	return !stream->text.failed;
}

static bool read_row(struct stream *stream, struct span bytes, struct error *err)
{
	struct cursor row = cursor_of(bytes);
	uint8_t table = cursor_u8(&row);
	union fact_value values[FACT_COLUMNS_MAX];
	const struct fact_table_info *info;
	const char *fault;

	if (row.bad || table >= FACT_TABLE_COUNT)
		return error_set(err, ERROR_INPUT, "row %llu is of no known table", (unsigned long long)stream->num_rows);
	if (!fact_is_in(stream->wanted, table)) {
		stream->num_rows++;
		return true;
	}
	info = fact_info(table);
	fact_clear(table, values);
	stream->text.len = 0;
	if (!buf_reserve(&stream->text, bytes.len + info->num_columns))
		return error_memory(err);
	for (size_t i = 0; i < info->num_columns; i++)
		if (!read_value(stream, &row, info->columns[i].type, &values[i]))
			return error_set(err, ERROR_INPUT, "row %llu: %s.%s is malformed",
					 (unsigned long long)stream->num_rows, info->name, info->columns[i].name);
	fault = cursor_left(&row) > 0 ? "has bytes behind it" : fact_fault(table, values);
	if (fault != NULL)
		return error_set(err, ERROR_INPUT, "row %llu of %s %s", (unsigned long long)stream->num_rows, info->name,
				 fault);
	stream->num_rows++;
	if (!stream->sink->take(stream->sink, table, values))
		return error_memory(err);
	return true;
}

/* Reads whole rows off the front of bytes; *used says how many bytes they were. */
static bool read_rows(struct stream *stream, struct span bytes, size_t *used, struct error *err)
{
	struct cursor in = cursor_of(bytes);

	*used = 0;
	while (cursor_left(&in) >= 4) {
		uint32_t len = cursor_u32(&in);

		if (stream->has_ended)
			return error_set(err, ERROR_INPUT, "row %llu is behind the end", (unsigned long long)stream->num_rows);
		if (len > STREAM_ROW_MAX)
			return error_set(err, ERROR_INPUT, "row %llu is %u bytes long",
					 (unsigned long long)stream->num_rows, len);
		if (len > cursor_left(&in))
			break;
		stream->has_ended = len == 0;
		if (len > 0 && !read_row(stream, cursor_bytes(&in, len), err))
			return false;
		*used = in.pos;
	}
	return true;
}

bool stream_feed(struct stream *stream, struct span bytes, struct error *err)
{
	size_t used;

	while (stream->pending.len > 0 && bytes.len > 0) {
		/* A piece at a time, so that pending never holds more than one row. */
		size_t have = stream->pending.len;
		size_t want = have < 4 ? 4 : 4 + (size_t)cursor_peek_u32(&(struct cursor){.data = stream->pending.data, .len = have}, 0);
		size_t piece;

		if (want > STREAM_ROW_MAX + 4)
			return error_set(err, ERROR_INPUT, "row %llu is too long", (unsigned long long)stream->num_rows);
		piece = want - have < bytes.len ? want - have : bytes.len;
		buf_add(&stream->pending, bytes.data, piece);
		bytes = span_slice(bytes, piece, bytes.len);
		if (!read_rows(stream, buf_span(&stream->pending), &used, err))
			return false;
		if (used > 0)
			stream->pending.len = 0;
	}
	if (!read_rows(stream, bytes, &used, err))
		return false;
	bytes = span_slice(bytes, used, bytes.len);
	buf_add(&stream->pending, bytes.data, bytes.len);
	return !stream->pending.failed || error_memory(err);
}

bool stream_end(struct stream *stream, struct error *err)
{
	if (stream->pending.len > 0)
		return error_set(err, ERROR_INPUT, "the stream broke off inside row %llu",
				 (unsigned long long)stream->num_rows);
	return true;
}
