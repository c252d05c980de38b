#include "format/walle.h"

#include "bytes/cursor.h"
#include "bytes/text.h"

#include <string.h>

static uint8_t peek(const struct cursor *c)
{
	return cursor_left(c) > 0 ? cursor_peek_u8(c, c->pos) : 0;
}

static bool follows(const struct cursor *c, const char *two)
{
	return cursor_left(c) >= 2 && peek(c) == (uint8_t)two[0] && cursor_peek_u8(c, c->pos + 1) == (uint8_t)two[1];
}

static bool is_one_of(uint8_t byte, const char *bytes)
{
	return memchr(bytes, byte, strlen(bytes)) != NULL;
}

/* With comments: to the end of a line behind # and two slashes, and those of C. */
static void skip_blanks(struct cursor *c)
{
	while (cursor_left(c) > 0) {
		if (follows(c, "/*")) {
			for (cursor_skip(c, 2); !c->bad && !follows(c, "*/");)
				cursor_skip(c, 1);
			cursor_skip(c, 2);
		} else if (peek(c) == '#' || follows(c, "//")) {
			while (cursor_left(c) > 0 && !is_one_of(peek(c), "\r\n"))
				cursor_skip(c, 1);
		} else if (is_one_of(peek(c), " \t\r\n")) {
			cursor_skip(c, 1);
		} else {
			return;
		}
	}
}

static uint32_t read_digits(struct cursor *c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	uint32_t code = 0;

	for (int i = 0; i < 4; i++) {
		uint8_t byte = cursor_u8(c);
		const char *at = memchr(digits, byte, sizeof digits - 1);

		c->bad = c->bad || at == NULL;
		code = code << 4 | (at == NULL ? 0 : (uint32_t)(at - digits) & 15);
	}
	return code;
}

/* Behind a backslash what means nothing else is itself. */
static void read_escape(struct cursor *c, struct buf *out)
{
	static const char letters[] = "tbnrf", meant[] = "\t\b\n\r\f";
	uint8_t byte = cursor_u8(c);
	const char *at = memchr(letters, byte, sizeof letters - 1);
	char utf8[4];

	if (byte == 'u')
		buf_add(out, utf8, text_put_utf8(read_digits(c), utf8));
	else
		buf_byte(out, at == NULL ? byte : (uint8_t)meant[at - letters]);
}

static void read_string(struct cursor *c, struct buf *out)
{
	uint8_t quote = cursor_u8(c);

	while (!c->bad && peek(c) != quote) {
		uint8_t byte = cursor_u8(c);

		if (byte == '\\')
			read_escape(c, out);
		else
			buf_byte(out, byte);
	}
	cursor_skip(c, 1);
}

/* A word or number without quotes. */
static void read_literal(struct cursor *c, struct buf *out)
{
	while (cursor_left(c) > 0 && !is_one_of(peek(c), "{}[]/\\:,=;# \t\f\r\n"))
		buf_byte(out, cursor_u8(c));
	c->bad = c->bad || out->len == 0;
}

/* An object or array, to its end. */
static void skip_nested(struct cursor *c, struct buf *scratch)
{
	size_t depth = 0;

	do {
		skip_blanks(c);
		if (is_one_of(peek(c), "\"'")) {
			read_string(c, scratch);
			continue;
		}
		depth += is_one_of(peek(c), "{[") ? 1 : 0;
		depth -= is_one_of(peek(c), "}]") ? 1 : 0;
		cursor_skip(c, 1);
	} while (depth > 0 && !c->bad);
}

/* False: it is no text, or none that can be read. */
static bool read_value(struct cursor *c, struct buf *out)
{
	out->len = 0;
	skip_blanks(c);
	if (is_one_of(peek(c), "\"'")) {
		read_string(c, out);
		return !c->bad;
	}
	if (is_one_of(peek(c), "{[")) {
		skip_nested(c, out);
		return false;
	}
	read_literal(c, out);
	return !c->bad;
}

static bool read_separator(struct cursor *c)
{
	skip_blanks(c);
	if (!is_one_of(cursor_u8(c), ":="))
		return false;
	return peek(c) != '>' || cursor_skip(c, 1);
}

/* Of two of one name the last counts; behind the object may stand anything. */
static bool read_object(struct cursor *c, struct buf *name, struct buf *value, struct buf *channel)
{
	bool is_there = false;
	uint8_t end;

	do {
		bool is_text;

		if (!read_value(c, name) || !read_separator(c))
			return false;
		is_text = read_value(c, value);
		if (span_is(buf_span(name), "channel")) {
			is_there = is_text;
			channel->len = 0;
			buf_join(channel, value);
		}
		skip_blanks(c);
		end = cursor_u8(c);
	} while (!c->bad && is_one_of(end, ",;"));
	return is_there && end == '}' && !channel->failed;
}

bool walle_channel(struct span value, struct buf *channel)
{
	BUF_CLEANUP struct buf name = buf_new(value.len + 1), text = buf_new(value.len + 1);
	struct cursor c = cursor_of(value);

	if (span_starts(value, "\xEF\xBB\xBF"))
		cursor_skip(&c, 3);
	skip_blanks(&c);
	return cursor_u8(&c) == '{' && read_object(&c, &name, &text, channel);
}
