#include "bytes/text.h"

#include "bytes/unseen.h"

#include <stdio.h>
#include <errno.h>
#include <stdlib.h>

bool text_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

int text_among(const char *const *texts, size_t num, const char *text)
{
	for (size_t i = 0; i < num; i++)
		if (strcmp(texts[i], text) == 0)
			return (int)i;
	return -1;
}

int text_compare(const char *a, const char *b)
{
	return strcmp(text_or_empty(a), text_or_empty(b));
}

int text_compare_items(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int text_compare_null_last(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a == NULL) - (b == NULL);
	return strcmp(a, b);
}

const char *text_file_name(const char *path)
{
	const char *slash = path == NULL ? NULL : strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static size_t sequence_len(uint8_t lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xC2 && lead <= 0xDF)
		return 2;
	if (lead >= 0xE0 && lead <= 0xEF)
		return 3;
	return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

static bool is_between(uint8_t byte, uint8_t least, uint8_t most)
{
	return byte >= least && byte <= most;
}

/* Overlong forms, surrogates and what is beyond U+10FFFF show in the second byte (RFC 3629, 4). */
size_t text_utf8_len(struct span in)
{
	const uint8_t *bytes = in.data;
	size_t len = in.len == 0 ? 0 : sequence_len(bytes[0]);

	if (len <= 1 || len > in.len)
		return len == 1 ? 1 : 0;
	if (!is_between(bytes[1], bytes[0] == 0xE0 ? 0xA0 : bytes[0] == 0xF0 ? 0x90 : 0x80,
			bytes[0] == 0xED ? 0x9F : bytes[0] == 0xF4 ? 0x8F : 0xBF))
		return 0;
	if ((len > 2 && !is_between(bytes[2], 0x80, 0xBF)) || (len > 3 && !is_between(bytes[3], 0x80, 0xBF)))
		return 0;
	return len;
}

void text_end_whole(char *text)
{
	size_t len = strlen(text), lead = len;

	while (lead > 0 && len - lead < 3 && ((uint8_t)text[lead - 1] & 0xC0) == 0x80)
		lead--;
	if (lead > 0 && (uint8_t)text[lead - 1] >= 0xC0 && text_utf8_len(span_of(text + lead - 1, len - lead + 1)) == 0)
		text[lead - 1] = '\0';
}

int text_cut_len(const char *text, int most)
{
	int len = (int)strnlen(text, (size_t)most);

	for (int i = 0; i < 3 && len > 0 && ((uint8_t)text[len] & 0xC0) == 0x80; i++)
		len--;
	return len;
}

uint32_t text_utf8_code(struct span in, size_t len)
{
	static const uint8_t lead_mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	uint32_t code = in.data[0] & lead_mask[len];

	for (size_t i = 1; i < len; i++)
		code = code << 6 | (in.data[i] & 0x3F);
	return code;
}

#define HIGH TEXT_EACH(0x80)

/* None of eight bytes is a control character, a backslash or beyond ASCII. */
static bool is_plain_word(uint64_t word)
{
	uint64_t slash = word ^ TEXT_EACH('\\');

	return ((word | (word - TEXT_EACH(0x20)) | (word + TEXT_EACH(1)) | ((slash - TEXT_EACH(1)) & ~slash)) & HIGH) == 0;
}

size_t text_plain_len(struct span in)
{
	size_t len = 0;
	uint64_t word;

	for (; in.len - len >= sizeof word; len += sizeof word) {
		memcpy(&word, in.data + len, sizeof word);
		if (!is_plain_word(word))
			break;
	}
	while (len < in.len && in.data[len] >= 0x20 && in.data[len] < 0x7F && in.data[len] != '\\')
		len++;
	return len;
}

/* How many bytes at the start are below 0x80: eight at a time. */
static size_t ascii_len(struct span in)
{
	size_t len = 0;
	uint64_t word;

	for (; in.len - len >= sizeof word; len += sizeof word) {
		memcpy(&word, in.data + len, sizeof word);
		if ((word & HIGH) != 0)
			break;
	}
	while (len < in.len && in.data[len] < 0x80)
		len++;
	return len;
}

/* Of a character as most of Chinese are; 0: it is none. */
static size_t three_len(struct span in)
{
	return in.len >= 3 && is_between(in.data[0], 0xE1, 0xEC) && (in.data[1] & 0xC0) == 0x80 && (in.data[2] & 0xC0) == 0x80 ? 3 : 0;
}

bool text_is_utf8(struct span in)
{
	for (size_t at = 0, len; at < in.len; at += len) {
		struct span rest = span_of(in.data + at, in.len - at);

		len = rest.data[0] < 0x80 ? ascii_len(rest) : three_len(rest);
		len = len > 0 ? len : text_utf8_len(rest);
		if (len == 0)
			return false;
	}
	return true;
}

/* Writes one escaped unit to out (at most 4 bytes) and returns how many bytes of in it took. */
static size_t escape_one(struct span in, char out[5], size_t *out_len)
{
	static const char digits[] = "0123456789abcdef";
	size_t len = text_utf8_len(in);

	if (len == 0 || in.data[0] == 0) {
		out[0] = '\\';
		out[1] = 'x';
		out[2] = digits[in.data[0] >> 4];
		out[3] = digits[in.data[0] & 15];
		*out_len = 4;
		return 1;
	}
	memcpy(out, in.data, len);
	if (in.data[0] == '\\') {
		out[1] = '\\';
		*out_len = 2;
		return 1;
	}
	*out_len = len;
	return len;
}

char *text_escape(struct arena *arena, struct span in)
{
	char unit[5];
	size_t plain = text_plain_len(in), unit_len, total = plain, at = plain;
	char *out;

	for (size_t i = plain; i < in.len; total += unit_len)
		i += escape_one(span_slice(in, i, in.len), unit, &unit_len);
	out = arena_alloc(arena, total + 1);
	if (out == NULL)
		return NULL;
	if (plain > 0)
		memcpy(out, in.data, plain);
	for (size_t i = plain; i < in.len; at += unit_len) {
		i += escape_one(span_slice(in, i, in.len), unit, &unit_len);
		memcpy(out + at, unit, unit_len);
	}
	return out;
}

/* What num hexadecimal digits say. */
static uint32_t digits_of(const char *text, int num)
{
	char digits[5] = {0};

	memcpy(digits, text, strnlen(text, (size_t)num));
	return (uint32_t)strtoul(digits, NULL, 16);
}

/* One unit of text that begins with a backslash; *len: its bytes, at most 4. Returns how much of text it took. */
static size_t unescape_one(const char *text, char out[4], size_t *len)
{
	int digits = text[1] == 'x' ? 2 : text[1] == 'u' ? 4 : 0;

	*len = 1;
	out[0] = digits == 2 ? (char)digits_of(text + 2, digits) : text[0];
	if (digits == 4)
		*len = text_put_utf8(digits_of(text + 2, digits), out);
	return text[1] == '\0' ? 1 : 2 + strnlen(text + 2, (size_t)digits);
}

size_t text_unescape(const char *text, uint8_t *out, size_t room)
{
	size_t at = 0, len;
	char unit[4];

	for (; *text != '\0'; at += len) {
		if (*text == '\\') {
			text += unescape_one(text, unit, &len);
		} else {
			unit[0] = *text++;
			len = 1;
		}
		if (len > room - at)
			break;
		memcpy(out + at, unit, len);
	}
	return at;
}

size_t text_put_utf8(uint32_t code, char *out)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

size_t text_surrogates(struct span in, char out[4])
{
	uint32_t high, low;

	if (in.len < 6 || in.data[0] != 0xED || in.data[3] != 0xED || (in.data[1] & 0xF0) != 0xA0 || (in.data[4] & 0xF0) != 0xB0 ||
	    (in.data[2] & 0xC0) != 0x80 || (in.data[5] & 0xC0) != 0x80)
		return 0;
	high = (in.data[1] & 0xFu) << 6 | (in.data[2] & 0x3Fu);
	low = (in.data[4] & 0xFu) << 6 | (in.data[5] & 0x3Fu);
	if (out != NULL)
		text_put_utf8(0x10000 + (high << 10) + low, out);
	return 6;
}

size_t text_to_surrogates(struct span in, char out[6])
{
	uint32_t above;

	if (text_utf8_len(in) != 4)
		return 0;
	above = text_utf8_code(in, 4) - 0x10000;
	return text_put_utf8(0xD800 + (above >> 10), out) + text_put_utf8(0xDC00 + (above & 0x3FF), out + 3);
}

char *text_escape_java(struct arena *arena, struct span in)
{
	uint8_t *joined;
	size_t len = 0;

	if (in.len == 0 || memchr(in.data, 0xED, in.len) == NULL)
		return text_escape(arena, in);
	joined = arena_alloc(arena, in.len);
	if (joined == NULL)
		return NULL;
	for (size_t i = 0; i < in.len;) {
		size_t pair = text_surrogates(span_slice(in, i, in.len), (char *)joined + len);

		if (pair == 0)
			joined[len] = in.data[i];
		len += pair == 0 ? 1 : 4;
		i += pair == 0 ? 1 : pair;
	}
	return text_escape(arena, span_of(joined, len));
}

static uint32_t utf16_unit(struct span in, size_t at)
{
	return at + 1 < in.len ? (uint32_t)in.data[at] | (uint32_t)in.data[at + 1] << 8 : 0;
}

/* One character of UTF-16: what it is as UTF-8 or escaped; returns how many bytes it took. */
static size_t escape_utf16_one(struct span in, size_t at, char unit[6], size_t *unit_len)
{
	static const char digits[] = "0123456789abcdef";
	uint32_t code = utf16_unit(in, at), low = utf16_unit(in, at + 2);

	if (code >= 0xD800 && code <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF) {
		*unit_len = text_put_utf8(0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF), unit);
		return 4;
	}
	if (code >= 0xD800 && code <= 0xDFFF) {
		memcpy(unit, "\\u", 2);
		for (int shift = 12; shift >= 0; shift -= 4)
			unit[2 + (size_t)(12 - shift) / 4] = digits[code >> shift & 15];
		*unit_len = 6;
	} else if (code == 0 || code == '\\') {
		*unit_len = code == 0 ? 4 : 2;
		memcpy(unit, code == 0 ? "\\x00" : "\\\\", *unit_len);
	} else {
		*unit_len = text_put_utf8(code, unit);
	}
	return 2;
}

/* Measured first: room for the longest that it could be would be six times what most text needs. */
char *text_escape_utf16(struct arena *arena, struct span in)
{
	size_t len = 0, unit_len;
	char unit[6], *out;

	for (size_t i = 0; i + 1 < in.len; len += unit_len)
		i += escape_utf16_one(in, i, unit, &unit_len);
	out = arena_alloc(arena, len + 1);
	len = 0;
	for (size_t i = 0; out != NULL && i + 1 < in.len; len += unit_len) {
		i += escape_utf16_one(in, i, unit, &unit_len);
		memcpy(out + len, unit, unit_len);
	}
	return out;
}

bool text_is_unsafe(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E || code == 0x200F ||
	       (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF ||
	       (code >= 0xE0000 && code <= 0xE007F);
}

static void visible_code(struct buf *out, struct span in, size_t len)
{
	uint32_t code = len == 0 ? in.data[0] : text_utf8_code(in, len);

	if (len == 0)
		buf_printf(out, "\\x%02x", code);
	else if (text_is_unsafe(code) || unseen_is_hidden(code))
		buf_printf(out, "\\u{%X}", code);
	else
		buf_add(out, in.data, len);
}

static void visible(struct buf *out, struct span in, const char *blanks)
{
	while (in.len > 0) {
		size_t len = text_utf8_len(in);

		if (len == 1 && memchr(blanks, in.data[0], strlen(blanks)) != NULL)
			buf_byte(out, ' ');
		else
			visible_code(out, in, len);
		in = span_slice(in, len == 0 ? 1 : len, in.len);
	}
}

void text_visible(struct buf *out, const char *text)
{
	text_visible_bytes(out, span_of_text(text));
}

void text_visible_bytes(struct buf *out, struct span text)
{
	visible(out, text, "");
}

void text_visible_line(struct buf *out, const char *text)
{
	visible(out, span_of_text(text), "\t\r\n");
}

void text_visible_cell(struct buf *out, const char *text)
{
	struct span in = span_of_text(text);
	bool has_begun = false, is_parted = false;

	while (in.len > 0) {
		size_t len = text_utf8_len(in);
		uint32_t code = len == 0 ? in.data[0] : text_utf8_code(in, len);
		bool is_blank = len > 0 && !text_is_unsafe(code) && unseen_is_blank(code);

		if (!is_blank)
			visible_code(out, in, len);
		else if (!has_begun || !is_parted)
			buf_byte(out, ' ');
		has_begun |= !is_blank;
		is_parted = is_blank;
		in = span_slice(in, len == 0 ? 1 : len, in.len);
	}
}

void text_hex_to(char *out, struct span bytes)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < bytes.len; i++) {
		out[2 * i] = digits[bytes.data[i] >> 4];
		out[2 * i + 1] = digits[bytes.data[i] & 15];
	}
	out[2 * bytes.len] = '\0';
}

char *text_hex(struct arena *arena, struct span bytes)
{
	char *out = bytes.len < SIZE_MAX / 2 ? arena_alloc(arena, 2 * bytes.len + 1) : NULL;

	if (out != NULL)
		text_hex_to(out, bytes);
	return out;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool text_unhex(const char *text, uint8_t *out, size_t len)
{
	if (strlen(text) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

bool text_number(const char *text, int64_t *value)
{
	char *end = NULL;
	long long number;

	if (!((*text >= '0' && *text <= '9') || ((*text == '-' || *text == '+') && text[1] >= '0' && text[1] <= '9')))
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0')
		return false;
	*value = number;
	return true;
}

bool text_is_blank_code(uint32_t code)
{
	return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200D) ||
	       code == 0x2060 || code == 0xFEFF;
}

bool text_is_blank(const char *text)
{
	struct span in = span_of_text(text);
	size_t len;

	while ((len = text_utf8_len(in)) > 0 && text_is_blank_code(text_utf8_code(in, len)))
		in = span_slice(in, len, in.len);
	return in.len == 0;
}

/* The blank that the text begins or ends with; NULL when there is none. */
static const char *blank_at(struct span text, bool (*is_there)(struct span span, const char *part))
{
	static const char *const blanks[] = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80"};

	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
		if (is_there(text, blanks[i]))
			return blanks[i];
	return NULL;
}

struct span text_trimmed(const char *text)
{
	struct span in = span_of_text(text);
	const char *blank;

	while ((blank = blank_at(in, span_starts)) != NULL)
		in = span_slice(in, strlen(blank), in.len);
	while ((blank = blank_at(in, span_ends)) != NULL)
		in.len -= strlen(blank);
	return in;
}

struct span text_next_word(const char **rest, char between)
{
	const char *start = *rest, *end = strchrnul(start, between);

	*rest = *end == '\0' ? NULL : end + 1;
	return span_of(start, (size_t)(end - start));
}

bool text_has_word(const char *list, char between, struct span word)
{
	while (list != NULL)
		if (span_equal(text_next_word(&list, between), word))
			return true;
	return false;
}

bool text_glob(const char *pattern, const char *text)
{
	const char *star = NULL, *resume = NULL;

	while (*text != '\0') {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star != NULL) {
			pattern = star + 1;
			if (*pattern == '\0')
				return true;
			/* On to where what stands behind the star may begin. */
			resume = *pattern == '*' ? resume + 1 : strchr(resume + 1, *pattern);
			if (resume == NULL)
				return false;
			text = resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

void text_size(char out[TEXT_SIZE_LEN], uint64_t size)
{
	static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
	double amount = (double)size;
	size_t unit = 0;

	for (; amount >= 1000 && unit < 4; unit++)
		amount /= 1000;
	snprintf(out, TEXT_SIZE_LEN, unit == 0 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
}

char *text_small(char *text)
{
	for (char *at = text; *at != '\0'; at++)
		*at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
	return text;
}
