#include "harness.h"

#include "encoding/base64.h"

static bool decodes(const char *text, const char *wanted)
{
	uint8_t out[64];
	size_t len = 0;

	return base64_decode_loosely(text, out, &len) && span_is(span_of(out, len), wanted);
}

TEST(base64_loose, "Android's decoder passes over what is no digit, wherever it stands")
{
	CHECK(decodes("aGVsbG8=", "hello") && decodes("aGVsbG8", "hello") && decodes("aGVsbG8h", "hello!") && decodes("aGVsbA==", "hell"));
	CHECK(decodes(" aG\nVs-_bG8 =\t", "hello") && decodes("aGVsbA=\n=!", "hell"));
	CHECK(decodes("aG\\x00Vs\\\\bG8=", "hello"));
	CHECK(decodes("", "") && decodes("!?", ""));
}

TEST(base64_broken, "Android's decoder takes no lone digit, and no padding that is not whole and the end")
{
	static const char *const none[] = {"a", "aGVsb", "aGVsbA=", "aGVsbG8==", "=", "aGVs=", "aG=Vs", "aGVsbG8=a", "a==="};

	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		CHECK(!decodes(none[i], "hello") && !base64_decode_loosely(none[i], (uint8_t[64]){0}, &(size_t){0}));
}
