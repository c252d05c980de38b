/*
 * span - a run of bytes that somebody else owns.
 */
#ifndef PRELIST_BYTES_SPAN_H
#define PRELIST_BYTES_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const uint8_t *data;
	size_t len;
};

static inline struct span span_of(const void *data, size_t len)
{
	return (struct span){.data = data, .len = len};
}

static inline struct span span_of_text(const char *text)
{
	return span_of(text, strlen(text));
}

static inline bool span_equal(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool span_is(struct span a, const char *text)
{
	return span_equal(a, span_of_text(text));
}

static inline bool span_starts(struct span a, const char *prefix)
{
	size_t len = strlen(prefix);

	return a.len >= len && memcmp(a.data, prefix, len) == 0;
}

static inline bool span_ends(struct span a, const char *suffix)
{
	size_t len = strlen(suffix);

	return a.len >= len && memcmp(a.data + a.len - len, suffix, len) == 0;
}

/* True when every byte is zero; of an empty span, too. */
static inline bool span_is_zero(struct span a)
{
	return a.len == 0 || (a.data[0] == 0 && memcmp(a.data, a.data + 1, a.len - 1) == 0);
}

/* The bytes from `from` on, at most `len` of them; empty past the end. */
static inline struct span span_slice(struct span a, size_t from, size_t len)
{
	if (from >= a.len)
		return span_of(a.data, 0);
	return span_of(a.data + from, len < a.len - from ? len : a.len - from);
}

/* As Java's String.trim: without the blanks and control characters of ASCII around it. */
static inline struct span span_trimmed(struct span a)
{
	while (a.len > 0 && a.data[0] <= ' ')
		a = span_slice(a, 1, a.len);
	while (a.len > 0 && a.data[a.len - 1] <= ' ')
		a.len--;
	return a;
}

#endif
