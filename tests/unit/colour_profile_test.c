#include "encoding/colour_profile.h"

#include "bytes/buf.h"
#include "harness.h"

#include <stdlib.h>

#define CURVE(bytes) {bytes, sizeof bytes - 1}
#define SRGB "para\0\0\0\0\0\3\0\0\0\2\x66\x66\0\0\xF2\xA7\0\0\x0D\x59\0\0\x13\xD0\0\0\x0A\x5B"
#define MATRIX "\0\0\x6F\xA2\0\0\x38\xF5\0\0\x03\x90", "\0\0\x62\x99\0\0\xB7\x85\0\0\x18\xDA", "\0\0\x24\xA0\0\0\x0F\x84\0\0\xB6\xCF" /* sRGB's */

struct bytes {
	const char *data;
	size_t len;
};

struct profile {
	const char *space, *made_of, *primaries[3];
	struct bytes curve, more; /* more: another tag, its name first */
};

static const struct profile srgb = {"RGB ", "XYZ ", {MATRIX}, CURVE(SRGB), {0}};

static void put_u32(struct buf *out, size_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_byte(out, (uint8_t)(value >> shift));
}

static void put_tag(struct buf *tags, struct buf *data, const char *name, const char *type, struct bytes content)
{
	buf_add(tags, name, 4);
	put_u32(tags, 128 + 4 + 8 * 12 + data->len);
	put_u32(tags, strlen(type) + (type[0] != '\0' ? 4 : 0) + content.len);
	buf_text(data, type);
	if (type[0] != '\0')
		put_u32(data, 0);
	buf_add(data, content.data, content.len);
}

static struct buf made(const struct profile *profile)
{
	static const char *const xyz[] = {"rXYZ", "gXYZ", "bXYZ"}, *const curves[] = {"rTRC", "gTRC", "bTRC"};
	struct buf out = buf_new(1 << 16), tags BUF_CLEANUP = buf_new(1 << 12), data BUF_CLEANUP = buf_new(1 << 16);

	for (size_t i = 0; i < 3; i++) {
		put_tag(&tags, &data, xyz[i], "XYZ ", (struct bytes){profile->primaries[i], 12});
		put_tag(&tags, &data, curves[i], "", profile->curve);
	}
	put_tag(&tags, &data, "kTRC", "", profile->curve);
	put_tag(&tags, &data, profile->more.len > 0 ? profile->more.data : "none", "", profile->more);
	for (size_t i = 0; i < 16; i++)
		buf_byte(&out, 0);
	buf_text(&out, profile->space);
	buf_text(&out, profile->made_of);
	while (out.len < 128)
		buf_byte(&out, 0);
	put_u32(&out, 8);
	buf_join(&out, &tags);
	buf_join(&out, &data);
	return out;
}

static bool is_usual(const struct profile *profile)
{
	struct buf bytes BUF_CLEANUP = made(profile);

	return colour_profile_is_usual(buf_span(&bytes));
}

static bool is_usual_with(struct bytes curve)
{
	struct profile profile = srgb;

	profile.curve = curve;
	return is_usual(&profile);
}

static bool is_usual_of(const char *red, const char *green, const char *blue)
{
	struct profile profile = srgb;

	profile.primaries[0] = red;
	profile.primaries[1] = green;
	profile.primaries[2] = blue;
	return is_usual(&profile);
}

TEST(colour_profile_usual, "profiles that build tools leave show colours about as their numbers stand: sRGB, Display P3, Adobe RGB, a gamma of 1.8 or 2.2, grey")
{
	static const struct bytes curves[] = {
		CURVE(SRGB), CURVE("curv\0\0\0\0\0\0\0\1\2\x33"), CURVE("curv\0\0\0\0\0\0\0\1\1\xCD"), CURVE("curv\0\0\0\0\0\0\0\5\0\0\x0C\x22\x37\xB5\x87\xF0\xFF\xFF"),
		CURVE("para\0\0\0\0\0\0\0\0\0\2\x33\x33"), CURVE("para\0\0\0\0\0\4\0\0\0\2\x66\x66\0\0\xF2\xA7\0\0\x0D\x59\0\0\x13\xD0\0\0\x0A\x5B\0\0\0\0\0\0\0\0")};
	struct profile grey = srgb;

	for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++)
		CHECK(is_usual_with(curves[i]));
	grey.space = "GRAY";
	CHECK(is_usual(&grey));
	CHECK(is_usual_of("\0\0\x83\xDF\0\0\x3D\xBF\xFF\xFF\xFF\xBB", "\0\0\x4A\xBF\0\0\xB1\x37\0\0\x0A\xB9", "\0\0\x28\x38\0\0\x11\x0B\0\0\xC8\xB9")); /* Display P3 */
	CHECK(is_usual_of("\0\0\x9C\x18\0\0\x4F\xA5\0\0\x04\xFC", "\0\0\x34\x8D\0\0\xA0\x2C\0\0\x0F\x95", "\0\0\x26\x31\0\0\x10\x2F\0\0\xBE\x9C")); /* Adobe RGB */
}

TEST(colour_profile_curves, "a profile whose curve falls, leaps, stands still, is far from sRGB's or is none shows other colours")
{
	static const struct bytes curves[] = {
		CURVE("curv\0\0\0\0\0\0\0\2\xFF\xFF\0\0"), CURVE("curv\0\0\0\0\0\0\0\0"), CURVE("curv\0\0\0\0\0\0\0\1\x08\0"),
		CURVE("curv\0\0\0\0\0\0\0\6\0\0\x0C\x22\x0B\x22\x37\xB5\x87\xF0\xFF\xFF"), CURVE("curv\0\0\0\0\0\0\0\3\0\0\0\0\xFF\xFF"),
		CURVE("para\0\0\0\0\0\1\0\0\0\2\x33\x33\xFF\xFF\0\0\0\1\0\0"), CURVE("para\0\0\0\0\0\5\0\0\0\2\x33\x33"), CURVE("para\0\0\0\0\0\0\0\0\x80\0\0\0"), CURVE("none\0\0\0\0\0\0\0\1\2\x33")};
	struct profile grey = srgb;

	for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++)
		CHECK(!is_usual_with(curves[i]));
	grey.space = "GRAY";
	grey.curve = curves[0];
	CHECK(!is_usual(&grey));
}

TEST(colour_profile_colours, "a profile whose primaries change places, or whose colours tables or other code points say, shows other colours")
{
	static const char *const spaces[][2] = {{"CMYK", "XYZ "}, {"RGB ", "Lab "}};
	static const char *const primaries[] = {MATRIX};
	static const struct bytes more[] = {CURVE("A2B0"), CURVE("A2B1"), CURVE("A2B2"), CURVE("cicp\0\0\0\0\x09\x10\0\1")};
	struct profile profile = srgb;

	CHECK(!is_usual_of(primaries[1], primaries[0], primaries[2]));
	CHECK(!is_usual_of(primaries[1], primaries[1], primaries[2]));
	CHECK(!is_usual_of(primaries[0], primaries[1], "\0\0\0\0\0\0\0\0\0\0\0\0"));
	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
		profile.more = more[i];
		CHECK(!is_usual(&profile));
	}
	profile.more = (struct bytes)CURVE("cicp\0\0\0\0\x0C\x0D\0\1");
	CHECK(is_usual(&profile));
	for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
		profile.space = spaces[i][0];
		profile.made_of = spaces[i][1];
		CHECK(!is_usual(&profile));
	}
}

TEST(colour_profile_broken, "a profile that breaks off, or is longer than such without tables are, is none that is usual")
{
	struct buf whole BUF_CLEANUP = made(&srgb);
	uint8_t *copy;

	for (size_t len = 0; len + 4 + sizeof SRGB - 1 < whole.len; len++) {
		copy = malloc(len + 1);
		memcpy(copy, whole.data, len);
		CHECK(!colour_profile_is_usual(span_of(copy, len)));
		free(copy);
	}
	copy = calloc(1, COLOUR_PROFILE_MAX + 1);
	memcpy(copy, whole.data, whole.len);
	CHECK(colour_profile_is_usual(span_of(copy, COLOUR_PROFILE_MAX)));
	CHECK(!colour_profile_is_usual(span_of(copy, COLOUR_PROFILE_MAX + 1)));
	free(copy);
}
