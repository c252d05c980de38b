#include "encoding/string_pool.h"

#include "bytes/cursor.h"
#include "bytes/text.h"

#define FLAG_SORTED 1u
#define FLAG_UTF8 0x100u
#define SPAN_END_LEN 12
#define SAMPLE 16

/* What strings that do not lie in one another come to, asked for once each, and room for those that are compared. */
#define THROUGH_FACTOR 4
#define THROUGH_LEAST ((uint64_t)16 * 1024 * 1024)
#define SHORT_MAX 1024 /* bytes of strings that are gone through however often */
#define STRIDE 0x8000 /* of the ends that are looked for */
#define STRIDE_COST 64 /* in bytes gone through */

/* A byte of each string: 0, or 1 + its fault, and whether there is a NUL in it. */
#define NOTE_NUL 0x80u

struct string_pool_notes {
	struct anomalies *anomalies;
	const char *path;
	uint64_t left; /* bytes that are gone through yet */
	uint8_t of[];
};

struct header {
	uint32_t size, num_styles, flags, styles_start;
	uint16_t header_size;
};

static void report(const struct string_pool_anomalies *names, struct anomalies *anomalies, enum anomaly_id id,
		   const char *what)
{
	if (names != NULL)
		anomaly_report(anomalies, id, names->path, ANOMALY_NO_OFFSET, "%s", what);
}

static void report_as(const struct string_pool_anomalies *names, struct anomalies *anomalies, enum anomaly_effect effect,
		      const char *what)
{
	if (names != NULL)
		anomaly_report_as(anomalies, names->count, effect, names->path, ANOMALY_NO_OFFSET, "%s", what);
}

static struct header read_header(struct string_pool *pool)
{
	struct cursor in = cursor_of(pool->chunk);
	struct header header;

	cursor_skip(&in, 2);
	header.header_size = cursor_u16(&in);
	header.size = cursor_u32(&in);
	pool->num_strings = cursor_u32(&in);
	header.num_styles = cursor_u32(&in);
	header.flags = cursor_u32(&in);
	pool->strings_start = cursor_u32(&in);
	header.styles_start = cursor_u32(&in);
	pool->header_size = header.header_size;
	pool->is_utf8 = (header.flags & FLAG_UTF8) != 0;
	if (in.bad)
		pool->num_strings = UINT32_MAX;
	return header;
}

static bool styles_are_placed(const struct string_pool *pool, const struct header *header)
{
	return header->num_styles == 0 || (header->styles_start < header->size - 2 && header->styles_start > pool->strings_start);
}

/* Where the strings end: at the styles, or at the end of the chunk. False when the platform refuses their place. */
static bool place_strings(struct string_pool *pool, const struct header *header)
{
	uint32_t end = header->num_styles == 0 ? header->size : header->styles_start, unit = pool->is_utf8 ? 1 : 2;

	if (pool->strings_start >= header->size - 2)
		return false;
	pool->strings_len = (end - pool->strings_start) / unit * unit;
	return pool->strings_len > 0;
}

static bool ends_in_nul(const struct string_pool *pool)
{
	struct span strings = span_slice(pool->chunk, pool->strings_start, pool->strings_len);

	if (strings.len < pool->strings_len || strings.len == 0)
		return false;
	return strings.data[strings.len - 1] == 0 && (pool->is_utf8 || strings.data[strings.len - 2] == 0);
}

static bool styles_are_sound(const struct string_pool *pool, const struct header *header)
{
	static const uint8_t end[SPAN_END_LEN] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
	uint64_t entries = (uint64_t)header->header_size + 4 * ((uint64_t)pool->num_strings);
	uint32_t len;
	struct span last;

	if (header->num_styles == 0)
		return true;
	if (entries > header->size || header->styles_start >= header->size)
		return false;
	len = (header->size - header->styles_start) / 4 * 4;
	if (len < SPAN_END_LEN)
		return false;
	last = span_slice(pool->chunk, header->styles_start + len - SPAN_END_LEN, SPAN_END_LEN);
	return span_equal(last, span_of(end, sizeof end));
}

static bool check(struct string_pool *pool, const struct header *header, const struct string_pool_anomalies *names,
		  struct anomalies *anomalies)
{
	uint64_t offsets_end = (uint64_t)header->header_size + 4 * (uint64_t)pool->num_strings;

	if (header->header_size < 28 || header->size < 28) {
		report(names, anomalies, names != NULL ? names->bounds : 0, "its strings do not fit into it");
		return false;
	}
	if (pool->num_strings > UINT32_MAX / 4 || offsets_end > header->size) {
		report_as(names, anomalies, EFFECT_REFUSED, "it counts more strings than it has room for");
		return false;
	}
	if (pool->num_strings > 0 && !styles_are_placed(pool, header)) {
		report(names, anomalies, names != NULL ? names->style : 0, "its styles do not lie behind its strings");
		return false;
	}
	if (pool->num_strings > 0 && (!place_strings(pool, header) || !ends_in_nul(pool))) {
		report(names, anomalies, names != NULL ? names->bounds : 0, "its strings do not lie inside it, or do not end");
		return false;
	}
	if (!styles_are_sound(pool, header)) {
		report(names, anomalies, names != NULL ? names->style : 0, "its styles do not lie inside it, or do not end");
		return false;
	}
	if (pool->num_strings > 0 && pool->strings_start < offsets_end)
		report_as(names, anomalies, EFFECT_EVASIVE, "it counts more strings than stand before its first");
	if (pool->num_strings > 0 && pool->strings_start > offsets_end + 4 * (uint64_t)header->num_styles)
		report(names, anomalies, names != NULL ? names->gap : 0, "bytes between its offsets and its strings");
	if ((header->flags & ~(FLAG_SORTED | FLAG_UTF8)) != 0)
		report(names, anomalies, names != NULL ? names->flags : 0, "flags that are not known");
	return true;
}

struct string_pool string_pool_open(struct span chunk, const struct string_pool_anomalies *names,
				    struct anomalies *anomalies)
{
	struct string_pool pool = {.chunk = chunk};
	struct header header = read_header(&pool);

	pool.is_usable = check(&pool, &header, names, anomalies);
	if (!pool.is_usable)
		pool.num_strings = 0;
	return pool;
}

bool string_pool_remember(struct string_pool *pool, const char *path, struct anomalies *anomalies, struct arena *arena)
{
	struct string_pool_notes *notes = arena_alloc(arena, sizeof *notes + pool->num_strings);

	if (notes == NULL)
		return false;
	notes->anomalies = anomalies;
	notes->path = path;
	notes->left = THROUGH_LEAST + THROUGH_FACTOR * (uint64_t)pool->chunk.len;
	pool->notes = notes;
	return true;
}

static bool spend(const struct string_pool *pool, uint64_t len)
{
	struct string_pool_notes *notes = pool->notes;

	if (notes == NULL)
		return true;
	if (notes->left > len) {
		notes->left -= len;
		return true;
	}
	if (notes->left > 0)
		anomaly_report(notes->anomalies, ANOMALY_LIMIT_NODES, notes->path, ANOMALY_NO_OFFSET, "long strings lie in one another, or are taken too often");
	notes->left = 0;
	return false;
}

bool string_pool_go_through(const struct string_pool *pool, uint64_t len)
{
	return len <= SHORT_MAX || spend(pool, len);
}

bool string_pool_is_spent(const struct string_pool *pool)
{
	return pool->notes != NULL && pool->notes->left == 0;
}

/* One or two units of length; the high bit of the first says that there are two. */
static uint32_t read_length(struct cursor *in, bool is_utf8)
{
	uint32_t len = is_utf8 ? cursor_u8(in) : cursor_u16(in);

	if (is_utf8 && (len & 0x80) != 0)
		return (len & 0x7F) << 8 | cursor_u8(in);
	if (!is_utf8 && (len & 0x8000) != 0)
		return (len & 0x7FFF) << 16 | cursor_u16(in);
	return len;
}

/* The declared length, or a stride more of it each time, whichever is followed by NUL: long strings wrap their length. */
static enum string_pool_fault find_utf8_end(const struct string_pool *pool, struct span rest, uint32_t len, struct span *bytes)
{
	for (uint64_t end = len; end < rest.len; end += STRIDE) {
		if (rest.data[end] == 0) {
			*bytes = span_slice(rest, 0, (size_t)end);
			return STRING_POOL_SOUND;
		}
		if (!spend(pool, STRIDE_COST))
			return STRING_POOL_UNREAD;
	}
	return STRING_POOL_LENGTH;
}

/* Its first byte, and whatever follows; the declared length, in units. */
static enum string_pool_fault begin(const struct string_pool *pool, uint32_t index, struct span *rest, uint32_t *len)
{
	struct cursor chunk = cursor_of(pool->chunk), in;
	uint32_t offset, unit = pool->is_utf8 ? 1 : 2;

	if (!pool->is_usable || index >= pool->num_strings)
		return STRING_POOL_INDEX;
	offset = cursor_peek_u32(&chunk, (uint64_t)pool->header_size + 4 * (uint64_t)index) / unit * unit;
	if (offset / unit >= pool->strings_len / unit - 1)
		return STRING_POOL_OFFSET;
	in = cursor_of(span_slice(pool->chunk, pool->strings_start, pool->strings_len));
	cursor_seek(&in, offset);
	*len = read_length(&in, pool->is_utf8);
	if (pool->is_utf8)
		*len = read_length(&in, true);
	*rest = cursor_bytes(&in, cursor_left(&in));
	return in.bad ? STRING_POOL_LENGTH : STRING_POOL_SOUND;
}

static enum string_pool_fault find(const struct string_pool *pool, uint32_t index, struct span *bytes)
{
	struct span rest;
	uint32_t len;
	enum string_pool_fault fault = begin(pool, index, &rest, &len);
	struct cursor in;

	if (fault != STRING_POOL_SOUND)
		return fault;
	if (pool->is_utf8)
		return find_utf8_end(pool, rest, len, bytes);
	in = cursor_of(rest);
	*bytes = cursor_bytes(&in, 2 * (uint64_t)len);
	return cursor_u16(&in) == 0 && !in.bad ? STRING_POOL_SOUND : STRING_POOL_LENGTH;
}

/* UTF-8, or Java's form of it: what is beyond 16 bits as two surrogates of three bytes. */
static bool is_java_utf8(struct span bytes)
{
	while (bytes.len > 0) {
		size_t len = text_plain_len(bytes);

		if (len == 0)
			len = text_utf8_len(bytes);
		if (len == 0)
			len = text_surrogates(bytes, NULL);
		if (len == 0)
			return false;
		bytes = span_slice(bytes, len, bytes.len);
	}
	return true;
}

static bool is_utf16(struct span bytes)
{
	struct cursor in = cursor_of(bytes);

	while (cursor_left(&in) >= 2) {
		uint16_t unit = cursor_u16(&in);

		if (unit >= 0xDC00 && unit <= 0xDFFF)
			return false;
		if (unit >= 0xD800 && unit <= 0xDBFF && (cursor_u16(&in) & 0xFC00) != 0xDC00)
			return false;
	}
	return !in.bad;
}

/*
 * A character as NewStringUTF takes it: of how many bytes it is says the first one, and of the others six bits count, whatever
 * they are; what ends too early is a question mark. varies: old versions have a question mark, another character, letters that
 * equal none, or read on behind the end.
 */
static uint32_t take_utf8(struct span *in, bool *varies)
{
	uint8_t first = in->data[0];
	size_t len = (first & 0x80) == 0 ? 1 : (first & 0x20) == 0 ? 2 : (first & 0x10) == 0 ? 3 : 4;
	uint32_t code = len == 1 ? first : len == 2 ? first & 0x1Fu : first & 0x0Fu;
	bool is_cut = len > in->len;

	for (size_t i = 1; i < len && !is_cut; i++)
		code = code << 6 | (in->data[i] & 0x3F);
	*in = span_slice(*in, len, in->len);
	*varies |= is_cut || (len > 1 && code > 0 && code < 0x80) || (len == 4 && (code < 0x10000 || code > 0x10FFFF));
	if (is_cut)
		return '?';
	return len == 4 ? 0x10000 + ((code - 0x10000) & 0xFFFFF) : code;
}

static uint32_t take(const struct string_pool *pool, struct span *in)
{
	bool varies = false;
	uint32_t unit;

	if (pool->is_utf8)
		return take_utf8(in, &varies);
	unit = in->data[0] | (uint32_t)in->data[1] << 8;
	*in = span_slice(*in, 2, in->len);
	return unit;
}

static bool varies(struct span bytes)
{
	bool varies = false;

	while (bytes.len > 0 && !varies)
		take_utf8(&bytes, &varies);
	return varies;
}

static bool has_nul(const struct string_pool *pool, struct span bytes)
{
	if (pool->is_utf8)
		return bytes.len > 0 && memchr(bytes.data, 0, bytes.len) != NULL;
	while (bytes.len > 0)
		if (take(pool, &bytes) == 0)
			return true;
	return false;
}

static enum string_pool_fault fault_of(const struct string_pool *pool, struct span bytes)
{
	if (pool->is_utf8 ? is_java_utf8(bytes) : is_utf16(bytes))
		return STRING_POOL_SOUND;
	return pool->is_utf8 && varies(bytes) ? STRING_POOL_DECODING : STRING_POOL_ENCODING;
}

/* As notes have it. */
static uint8_t look_at(const struct string_pool *pool, uint32_t index)
{
	struct span bytes;
	enum string_pool_fault fault = find(pool, index, &bytes);

	if (fault != STRING_POOL_SOUND)
		return (uint8_t)(1 + fault);
	if (!string_pool_go_through(pool, bytes.len))
		return 1 + STRING_POOL_UNREAD;
	return (uint8_t)((1 + fault_of(pool, bytes)) | (has_nul(pool, bytes) ? NOTE_NUL : 0));
}

static uint8_t note_of(const struct string_pool *pool, uint32_t index)
{
	if (pool->notes == NULL || index >= pool->num_strings)
		return look_at(pool, index);
	if (pool->notes->of[index] == 0)
		pool->notes->of[index] = look_at(pool, index);
	return pool->notes->of[index];
}

enum string_pool_fault string_pool_fault(const struct string_pool *pool, uint32_t index)
{
	return (enum string_pool_fault)((note_of(pool, index) & ~NOTE_NUL) - 1);
}

bool string_pool_has(const struct string_pool *pool, uint32_t index)
{
	enum string_pool_fault fault;
	struct span bytes;

	if (pool->notes == NULL)
		return find(pool, index, &bytes) == STRING_POOL_SOUND;
	fault = string_pool_fault(pool, index);
	return fault == STRING_POOL_SOUND || fault == STRING_POOL_ENCODING || fault == STRING_POOL_DECODING;
}

bool string_pool_get_whole(const struct string_pool *pool, uint32_t index, struct span *bytes)
{
	return (pool->notes == NULL || string_pool_has(pool, index)) && find(pool, index, bytes) == STRING_POOL_SOUND;
}

bool string_pool_has_nul(const struct string_pool *pool, uint32_t index)
{
	return (note_of(pool, index) & NOTE_NUL) != 0;
}

bool string_pool_is_mislabelled(const struct string_pool *pool)
{
	struct string_pool other = *pool;
	uint32_t num_own = 0, num_other = 0, num = pool->num_strings < SAMPLE ? pool->num_strings : SAMPLE;

	other.is_utf8 = !pool->is_utf8;
	other.notes = NULL;
	for (uint32_t i = 0; i < num; i++) {
		num_own += string_pool_fault(pool, i) == STRING_POOL_SOUND;
		num_other += string_pool_fault(&other, i) == STRING_POOL_SOUND;
	}
	return num_own == 0 && num_other > num / 2;
}

static struct span up_to_nul(const struct string_pool *pool, struct span bytes)
{
	const uint8_t *nul = pool->is_utf8 && bytes.len > 0 ? memchr(bytes.data, 0, bytes.len) : NULL;

	return nul == NULL ? bytes : span_slice(bytes, 0, (size_t)(nul - bytes.data));
}

bool string_pool_get(const struct string_pool *pool, uint32_t index, struct span *bytes)
{
	if (!string_pool_get_whole(pool, index, bytes))
		return false;
	*bytes = up_to_nul(pool, *bytes);
	return true;
}

bool string_pool_differ(const struct string_pool *pool, uint32_t a, uint32_t b)
{
	struct span first, second;

	return string_pool_get_whole(pool, a, &first) && string_pool_get_whole(pool, b, &second) &&
	       string_pool_go_through(pool, first.len + second.len) && !span_equal(up_to_nul(pool, first), up_to_nul(pool, second));
}

static void put_unit(uint8_t *out, size_t *len, uint32_t unit)
{
	out[(*len)++] = (uint8_t)unit;
	out[(*len)++] = (uint8_t)(unit >> 8);
}

static char *escape_decoded(struct arena *arena, struct span bytes)
{
	uint8_t *units = arena_array(arena, bytes.len, 2);
	bool varies = false;
	size_t len = 0;

	while (units != NULL && bytes.len > 0) {
		uint32_t code = take_utf8(&bytes, &varies);

		if (code > 0xFFFF) {
			put_unit(units, &len, 0xD7C0 + (code >> 10));
			code = 0xDC00 | (code & 0x3FF);
		}
		put_unit(units, &len, code);
	}
	return units == NULL ? NULL : text_escape_utf16(arena, span_of(units, len));
}

char *string_pool_escape(const struct string_pool *pool, struct arena *arena, struct span bytes)
{
	if (!pool->is_utf8)
		return text_escape_utf16(arena, bytes);
	return is_java_utf8(bytes) ? text_escape_java(arena, bytes) : escape_decoded(arena, bytes);
}

const char *string_pool_text(const struct string_pool *pool, uint32_t index, struct arena *arena, bool *no_memory)
{
	struct span bytes;
	const char *text;

	if (!string_pool_get_whole(pool, index, &bytes) || !string_pool_go_through(pool, bytes.len))
		return NULL;
	text = string_pool_escape(pool, arena, up_to_nul(pool, bytes));
	if (text == NULL && no_memory != NULL)
		*no_memory = true;
	return text;
}

/*
 * string_pool_get of a string that has no more characters than that; others are none. Where a short text is looked for, the end of a
 * long string is not.
 */
static bool get_short(const struct string_pool *pool, uint32_t index, size_t num_characters, struct span *bytes)
{
	const uint8_t *nul;
	uint32_t len;

	if (!pool->is_utf8)
		return string_pool_get(pool, index, bytes) && bytes->len <= 4 * num_characters;
	if (begin(pool, index, bytes, &len) != STRING_POOL_SOUND || bytes->len == 0)
		return false;
	*bytes = span_slice(*bytes, 0, 4 * num_characters + 1);
	nul = memchr(bytes->data, 0, bytes->len);
	if (nul == NULL)
		return false;
	bytes->len = (size_t)(nul - bytes->data);
	return string_pool_has(pool, index);
}

bool string_pool_ascii(const struct string_pool *pool, uint32_t index, char *text, size_t size)
{
	struct span bytes;
	size_t len = 0;

	if (!get_short(pool, index, size, &bytes))
		return false;
	while (bytes.len > 0 && len + 1 < size) {
		uint32_t code = take(pool, &bytes);

		if (code == 0 || code >= 0x80)
			return false;
		text[len++] = (char)code;
	}
	text[len] = '\0';
	return bytes.len == 0;
}

static bool is_text(const struct string_pool *pool, struct span bytes, const char *text)
{
	while (bytes.len > 0 && *text != '\0')
		if (take(pool, &bytes) != (uint8_t)*text++)
			return false;
	return bytes.len == 0 && *text == '\0';
}

bool string_pool_is(const struct string_pool *pool, uint32_t index, const char *text)
{
	struct span bytes;

	return get_short(pool, index, strlen(text), &bytes) && is_text(pool, bytes, text);
}

bool string_pool_is_whole(const struct string_pool *pool, uint32_t index, const char *text)
{
	struct span rest;
	uint32_t len;

	if (!pool->is_utf8)
		return string_pool_is(pool, index, text);
	return begin(pool, index, &rest, &len) == STRING_POOL_SOUND && len == strlen(text) && len < rest.len && rest.data[len] == 0 &&
	       span_starts(rest, text);
}
