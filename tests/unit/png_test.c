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
	size_t from = out->len + 4;

	put_u32(out, (uint32_t)len);
	buf_text(out, type);
	buf_add(out, data, len);
	put_u32(out, (uint32_t)crc32(0, out->data + from, (uInt)(out->len - from)));
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

#define COLOURS 200u /* of a palette: its last one stands for what says a higher number */
#define ALPHAS 150u  /* of them; the others are opaque */

/* Lines of noise, a byte in front of each; the first bytes serve as palette and its alphas, too. */
static uint8_t *noise_of(size_t size)
{
	uint8_t *pixels = malloc(size);
	uint32_t state = 1;

	for (size_t i = 0; i < size; i++)
		pixels[i] = (uint8_t)((state = state * 1103515245u + 12345u) >> 24);
	return pixels;
}

struct pass {
	uint32_t x, y, across, down;
};

static const struct pass whole = {0, 0, 1, 1};
static const struct pass interlaced[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

static unsigned num_alphas(const struct kind *kind)
{
	return kind->depth < 8 ? 1u << kind->depth : ALPHAS;
}

/* The points of the noise that are in that pass, its lines by that filter. */
static void put_pass(struct buf *out, const struct kind *kind, uint8_t filter, const struct pass *pass, const uint8_t *pixels)
{
	size_t len = (BIG_WIDTH * kind->bits + 7) / 8, step = kind->bits < 8 ? 1 : kind->bits / 8;
	uint8_t lines[2][BIG_WIDTH * 8] = {{0}};

	for (size_t y = pass->y, number = 0; y < BIG_HEIGHT; y += pass->down, number++) {
		uint8_t *line = lines[number % 2], *above = lines[1 - number % 2];
		size_t num = 0;

		memset(line, 0, sizeof lines[0]);
		for (size_t x = pass->x; x < BIG_WIDTH; x += pass->across)
			for (size_t bit = 0; bit < kind->bits; bit++, num++) {
				size_t from = x * kind->bits + bit;

				line[num / 8] |= (uint8_t)((pixels[y * (len + 1) + 1 + from / 8] >> (7 - from % 8) & 1) << (7 - num % 8));
			}
		buf_byte(out, filter);
		for (size_t i = 0; i < (num + 7) / 8; i++)
			buf_byte(out, (uint8_t)(line[i] - predicted(filter, i >= step ? line[i - step] : 0, above[i], i >= step ? above[i - step] : 0)));
	}
}

/* A noisy picture of that kind; every line by that filter, its data in pieces of 1000 bytes. */
static struct buf noise(const struct kind *kind, uint8_t filter, bool is_interlaced)
{
	size_t len = (BIG_WIDTH * kind->bits + 7) / 8;
	struct buf out = buf_new(1 << 20), head BUF_CLEANUP = buf_new(64), lines BUF_CLEANUP = buf_new(1 << 20);
	uint8_t *pixels = noise_of((len + 1) * BIG_HEIGHT), *packed;
	uLongf room;

	for (size_t i = 0; i < (is_interlaced ? 7 : 1); i++)
		put_pass(&lines, kind, filter, is_interlaced ? &interlaced[i] : &whole, pixels);
	room = compressBound(lines.len);
	packed = malloc(room);
	compress2(packed, &room, lines.data, lines.len, 1);
	put_u32(&head, BIG_WIDTH);
	put_u32(&head, BIG_HEIGHT);
	buf_byte(&head, kind->depth);
	buf_byte(&head, kind->colour);
	buf_add(&head, "\0\0", 2);
	buf_byte(&head, is_interlaced);
	buf_add(&out, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(&out, "IHDR", head.data, head.len);
	put_chunk(&out, "PLTE", pixels, 3 * COLOURS);
	if (kind->colour == 3)
		put_chunk(&out, "tRNS", pixels + 768, num_alphas(kind));
	for (size_t at = 0; at < room; at += 1000)
		put_chunk(&out, "IDAT", packed + at, room - at < 1000 ? room - at : 1000);
	free(pixels);
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
	size_t step = kind->depth / 8; /* of 16 bits the first 8 count */
	unsigned value = kind->depth > 8 ? *at : (unsigned)(*at >> (8 - kind->depth - bit % 8)) & ((1u << kind->depth) - 1), grey;

	*alpha = 255;
	switch (kind->colour) {
	case 2:
		return brightness((uint8_t[]){at[0], at[step], at[2 * step]});
	case 3:
		value = value < COLOURS ? value : COLOURS - 1;
		grey = brightness(noise + 3 * value);
		*alpha = value < num_alphas(kind) ? noise[768 + value] : 255;
		break;
	case 4:
		grey = at[0];
		*alpha = at[step];
		break;
	case 6:
		grey = brightness((uint8_t[]){at[0], at[step], at[2 * step]});
		*alpha = at[3 * step];
		break;
	default:
		return kind->depth > 8 ? value : value * 255 / ((1u << kind->depth) - 1);
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

TEST(png_filters, "a picture of every kind, interlaced or not, has the hash of its pixels, whatever filter its lines have and however its data is cut")
{
	static const struct kind kinds[] = {{0, 1, 1}, {0, 2, 2}, {0, 4, 4}, {0, 8, 8},  {0, 16, 16}, {2, 8, 24}, {2, 16, 48}, {3, 1, 1},
					    {3, 2, 2}, {3, 4, 4}, {3, 8, 8}, {4, 8, 16}, {4, 16, 32}, {6, 8, 32}, {6, 16, 64}};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		uint64_t num_visible, hash = hash_of(&kinds[i], &num_visible);

		CHECK(hash != 0 && hash != UINT64_MAX);
		for (uint8_t filter = 0; filter <= 9; filter++) {
			struct buf file BUF_CLEANUP = noise(&kinds[i], filter % 5, filter >= 5);
			struct picture png;

			CHECK(png_read(buf_span(&file), NULL, &png) && png.has_hash);
			CHECK(png.hash == hash && png.num_visible == num_visible);
		}
	}
}

/* Of 8 lines of the hash the first ones, of which each falls. */
static bool falls_first(uint64_t hash)
{
	return (~hash & (~hash + 1)) == 0;
}

TEST(png_broken, "a picture that breaks off is hashed as far as it goes, as some phones draw it; one without a header is none")
{
	struct buf whole BUF_CLEANUP = picture(true, 0);
	struct picture png;
	uint64_t hash = 0;

	CHECK(!png_read(span_of_text("no picture"), NULL, &png));
	for (size_t len = 0; len <= whole.len; len++) {
		uint8_t *copy = malloc(len + 1);
		bool is_png;

		memcpy(copy, whole.data, len);
		is_png = png_read(span_of(copy, len), NULL, &png);
		CHECK(is_png == (len >= 33));
		CHECK(png.hash >= hash && falls_first(png.hash) && png.has_hash == (png.num_visible > 0));
		CHECK(len > 50 || !png.has_hash);
		hash = png.hash;
		free(copy);
	}
	CHECK(hash == UINT64_MAX);
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

struct piece {
	const char *type; /* NULL: no more */
	const char *data;
	size_t len;
	bool is_wrong; /* by its CRC */
};

#define LINES 8u
#define LONGEST 24u /* line */

/* A picture of 8 x 8 pixels with these pieces before its data, which are in a chunk for each line, and that one in the midst of it. */
static struct picture pieced(const struct kind *kind, const uint8_t *lines, const struct piece *pieces, const struct piece *amid)
{
	struct buf out BUF_CLEANUP = buf_new(1 << 12), head BUF_CLEANUP = buf_new(64);
	z_stream stream = {0};
	struct picture png;

	put_u32(&head, 8);
	put_u32(&head, LINES);
	buf_byte(&head, kind->depth);
	buf_byte(&head, kind->colour);
	buf_add(&head, "\0\0\0", 3);
	buf_add(&out, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(&out, "IHDR", head.data, head.len);
	for (; pieces->type != NULL; pieces++) {
		put_chunk(&out, pieces->type, pieces->data, pieces->len);
		out.data[out.len - 1] ^= pieces->is_wrong;
	}
	deflateInit(&stream, 9);
	for (size_t y = 0; y < LINES; y++) {
		uint8_t packed[256];

		stream.next_in = (Bytef *)lines + y * (kind->bits + 1);
		stream.avail_in = (uInt)kind->bits + 1; /* 8 pixels take as many bytes as one has bits */
		stream.next_out = packed;
		stream.avail_out = sizeof packed;
		deflate(&stream, y + 1 < LINES ? Z_SYNC_FLUSH : Z_FINISH);
		put_chunk(&out, "IDAT", packed, sizeof packed - stream.avail_out);
		if (y != LINES / 2 || amid == NULL)
			continue;
		if (amid->type != NULL)
			put_chunk(&out, amid->type, amid->data, amid->len);
		out.data[out.len - 1] ^= amid->is_wrong;
	}
	deflateEnd(&stream);
	CHECK(png_read(buf_span(&out), NULL, &png) && png.width == 8);
	return png;
}

/* Of one colour. */
static uint64_t visible_of(const struct kind *kind, const char *pixel, const struct piece *pieces)
{
	uint8_t lines[LINES * (LONGEST + 1)] = {0};

	for (size_t y = 0; y < LINES; y++)
		for (size_t x = 0; x < kind->bits; x++)
			lines[y * (kind->bits + 1) + 1 + x] = (uint8_t)pixel[kind->bits < 8 ? 0 : x % (kind->bits / 8)];
	return pieced(kind, lines, pieces, NULL).num_visible;
}

#define PIECES(...) ((const struct piece[]){__VA_ARGS__, {NULL, NULL, 0, false}})
#define RIGHT(type, data) {type, data, sizeof data - 1, false}
#define WRONG(type, data) {type, data, sizeof data - 1, true}

TEST(png_transparent_colour, "a colour that a picture without palette or alpha channel calls transparent is not seen")
{
	static const struct kind grey = {0, 8, 8}, coarse = {0, 2, 2}, rgb = {2, 8, 24}, deep = {0, 16, 16};

	CHECK_NUMBER(visible_of(&grey, "\x42", PIECES(RIGHT("tRNS", "\0\x42"))), 0);
	CHECK_NUMBER(visible_of(&grey, "\x42", PIECES(RIGHT("tRNS", "\0\x43"))), 64);
	CHECK_NUMBER(visible_of(&coarse, "\xAA", PIECES(RIGHT("tRNS", "\xFF\x02"))), 0);
	CHECK_NUMBER(visible_of(&coarse, "\xAA", PIECES(RIGHT("tRNS", "\0\x01"))), 64);
	CHECK_NUMBER(visible_of(&rgb, "\1\2\3", PIECES(RIGHT("tRNS", "\0\1\0\2\0\3"))), 0);
	CHECK_NUMBER(visible_of(&rgb, "\1\2\3", PIECES(RIGHT("tRNS", "\0\1\0\2\0\4"))), 64);
	CHECK_NUMBER(visible_of(&rgb, "\1\2\3", PIECES(RIGHT("tRNS", "\0\1\0\2"), RIGHT("tRNS", "\0\1\0\2\0\3"))), 0);
	CHECK_NUMBER(visible_of(&rgb, "\1\2\3", PIECES(RIGHT("PLTE", "abc"), WRONG("tRNS", "\0\1\0\2\0\3"))), 64);
	CHECK_NUMBER(visible_of(&deep, "\x42\x01", PIECES(RIGHT("tRNS", "\x42\x01"))), 0);
	CHECK_NUMBER(visible_of(&deep, "\x42\x01", PIECES(RIGHT("tRNS", "\x42\x02"))), 64);
}

TEST(png_palette, "what phones pass over of a palette's transparency hides nothing, what they take does, and its last colour stands for those it lacks")
{
	static const struct kind fine = {3, 8, 8}, coarse = {3, 1, 1};
	const char colours[] = "abcdef";

	CHECK_NUMBER(visible_of(&fine, "\0", PIECES(RIGHT("PLTE", colours))), 64);
	CHECK_NUMBER(visible_of(&fine, "\0", PIECES(RIGHT("PLTE", colours), RIGHT("tRNS", "\0"))), 0);
	CHECK_NUMBER(visible_of(&fine, "\0", PIECES(RIGHT("PLTE", colours), WRONG("tRNS", "\0"))), 64);
	CHECK_NUMBER(visible_of(&fine, "\0", PIECES(RIGHT("tRNS", "\0"), RIGHT("PLTE", colours))), 64);
	CHECK_NUMBER(visible_of(&fine, "\0", PIECES(RIGHT("PLTE", colours), RIGHT("tRNS", "\0\0\0"))), 64);
	CHECK_NUMBER(visible_of(&coarse, "\0", PIECES(RIGHT("PLTE", "abcdefghi"), RIGHT("tRNS", "\0\0\0"))), 64);
	CHECK_NUMBER(visible_of(&fine, "\0", PIECES(RIGHT("PLTE", colours), RIGHT("tRNS", ""), WRONG("tRNS", "\xFF"), RIGHT("tRNS", "\0"), RIGHT("tRNS", "\xFF"))), 0);
	CHECK_NUMBER(visible_of(&fine, "\7", PIECES(RIGHT("PLTE", colours), RIGHT("tRNS", "\xFF\0"))), 0);
	CHECK_NUMBER(visible_of(&fine, "\7", PIECES(RIGHT("PLTE", colours), RIGHT("tRNS", "\0"))), 64);
}

TEST(png_no_palette, "a picture whose palette no phone takes is drawn nowhere, and has no hash")
{
	static const struct kind kind = {3, 8, 8};

	CHECK_NUMBER(visible_of(&kind, "\0", PIECES(RIGHT("tEXt", "a"))), 0);
	CHECK_NUMBER(visible_of(&kind, "\0", PIECES(WRONG("PLTE", "abc"))), 0);
	CHECK_NUMBER(visible_of(&kind, "\0", PIECES(RIGHT("PLTE", "abcd"))), 0);
	CHECK_NUMBER(visible_of(&kind, "\0", PIECES(RIGHT("PLTE", ""))), 0);
	CHECK_NUMBER(visible_of(&kind, "\0", PIECES(RIGHT("PLTE", "abc"), RIGHT("PLTE", "def"))), 0);
}

TEST(png_stops, "where phones stop drawing a picture the rest does not count")
{
	static const struct kind kind = {0, 8, 8};
	uint8_t lines[LINES * 9] = {0};

	CHECK_NUMBER(pieced(&kind, lines, PIECES(RIGHT("tEXt", "a")), NULL).num_visible, 64);
	CHECK_NUMBER(pieced(&kind, lines, PIECES(WRONG("tEXt", "a")), NULL).num_visible, 64);
	CHECK_NUMBER(pieced(&kind, lines, PIECES(RIGHT("tEXt", "a")), &(struct piece){NULL, NULL, 0, true}).num_visible, 40);
	CHECK_NUMBER(pieced(&kind, lines, PIECES(RIGHT("tEXt", "a")), &(struct piece)RIGHT("IDAT", "")).num_visible, 64);
	CHECK_NUMBER(pieced(&kind, lines, PIECES(RIGHT("tEXt", "a")), &(struct piece)RIGHT("tRNS", "\0\0")).num_visible, 40);
	lines[6 * 9] = 5; /* a filter that there is none of */
	CHECK_NUMBER(pieced(&kind, lines, PIECES(RIGHT("tEXt", "a")), NULL).num_visible, 48);
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
