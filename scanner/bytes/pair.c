#include "bytes/pair.h"

#include <stdbool.h>

#define BLOCK ((size_t)256)
#define NEAR ((size_t)8)

typedef uint8_t lanes __attribute__((vector_size(16)));

/* Of each byte, whether the pair is there: 0xFF or 0. */
static lanes are_pair(lanes bytes, lanes next, const char pair[2])
{
	return (lanes)((bytes == (uint8_t)pair[0]) & (next == (uint8_t)pair[1]));
}

/* Of BLOCK bytes; looks at one more. */
static bool has_either(const uint8_t *bytes, const char one[2], const char other[2])
{
	lanes found = {0}, here, next;
	uint64_t halves[2];

	for (size_t i = 0; i < BLOCK; i += sizeof here) {
		memcpy(&here, bytes + i, sizeof here);
		memcpy(&next, bytes + i + 1, sizeof next);
		found |= are_pair(here, next, one) | are_pair(here, next, other);
	}
	memcpy(halves, &found, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

static bool is_either(const uint8_t *bytes, const char one[2], const char other[2])
{
	return memcmp(bytes, one, 2) == 0 || memcmp(bytes, other, 2) == 0;
}

size_t pair_find(struct span bytes, size_t from, const char one[2], const char other[2])
{
	size_t at = from;

	/* Where they are many, the next one is near, and a block would be looked at for each. */
	for (size_t near = 0; near < NEAR && at < bytes.len && bytes.len - at > 1; near++, at++)
		if (is_either(bytes.data + at, one, other))
			return at;
	while (at < bytes.len && bytes.len - at > BLOCK && !has_either(bytes.data + at, one, other))
		at += BLOCK;
	for (; at < bytes.len && bytes.len - at > 1; at++)
		if (is_either(bytes.data + at, one, other))
			return at;
	return bytes.len;
}
