/*
 * buf - a growing run of bytes with a cap, made when it is made.
 *
 * Writes after a failed one do nothing; check buf.failed once at the end.
 */
#ifndef PRELIST_BYTES_BUF_H
#define PRELIST_BYTES_BUF_H

#include "bytes/span.h"

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

bool buf_reserve(struct buf *buf, size_t more);
void buf_add(struct buf *buf, const void *data, size_t len);
void buf_byte(struct buf *buf, uint8_t byte);
void buf_text(struct buf *buf, const char *text);
void buf_u32(struct buf *buf, uint32_t value); /* little-endian */
void buf_u64(struct buf *buf, uint64_t value);
__attribute__((format(printf, 2, 3))) void buf_printf(struct buf *buf, const char *format, ...);

static inline struct span buf_span(const struct buf *buf)
{
	return span_of(buf->data, buf->len);
}

#endif
