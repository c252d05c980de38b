#include "encoding/base64.h"

#define PADDING '='

const uint8_t base64_worths[256] = {
	['A'] = 1,  ['B'] = 2,	['C'] = 3,  ['D'] = 4,	['E'] = 5,  ['F'] = 6,	['G'] = 7,  ['H'] = 8,	['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13,
	['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26,
	['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39,
	['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52,
	['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

/* Of an escaped byte, the letters that say which. */
static size_t sign_len(const char *text)
{
	if (*text != '\\' || text[1] == '\0')
		return 1;
	return text[1] == 'x' && text[2] != '\0' && text[3] != '\0' ? 4 : 2;
}

bool base64_decode_loosely(const char *text, uint8_t *out, size_t *out_len)
{
	uint32_t bits = 0;
	size_t num_digits = 0, num_padding = 0, len = 0;

	for (; *text != '\0'; text += sign_len(text)) {
		int digit = base64_digit((uint8_t)*text);

		if (*text == PADDING)
			num_padding++;
		if (digit == BASE64_NONE)
			continue;
		if (num_padding > 0)
			return false;
		bits = bits << 6 | (uint32_t)digit;
		if (num_digits++ % 4 != 0)
			out[len++] = (uint8_t)(bits >> (6 - 2 * ((num_digits - 1) % 4)));
	}
	*out_len = len;
	return num_digits % 4 != 1 && (num_padding == 0 || (num_digits % 4 != 0 && num_padding == 4 - num_digits % 4));
}
