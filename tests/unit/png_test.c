#include "bytes/buf.h"
#include "encoding/png.h"
#include "harness.h"
#include "inspect/inspect.h"

#include <stdlib.h>
#include <zlib.h>

#define WIDTH 18u
#define HEIGHT 16u

static void put_u32(struct buf *out, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_byte(out, (uint8_t)(value >> shift));
}

static void put_chunk(struct buf *out, const char *type, const void *data, size_t len)
{
	put_u32(out, (uint32_t)len);
	buf_text(out, type);
	buf_add(out, data, len);
	put_u32(out, 0);
}

/* A grey picture that falls from left to right, or rises; every line by that filter (0 none, 1 left, 2 above). */
static struct buf picture(bool falls, uint8_t filter)
{
	struct buf out = buf_new(1 << 16), head = buf_new(64);
	uint8_t lines[HEIGHT][WIDTH + 1], packed[4096];
	uLongf len = sizeof packed;

	for (size_t y = 0; y < HEIGHT; y++) {
		lines[y][0] = filter;
		for (size_t x = 0; x < WIDTH; x++) {
			uint8_t value = (uint8_t)(falls ? 250 - x * 10 : 20 + x * 10);
			uint8_t left = (uint8_t)(x == 0 ? 0 : falls ? value + 10 : value - 10);

			lines[y][x + 1] = filter == 1 ? (uint8_t)(value - left) : filter == 2 && y > 0 ? 0 : value;
		}
	}
	compress(packed, &len, lines[0], sizeof lines);
	put_u32(&head, WIDTH);
	put_u32(&head, HEIGHT);
	buf_add(&head, "\x08\0\0\0\0", 5);
	buf_add(&out, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(&out, "IHDR", head.data, head.len);
	put_chunk(&out, "IDAT", packed, 10);
	put_chunk(&out, "IDAT", packed + 10, len - 10);
	put_chunk(&out, "IEND", "", 0);
	buf_free(&head);
	return out;
}

TEST(png_hash, "a picture's difference hash says which of two neighbours is brighter, whatever the filter")
{
	for (uint8_t filter = 0; filter <= 2; filter++) {
		struct buf falling BUF_CLEANUP = picture(true, filter), rising BUF_CLEANUP = picture(false, filter);
		struct picture png;

		CHECK(png_read(buf_span(&falling), NULL, &png) && png.has_hash && png.hash == UINT64_MAX);
		CHECK_NUMBER(png.width, WIDTH);
		CHECK_NUMBER(png.height, HEIGHT);
		CHECK(png_read(buf_span(&rising), NULL, &png) && png.has_hash && png.hash == 0);
	}
}

struct kind {
	uint8_t colour, depth;
	size_t bits; /* of a pixel */
};

#define BIG_WIDTH 203u
#define BIG_HEIGHT 150u

static int predicted(uint8_t filter, int left, int above, int corner)
{
	int guess = left + above - corner;

	switch (filter) {
	case 1:
		return left;
	case 2:
		return above;
	case 3:
		return (left + above) / 2;
	case 4:
		if (abs(guess - left) <= abs(guess - above) && abs(guess - left) <= abs(guess - corner))
			return left;
		return abs(guess - above) <= abs(guess - corner) ? above : corner;
	default:
		return 0;
	}
}

#define ALPHAS 200u /* of palette colours; the others are opaque */

/* Lines of noise, a byte in front of each; the first bytes serve as palette and its alphas, too. */
static uint8_t *noise_of(size_t size)
{
	uint8_t *pixels = malloc(size);
	uint32_t state = 1;

	for (size_t i = 0; i < size; i++)
		pixels[i] = (uint8_t)((state = state * 1103515245u + 12345u) >> 24);
	return pixels;
}

/* A noisy picture of that kind; every line by that filter, its data in pieces of 1000 bytes. */
static struct buf noise(const struct kind *kind, uint8_t filter)
{
	size_t len = (BIG_WIDTH * kind->bits + 7) / 8, step = kind->bits < 8 ? 1 : kind->bits / 8,
	       size = (len + 1) * BIG_HEIGHT;
	struct buf out = buf_new(1 << 20), head = buf_new(64);
	uint8_t *pixels = noise_of(size), *lines = malloc(size), *packed;
	uLongf room = compressBound(size);

	packed = malloc(room);
	for (size_t y = 0; y < BIG_HEIGHT; y++) {
		const uint8_t *line = pixels + y * (len + 1) + 1, *line_above = y > 0 ? line - len - 1 : NULL;
		uint8_t *to = lines + y * (len + 1);

		to[0] = filter;
		for (size_t i = 0; i < len; i++) {
			int above = line_above != NULL ? line_above[i] : 0, left = i >= step ? line[i - step] : 0;
			int corner = line_above != NULL && i >= step ? line_above[i - step] : 0;

			to[i + 1] = (uint8_t)(line[i] - predicted(filter, left, above, corner));
		}
	}
	compress(packed, &room, lines, size);
	put_u32(&head, BIG_WIDTH);
	put_u32(&head, BIG_HEIGHT);
	buf_byte(&head, kind->depth);
	buf_byte(&head, kind->colour);
	buf_add(&head, "\0\0\0", 3);
	buf_add(&out, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(&out, "IHDR", head.data, head.len);
	put_chunk(&out, "PLTE", pixels, 768);
	put_chunk(&out, "tRNS", pixels + 768, ALPHAS);
	for (size_t at = 0; at < room; at += 1000)
		put_chunk(&out, "IDAT", packed + at, room - at < 1000 ? room - at : 1000);
	buf_free(&head);
	free(pixels);
	free(lines);
	free(packed);
	return out;
}

static unsigned brightness(const uint8_t *rgb)
{
	return (rgb[0] * 299u + rgb[1] * 587u + rgb[2] * 114u) / 1000;
}

/* How bright a pixel of the noise is on white; how opaque. */
static unsigned shade(const struct kind *kind, const uint8_t *line, const uint8_t *noise, size_t x, unsigned *alpha)
{
	size_t bit = x * kind->bits;
	const uint8_t *at = line + bit / 8;
	unsigned value = (unsigned)(*at >> (8 - kind->depth - bit % 8)) & ((1u << kind->depth) - 1), grey;

	*alpha = 255;
	switch (kind->colour) {
	case 2:
		return brightness(at);
	case 3:
		grey = brightness(noise + 3 * value);
		*alpha = value < ALPHAS ? noise[768 + value] : 255;
		break;
	case 4:
		grey = at[0];
		*alpha = at[1];
		break;
	case 6:
		grey = brightness(at);
		*alpha = at[3];
		break;
	default:
		return value * 255 / ((1u << kind->depth) - 1);
	}
	return (grey * *alpha + 255 * (255 - *alpha)) / 255;
}

/* Pixel by pixel: for each of 8 rows of 9 fields, whether it is brighter than the one to its right. */
static uint64_t hash_of(const struct kind *kind, uint64_t *num_visible)
{
	size_t len = (BIG_WIDTH * kind->bits + 7) / 8 + 1;
	uint8_t *noise = noise_of(len * BIG_HEIGHT);
	uint64_t sum[8][9] = {0}, num[8][9] = {0}, hash = 0;

	*num_visible = 0;
	for (size_t y = 0; y < BIG_HEIGHT; y++)
		for (size_t x = 0; x < BIG_WIDTH; x++) {
			unsigned alpha;

			sum[y * 8 / BIG_HEIGHT][x * 9 / BIG_WIDTH] += shade(kind, noise + y * len + 1, noise, x, &alpha);
			num[y * 8 / BIG_HEIGHT][x * 9 / BIG_WIDTH]++;
			*num_visible += alpha >= PICTURE_VISIBLE;
		}
	free(noise);
	for (size_t i = 0; i < 64; i++)
		hash = hash << 1 | (sum[i / 8][i % 8] * 1000 / num[i / 8][i % 8] > sum[i / 8][i % 8 + 1] * 1000 / num[i / 8][i % 8 + 1]);
	return hash;
}

TEST(png_filters, "a picture of every kind has the hash of its pixels, whatever filter its lines have and however its data is cut")
{
	static const struct kind kinds[] = {{0, 1, 1}, {0, 2, 2}, {0, 4, 4}, {0, 8, 8},  {2, 8, 24}, {3, 1, 1},
					    {3, 2, 2}, {3, 4, 4}, {3, 8, 8}, {4, 8, 16}, {6, 8, 32}};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		uint64_t num_visible, hash = hash_of(&kinds[i], &num_visible);

		CHECK(hash != 0 && hash != UINT64_MAX);
		for (uint8_t filter = 0; filter <= 4; filter++) {
			struct buf file BUF_CLEANUP = noise(&kinds[i], filter);
			struct picture png;

			CHECK(png_read(buf_span(&file), NULL, &png) && png.has_hash);
			CHECK(png.hash == hash && png.num_visible == num_visible);
		}
	}
}

TEST(png_broken, "a picture that breaks off has its size and no hash, one without a header is none")
{
	struct buf whole BUF_CLEANUP = picture(true, 0);
	struct picture png;

	CHECK(!png_read(span_of_text("no picture"), NULL, &png));
	for (size_t len = 0; len + 20 < whole.len; len++) {
		uint8_t *copy = malloc(len + 1);
		bool is_png;

		memcpy(copy, whole.data, len);
		is_png = png_read(span_of(copy, len), NULL, &png);
		CHECK(is_png == (len >= 33));
		CHECK(!png.has_hash);
		free(copy);
	}
}

TEST(png_points, "pictures are looked at as long as points are left for them")
{
	struct buf whole BUF_CLEANUP = picture(true, 0);
	struct budget left = {.own = 2 * WIDTH * HEIGHT};
	struct picture png;

	for (int i = 0; i < 3; i++) {
		CHECK(png_read(buf_span(&whole), &left, &png) && png.width == WIDTH);
		CHECK(png.has_hash == (i < 2) && png.is_over == (i == 2));
	}
	CHECK_NUMBER(left.own, 0);
}

TEST(png_visible, "every pixel of a picture without transparency can be seen")
{
	struct buf opaque BUF_CLEANUP = picture(true, 0);
	struct picture png;

	CHECK(png_read(buf_span(&opaque), NULL, &png) && png.has_hash);
	CHECK_NUMBER(png.num_visible, WIDTH * HEIGHT);
}

/* A picture of 8 x 8 pixels of one colour, with that tRNS chunk before its data, or behind the first bytes of it. */
static uint64_t visible_of(const struct kind *kind, const char *pixel, const char *transparency, size_t len, bool is_behind)
{
	struct buf out BUF_CLEANUP = buf_new(1 << 12), head BUF_CLEANUP = buf_new(64), lines BUF_CLEANUP = buf_new(1 << 12);
	uint8_t packed[1024];
	uLongf room = sizeof packed;
	struct picture png;

	for (size_t y = 0; y < 8; y++) {
		buf_byte(&lines, 0);
		for (size_t x = 0; x < kind->bits; x++) /* 8 pixels take as many bytes as one has bits */
			buf_byte(&lines, (uint8_t)pixel[kind->bits < 8 ? 0 : x % (kind->bits / 8)]);
	}
	compress(packed, &room, lines.data, lines.len);
	put_u32(&head, 8);
	put_u32(&head, 8);
	buf_byte(&head, kind->depth);
	buf_byte(&head, kind->colour);
	buf_add(&head, "\0\0\0", 3);
	buf_add(&out, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(&out, "IHDR", head.data, head.len);
	put_chunk(&out, is_behind ? "IDAT" : "tRNS", is_behind ? (const char *)packed : transparency, is_behind ? 2 : len);
	put_chunk(&out, is_behind ? "tRNS" : "IDAT", is_behind ? transparency : (const char *)packed, is_behind ? len : 2);
	put_chunk(&out, "IDAT", packed + 2, room - 2);
	CHECK(png_read(buf_span(&out), NULL, &png) && png.has_hash);
	return png.num_visible;
}

TEST(png_transparent_colour, "a colour that a picture without palette or alpha channel calls transparent is not seen")
{
	static const struct kind grey = {0, 8, 8}, coarse = {0, 2, 2}, rgb = {2, 8, 24};

	CHECK_NUMBER(visible_of(&grey, "\x42", "\0\x42", 2, false), 0);
	CHECK_NUMBER(visible_of(&grey, "\x42", "\0\x43", 2, false), 64);
	CHECK_NUMBER(visible_of(&coarse, "\xAA", "\xFF\x02", 2, false), 0);
	CHECK_NUMBER(visible_of(&coarse, "\xAA", "\0\x01", 2, false), 64);
	CHECK_NUMBER(visible_of(&rgb, "\1\2\3", "\0\1\0\2\0\3", 6, false), 0);
	CHECK_NUMBER(visible_of(&rgb, "\1\2\3", "\0\1\0\2\0\4", 6, false), 64);
	CHECK_NUMBER(visible_of(&rgb, "\1\2\3", "\0\1\0\2", 4, false), 64);
	CHECK_NUMBER(visible_of(&grey, "\x42", "\0\x42", 2, true), 64);
}

extern const struct inspector inspector_icon;

TEST(icon_densities, "the picture of a declared icon is read once for all its densities, however long its file is; what is no icon is not read")
{
	struct buf bytes BUF_CLEANUP = picture(true, 0);
	struct zipdir_entry entries[] = {{.path = "a.png", .size = bytes.len},
					 {.path = "b.png", .size = bytes.len},
					 {.path = "c.png", .size = 5 << 20}};
	struct inspect_icon icons[] = {
		{.entry = &entries[0], .density = 160}, {.entry = &entries[2]}, {.entry = &entries[0], .density = 320}};
	struct inspect_context context = {.icons = icons, .num_icons = 3};
	struct source content = source_of(buf_span(&bytes));

	CHECK(inspector_icon.wants(&context, &entries[0], buf_span(&bytes), (struct span){0}));
	CHECK(!inspector_icon.wants(&context, &entries[1], buf_span(&bytes), (struct span){0}));
	CHECK(inspector_icon.wants(&context, &entries[2], buf_span(&bytes), (struct span){0}));
	CHECK(inspector_icon.inspect(&context, &(struct inspect_entry){.entry = &entries[0]}, &content, NULL));
	CHECK(icons[0].picture.hash == UINT64_MAX && icons[2].picture.hash == UINT64_MAX);
	CHECK_NUMBER(icons[2].picture.width, WIDTH);
	CHECK_NUMBER(icons[1].picture.width, 0);
}

/* The picture with these chunks behind its head: type, length in one byte and data of each. */
static struct picture with(const char *chunks, size_t len)
{
	struct buf whole BUF_CLEANUP = picture(true, 0), out BUF_CLEANUP = buf_new(1 << 16);
	struct picture png;

	buf_add(&out, whole.data, 33);
	for (size_t at = 0; at < len; at += 5 + (uint8_t)chunks[at + 4])
		put_chunk(&out, (char[]){chunks[at], chunks[at + 1], chunks[at + 2], chunks[at + 3], 0}, chunks + at + 5, (uint8_t)chunks[at + 4]);
	buf_add(&out, whole.data + 33, whole.len - 33);
	CHECK(png_read(buf_span(&out), NULL, &png) && png.has_hash && png.hash == UINT64_MAX);
	return png;
}

#define WITH(chunks) picture_altered(&(struct picture[]){with(chunks, sizeof chunks - 1)}[0])
#define TIFF(orientation) "II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0" orientation "\0\0\0"

TEST(png_altered, "a picture that phones show in other colours, or turned, is said to be, one with what build tools leave not")
{
	CHECK(WITH("gAMA\4\0\0\xB1\x8F") == NULL);
	CHECK(WITH("cHRM\x20\0\0\x7A\x26\0\0\x80\x84\0\0\xFA\0\0\0\x80\xE8\0\0\x75\x30\0\0\xEA\x60\0\0\x3A\x98\0\0\x17\x70") == NULL);
	CHECK(WITH("cICP\4\x0C\x0D\0\1") == NULL);
	CHECK(WITH("eXIf\x16" TIFF("\1")) == NULL);
	CHECK(WITH("eXIf\x16" TIFF("\x09")) == NULL);
	CHECK_TEXT(WITH("eXIf\x16" TIFF("\3")), "turned");
	CHECK_TEXT(WITH("gAMA\4\0\x0F\0\0"), "recoloured");
	CHECK_TEXT(WITH("gAMA\4\0\0\0\0"), "recoloured");
	CHECK_TEXT(WITH("gAMA\4\0\0\xB1\x8F" "gAMA\4\0\0\xB1\x8F"), "recoloured");
	CHECK_TEXT(WITH("cHRM\x20\0\0\x7A\x26\0\0\x80\x84\0\0\x75\x30\0\0\xEA\x60\0\0\xFA\0\0\0\x80\xE8\0\0\x3A\x98\0\0\x17\x70"), "recoloured");
	CHECK_TEXT(WITH("cICP\4\x09\x10\0\1"), "recoloured");
	CHECK_TEXT(WITH("iCCP\5" "a\0\0xy"), "recoloured");
}
