/*
 * cursor - the one way in which untrusted bytes are read.
 *
 * A read past the end returns 0 (or an empty span), marks the cursor bad and
 * moves nothing; once bad, every later read returns 0. Nesting is a sub-cursor.
 * Check a count with cursor_fits before anything is allocated for it.
 * Little-endian unless the name says be.
 */
#ifndef PRELIST_BYTES_CURSOR_H
#define PRELIST_BYTES_CURSOR_H

#include "bytes/span.h"

struct cursor {
	const uint8_t *data;
	size_t len;
	size_t pos;
	bool bad;
};

static inline struct cursor cursor_of(struct span in)
{
	return (struct cursor){.data = in.data, .len = in.len};
}

static inline size_t cursor_left(const struct cursor *c)
{
	return c->bad ? 0 : c->len - c->pos;
}

/* True when `count` items of `size` bytes are still there. */
static inline bool cursor_fits(const struct cursor *c, uint64_t count, size_t size)
{
	return !c->bad && (size == 0 || count <= cursor_left(c) / size);
}

/* Moves to an absolute position (the end itself is a position). */
static inline bool cursor_seek(struct cursor *c, uint64_t pos)
{
	if (c->bad || pos > c->len) {
		c->bad = true;
		return false;
	}
	c->pos = (size_t)pos;
	return true;
}

static inline const uint8_t *cursor_take(struct cursor *c, uint64_t len)
{
	const uint8_t *at;

	if (c->bad || len > c->len - c->pos) {
		c->bad = true;
		return NULL;
	}
	at = c->data + c->pos;
	c->pos += (size_t)len;
	return at;
}

static inline bool cursor_skip(struct cursor *c, uint64_t len)
{
	cursor_take(c, len);
	return !c->bad;
}

static inline struct span cursor_bytes(struct cursor *c, uint64_t len)
{
	const uint8_t *at = cursor_take(c, len);

	return c->bad ? span_of(NULL, 0) : span_of(at, (size_t)len);
}

/* Copies the next `len` bytes; out is left alone when they are not there. */
static inline bool cursor_copy(struct cursor *c, void *out, size_t len)
{
	const uint8_t *at = cursor_take(c, len);

	if (at != NULL && len > 0)
		memcpy(out, at, len);
	return at != NULL;
}

/* The next `len` bytes as a cursor of their own; bad when they are not there. */
static inline struct cursor cursor_sub(struct cursor *c, uint64_t len)
{
	struct cursor sub = cursor_of(cursor_bytes(c, len));

	sub.bad = c->bad;
	return sub;
}

static inline uint64_t cursor_little(struct cursor *c, size_t size)
{
	const uint8_t *at = cursor_take(c, size);
	uint64_t value = 0;

	for (size_t i = size; at != NULL && i > 0; i--)
		value = value << 8 | at[i - 1];
	return value;
}

static inline uint64_t cursor_big(struct cursor *c, size_t size)
{
	const uint8_t *at = cursor_take(c, size);
	uint64_t value = 0;

	for (size_t i = 0; at != NULL && i < size; i++)
		value = value << 8 | at[i];
	return value;
}

static inline uint8_t cursor_u8(struct cursor *c) { return (uint8_t)cursor_little(c, 1); }
static inline uint16_t cursor_u16(struct cursor *c) { return (uint16_t)cursor_little(c, 2); }
static inline uint32_t cursor_u32(struct cursor *c) { return (uint32_t)cursor_little(c, 4); }
static inline uint64_t cursor_u64(struct cursor *c) { return cursor_little(c, 8); }
static inline uint32_t cursor_u32be(struct cursor *c) { return (uint32_t)cursor_big(c, 4); }

/* A value at an absolute position, without moving: 0 when it is not there. */
static inline uint32_t cursor_peek_u32(const struct cursor *c, uint64_t pos)
{
	struct cursor at = {.data = c->data, .len = c->len};

	cursor_seek(&at, pos);
	return cursor_u32(&at);
}

static inline uint16_t cursor_peek_u16(const struct cursor *c, uint64_t pos)
{
	struct cursor at = {.data = c->data, .len = c->len};

	cursor_seek(&at, pos);
	return cursor_u16(&at);
}

static inline uint8_t cursor_peek_u8(const struct cursor *c, uint64_t pos)
{
	return pos < c->len ? c->data[pos] : 0;
}

#endif
