#include "inspect/dex_name.h"

#define DIGITS_MAX 8

uint32_t dex_name_number(struct span name)
{
	struct span digits;
	uint32_t number = 0;

	if (!span_starts(name, "classes") || !span_ends(name, ".dex") || name.len < 11)
		return 0;
	digits = span_slice(name, 7, name.len - 11);
	if (digits.len == 0)
		return 1;
	if (digits.len > DIGITS_MAX || digits.data[0] == '0')
		return 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return 0;
		number = number * 10 + (uint32_t)(digits.data[i] - '0');
	}
	return number >= 2 ? number : 0;
}
