#include "report/columns.h"

#include "bytes/text.h"

/* East Asian wide and fullwidth ranges, and what takes no column at all (Unicode 15, UAX 11, coarse). */
static const struct range {
	uint32_t first, last;
	unsigned columns;
} ranges[] = {
	{0x0300, 0x036F, 0},   {0x1100, 0x115F, 2},   {0x200B, 0x200F, 0},   {0x2E80, 0x303E, 2},
	{0x3041, 0x33FF, 2},   {0x3400, 0x4DBF, 2},   {0x4E00, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2},
	{0xF900, 0xFAFF, 2},   {0xFE00, 0xFE0F, 0},   {0xFE30, 0xFE6F, 2},   {0xFF00, 0xFF60, 2},
	{0xFFE0, 0xFFE6, 2},   {0x1F300, 0x1F64F, 2}, {0x1F900, 0x1F9FF, 2}, {0x20000, 0x3FFFD, 2},
};

static unsigned columns_of_code(uint32_t code)
{
	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0] && code >= ranges[i].first; i++)
		if (code <= ranges[i].last)
			return ranges[i].columns;
	return 1;
}

static size_t next_code(struct span text, unsigned *columns)
{
	size_t len = text_utf8_len(text);

	*columns = len == 0 ? 1 : columns_of_code(text_utf8_code(text, len));
	return len == 0 ? 1 : len;
}

size_t columns_of_span(struct span text)
{
	size_t total = 0;
	unsigned columns;

	while (text.len > 0) {
		text = span_slice(text, next_code(text, &columns), text.len);
		total += columns;
	}
	return total;
}

size_t columns_of(const char *text)
{
	return columns_of_span(span_of_text(text));
}

void columns_pad(struct buf *out, size_t line, size_t columns)
{
	size_t used = columns_of_span(span_slice(buf_span(out), line, out->len));

	for (; used < columns; used++)
		buf_byte(out, ' ');
}

/* Bytes of the longest start of text that fits into columns; broken at a blank, or beside a wide character. */
static size_t fitting(struct span text, size_t columns)
{
	size_t at = 0, used = 0, best = 0;
	unsigned wide;

	while (at < text.len) {
		size_t len = next_code(span_slice(text, at, text.len), &wide);

		if (used + wide > columns)
			return best > 0 ? best : (at > 0 ? at : len);
		if (text.data[at] == ' ' || wide == 2)
			best = wide == 2 ? at + len : at;
		at += len;
		used += wide;
	}
	return text.len;
}

void columns_wrap(struct buf *out, const char *text, size_t indent, size_t width)
{
	struct span rest = span_of_text(text);
	size_t room = width > indent + 20 ? width - indent : 0;

	while (room > 0 && columns_of_span(rest) > room) {
		size_t len = fitting(rest, room);

		buf_add(out, rest.data, len);
		while (len < rest.len && rest.data[len] == ' ')
			len++;
		rest = span_slice(rest, len, rest.len);
		if (rest.len > 0) {
			buf_byte(out, '\n');
			for (size_t i = 0; i < indent; i++)
				buf_byte(out, ' ');
		}
	}
	buf_add(out, rest.data, rest.len);
}
