#include "bytes/fold.h"

#include "bytes/buf.h"
#include "bytes/text.h"

#include <string.h>

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

/* Letters that are compared as one character, whether written so or as a letter and a mark. */
static const struct {
	uint32_t letter, mark, both;
} composed[] = {
#define COMPOSED(letter, mark, both) {letter, mark, both},
#include "bytes/compose.def"
#undef COMPOSED
};

/* A text as it grows, and the character at its end. */
struct folding {
	struct buf out;
	uint32_t last;
	size_t last_at;
};

/* Of Latin, in whose extensions most capitals are even, some odd. */
static uint32_t lower_latin(uint32_t code)
{
	bool odd = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);

	if ((code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7))
		return code + 0x20;
	if (code == 0x130)
		return 'i';
	if (code == 0x178)
		return 0xFF;
	if (code < 0x100 || code == 0x138 || code == 0x149 || code == 0x17F || (code >= 0x1E96 && code <= 0x1E9F))
		return code;
	return odd ? code + (code & 1) : code | 1;
}

/* The signs of ohm, kelvin and angstrom are letters. */
static uint32_t lower(uint32_t code)
{
	if (code <= 0x17F || (code >= 0x1E00 && code <= 0x1EFF))
		return lower_latin(code);
	if ((code >= 0x391 && code <= 0x3AB && code != 0x3A2) || (code >= 0x410 && code <= 0x42F))
		return code + 0x20;
	if (code >= 0x400 && code <= 0x40F)
		return code + 0x50;
	return code == 0x2126 ? 0x3C9 : code == 0x212A ? 'k' : code == 0x212B ? 0xE5 : code;
}

/* The character that the mark makes of the one before it, or 0. */
static uint32_t compose(uint32_t letter, uint32_t mark)
{
	if ((mark < 0x300 || mark > 0x36F) && mark != 0x3099 && mark != 0x309A)
		return 0;
	for (size_t i = 0; i < sizeof composed / sizeof composed[0]; i++)
		if (composed[i].letter == letter && composed[i].mark == mark)
			return composed[i].both;
	return 0;
}

static void put(struct folding *folding, uint32_t code)
{
	uint32_t both = compose(folding->last, code);
	char bytes[4];

	if (code >= 0xFF01 && code <= 0xFF5E && code != FULL_WIDTH_ASTERISK)
		code -= 0xFEE0;
	if (both != 0)
		folding->out.len = folding->last_at;
	folding->last = both != 0 ? both : lower(code);
	folding->last_at = folding->out.len;
	buf_add(&folding->out, bytes, text_put_utf8(folding->last, bytes));
}

static void put_byte(struct folding *folding, uint8_t byte)
{
	folding->last = 0;
	buf_byte(&folding->out, byte);
}

const char *fold_text(struct arena *arena, const char *text)
{
	struct span in = span_of_text(text);
	struct folding folding = {.out = buf_new(in.len)}; /* nothing becomes longer */
	const char *folded;

	while (in.len > 0) {
		size_t len = text_utf8_len(in);
		uint32_t code = len == 0 ? 0 : text_utf8_code(in, len);

		if (len == 0)
			put_byte(&folding, in.data[0]);
		else if (!is_unseen(code))
			put(&folding, code);
		in = span_slice(in, len == 0 ? 1 : len, in.len);
	}
	folded = folding.out.failed ? NULL : arena_text(arena, buf_span(&folding.out));
	buf_free(&folding.out);
	return folded;
}

bool fold_same(const char *a, const char *b)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)2 * 1024 * 1024 + 4096);
	const char *first = fold_text(&arena, a), *second = fold_text(&arena, b);

	return first == NULL || second == NULL || strcmp(first, second) == 0;
}
