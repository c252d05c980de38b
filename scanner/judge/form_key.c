/*
 * form_key - read the public key of a filing: hex, decimal or Base64.
 */
#include "judge/form_parts.h"

#include "bytes/buf.h"
#include "bytes/text.h"
#include "encoding/base64.h"

#include <stdlib.h>
#include <string.h>

#define KEY_MAX ((size_t)16384) /* characters, whatever they are */
#define DECIMAL_LEAST 64        /* so many digits and no letter: in hex there would be one */

static const char *const pem_lines[] = {"-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"};

static size_t pem_line(const char *at)
{
	for (size_t i = 0; i < sizeof pem_lines / sizeof pem_lines[0]; i++)
		if (strncmp(at, pem_lines[i], strlen(pem_lines[i])) == 0)
			return strlen(pem_lines[i]);
	return 0;
}

/* Without blanks, colons and the lines around PEM. */
static void put_bare(struct buf *out, const char *text)
{
	while (*text != '\0') {
		size_t line = pem_line(text);

		if (line == 0 && strchr(": \t\r\n", *text) == NULL)
			buf_byte(out, (uint8_t)*text);
		text += line == 0 ? 1 : line;
	}
}

static bool is_all(struct span text, const char *characters)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == '\0' || strchr(characters, text.data[i]) == NULL)
			return false;
	return text.len > 0;
}

/* Digit by digit into a number whose lowest byte comes first. */
static void put_decimal(struct buf *out, struct span text)
{
	uint8_t bytes[KEY_MAX / 2] = {0};
	size_t used = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned carry = (unsigned)(text.data[i] - '0');

		for (size_t at = 0; at < used || carry > 0; at++) {
			carry += bytes[at] * 10U;
			bytes[at] = (uint8_t)(carry & 0xff);
			carry >>= 8;
			used = at == used ? used + 1 : used;
		}
	}
	while (used > 0)
		buf_byte(out, bytes[--used]);
}

static const char digits[] = "0123456789", hex_digits[] = "0123456789abcdefABCDEF";

static bool is_base64(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (base64_digit(text.data[i]) == BASE64_NONE)
			return false;
	return text.len > 0;
}

static void put_base64(struct buf *out, struct span text)
{
	unsigned bits = 0, num = 0;

	for (size_t i = 0; i < text.len; i++) {
		bits = (bits << 6 | (unsigned)base64_digit(text.data[i])) & 0xfff;
		num += 6;
		if (num >= 8) {
			num -= 8;
			buf_byte(out, (uint8_t)(bits >> num & 0xff));
		}
	}
}

static void put_hex(struct buf *out, struct span text)
{
	char pair[3] = "0";

	for (size_t i = 0; i < text.len; i++) {
		pair[(i + text.len) % 2] = (char)text.data[i];
		if ((i + text.len) % 2 == 1)
			buf_byte(out, (uint8_t)strtoul(pair, NULL, 16));
	}
}

/* An SPKI in Base64 begins with M, for 0x30. */
static bool put_key(struct buf *out, struct span text)
{
	struct span unpadded = text;

	while (unpadded.len > 0 && unpadded.data[unpadded.len - 1] == '=')
		unpadded.len--;
	if (text.len >= DECIMAL_LEAST && is_all(text, digits))
		put_decimal(out, text);
	else if (is_all(text, hex_digits))
		put_hex(out, text);
	else if (text.len >= DECIMAL_LEAST && text.data[0] == 'M' && is_base64(unpadded))
		put_base64(out, unpadded);
	else
		return false;
	return true;
}

bool form_public_key(const struct form_reader *reader, const cJSON *object, const char *key, const char **hex)
{
	BUF_CLEANUP struct buf bare = buf_new(KEY_MAX), bytes = buf_new(KEY_MAX);
	const char *text;

	*hex = NULL;
	if (!strict_json_text(object, key, &text, reader->file, ERROR_INPUT, reader->err))
		return false;
	if (text == NULL)
		return true;
	put_bare(&bare, text);
	if (bare.len == 0 && !bare.failed)
		return true;
	if (bare.failed || !put_key(&bytes, buf_span(&bare)))
		return form_refuse(reader, "neither hex, nor a whole number, nor Base64", key);
	*hex = bytes.failed ? NULL : text_hex(&reader->form->facts->arena, buf_span(&bytes));
	return *hex != NULL || error_memory(reader->err);
}
