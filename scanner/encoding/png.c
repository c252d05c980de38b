#include "encoding/png.h"

#include "bytes/cursor.h"
#include "encoding/colour_profile.h"
#include "encoding/exif.h"

#include <stdlib.h>
#include <zlib.h>

#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define SIDE_MAX 8192
#define PALETTE_MAX 256
#define NO_SAMPLE (-1)
#define AT_ONCE ((size_t)32 * 1024) /* bytes that are inflated before their lines are looked at */

enum { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6 };
#define CHANNELS [GREY] = 1, [RGB] = 3, [PALETTE] = 1, [GREY_ALPHA] = 2, [RGB_ALPHA] = 4

struct image {
	struct picture *picture;
	uint8_t depth, colour;
	size_t pixel_len; /* bytes from a sample to the one left of it */
	size_t line_len;
	uint8_t grey[PALETTE_MAX]; /* of each palette colour */
	uint8_t alpha[PALETTE_MAX];
	int transparent[3]; /* samples of the colour that is, without palette or alpha channel; NO_SAMPLE for none */
	bool transparency_is_known; /* the first tRNS counts, and none behind data */
	bool has_profile, has_gamma;
	/* The line before, then some more; each with the filter's byte in front. */
	uint8_t *lines;
	size_t num_lines; /* that there is room for behind the first */
	size_t filled;    /* bytes behind the first */
	uint32_t y;
	struct picture_grid grid;
};

static inline unsigned sample(const uint8_t *line, size_t number, uint8_t colour, uint8_t depth)
{
	size_t bit = number * depth;
	unsigned value = line[1 + bit / 8], most;

	if (depth == 8)
		return value;
	most = (1u << depth) - 1;
	value = value >> (8 - depth - bit % 8) & most;
	return colour == PALETTE ? value : value * 255 / most;
}

static inline unsigned pixel(struct image *image, const uint8_t *line, size_t x, uint8_t colour, uint8_t depth)
{
	static const size_t channels[] = {CHANNELS};
	size_t at = x * channels[colour];
	unsigned first = sample(line, at, colour, depth), grey = first;
	bool is_clear = (int)first == image->transparent[0];

	if (colour == PALETTE)
		return picture_on_white(image->picture, image->grey[first], image->alpha[first]);
	if (colour == RGB || colour == RGB_ALPHA) {
		unsigned green = sample(line, at + 1, colour, depth), blue = sample(line, at + 2, colour, depth);

		grey = picture_brightness(first, green, blue);
		is_clear = is_clear && (int)green == image->transparent[1] && (int)blue == image->transparent[2];
	}
	if (colour == GREY_ALPHA || colour == RGB_ALPHA)
		return picture_on_white(image->picture, grey, sample(line, at + channels[colour] - 1, colour, depth));
	return picture_on_white(image->picture, grey, is_clear ? 0 : 255);
}

/* Inlined where colour and depth are known, so that nothing is asked for each pixel. */
__attribute__((always_inline)) static inline uint64_t sum(struct image *image, const uint8_t *line, size_t from,
							  size_t to, uint8_t colour, uint8_t depth)
{
	uint64_t all = 0;

	for (size_t x = from; x < to; x++)
		all += pixel(image, line, x, colour, depth);
	return all;
}

static uint64_t sum_of(struct image *image, const uint8_t *line, size_t from, size_t to)
{
	if (image->depth != 8)
		return sum(image, line, from, to, image->colour, image->depth);
	switch (image->colour) {
	case RGB_ALPHA:
		return sum(image, line, from, to, RGB_ALPHA, 8);
	case RGB:
		return sum(image, line, from, to, RGB, 8);
	case PALETTE:
		return sum(image, line, from, to, PALETTE, 8);
	default:
		return sum(image, line, from, to, image->colour, 8);
	}
}

/* Without a branch: which it is cannot be foretold. */
static inline uint8_t paeth(int left, int up, int corner)
{
	int by_left = abs(up - corner), by_up = abs(left - corner), by_corner = abs(left + up - 2 * corner);
	int best = by_up < by_left ? up : left, by_best = by_up < by_left ? by_up : by_left;

	return (uint8_t)(by_corner < by_best ? corner : best);
}

/* step: bytes from a sample to the one left of it; the first of a line have none, which counts as 0. */
__attribute__((always_inline)) static inline void unfilter_by(uint8_t *line, const uint8_t *above, size_t len,
							      size_t step)
{
	uint8_t filter = *line++;

	above++;
	switch (filter) {
	case 1:
		for (size_t i = step; i < len; i++)
			line[i] = (uint8_t)(line[i] + line[i - step]);
		break;
	case 2:
		for (size_t i = 0; i < len; i++)
			line[i] = (uint8_t)(line[i] + above[i]);
		break;
	case 3:
		for (size_t i = 0; i < step; i++)
			line[i] = (uint8_t)(line[i] + above[i] / 2);
		for (size_t i = step; i < len; i++)
			line[i] = (uint8_t)(line[i] + (line[i - step] + above[i]) / 2);
		break;
	case 4:
		for (size_t i = 0; i < step; i++)
			line[i] = (uint8_t)(line[i] + above[i]);
		for (size_t i = step; i < len; i++)
			line[i] = (uint8_t)(line[i] + paeth(line[i - step], above[i], above[i - step]));
		break;
	default:
		break;
	}
}

static void unfilter(const struct image *image, uint8_t *line, const uint8_t *above)
{
	if (image->pixel_len == 4)
		unfilter_by(line, above, image->line_len, 4);
	else if (image->pixel_len == 3)
		unfilter_by(line, above, image->line_len, 3);
	else
		unfilter_by(line, above, image->line_len, image->pixel_len);
}

static void take_line(struct image *image, uint8_t *line, const uint8_t *above)
{
	uint32_t row = image->y * PICTURE_ROWS / image->picture->height;

	unfilter(image, line, above);
	for (size_t column = 0; column < PICTURE_COLUMNS; column++) {
		size_t from = picture_column(image->picture, column), to = picture_column(image->picture, column + 1);

		image->grid.sum[row][column] += sum_of(image, line, from, to);
		image->grid.num[row][column] += to - from;
	}
	image->y++;
}

/* What is filled, but for the beginning of a line. */
static void take_lines(struct image *image)
{
	size_t stride = image->line_len + 1, num = image->filled / stride;

	for (size_t i = 0; i < num; i++)
		take_line(image, image->lines + (i + 1) * stride, image->lines + i * stride);
	image->filled -= num * stride;
	memmove(image->lines, image->lines + num * stride, stride + image->filled);
}

/* Inflates one IDAT chunk, some lines at a time. False when it cannot be. */
static bool take_data(struct image *image, z_stream *stream, struct span data)
{
	size_t stride = image->line_len + 1;

	stream->next_in = (Bytef *)data.data;
	stream->avail_in = (uInt)data.len;
	while (image->y < image->picture->height) {
		size_t left = image->picture->height - image->y,
		       room = (left < image->num_lines ? left : image->num_lines) * stride - image->filled;
		int status;

		stream->next_out = image->lines + stride + image->filled;
		stream->avail_out = (uInt)room;
		status = inflate(stream, Z_NO_FLUSH);
		image->filled += room - stream->avail_out;
		take_lines(image);
		if (status != Z_OK && status != Z_BUF_ERROR)
			return image->y == image->picture->height;
		if (stream->avail_out > 0)
			break; /* the rest is in the next chunk */
	}
	return true;
}

static void take_palette(struct image *image, struct cursor data)
{
	for (size_t i = 0; i < PALETTE_MAX && cursor_left(&data) >= 3; i++) {
		unsigned red = cursor_u8(&data), green = cursor_u8(&data), blue = cursor_u8(&data);

		image->grey[i] = picture_brightness(red, green, blue);
	}
}

/* Of 16 bits for each sample those count that the image has, and of another length nothing does, as libpng takes it. */
static void take_transparency(struct image *image, struct cursor data)
{
	size_t num_samples = image->colour == GREY ? 1 : image->colour == RGB ? 3 : 0;
	unsigned most = (1u << image->depth) - 1;
	bool is_colour = cursor_left(&data) == 2 * num_samples;

	for (size_t i = 0; image->colour == PALETTE && i < PALETTE_MAX && cursor_left(&data) > 0; i++)
		image->alpha[i] = cursor_u8(&data);
	for (size_t i = 0; i < num_samples && is_colour; i++) {
		unsigned high = cursor_u8(&data), value = (high << 8 | cursor_u8(&data)) & most;

		image->transparent[i] = (int)(value * 255 / most);
	}
}

/* name | 0 | method | zlib */
static bool is_usual_profile(struct picture *picture, struct cursor data)
{
	uint8_t *profile = malloc(COLOUR_PROFILE_MAX);
	uLongf len = COLOUR_PROFILE_MAX;
	struct span packed;
	bool is_usual;

	while (cursor_left(&data) > 0 && cursor_u8(&data) != 0)
		;
	cursor_skip(&data, 1);
	packed = cursor_bytes(&data, cursor_left(&data));
	picture->has_no_memory |= profile == NULL;
	is_usual = profile != NULL && uncompress(profile, &len, packed.data, packed.len) == Z_OK && colour_profile_is_usual(span_of(profile, len));
	free(profile);
	return is_usual;
}

/* Which of several profiles or gammas counts differs between readers, and no tool writes a second. */
static void take_what_alters(struct image *image, struct span type, struct cursor data)
{
	struct picture *picture = image->picture;
	struct cursor whole = data;
	struct span bytes = cursor_bytes(&whole, cursor_left(&whole));

	if (span_is(type, "iCCP")) {
		picture->is_recoloured |= image->has_profile || !is_usual_profile(picture, data);
		image->has_profile = true;
	} else if (span_is(type, "gAMA")) {
		picture->is_recoloured |= image->has_gamma || !colour_profile_is_usual_gamma(bytes);
		image->has_gamma = true;
	} else if (span_is(type, "cHRM")) {
		picture->is_recoloured |= !colour_profile_is_usual_white_and_primaries(bytes);
	} else if (span_is(type, "cICP")) {
		picture->is_recoloured |= !colour_profile_is_usual_code_points(bytes);
	} else if (span_is(type, "eXIf") && picture->orientation <= EXIF_AS_STORED) {
		picture->orientation = exif_orientation(bytes);
	}
}

static bool read_chunks(struct image *image, struct cursor in, z_stream *stream)
{
	while (cursor_left(&in) >= 12 && image->y < image->picture->height) {
		uint32_t len = cursor_u32be(&in);
		struct span type = cursor_bytes(&in, 4);
		struct cursor data = cursor_sub(&in, len);

		cursor_skip(&in, 4);
		if (in.bad)
			return false;
		if (span_is(type, "PLTE"))
			take_palette(image, data);
		else if (span_is(type, "tRNS") && !image->transparency_is_known)
			take_transparency(image, data);
		else if (span_is(type, "IDAT") && !take_data(image, stream, cursor_bytes(&data, len)))
			return false;
		else
			take_what_alters(image, type, data);
		image->transparency_is_known |= span_is(type, "tRNS") || span_is(type, "IDAT");
	}
	return image->y == image->picture->height;
}

/* Room for lines, if it is an image that we hash. */
static bool prepare(struct image *image, uint8_t interlace)
{
	static const size_t channels[] = {CHANNELS};
	uint8_t depth = image->depth;
	size_t bits, stride;

	if (image->colour >= sizeof channels / sizeof channels[0] || channels[image->colour] == 0 || interlace != 0 ||
	    image->picture->width == 0 || image->picture->height == 0 || image->picture->width > SIDE_MAX ||
	    image->picture->height > SIDE_MAX)
		return false;
	if ((depth != 1 && depth != 2 && depth != 4 && depth != 8) || (depth < 8 && channels[image->colour] > 1))
		return false;
	bits = channels[image->colour] * depth;
	image->pixel_len = bits < 8 ? 1 : bits / 8;
	image->line_len = (image->picture->width * bits + 7) / 8;
	stride = image->line_len + 1;
	image->num_lines = AT_ONCE > stride ? AT_ONCE / stride : 1;
	image->lines = malloc((image->num_lines + 1) * stride);
	if (image->lines != NULL)
		memset(image->lines, 0, stride); /* what stands above the first line */
	memset(image->alpha, 0xFF, sizeof image->alpha);
	for (size_t i = 0; i < sizeof image->transparent / sizeof image->transparent[0]; i++)
		image->transparent[i] = NO_SAMPLE;
	return image->lines != NULL;
}

static void hash(struct image *image, struct cursor in, uint8_t interlace, struct budget *points)
{
	z_stream stream = {0};

	if (!prepare(image, interlace))
		return;
	image->picture->is_over = !budget_spend(points, (uint64_t)image->picture->width * image->picture->height);
	if (!image->picture->is_over && inflateInit(&stream) == Z_OK) {
		if (read_chunks(image, in, &stream))
			picture_hash(image->picture, &image->grid);
		inflateEnd(&stream);
	}
	free(image->lines);
}

bool png_read(struct span in, struct budget *points, struct picture *picture)
{
	struct cursor cursor = cursor_of(in);
	struct image image = {.picture = picture};
	uint8_t interlace;

	*picture = (struct picture){0};
	if (!span_is(cursor_bytes(&cursor, 8), SIGNATURE) || cursor_u32be(&cursor) != 13 ||
	    !span_is(cursor_bytes(&cursor, 4), "IHDR"))
		return false;
	picture->width = cursor_u32be(&cursor);
	picture->height = cursor_u32be(&cursor);
	image.depth = cursor_u8(&cursor);
	image.colour = cursor_u8(&cursor);
	cursor_skip(&cursor, 2);
	interlace = cursor_u8(&cursor);
	cursor_skip(&cursor, 4);
	if (cursor.bad)
		return false;
	hash(&image, cursor, interlace, points);
	return true;
}
