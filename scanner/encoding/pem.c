#include "encoding/pem.h"

#include <ctype.h>
#include <openssl/evp.h>

#define BEGIN "-----BEGIN "
#define END "-----END "
#define DASHES "-----"
#define LINE_LEN_MAX 253     /* of more the platform makes two */
#define DIGITS_LEN_MAX 79    /* Android 7 refuses a longer line of base64 */
#define FULL_LEN 64	     /* of a line behind headers, but for the last */

struct reader {
	struct span text;
	size_t at;
	struct span line; /* the last one read, without blanks at its end */
	uint8_t *digits;
	size_t num_digits;
};

bool pem_is(struct span bytes)
{
	return span_starts(bytes, "-");
}

/* Signs that a C string cannot hold, or that are none of ASCII, are read by no two alike. */
static bool is_plain(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] == '\0' || line.data[i] > 0x7F)
			return false;
	return line.len <= LINE_LEN_MAX;
}

/* The next line that is not empty; one of blanks is, when they are taken off, but is read. */
static bool next_line(struct reader *reader)
{
	struct span rest;
	const uint8_t *feed;

	while (reader->at < reader->text.len && reader->text.data[reader->at] == '\n')
		reader->at++;
	rest = span_slice(reader->text, reader->at, reader->text.len);
	if (rest.len == 0)
		return false;
	feed = memchr(rest.data, '\n', rest.len);
	reader->line = span_slice(rest, 0, feed == NULL ? rest.len : (size_t)(feed - rest.data));
	reader->at += reader->line.len;
	if (!is_plain(reader->line))
		return false;
	while (reader->line.len > 0 && reader->line.data[reader->line.len - 1] <= ' ')
		reader->line.len--;
	return true;
}

/* The name of the next text. */
static bool find_begin(struct reader *reader, struct span *name)
{
	while (next_line(reader)) {
		struct span line = reader->line;

		if (!span_starts(line, BEGIN) || !span_ends(line, DASHES))
			continue;
		*name = span_slice(line, strlen(BEGIN), line.len - strlen(BEGIN) - strlen(DASHES));
		return true;
	}
	return false;
}

static bool is_end(const struct reader *reader, struct span name)
{
	struct span rest = span_slice(reader->line, strlen(END), reader->line.len);

	return span_starts(reader->line, END) && rest.len == name.len + strlen(DASHES) && span_equal(span_slice(rest, 0, name.len), name) &&
	       span_ends(rest, DASHES);
}

static bool add_digits(struct reader *reader)
{
	if (reader->line.len > DIGITS_LEN_MAX)
		return false;
	for (size_t i = 0; i < reader->line.len; i++)
		if (strchr(" \t\r", reader->line.data[i]) == NULL)
			reader->digits[reader->num_digits++] = reader->line.data[i];
	return true;
}

/* Behind an empty line a line that is not full is the last. */
static bool read_full_lines(struct reader *reader)
{
	reader->num_digits = 0;
	while (next_line(reader) && !span_starts(reader->line, END)) {
		if (reader->line.len > FULL_LEN || !add_digits(reader))
			return false;
		if (reader->line.len < FULL_LEN)
			return next_line(reader);
	}
	return true;
}

/* Lines up to the end of a text. What stands before an empty line are headers. */
static bool read_lines(struct reader *reader, bool *has_headers)
{
	bool are_digits = true;

	reader->num_digits = 0;
	*has_headers = false;
	for (size_t num = 0; next_line(reader); num++) {
		if (span_starts(reader->line, END))
			return are_digits;
		if (reader->line.len == 0) {
			*has_headers = num > 0;
			return read_full_lines(reader);
		}
		are_digits &= add_digits(reader);
	}
	return false;
}

/* Whole groups of four, of which the last may have one or two signs of padding. */
static bool is_base64(const struct reader *reader)
{
	size_t num = reader->num_digits;

	for (size_t padding = 0; padding < 2 && num > 0 && reader->digits[num - 1] == '='; padding++)
		num--;
	for (size_t i = 0; i < num; i++)
		if (!isalnum(reader->digits[i]) && reader->digits[i] != '+' && reader->digits[i] != '/')
			return false;
	return num > 0 && reader->num_digits % 4 == 0;
}

static bool decode(struct reader *reader, struct span *der)
{
	size_t padding = 0;

	if (!is_base64(reader) || reader->num_digits > INT32_MAX)
		return false;
	for (size_t i = 1; i <= 2; i++)
		padding += reader->digits[reader->num_digits - i] == '=';
	EVP_DecodeBlock(reader->digits, reader->digits, (int)reader->num_digits);
	*der = span_of(reader->digits, reader->num_digits / 4 * 3 - padding);
	return true;
}

bool pem_certificate(struct span text, struct arena *arena, struct span *der)
{
	struct reader reader = {.text = text};
	bool has_headers = false, is_wanted = false;
	struct span name;

	/* Of these some versions look at what stands behind, and others at nothing. */
	if (span_starts(text, BEGIN "PKCS7"))
		return false;
	reader.digits = arena_alloc(arena, text.len);
	if (reader.digits == NULL)
		return false;
	while (!is_wanted) {
		if (!find_begin(&reader, &name) || !read_lines(&reader, &has_headers) || !is_end(&reader, name) || !decode(&reader, der))
			return false;
		is_wanted = span_is(name, "CERTIFICATE") || span_is(name, "X509 CERTIFICATE");
	}
	return !has_headers;
}
