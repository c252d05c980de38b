#include "harness.h"

#include "bytes/pair.h"

#include <string.h>

/* As one who looks at each byte finds it. */
static size_t find_slowly(struct span bytes, size_t from, const char one[2], const char other[2])
{
	for (size_t at = from; at < bytes.len && bytes.len - at > 1; at++)
		if (memcmp(bytes.data + at, one, 2) == 0 || memcmp(bytes.data + at, other, 2) == 0)
			return at;
	return bytes.len;
}

TEST(pair_anywhere, "a pair of bytes is found wherever it stands, and nowhere else, in bytes of any length")
{
	uint8_t bytes[600];

	for (size_t len = 0; len <= sizeof bytes; len += len < 8 ? 1 : 37) {
		struct span all = span_of(bytes, len);

		for (size_t place = 0; place < len; place++) {
			const char *pair = place % 2 == 0 ? "x\n" : "\x7f" "E";

			memset(bytes, 'x', sizeof bytes);
			memcpy(bytes + place, pair, place + 1 < len ? 2 : 1);
			CHECK(pair_find(all, 0, "x\n", "\x7f" "E") == find_slowly(all, 0, "x\n", "\x7f" "E"));
			CHECK(pair_find(all, place + 1, "x\n", "\x7f" "E") == len);
		}
		CHECK(pair_find(all, len, "xx", "xx") == len && pair_find(all, len + 1, "xx", "xx") == len);
	}
}
