#include "encoding/picture_end.h"

#include "bytes/cursor.h"

#define PNG_MAGIC "\x89PNG\r\n\x1a\n"
#define JPEG_MAGIC "\xff\xd8\xff"
#define COLOURS 0x80 /* flag of GIF */

enum { IMAGE = 0x2C, EXTENSION = 0x21, TRAILER = 0x3B }; /* of GIF */
enum { STUFFED = 0x00, TEM = 0x01, RST0 = 0xD0, RST7 = 0xD7, SOI = 0xD8, EOI = 0xD9, FILL = 0xFF }; /* of JPEG */

static bool is_webp(struct span head)
{
	return span_starts(head, "RIFF") && span_starts(span_slice(head, 8, head.len), "WEBP");
}

bool picture_end_is(struct span head)
{
	return span_starts(head, PNG_MAGIC) || span_starts(head, JPEG_MAGIC) || span_starts(head, "GIF8") || is_webp(head);
}

static void pass_png(struct cursor *in)
{
	struct span type = span_of(NULL, 0);

	cursor_skip(in, strlen(PNG_MAGIC));
	while (!in->bad && !span_is(type, "IEND")) {
		uint64_t len = cursor_u32be(in);

		type = cursor_bytes(in, 4);
		cursor_skip(in, len + 4);
	}
}

/* The next marker; 0: there is none. */
static uint8_t next_marker(struct cursor *in)
{
	while (!in->bad) {
		const uint8_t *at = memchr(in->data + in->pos, FILL, in->len - in->pos);
		uint8_t marker = FILL;

		if (at == NULL)
			return 0;
		in->pos = (size_t)(at - in->data);
		while (marker == FILL && !in->bad)
			marker = cursor_u8(in);
		if (marker != STUFFED)
			return in->bad ? 0 : marker;
	}
	return 0;
}

static bool has_length(uint8_t marker)
{
	return marker != TEM && marker != SOI && !(marker >= RST0 && marker <= RST7);
}

static void pass_jpeg(struct cursor *in)
{
	uint8_t marker;

	while ((marker = next_marker(in)) != EOI && !in->bad) {
		struct cursor at = *in;
		uint64_t len = cursor_big(&at, 2);

		if (marker == 0)
			in->bad = true;
		else if (has_length(marker))
			cursor_skip(in, len < 2 ? 2 : len);
	}
}

static void pass_colours(struct cursor *in, uint8_t flags)
{
	if ((flags & COLOURS) != 0)
		cursor_skip(in, (uint64_t)3 << ((flags & 7) + 1));
}

static void pass_parts(struct cursor *in)
{
	uint8_t len;

	while ((len = cursor_u8(in)) != 0)
		cursor_skip(in, len);
}

static void pass_gif(struct cursor *in)
{
	uint8_t kind;

	cursor_skip(in, 10);
	pass_colours(in, cursor_peek_u8(in, in->pos));
	cursor_skip(in, 3);
	while ((kind = cursor_u8(in)) != TRAILER && !in->bad) {
		if (kind == IMAGE) {
			cursor_skip(in, 8);
			pass_colours(in, cursor_u8(in));
		}
		in->bad |= kind != IMAGE && kind != EXTENSION;
		cursor_skip(in, 1);
		pass_parts(in);
	}
}

static void pass_webp(struct cursor *in)
{
	uint64_t size;

	cursor_skip(in, 4);
	size = cursor_u32(in);
	cursor_skip(in, size + (size & 1));
}

size_t picture_end(struct span in)
{
	struct cursor at = cursor_of(in);

	if (span_starts(in, PNG_MAGIC))
		pass_png(&at);
	else if (span_starts(in, JPEG_MAGIC))
		pass_jpeg(&at);
	else if (is_webp(in))
		pass_webp(&at);
	else
		pass_gif(&at);
	return at.bad ? in.len : at.pos;
}
