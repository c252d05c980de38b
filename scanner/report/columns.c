#include "report/columns.h"

#include "bytes/text.h"

/* East Asian wide and fullwidth ranges, and marks of common scripts that take no column at all (Unicode 14, UAX 11). */
static const struct range {
	uint32_t first, last;
	unsigned columns;
} ranges[] = {
	{0x0300, 0x036F, 0}, {0x0483, 0x0489, 0}, {0x0591, 0x05BD, 0}, {0x05BF, 0x05BF, 0}, {0x05C1, 0x05C2, 0},
	{0x05C4, 0x05C5, 0}, {0x0610, 0x061A, 0}, {0x064B, 0x065F, 0}, {0x0670, 0x0670, 0}, {0x06D6, 0x06DC, 0},
	{0x093C, 0x093C, 0}, {0x0941, 0x0948, 0}, {0x094D, 0x094D, 0}, {0x0E31, 0x0E31, 0}, {0x0E34, 0x0E3A, 0},
	{0x0E47, 0x0E4E, 0}, {0x1100, 0x115F, 2}, {0x1160, 0x11FF, 0}, {0x1AB0, 0x1AFF, 0}, {0x1DC0, 0x1DFF, 0},
	{0x200B, 0x200F, 0}, {0x20D0, 0x20F0, 0}, {0x231A, 0x231B, 2}, {0x23E9, 0x23EC, 2}, {0x23F0, 0x23F0, 2},
	{0x23F3, 0x23F3, 2}, {0x25FD, 0x25FE, 2}, {0x2614, 0x2615, 2}, {0x2648, 0x2653, 2}, {0x267F, 0x267F, 2},
	{0x2693, 0x2693, 2}, {0x26A1, 0x26A1, 2}, {0x26AA, 0x26AB, 2}, {0x26BD, 0x26BE, 2}, {0x26C4, 0x26C5, 2},
	{0x26CE, 0x26CE, 2}, {0x26D4, 0x26D4, 2}, {0x26EA, 0x26EA, 2}, {0x26F2, 0x26F3, 2}, {0x26F5, 0x26F5, 2},
	{0x26FA, 0x26FA, 2}, {0x26FD, 0x26FD, 2}, {0x2705, 0x2705, 2}, {0x270A, 0x270B, 2}, {0x2728, 0x2728, 2},
	{0x274C, 0x274C, 2}, {0x274E, 0x274E, 2}, {0x2753, 0x2755, 2}, {0x2757, 0x2757, 2}, {0x2795, 0x2797, 2},
	{0x27B0, 0x27B0, 2}, {0x27BF, 0x27BF, 2}, {0x2B1B, 0x2B1C, 2}, {0x2B50, 0x2B50, 2}, {0x2B55, 0x2B55, 2},
	{0x2E80, 0x3029, 2}, {0x302A, 0x302D, 0}, {0x302E, 0x303E, 2}, {0x3041, 0x3096, 2}, {0x3099, 0x309A, 0},
	{0x309B, 0x4DBF, 2}, {0x4E00, 0xA4CF, 2}, {0xA960, 0xA97C, 2}, {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2},
	{0xFE00, 0xFE0F, 0}, {0xFE10, 0xFE19, 2}, {0xFE20, 0xFE2F, 0}, {0xFE30, 0xFE6F, 2}, {0xFF01, 0xFF60, 2},
	{0xFFE0, 0xFFE6, 2}, {0x16FE0, 0x1B2FB, 2}, {0x1F004, 0x1F004, 2}, {0x1F0CF, 0x1F0CF, 2}, {0x1F18E, 0x1F18E, 2},
	{0x1F191, 0x1F19A, 2}, {0x1F200, 0x1F320, 2}, {0x1F32D, 0x1F335, 2}, {0x1F337, 0x1F37C, 2}, {0x1F37E, 0x1F393, 2},
	{0x1F3A0, 0x1F3CA, 2}, {0x1F3CF, 0x1F3D3, 2}, {0x1F3E0, 0x1F3F0, 2}, {0x1F3F4, 0x1F3F4, 2}, {0x1F3F8, 0x1F43E, 2},
	{0x1F440, 0x1F440, 2}, {0x1F442, 0x1F4FC, 2}, {0x1F4FF, 0x1F53D, 2}, {0x1F54B, 0x1F54E, 2}, {0x1F550, 0x1F567, 2},
	{0x1F57A, 0x1F57A, 2}, {0x1F595, 0x1F596, 2}, {0x1F5A4, 0x1F5A4, 2}, {0x1F5FB, 0x1F64F, 2}, {0x1F680, 0x1F6C5, 2},
	{0x1F6CC, 0x1F6CC, 2}, {0x1F6D0, 0x1F6D2, 2}, {0x1F6D5, 0x1F6DF, 2}, {0x1F6EB, 0x1F6EC, 2}, {0x1F6F4, 0x1F6FC, 2},
	{0x1F7E0, 0x1F7F0, 2}, {0x1F90C, 0x1F93A, 2}, {0x1F93C, 0x1F945, 2}, {0x1F947, 0x1F9FF, 2}, {0x1FA70, 0x1FAFF, 2},
	{0x20000, 0x3FFFD, 2}, {0xE0001, 0xE01EF, 0},
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

void columns_print(FILE *out, const char *text, size_t columns)
{
	size_t taken = columns_of(text);

	fprintf(out, "%s%*s", text, taken < columns ? (int)(columns - taken) : 0, "");
}

void columns_pad(struct buf *out, size_t line, size_t columns)
{
	size_t used = columns_of_span(span_slice(buf_span(out), line, out->len));

	for (; used < columns; used++)
		buf_byte(out, ' ');
}

/* Marks that belong to what stands before them (GB/T 15834: they never begin a line), and those that belong to what follows. */
static bool begins_with_mark(struct span text, const char *marks)
{
	size_t len = text_utf8_len(text);

	for (; len > 0 && *marks != '\0'; marks += text_utf8_len(span_of_text(marks)))
		if (text_utf8_len(span_of_text(marks)) == len && memcmp(marks, text.data, len) == 0)
			return true;
	return false;
}

/* Blanks before it go with a line that is broken there. */
static bool closes(struct span text)
{
	while (text.len > 0 && text.data[0] == ' ')
		text = span_slice(text, 1, text.len);
	return begins_with_mark(text, "，。、；：！？）》〉」』】〕”’…,.;:!?)]}");
}

static bool opens(struct span text)
{
	return begins_with_mark(text, "（《〈「『【〔“‘");
}

/* Where a line that may be no longer than that ends when it has to break inside a word: not before a mark that closes. */
static size_t broken(struct span text, size_t at, size_t first)
{
	size_t end = at;

	while (end > 0 && closes(span_slice(text, end, text.len)))
		do
			end--;
		while (end > 0 && (text.data[end] & 0xC0) == 0x80);
	return end > 0 ? end : at > 0 ? at : first;
}

/* Bytes of the longest start of text that fits into columns; broken at a blank, or beside a wide character. */
static size_t fitting(struct span text, size_t columns)
{
	size_t at = 0, used = 0, best = 0;
	unsigned wide;

	while (at < text.len) {
		struct span rest = span_slice(text, at, text.len);
		size_t len = next_code(rest, &wide);

		if (used + wide > columns)
			return best > 0 ? best : broken(text, at, len);
		if (text.data[at] == ' ' && !closes(span_slice(rest, len, rest.len)))
			best = at;
		if (wide == 2 && !opens(rest) && !closes(span_slice(rest, len, rest.len)))
			best = at + len;
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
