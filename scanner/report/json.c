#include "report/json.h"

#include "bytes/text.h"

#define FLUSH_AT ((size_t)64 * 1024)
#define BUF_CAP ((size_t)16 * 1024 * 1024)

struct json json_new(FILE *out, bool compact)
{
	return (struct json){.out = out, .compact = compact, .buf = buf_new(BUF_CAP)};
}

static void flush(struct json *json)
{
	if (json->buf.failed)
		json->failed = true;
	if (json->out != NULL && !json->failed &&
	    fwrite(json->buf.data, 1, json->buf.len, json->out) != json->buf.len)
		json->failed = true;
	json->num_bytes += json->buf.len;
	json->buf.len = 0;
}

bool json_finish(struct json *json, struct error *err)
{
	flush(json);
	buf_free(&json->buf);
	if (json->failed || (json->out != NULL && fflush(json->out) != 0))
		return error_errno(err, "cannot write the report");
	return true;
}

uint64_t json_size(const struct json *json)
{
	return json->num_bytes + json->buf.len;
}

static void quote_escape(struct buf *out, uint32_t code)
{
	if (code > 0xFFFF) {
		buf_printf(out, "\\u%04x\\u%04x", 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + (code & 0x3FF));
	} else if (code == '\n') {
		buf_text(out, "\\n");
	} else if (code == '\t') {
		buf_text(out, "\\t");
	} else {
		buf_printf(out, "\\u%04x", code);
	}
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
#define HIGH EACH(0x80)
#define LESS_THAN(word, byte) (((word) - EACH(byte)) & ~(word) & HIGH) /* not 0 where a byte of it is, as far as all are below 0x80 */

static bool is_plain(uint8_t byte)
{
	return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

/* Eight of them at once. */
static bool are_plain(const uint8_t *bytes)
{
	uint64_t word, quote, backslash;

	memcpy(&word, bytes, sizeof word);
	quote = word ^ EACH('"');
	backslash = word ^ EACH('\\');
	return ((word | (word + EACH(1))) & HIGH) == 0 &&
	       (LESS_THAN(word, 0x20) | LESS_THAN(quote, 1) | LESS_THAN(backslash, 1)) == 0;
}

/* Length of the run at the start that needs no escape. */
static size_t plain_run(struct span in)
{
	size_t at = 0;

	while (in.len - at >= sizeof(uint64_t) && are_plain(in.data + at))
		at += sizeof(uint64_t);
	while (at < in.len && is_plain(in.data[at]))
		at++;
	return at;
}

static size_t quote_one(struct buf *out, struct span in)
{
	size_t len = text_utf8_len(in);
	uint32_t code = len == 0 ? in.data[0] : text_utf8_code(in, len);

	if (len == 0) {
		buf_printf(out, "\\\\x%02x", code);
		return 1;
	}
	if (text_is_unsafe(code)) {
		quote_escape(out, code);
	} else {
		if (code == '"' || code == '\\')
			buf_byte(out, '\\');
		buf_add(out, in.data, len);
	}
	return len;
}

/* Appends text as a JSON string, quotes included. */
static void json_quote(struct buf *out, struct span in)
{
	if (!buf_reserve(out, in.len + 2))
		return;
	buf_byte(out, '"');
	while (in.len > 0) {
		size_t run = plain_run(in);

		if (run > 0)
			buf_add(out, in.data, run);
		else
			run = quote_one(out, in);
		in = span_slice(in, run, in.len);
	}
	buf_byte(out, '"');
}

static void line_break(struct json *json)
{
	buf_byte(&json->buf, '\n');
	for (unsigned i = 0; i < json->depth; i++)
		buf_byte(&json->buf, ' ');
}

static bool is_on_one_line(const struct json *json)
{
	return json->compact || (json->depth > 0 && json->level[json->depth - 1].is_row);
}

static void separate(struct json *json)
{
	struct json_level *level = json->depth > 0 ? &json->level[json->depth - 1] : NULL;

	if (json->buf.len >= FLUSH_AT)
		flush(json);
	if (level == NULL)
		return;
	if (level->has_items)
		buf_byte(&json->buf, ',');
	if (!is_on_one_line(json))
		line_break(json);
	else if (level->has_items && !json->compact)
		buf_byte(&json->buf, ' ');
	level->has_items = true;
}

static void end_key(struct json *json)
{
	buf_byte(&json->buf, ':');
	if (!json->compact)
		buf_byte(&json->buf, ' ');
}

/* What stands before a value: comma, line break, key. */
static void lead(struct json *json, const char *key)
{
	if (json->has_key) {
		json->has_key = false;
		return;
	}
	separate(json);
	if (key == NULL)
		return;
	json_quote(&json->buf, span_of_text(key));
	end_key(json);
}

void json_quoted_key(struct json *json, struct span quoted)
{
	separate(json);
	buf_add(&json->buf, quoted.data, quoted.len);
	end_key(json);
	json->has_key = true;
}

static void begin(struct json *json, const char *key, char open, char close, bool is_row)
{
	bool inherited = json->depth > 0 && json->level[json->depth - 1].is_row;

	lead(json, key);
	buf_byte(&json->buf, (uint8_t)open);
	if (json->depth == JSON_DEPTH) {
		json->failed = true;
		return;
	}
	json->level[json->depth++] = (struct json_level){.close = close, .is_row = is_row || inherited};
}

void json_object(struct json *json, const char *key)
{
	begin(json, key, '{', '}', false);
}

void json_array(struct json *json, const char *key)
{
	begin(json, key, '[', ']', false);
}

void json_row(struct json *json, const char *key)
{
	begin(json, key, '{', '}', true);
}

void json_close(struct json *json)
{
	struct json_level level;

	if (json->depth == 0)
		return;
	level = json->level[json->depth - 1];
	json->depth--;
	if (level.has_items && !level.is_row && !json->compact)
		line_break(json);
	buf_byte(&json->buf, (uint8_t)level.close);
}

void json_text(struct json *json, const char *key, const char *value)
{
	lead(json, key);
	if (value == NULL)
		buf_text(&json->buf, "null");
	else
		json_quote(&json->buf, span_of_text(value));
}

void json_text_if(struct json *json, const char *key, const char *value)
{
	if (value != NULL)
		json_text(json, key, value);
}

void json_value(struct json *json, const char *key, struct span value, char type)
{
	lead(json, key);
	if (type == 'n')
		buf_text(&json->buf, "null");
	else if (type == 'i' || type == 'd')
		buf_add(&json->buf, value.data, value.len);
	else
		json_quote(&json->buf, value);
}

/* Reports of large packages are mostly numbers: printf would take longer than all the rest. */
void json_number(struct json *json, const char *key, int64_t value)
{
	uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	char digits[24];
	size_t at = sizeof digits;

	for (; left >= 10; left /= 100) {
		digits[--at] = (char)('0' + left % 10);
		digits[--at] = (char)('0' + left / 10 % 10);
	}
	if (left > 0 || at == sizeof digits)
		digits[--at] = (char)('0' + left);
	if (value < 0)
		digits[--at] = '-';
	lead(json, key);
	buf_add(&json->buf, digits + at, sizeof digits - at);
}

void json_bool(struct json *json, const char *key, bool value)
{
	lead(json, key);
	buf_text(&json->buf, value ? "true" : "false");
}

void json_null(struct json *json, const char *key)
{
	json_text(json, key, NULL);
}

void json_newline(struct json *json)
{
	buf_byte(&json->buf, '\n');
}

bool json_end(struct json *json, struct error *err)
{
	if (json->depth > 0 && err->code == ERROR_NONE) {
		while (json->depth > 0)
			json_close(json);
		json_newline(json);
	}
	return json_finish(json, err);
}
