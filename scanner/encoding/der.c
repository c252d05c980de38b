#include "encoding/der.h"

#include <stdlib.h>

#define CONSTRUCTED 0x20
#define INDEFINITE 0x80

static bool read_length(struct cursor *in, uint64_t *len)
{
	uint8_t first = cursor_u8(in);

	if (first < 0x80) {
		*len = first;
		return !in->bad;
	}
	if (first == INDEFINITE || first > 0x84) {
		in->bad = true;
		return false;
	}
	*len = cursor_big(in, first & 0x7F);
	return !in->bad;
}

static uint8_t read_tag(struct cursor *in)
{
	uint8_t tag = cursor_u8(in);

	if ((tag & 0x1F) == 0x1F) /* tags of several bytes stand nowhere in what is read here */
		in->bad = true;
	return tag;
}

bool der_next(struct cursor *in, struct der *value)
{
	size_t start = in->pos;
	struct span whole = span_of(in->data, in->len);
	uint64_t len;

	value->tag = read_tag(in);
	if (!read_length(in, &len))
		return false;
	value->content = cursor_bytes(in, len);
	value->whole = span_slice(whole, start, in->pos - start);
	return !in->bad;
}

static bool is_indefinite(const struct cursor *in)
{
	return cursor_left(in) > 1 && (in->data[in->pos] & CONSTRUCTED) != 0 && in->data[in->pos + 1] == INDEFINITE;
}

/* Behind two zeros that end as many values as have begun. */
static size_t skip_to_end(struct cursor *in)
{
	size_t depth = 1, end = in->pos;

	while (depth > 0 && !in->bad) {
		struct der value;

		end = in->pos;
		if (is_indefinite(in)) {
			cursor_bytes(in, 2);
			depth++;
		} else if (der_next(in, &value) && value.tag == 0 && value.content.len == 0) {
			depth--;
		}
	}
	return end;
}

bool ber_next(struct cursor *in, struct der *value)
{
	struct span whole = span_of(in->data, in->len);
	size_t start = in->pos, end;

	if (!is_indefinite(in))
		return der_next(in, value);
	value->tag = read_tag(in);
	cursor_u8(in);
	end = skip_to_end(in);
	value->content = span_slice(whole, start + 2, end - start - 2);
	value->whole = span_slice(whole, start, in->pos - start);
	return !in->bad;
}

static bool is_of(struct cursor *in, const struct der *value, uint8_t tag)
{
	in->bad |= value->tag != tag;
	return !in->bad;
}

static bool is_next(const struct cursor *in, uint8_t tag)
{
	return cursor_left(in) > 0 && in->data[in->pos] == tag;
}

bool ber_expect(struct cursor *in, uint8_t tag, struct der *value)
{
	return ber_next(in, value) && is_of(in, value, tag);
}

bool ber_optional(struct cursor *in, uint8_t tag, struct der *value)
{
	return is_next(in, tag) && ber_next(in, value);
}

bool der_expect(struct cursor *in, uint8_t tag, struct der *value)
{
	return der_next(in, value) && is_of(in, value, tag);
}

bool der_optional(struct cursor *in, uint8_t tag, struct der *value)
{
	return is_next(in, tag) && der_next(in, value);
}

static bool is_shortest(const struct der *value)
{
	size_t head = 2;

	for (size_t len = value->content.len; value->content.len >= 0x80 && len > 0; len >>= 8)
		head++;
	return value->whole.len == head + value->content.len;
}

static bool is_shortest_number(struct span number)
{
	if (number.len < 2)
		return number.len == 1;
	return (number.data[0] != 0 || number.data[1] >= 0x80) && (number.data[0] != 0xFF || number.data[1] < 0x80);
}

bool der_expect_strict(struct cursor *in, uint8_t tag, struct der *value)
{
	return der_expect(in, tag, value) && is_shortest(value) && (tag != DER_INTEGER || is_shortest_number(value->content));
}

/* The last byte of a number has no high bit. */
bool der_is_oid(struct span oid)
{
	bool begins = true;

	for (size_t i = 0; i < oid.len; i++) {
		if (begins && oid.data[i] == 0x80)
			return false;
		begins = oid.data[i] < 0x80;
	}
	return oid.len > 0 && begins;
}

/* The next part of an OID: seven bits a byte, the high bit says that more follow. */
static uint64_t next_part(struct cursor *in)
{
	uint64_t part = 0;
	uint8_t byte;

	do {
		byte = cursor_u8(in);
		part = part << 7 | (byte & 0x7F);
	} while (!in->bad && (byte & 0x80) != 0 && part < UINT64_MAX >> 8);
	return part;
}

bool der_oid_is(struct span oid, const char *dotted)
{
	struct cursor in = cursor_of(oid);
	char *rest;
	unsigned long first = strtoul(dotted, &rest, 10);
	bool leading = true;

	while (*rest == '.') {
		uint64_t wanted = strtoul(rest + 1, &rest, 10);

		if (leading)
			wanted += 40 * first;
		leading = false;
		if (cursor_left(&in) == 0 || next_part(&in) != wanted || in.bad)
			return false;
	}
	return cursor_left(&in) == 0;
}
