#include "bytes/unseen.h"

#include "bytes/text.h"

static const struct code_range unseen[] = {
	{0x09, 0x0D},	  {0x20, 0x20},	    {0x85, 0x85},     {0xA0, 0xA0},	{0xAD, 0xAD},	  {0x34F, 0x34F},   {0x61C, 0x61C},
	{0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
	{0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xE000, 0xF8FF}, {0xFDD0, 0xFDEF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
	{0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFC}, {0x13430, 0x13455}, {0x1BCA0, 0x1BCA3}, {0x1D159, 0x1D159}, {0x1D173, 0x1D17A},
	{0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF},
};

/* Inherited of Scripts.txt 15 that is drawn upon what stands before it. */
static const struct code_range marks[] = {
	{0x300, 0x36F}, {0x485, 0x486}, {0x64B, 0x655}, {0x670, 0x670}, {0x951, 0x954}, {0x1AB0, 0x1ACE}, {0x1CD0, 0x1CE8}, {0x1DC0, 0x1DFF},
	{0x20D0, 0x20F0}, {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE20, 0xFE2D}, {0x1CF00, 0x1CF46}, {0x1D167, 0x1D169}, {0x1D17B, 0x1D18B},
	{0x1D1AA, 0x1D1AD},
};

static const struct code_range blank[] = {
	{0x09, 0x0D}, {0x20, 0x20}, {0x85, 0x85}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F},
	{0x3000, 0x3000},
};

static const struct code_range joining[] = {{0x180B, 0x180D}, {0x180F, 0x180F}, {0x200C, 0x200D}, {0xFE00, 0xFE0F}, {0xE0000, 0xE0FFF}};

static const struct code_range han[] = {{0x3005, 0x3007}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x323AF}};

/* The others by block, from Unicode 15: Scripts.txt; LineBreak.txt, whose SA are written without blanks; emoji-variation-sequences.txt. */
static const struct code_range mongolian[] = {{0x1800, 0x18AF}, {0x11660, 0x1167F}};

static const struct code_range without_blanks[] = {
	{0xE01, 0xEDF}, {0x1000, 0x109F}, {0x1780, 0x17DD}, {0x1950, 0x19DF}, {0x1A20, 0x1AAF}, {0xA9E0, 0xA9FE}, {0xAA60, 0xAADF},
	{0x11700, 0x11746},
};

static const struct code_range right_to_left[] = {
	{0x5BE, 0x60B}, {0x61D, 0x8FF}, {0xFB1D, 0xFDCF}, {0xFDF0, 0xFDFF}, {0xFE70, 0xFEFC}, {0x10800, 0x10FFF}, {0x1E800, 0x1EFFF},
};

static const struct code_range joined[] = {
	{0x620, 0x109F}, {0x1700, 0x18AF}, {0x1900, 0x1CFF}, {0x2190, 0x2BFF}, {0xA800, 0xABFF}, {0xFB50, 0xFDCF}, {0xFE0E, 0xFE0F},
	{0xFE70, 0xFEFC}, {0x10A00, 0x11FFF}, {0x1E900, 0x1FAFF},
};

static const struct code_range emoji[] = {
	{'#', '#'}, {'*', '*'}, {'0', '9'}, {0xA9, 0xA9}, {0xAE, 0xAE}, {0x203C, 0x203C}, {0x2049, 0x2049}, {0x20E3, 0x20E3}, {0x2122, 0x2122},
	{0x2139, 0x2139}, {0x2190, 0x2BFF}, {0x3030, 0x3030}, {0x303D, 0x303D}, {0x3297, 0x3297}, {0x3299, 0x3299}, {0xFE0E, 0xFE0F},
	{0x1F000, 0x1FAFF},
};

static const struct code_range flag[] = {{0x1F3F4, 0x1F3F4}, {0xE0020, 0xE007E}};

/* What scripts and emoji need, and where: behind one of theirs, or on either side of one. */
static const struct belonging {
	struct code_range what;
	bool is_either;
	const struct code_range *home;
	size_t num;
} belongings[] = {
#define HOME(ranges) ranges, sizeof(ranges) / sizeof(ranges)[0]
	{{0x180B, 0x180F}, false, HOME(mongolian)}, {{0x200B, 0x200B}, true, HOME(without_blanks)}, {{0x200C, 0x200D}, false, HOME(joined)},
	{{0xFE00, 0xFE02}, false, HOME(han)},	    {{0xFE0E, 0xFE0F}, false, HOME(emoji)},	    {{0xE0020, 0xE007F}, false, HOME(flag)},
	{{0xE0100, 0xE01EF}, false, HOME(han)},
#undef HOME
};

/* Anywhere in a text with letters that are written from right to left. */
static const struct code_range turning[] = {{0x61C, 0x61C}, {0x200E, 0x200F}};

bool code_is_among(uint32_t code, const struct code_range *ranges, size_t num)
{
	for (size_t i = 0; i < num; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

bool code_is_han(uint32_t code)
{
	return CODE_IS(code, han);
}

bool code_is_mark(uint32_t code)
{
	return code >= marks[0].first && (code < 0x4E00 || code >= 0xFE20) && CODE_IS(code, marks);
}

/* Of most texts all is told without the ranges. The last two of each 65536 are no characters. */
bool unseen_is(uint32_t code)
{
	return (code <= 0x20 || code >= 0x7F) && (code <= 0x3164 || code >= 0xE000) && ((code & 0xFFFE) == 0xFFFE || CODE_IS(code, unseen));
}

bool unseen_is_blank(uint32_t code)
{
	return CODE_IS(code, blank);
}

bool unseen_is_hidden(uint32_t code)
{
	return unseen_is(code) && !CODE_IS(code, blank) && !CODE_IS(code, joining);
}

/* The next character, 0 for a byte that begins none; false at the end. */
static bool next(struct span *in, uint32_t *code)
{
	size_t len = text_utf8_len(*in);

	*code = len == 0 ? 0 : text_utf8_code(*in, len);
	if (in->len == 0)
		return false;
	*in = span_slice(*in, len == 0 ? 1 : len, in->len);
	return true;
}

bool unseen_all(const char *text)
{
	struct span in = span_of_text(text);
	uint32_t code;

	while (next(&in, &code))
		if (!unseen_is(code))
			return false;
	return true;
}

static bool is_at_home(uint32_t before, uint32_t code, uint32_t after)
{
	for (size_t i = 0; i < sizeof belongings / sizeof belongings[0]; i++) {
		const struct belonging *it = &belongings[i];

		if (code_is_among(code, &it->what, 1))
			return code_is_among(before, it->home, it->num) || (it->is_either && code_is_among(after, it->home, it->num));
	}
	return false;
}

bool unseen_any_hidden(const char *text)
{
	struct span in = span_of_text(text);
	uint32_t before = 0, code, after;
	bool is_turned = false, may_turn = false;

	for (bool more = next(&in, &code); more; before = code, code = after) {
		more = next(&in, &after);
		may_turn |= code >= right_to_left[0].first && CODE_IS(code, right_to_left);
		if (code_is_han(before) && code_is_mark(code))
			return true;
		if (!unseen_is(code) || CODE_IS(code, blank))
			continue;
		if (CODE_IS(code, turning))
			is_turned = true;
		else if (!is_at_home(before, code, after))
			return true;
	}
	return is_turned && !may_turn;
}
