#include "bytes/unseen.h"

#include "bytes/text.h"

static const struct code_range unseen[] = {
	{0x09, 0x0D},	  {0x20, 0x20},	    {0x85, 0x85},     {0xA0, 0xA0},	{0xAD, 0xAD},	  {0x34F, 0x34F},   {0x61C, 0x61C},
	{0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
	{0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
	{0x1BCA0, 0x1BCA3}, {0x1D159, 0x1D159}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

static const struct code_range blank[] = {
	{0x09, 0x0D}, {0x20, 0x20}, {0x85, 0x85}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F},
	{0x3000, 0x3000},
};

static const struct code_range joining[] = {{0x180B, 0x180D}, {0x180F, 0x180F}, {0x200C, 0x200D}, {0xFE00, 0xFE0F}, {0xE0000, 0xE0FFF}};

bool code_is_among(uint32_t code, const struct code_range *ranges, size_t num)
{
	for (size_t i = 0; i < num; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

bool unseen_is(uint32_t code)
{
	return CODE_IS(code, unseen);
}

bool unseen_is_hidden(uint32_t code)
{
	return unseen_is(code) && !CODE_IS(code, blank) && !CODE_IS(code, joining);
}

/* True where each of them is, or one: a byte that begins no character is seen. */
static bool are(const char *text, bool (*is)(uint32_t code), bool each)
{
	struct span in = span_of_text(text);

	while (in.len > 0) {
		size_t len = text_utf8_len(in);

		if ((len > 0 && is(text_utf8_code(in, len))) != each)
			return !each;
		in = span_slice(in, len == 0 ? 1 : len, in.len);
	}
	return each;
}

bool unseen_all(const char *text)
{
	return are(text, unseen_is, true);
}

bool unseen_any_hidden(const char *text)
{
	return are(text, unseen_is_hidden, false);
}
