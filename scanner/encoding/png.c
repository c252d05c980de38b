#include "encoding/png.h"

#include "bytes/cursor.h"

#include <stdlib.h>
#include <zlib.h>

#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define SIDE_MAX 8192
#define COLUMNS 9
#define ROWS 8
#define PALETTE_MAX 256

enum { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6 };

struct image {
	struct png *png;
	uint8_t depth, colour;
	size_t channels;
	size_t pixel_len; /* bytes from a sample to the one left of it */
	size_t line_len;
	uint8_t grey[PALETTE_MAX]; /* of each palette colour */
	uint8_t alpha[PALETTE_MAX];
	uint8_t *line, *above; /* each with the filter's byte in front */
	size_t filled;	       /* of line */
	uint32_t y;
	uint64_t sum[ROWS][COLUMNS], num[ROWS][COLUMNS];
};

static uint8_t brightness(unsigned red, unsigned green, unsigned blue)
{
	return (uint8_t)((red * 299 + green * 587 + blue * 114) / 1000);
}

/* The sample of that number in the line, as eight bits (a palette's index as it is). */
static unsigned sample(const struct image *image, size_t number)
{
	size_t bit = number * image->depth;
	unsigned value = image->line[1 + bit / 8], most;

	if (image->depth == 8)
		return value;
	most = (1u << image->depth) - 1;
	value = value >> (8 - image->depth - bit % 8) & most;
	return image->colour == PALETTE ? value : value * 255 / most;
}

static unsigned on_white(struct image *image, unsigned grey, unsigned alpha)
{
	if (alpha > image->png->opacity)
		image->png->opacity = alpha;
	return (grey * alpha + 255 * (255 - alpha)) / 255;
}

static unsigned pixel(struct image *image, uint32_t x)
{
	size_t at = x * image->channels;
	unsigned first = sample(image, at), grey = first;

	if (image->colour == PALETTE)
		return on_white(image, image->grey[first], image->alpha[first]);
	if (image->colour == RGB || image->colour == RGB_ALPHA)
		grey = brightness(first, sample(image, at + 1), sample(image, at + 2));
	if (image->colour == GREY_ALPHA || image->colour == RGB_ALPHA)
		return on_white(image, grey, sample(image, at + image->channels - 1));
	return on_white(image, grey, 255);
}

static uint8_t paeth(int left, int up, int corner)
{
	int guess = left + up - corner;
	int by_left = abs(guess - left), by_up = abs(guess - up), by_corner = abs(guess - corner);

	if (by_left <= by_up && by_left <= by_corner)
		return (uint8_t)left;
	return (uint8_t)(by_up <= by_corner ? up : corner);
}

static uint8_t predicted(uint8_t filter, uint8_t left, uint8_t up, uint8_t corner)
{
	switch (filter) {
	case 1:
		return left;
	case 2:
		return up;
	case 3:
		return (uint8_t)((left + up) / 2);
	case 4:
		return paeth(left, up, corner);
	default:
		return 0;
	}
}

static void unfilter(struct image *image)
{
	size_t step = image->pixel_len;

	for (size_t i = 1; i <= image->line_len; i++) {
		uint8_t left = i > step ? image->line[i - step] : 0;
		uint8_t corner = i > step ? image->above[i - step] : 0;

		image->line[i] = (uint8_t)(image->line[i] + predicted(image->line[0], left, image->above[i], corner));
	}
}

static void take_line(struct image *image)
{
	uint32_t row = image->y * ROWS / image->png->height;
	uint8_t *line;

	unfilter(image);
	for (uint32_t x = 0; x < image->png->width; x++) {
		uint32_t column = x * COLUMNS / image->png->width;

		image->sum[row][column] += pixel(image, x);
		image->num[row][column]++;
	}
	line = image->above;
	image->above = image->line;
	image->line = line;
	image->filled = 0;
	image->y++;
}

/* Inflates one IDAT chunk, line by line. False when it cannot be. */
static bool take_data(struct image *image, z_stream *stream, struct span data)
{
	stream->next_in = (Bytef *)data.data;
	stream->avail_in = (uInt)data.len;
	while (image->y < image->png->height) {
		size_t room = image->line_len + 1 - image->filled;
		int status;

		stream->next_out = image->line + image->filled;
		stream->avail_out = (uInt)room;
		status = inflate(stream, Z_NO_FLUSH);
		image->filled += room - stream->avail_out;
		if (image->filled == image->line_len + 1)
			take_line(image);
		else if (status != Z_OK && status != Z_BUF_ERROR)
			return false;
		else
			return true;
	}
	return true;
}

static void take_palette(struct image *image, struct cursor data)
{
	for (size_t i = 0; i < PALETTE_MAX && cursor_left(&data) >= 3; i++) {
		unsigned red = cursor_u8(&data), green = cursor_u8(&data), blue = cursor_u8(&data);

		image->grey[i] = brightness(red, green, blue);
	}
}

static void take_transparency(struct image *image, struct cursor data)
{
	for (size_t i = 0; image->colour == PALETTE && i < PALETTE_MAX && cursor_left(&data) > 0; i++)
		image->alpha[i] = cursor_u8(&data);
}

static bool read_chunks(struct image *image, struct cursor in, z_stream *stream)
{
	while (cursor_left(&in) >= 12 && image->y < image->png->height) {
		uint32_t len = cursor_u32be(&in);
		struct span type = cursor_bytes(&in, 4);
		struct cursor data = cursor_sub(&in, len);

		cursor_skip(&in, 4);
		if (in.bad)
			return false;
		if (span_is(type, "PLTE"))
			take_palette(image, data);
		else if (span_is(type, "tRNS"))
			take_transparency(image, data);
		else if (span_is(type, "IDAT") && !take_data(image, stream, cursor_bytes(&data, len)))
			return false;
	}
	return image->y == image->png->height;
}

static uint64_t hash_of(const struct image *image)
{
	uint64_t hash = 0;

	for (size_t row = 0; row < ROWS; row++) {
		for (size_t column = 0; column + 1 < COLUMNS; column++) {
			uint64_t left = image->sum[row][column] * 1000 / (image->num[row][column] + (image->num[row][column] == 0));
			uint64_t right = image->sum[row][column + 1] * 1000 /
					 (image->num[row][column + 1] + (image->num[row][column + 1] == 0));

			hash = hash << 1 | (left > right);
		}
	}
	return hash;
}

/* Room for two lines, if it is an image that we hash. */
static bool prepare(struct image *image, uint8_t interlace)
{
	static const size_t channels[] = {[GREY] = 1, [RGB] = 3, [PALETTE] = 1, [GREY_ALPHA] = 2, [RGB_ALPHA] = 4};
	uint8_t depth = image->depth;
	size_t bits;

	if (image->colour >= sizeof channels / sizeof channels[0] || channels[image->colour] == 0 || interlace != 0 ||
	    image->png->width == 0 || image->png->height == 0 || image->png->width > SIDE_MAX || image->png->height > SIDE_MAX)
		return false;
	if ((depth != 1 && depth != 2 && depth != 4 && depth != 8) || (depth < 8 && channels[image->colour] > 1))
		return false;
	image->channels = channels[image->colour];
	bits = image->channels * depth;
	image->pixel_len = bits < 8 ? 1 : bits / 8;
	image->line_len = (image->png->width * bits + 7) / 8;
	image->line = calloc(2, image->line_len + 1);
	image->above = image->line != NULL ? image->line + image->line_len + 1 : NULL;
	memset(image->alpha, 0xFF, sizeof image->alpha);
	return image->line != NULL;
}

static void hash(struct image *image, struct cursor in, uint8_t interlace)
{
	z_stream stream = {0};
	uint8_t *lines;

	if (!prepare(image, interlace))
		return;
	lines = image->line;
	if (inflateInit(&stream) == Z_OK) {
		image->png->has_hash = read_chunks(image, in, &stream);
		image->png->hash = image->png->has_hash ? hash_of(image) : 0;
		inflateEnd(&stream);
	}
	free(lines);
}

bool png_read(struct span in, struct png *png)
{
	struct cursor cursor = cursor_of(in);
	struct image image = {.png = png};
	uint8_t interlace;

	*png = (struct png){0};
	if (!span_is(cursor_bytes(&cursor, 8), SIGNATURE) || cursor_u32be(&cursor) != 13 ||
	    !span_is(cursor_bytes(&cursor, 4), "IHDR"))
		return false;
	png->width = cursor_u32be(&cursor);
	png->height = cursor_u32be(&cursor);
	image.depth = cursor_u8(&cursor);
	image.colour = cursor_u8(&cursor);
	cursor_skip(&cursor, 2);
	interlace = cursor_u8(&cursor);
	cursor_skip(&cursor, 4);
	if (cursor.bad)
		return false;
	hash(&image, cursor, interlace);
	return true;
}
