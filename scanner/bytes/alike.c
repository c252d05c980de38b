#include "bytes/alike.h"

#include "bytes/look.h"
#include "bytes/text.h"
#include "bytes/unseen.h"

#define MOST 256 /* characters of a name; no phone shows so many */
#define MOST_BITS 5
#define LINES_PER_BIT 4

struct name {
	uint32_t codes[MOST];
	size_t len;
};

static struct name read_name(const char *text, bool is_han)
{
	struct span left = span_of_text(text);
	struct name name = {.len = 0};

	for (size_t len; name.len < MOST && (len = text_utf8_len(left)) > 0; left = span_slice(left, len, left.len)) {
		uint32_t code = text_utf8_code(left, len);

		if (!is_han || code_is_han(code))
			name.codes[name.len++] = code;
	}
	return name;
}

/* The most characters that both have in the same order. */
static size_t num_common(const struct name *a, const struct name *b)
{
	size_t common[MOST + 1] = {0};

	for (size_t i = 0; i < a->len; i++) {
		size_t before = 0;

		for (size_t k = 0; k < b->len; k++) {
			size_t above = common[k + 1];

			if (a->codes[i] == b->codes[k])
				common[k + 1] = before + 1;
			else if (common[k] > above)
				common[k + 1] = common[k];
			before = above;
		}
	}
	return common[b->len];
}

static bool has_most(const struct name *a, const struct name *b)
{
	size_t common = num_common(a, b), shorter = a->len < b->len ? a->len : b->len, longer = a->len < b->len ? b->len : a->len;

	return 2 * common > shorter && 2 * common >= longer;
}

bool alike_names(struct arena *arena, const char *a, const char *b)
{
	const char *one = look_of(arena, a), *other = look_of(arena, b);
	struct name names[2], han[2];

	if (one == NULL || other == NULL || strcmp(one, other) == 0)
		return true;
	names[0] = read_name(one, false);
	names[1] = read_name(other, false);
	if (names[0].len > 1 && names[1].len > 1 && (strstr(one, other) != NULL || strstr(other, one) != NULL))
		return true;
	han[0] = read_name(one, true);
	han[1] = read_name(other, true);
	return han[0].len > 0 && han[1].len > 0 ? has_most(&han[0], &han[1]) : has_most(&names[0], &names[1]);
}

/* False: it is none. */
static bool read_hash(const char *text, uint8_t hash[ALIKE_PICTURE_LEN / 2])
{
	return text_unhex(text, hash, ALIKE_PICTURE_LEN / 2);
}

/* Where what is brighter to the left of another is followed by what is not, or the other way round. */
unsigned alike_picture_room(const char *text)
{
	uint8_t hash[ALIKE_PICTURE_LEN / 2];
	unsigned lines = 0;

	if (!read_hash(text, hash))
		return 0;
	for (size_t row = 0; row < sizeof hash; row++)
		lines += (unsigned)__builtin_popcount((hash[row] ^ hash[row] << 1) & 0xFE);
	return lines / LINES_PER_BIT < MOST_BITS ? lines / LINES_PER_BIT : MOST_BITS;
}

unsigned alike_picture_bits(const char *a, const char *b)
{
	uint8_t one[ALIKE_PICTURE_LEN / 2], other[ALIKE_PICTURE_LEN / 2];
	unsigned bits = 0;

	if (!read_hash(a, one) || !read_hash(b, other))
		return 8 * sizeof one;
	for (size_t row = 0; row < sizeof one; row++)
		bits += (unsigned)__builtin_popcount(one[row] ^ other[row]);
	return bits;
}

bool alike_pictures(const char *a, const char *b)
{
	unsigned bits = alike_picture_bits(a, b);

	return bits <= MOST_BITS && bits <= alike_picture_room(a) && bits <= alike_picture_room(b);
}
