/* Where pictures end, each cut off at every byte. */
#include "encoding/picture_end.h"
#include "harness.h"

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\1IHDRa1234\0\0\0\2IDATbb1234\0\0\0\0IEND1234"
#define JPEG "\xff\xd8\xff\xe1\0\4\xff\xd9\xff\xff\xda\0\2a\xff\0b\xff\xd1" "cjunk\xff\xdb\0\3x\xff\xd9"
#define GIF "GIF89a\1\0\1\0\x80\0\0" "123456!\xf9\3abc\2de\0,\0\0\0\0\1\0\1\0\x80" "123456\2\1a\0;"
#define WEBP "RIFF\x0f\0\0\0WEBPVP8 \3\0\0\0abc"

static void check_end(struct span picture)
{
	uint8_t longer[256] = {0};

	CHECK(picture_end_is(picture));
	memcpy(longer, picture.data, picture.len);
	for (size_t i = 0; i < picture.len; i++)
		CHECK_NUMBER(picture_end(span_of(longer, i)), i);
	for (size_t i = picture.len; i <= sizeof longer; i++)
		CHECK_NUMBER(picture_end(span_of(longer, i)), picture.len);
}

TEST(picture_end, "a picture ends where its format says, whatever stands behind it; one that breaks off has no end")
{
	check_end(span_of(PNG, sizeof PNG - 1));
	check_end(span_of(JPEG, sizeof JPEG - 1));
	check_end(span_of(GIF, sizeof GIF - 1));
	check_end(span_of(WEBP, sizeof WEBP)); /* filled to an even place */
	CHECK(!picture_end_is(span_of_text("RIFF1234WAVE")) && !picture_end_is(span_of_text("GIF")));
}
