#include "judge/label_fold.h"

#include "bytes/buf.h"
#include "bytes/text.h"

#define FULL_WIDTH_ASTERISK 0xFF0A /* it does not become the mark of a pattern */

/* Blanks of all kinds, and what is drawn as nothing. */
static const struct {
	uint32_t first, last;
} unseen[] = {
	{0x09, 0x0D},	  {0x20, 0x20},	    {0x85, 0x85},     {0xA0, 0xA0},	{0xAD, 0xAD},	  {0x34F, 0x34F},   {0x61C, 0x61C},
	{0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
	{0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
	{0xE0000, 0xE0FFF},
};

static bool is_unseen(uint32_t code)
{
	for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++)
		if (code >= unseen[i].first && code <= unseen[i].last)
			return true;
	return false;
}

/* Of ASCII, Latin-1 and Latin Extended-A, in which most capitals are even, some odd. */
static uint32_t lower(uint32_t code)
{
	bool odd = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);

	if ((code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7))
		return code + 0x20;
	if (code == 0x130)
		return 'i';
	if (code == 0x178)
		return 0xFF;
	if (code < 0x100 || code > 0x17E || code == 0x138 || code == 0x149)
		return code;
	return odd ? code + (code & 1) : code | 1;
}

static void put(struct buf *out, uint32_t code, struct span sequence)
{
	if (code >= 0xFF01 && code <= 0xFF5E && code != FULL_WIDTH_ASTERISK)
		code -= 0xFEE0;
	code = lower(code);
	if (code < 0x80) {
		buf_byte(out, (uint8_t)code);
	} else if (code < 0x180) {
		buf_byte(out, (uint8_t)(0xC0 | code >> 6));
		buf_byte(out, (uint8_t)(0x80 | (code & 0x3F)));
	} else {
		buf_add(out, sequence.data, sequence.len);
	}
}

const char *label_fold(struct arena *arena, const char *label)
{
	struct span in = span_of_text(label);
	BUF_CLEANUP struct buf out = buf_new(in.len); /* nothing becomes longer */

	while (in.len > 0) {
		size_t len = text_utf8_len(in);
		struct span sequence = span_slice(in, 0, len == 0 ? 1 : len);
		uint32_t code = len == 0 ? 0 : text_utf8_code(in, len);

		if (len == 0)
			buf_byte(&out, in.data[0]);
		else if (!is_unseen(code))
			put(&out, code, sequence);
		in = span_slice(in, sequence.len, in.len);
	}
	return out.failed ? NULL : arena_text(arena, buf_span(&out));
}
