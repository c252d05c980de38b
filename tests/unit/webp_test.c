#include "bytes/alike.h"
#include "bytes/text.h"
#include "encoding/picture.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

#define SIDE_X 45u
#define SIDE_Y 40u

/* A file of fixtures/corpus/picture: blocks.png, and what cwebp and img2webp made of it, of which in alpha and lossless-alpha the middle alone can be seen; turned-N stand so that EXIF's N shows them upright. */
static struct span file(const char *name)
{
	static uint8_t bytes[1024];
	char path[64];
	FILE *in;
	size_t len = 0;

	snprintf(path, sizeof path, "fixtures/corpus/picture/%s", name);
	in = fopen(path, "rb");
	if (in != NULL) {
		len = fread(bytes, 1, sizeof bytes, in);
		fclose(in);
	}
	return span_of(bytes, len);
}

static struct picture read(const char *name)
{
	struct picture picture;

	CHECK(picture_read(file(name), NULL, &picture));
	CHECK(picture.width == SIDE_X && picture.height == SIDE_Y);
	return picture;
}

TEST(webp_hash, "a WebP picture has the hash of the PNG that it was made of, the first frame of one that moves too; one with losses nearly so")
{
	struct picture png = read("blocks.png"), lossless = read("lossless.webp"), moving = read("moving.webp"), lossy = read("lossy.webp");

	CHECK(png.has_hash && lossless.has_hash && moving.has_hash && lossy.has_hash);
	CHECK(lossless.hash == png.hash && moving.hash == png.hash);
	CHECK(__builtin_popcountll(lossy.hash ^ png.hash) <= 3);
	CHECK_NUMBER(lossless.num_visible, SIDE_X * SIDE_Y);
}

TEST(webp_visible, "what of a WebP picture is clear is not seen, with losses or without")
{
	const struct picture alpha = read("alpha.webp"), lossless = read("lossless-alpha.webp");

	CHECK_NUMBER(alpha.num_visible, 27 * 24);
	CHECK_NUMBER(lossless.num_visible, 27 * 24);
}

TEST(webp_turned, "a WebP picture has the hash and the size of what its EXIF shows, however it stands in the file")
{
	const struct picture upright = read("lossless.webp");

	CHECK(picture_altered(&upright) == NULL);
	for (unsigned orientation = 2; orientation <= 8; orientation++) {
		char name[32];
		struct picture turned;

		snprintf(name, sizeof name, "turned-%u.webp", orientation);
		turned = read(name);
		CHECK(turned.has_hash && turned.hash == upright.hash);
		CHECK_TEXT(picture_altered(&turned), "turned");
	}
}

TEST(picture_recoloured, "a picture with the profile of a build tool is shown as it stands, one with another, or with two, is not")
{
	static const char *const usual[] = {"profile.webp", "profile.png"}, *const others[] = {"recoloured.webp", "recoloured.png", "profile-twice.png"};

	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
		const struct picture picture = read(usual[i]);

		CHECK(picture.has_hash && picture_altered(&picture) == NULL);
	}
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		const struct picture picture = read(others[i]);

		CHECK(picture.has_hash);
		CHECK_TEXT(picture_altered(&picture), "recoloured");
	}
}

TEST(webp_canvas, "the frame of a WebP picture stands on its canvas, and a mask that the head does not announce masks nothing, as on phones")
{
	struct span moving = file("moving.webp");
	uint8_t copy[1024];
	struct picture picture;

	memcpy(copy, moving.data, moving.len);
	copy[24] = 2 * SIDE_X - 1; /* the canvas is twice as wide */
	CHECK(picture_read(span_of(copy, moving.len), NULL, &picture) && picture.has_hash);
	CHECK(picture.width == 2 * SIDE_X && picture.height == SIDE_Y && picture.num_visible == SIDE_X * SIDE_Y);
	memcpy(copy, file("alpha.webp").data, file("alpha.webp").len);
	copy[20] = 0; /* its flags */
	CHECK(picture_read(span_of(copy, file("alpha.webp").len), NULL, &picture) && picture.has_hash);
	CHECK_NUMBER(picture.num_visible, SIDE_X * SIDE_Y);
}

TEST(webp_broken, "of a WebP picture that breaks off that much counts as old phones draw, and one without a head has no size")
{
	static const char *const names[] = {"lossless.webp", "lossy.webp", "alpha.webp", "moving.webp"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct span whole = file(names[i]);

		for (size_t len = 0; len < whole.len; len++) {
			uint8_t *copy = malloc(len + 1);
			struct picture picture;

			memcpy(copy, whole.data, len);
			CHECK(picture_read(span_of(copy, len), NULL, &picture) == (len >= 12));
			CHECK(len > 60 || !picture.has_hash);
			CHECK(picture.width == 0 || len > 20);
			free(copy);
		}
	}
}

TEST(webp_points, "WebP pictures are looked at as long as points are left for them, and none that is larger than icons are")
{
	/* 16384 x 16384 points of one colour */
	static const uint8_t huge[] = "RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0";
	struct budget left = {.own = SIDE_X * SIDE_Y};
	struct picture picture;

	for (int i = 0; i < 2; i++) {
		CHECK(picture_read(file("lossy.webp"), &left, &picture) && picture.width == SIDE_X);
		CHECK(picture.has_hash == (i == 0) && picture.is_over == (i == 1));
	}
	CHECK(picture_read(span_of(huge, sizeof huge - 1), NULL, &picture));
	CHECK_NUMBER(picture.width, 16384);
	CHECK(!picture.has_hash && !picture.is_over);
}
