/*
 * buf - a growing run of bytes with a cap, which is set when it is made.
 *
 * Writes after a failed one do nothing; check buf.failed once at the end.
 */
#ifndef PRELIST_BYTES_BUF_H
#define PRELIST_BYTES_BUF_H

#include "bytes/span.h"

#include <stdarg.h>

struct buf {
	uint8_t *data;
	size_t len;
	size_t room;
	size_t cap;
	bool failed; /* the cap or the machine's memory was reached */
};

struct buf buf_new(size_t cap);
void buf_free(struct buf *buf);
#define BUF_CLEANUP __attribute__((cleanup(buf_free)))

void buf_text(struct buf *buf, const char *text);
__attribute__((format(printf, 2, 3))) void buf_printf(struct buf *buf, const char *format, ...);
__attribute__((format(printf, 2, 0))) void buf_vprintf(struct buf *buf, const char *format, va_list args);

/* Room for more bytes. buf_grow: where there is none yet. */
bool buf_grow(struct buf *buf, size_t more);
static inline bool buf_reserve(struct buf *buf, size_t more)
{
	return !buf->failed && more <= buf->room - buf->len ? true : buf_grow(buf, more);
}

static inline void buf_add(struct buf *buf, const void *data, size_t len)
{
	if (len == 0 || !buf_reserve(buf, len))
		return;
	memcpy(buf->data + buf->len, data, len);
	buf->len += len;
}

static inline void buf_byte(struct buf *buf, uint8_t byte)
{
	buf_add(buf, &byte, 1);
}

/* What another holds; what the other could not hold is missing here, too. */
static inline void buf_join(struct buf *buf, const struct buf *other)
{
	buf_add(buf, other->data, other->len);
	buf->failed |= other->failed;
}

/* Little-endian. */
static inline void buf_u32(struct buf *buf, uint32_t value)
{
	uint8_t bytes[4];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	buf_add(buf, bytes, sizeof bytes);
}

static inline void buf_u64(struct buf *buf, uint64_t value)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	buf_add(buf, bytes, sizeof bytes);
}

static inline struct span buf_span(const struct buf *buf)
{
	return span_of(buf->data, buf->len);
}

#endif
