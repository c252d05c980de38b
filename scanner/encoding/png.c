#include "encoding/png.h"

#include "bytes/cursor.h"
#include "encoding/colour_profile.h"
#include "encoding/exif.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <zlib.h>

#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define SIDE_MAX 8192
#define PALETTE_MAX 256
#define LAST_FILTER 4
#define NO_SAMPLE (-1)
#define AT_ONCE ((size_t)32 * 1024) /* bytes that are inflated before their lines are looked at */

enum { GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6 };
#define CHANNELS [GREY] = 1, [RGB] = 3, [PALETTE] = 1, [GREY_ALPHA] = 2, [RGB_ALPHA] = 4

/* Every so-many-th point of every so-many-th line of the picture, from that point on. */
struct pass {
	uint8_t x, y, across, down;
};

static const struct pass whole[] = {{0, 0, 1, 1}};
static const struct pass interlaced[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

struct image {
	struct picture *picture;
	uint8_t depth, colour;
	size_t pixel_bits;
	size_t pixel_len; /* bytes from a sample to the one left of it */
	uint8_t grey[PALETTE_MAX]; /* of each palette colour */
	uint8_t alpha[PALETTE_MAX];
	size_t num_colours; /* of the palette; its last one stands for all behind it */
	int transparent[3]; /* samples of the colour that is, without palette or alpha channel; NO_SAMPLE for none */
	bool has_transparency, has_profile, has_gamma, has_lines;
	const struct pass *pass;
	size_t num_passes; /* that are left */
	uint32_t height, y; /* lines of the pass, and those that were taken */
	size_t line_len;
	/* The line before, then some more; each with the filter's byte in front. */
	uint8_t *lines;
	size_t room;   /* bytes */
	size_t filled; /* bytes behind the first line */
	struct picture_grid grid;
};

struct chunk {
	struct span type, data;
	bool is_right; /* as its CRC says */
};

/* Of what breaks off, what is there. */
static struct chunk next_chunk(struct cursor *in)
{
	uint32_t len = cursor_u32be(in);
	struct cursor checked = *in;
	struct chunk chunk = {.type = cursor_bytes(in, 4)};
	struct span bytes;

	in->bad |= len > INT32_MAX;
	chunk.data = cursor_bytes(in, len < cursor_left(in) ? len : cursor_left(in));
	bytes = cursor_bytes(&checked, chunk.type.len + chunk.data.len);
	chunk.is_right = libdeflate_crc32(0, bytes.data, bytes.len) == cursor_u32be(in) && !in->bad;
	return chunk;
}

/* As it stands in the line. */
static inline unsigned sample(const uint8_t *line, size_t number, uint8_t depth)
{
	size_t bit = number * depth, at = 1 + bit / 8;

	if (depth == 8)
		return line[1 + number];
	if (depth == 16)
		return (unsigned)line[at] << 8 | line[at + 1];
	return (unsigned)line[at] >> (8 - depth - bit % 8) & ((1u << depth) - 1);
}

static inline unsigned level(unsigned value, uint8_t depth)
{
	return depth == 8 ? value : depth == 16 ? value >> 8 : value * 255 / ((1u << depth) - 1);
}

/* Inlined where colour and depth are known, so that nothing is asked for each pixel. */
__attribute__((always_inline)) static inline unsigned pixel(struct image *image, const uint8_t *line, size_t x,
							    uint8_t colour, uint8_t depth)
{
	static const size_t channels[] = {CHANNELS};
	size_t at = x * channels[colour];
	unsigned first = sample(line, at, depth), grey = level(first, depth);
	bool is_clear = (int)first == image->transparent[0];

	if (colour == PALETTE)
		return picture_on_white(image->picture, image->grey[first], image->alpha[first]);
	if (colour == RGB || colour == RGB_ALPHA) {
		unsigned green = sample(line, at + 1, depth), blue = sample(line, at + 2, depth);

		grey = picture_brightness(grey, level(green, depth), level(blue, depth));
		is_clear = is_clear && (int)green == image->transparent[1] && (int)blue == image->transparent[2];
	}
	if (colour == GREY_ALPHA || colour == RGB_ALPHA)
		return picture_on_white(image->picture, grey, level(sample(line, at + channels[colour] - 1, depth), depth));
	return picture_on_white(image->picture, grey, is_clear ? 0 : 255);
}

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

/* How many of the points before that one belong to a pass that has every step-th from its first on. */
static size_t num_before(size_t point, size_t first, size_t step)
{
	return point > first ? (point - first + step - 1) / step : 0;
}

static void take_line(struct image *image, uint8_t *line, const uint8_t *above)
{
	const struct pass *pass = image->pass;
	uint32_t row = (pass->y + image->y * pass->down) * PICTURE_ROWS / image->picture->height;

	unfilter(image, line, above);
	for (size_t column = 0; column < PICTURE_COLUMNS; column++) {
		size_t from = num_before(picture_column(image->picture, column), pass->x, pass->across),
		       to = num_before(picture_column(image->picture, column + 1), pass->x, pass->across);

		image->grid.sum[row][column] += sum_of(image, line, from, to);
		image->grid.num[row][column] += to - from;
	}
	image->y++;
	image->has_lines = true;
}

/* What is filled, but for the beginning of a line. False at a filter that there is none of. */
static bool take_lines(struct image *image)
{
	size_t stride = image->line_len + 1, num = image->filled / stride;

	for (size_t i = 0; i < num; i++) {
		if (image->lines[(i + 1) * stride] > LAST_FILTER)
			return false;
		take_line(image, image->lines + (i + 1) * stride, image->lines + i * stride);
	}
	image->filled -= num * stride;
	memmove(image->lines, image->lines + num * stride, stride + image->filled);
	return true;
}

/* The pass to be read, or the first behind it that has points; nothing stands above its first line. */
static void begin_pass(struct image *image)
{
	size_t width = 0;

	for (; image->num_passes > 0; image->pass++, image->num_passes--) {
		width = num_before(image->picture->width, image->pass->x, image->pass->across);
		image->height = (uint32_t)num_before(image->picture->height, image->pass->y, image->pass->down);
		if (width > 0 && image->height > 0)
			break;
	}
	image->line_len = (width * image->pixel_bits + 7) / 8;
	image->y = 0;
	memset(image->lines, 0, image->line_len + 1);
}

/* Inflates one IDAT chunk, some lines at a time. False where no more is drawn: it cannot be inflated, or its CRC is wrong. */
static bool take_data(struct image *image, z_stream *stream, const struct chunk *chunk)
{
	if (image->colour == PALETTE && image->num_colours == 0)
		return false;
	stream->next_in = (Bytef *)chunk->data.data;
	stream->avail_in = (uInt)chunk->data.len;
	while (image->num_passes > 0) {
		size_t stride = image->line_len + 1, left = image->height - image->y, most = image->room / stride - 1,
		       room = (left < most ? left : most) * stride - image->filled;
		int status;

		stream->next_out = image->lines + stride + image->filled;
		stream->avail_out = (uInt)room;
		status = inflate(stream, Z_NO_FLUSH);
		image->filled += room - stream->avail_out;
		if (!take_lines(image))
			return false;
		if (image->y == image->height) {
			image->pass++;
			image->num_passes--;
			begin_pass(image);
		}
		if (status != Z_OK && status != Z_BUF_ERROR)
			return false;
		if (stream->avail_out > 0)
			break; /* the rest is in the next chunk */
	}
	return chunk->is_right;
}

/* False when it is none that libpng reads; of other pictures than those of a palette it says nothing. */
static bool take_palette(struct image *image, const struct chunk *chunk)
{
	struct cursor data = cursor_of(chunk->data);
	size_t num = chunk->data.len / 3, most = (size_t)1 << image->depth;

	if (image->colour != PALETTE)
		return true;
	if (image->num_colours > 0 || !chunk->is_right || num == 0 || num > PALETTE_MAX || chunk->data.len % 3 != 0)
		return false;
	image->num_colours = num < most ? num : most;
	for (size_t i = 0; i < image->num_colours; i++) {
		unsigned red = cursor_u8(&data), green = cursor_u8(&data), blue = cursor_u8(&data);

		image->grey[i] = picture_brightness(red, green, blue);
	}
	memset(image->grey + image->num_colours, image->grey[image->num_colours - 1], PALETTE_MAX - image->num_colours);
	return true;
}

/* The first that is right, as libpng takes it; of 16 bits for each sample those count that the image has. */
static void take_transparency(struct image *image, const struct chunk *chunk)
{
	struct cursor data = cursor_of(chunk->data);
	size_t num_samples = image->colour == GREY ? 1 : image->colour == RGB ? 3 : 0;
	unsigned most = (1u << image->depth) - 1;
	bool fits = image->colour == PALETTE ? chunk->data.len <= image->num_colours : chunk->data.len == 2 * num_samples;

	if (image->has_transparency || !chunk->is_right || chunk->data.len == 0 || !fits)
		return;
	image->has_transparency = true;
	for (size_t i = 0; i < num_samples; i++) {
		unsigned high = cursor_u8(&data);

		image->transparent[i] = (int)((high << 8 | cursor_u8(&data)) & most);
	}
	if (image->colour == PALETTE) {
		cursor_copy(&data, image->alpha, chunk->data.len);
		memset(image->alpha + image->num_colours, image->alpha[image->num_colours - 1], PALETTE_MAX - image->num_colours);
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
static void take_what_alters(struct image *image, struct span type, struct span bytes)
{
	struct picture *picture = image->picture;

	if (span_is(type, "iCCP")) {
		picture->is_recoloured |= image->has_profile || !is_usual_profile(picture, cursor_of(bytes));
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

/* As far as libpng reads: no other chunk stands between those of the data. */
static void read_chunks(struct image *image, struct cursor in, z_stream *stream)
{
	bool has_data = false;

	while (image->num_passes > 0 && !in.bad) {
		struct chunk chunk = next_chunk(&in);
		bool is_data = span_is(chunk.type, "IDAT"), is_palette = span_is(chunk.type, "PLTE");

		if ((has_data && !is_data) || (is_data && !take_data(image, stream, &chunk)) || (is_palette && !take_palette(image, &chunk)))
			return;
		if (span_is(chunk.type, "tRNS"))
			take_transparency(image, &chunk);
		take_what_alters(image, chunk.type, chunk.data);
		has_data = is_data;
	}
}

/* Room for lines, if it is an image that we hash. */
static bool prepare(struct image *image, uint8_t interlace)
{
	static const size_t channels[] = {CHANNELS};
	size_t num_channels = image->colour < sizeof channels / sizeof channels[0] ? channels[image->colour] : 0, stride;
	uint8_t depth = image->depth;

	if (num_channels == 0 || interlace > 1 || image->picture->width == 0 || image->picture->height == 0 ||
	    image->picture->width > SIDE_MAX || image->picture->height > SIDE_MAX)
		return false;
	if ((depth != 1 && depth != 2 && depth != 4 && depth != 8 && depth != 16) || (depth < 8 && num_channels > 1) ||
	    (depth > 8 && image->colour == PALETTE))
		return false;
	image->pass = interlace ? interlaced : whole;
	image->num_passes = interlace ? sizeof interlaced / sizeof interlaced[0] : 1;
	image->pixel_bits = num_channels * depth;
	image->pixel_len = image->pixel_bits < 8 ? 1 : image->pixel_bits / 8;
	stride = (image->picture->width * image->pixel_bits + 7) / 8 + 1;
	image->room = stride * (AT_ONCE > stride ? AT_ONCE / stride + 1 : 2);
	image->lines = malloc(image->room);
	memset(image->alpha, 0xFF, sizeof image->alpha);
	for (size_t i = 0; i < sizeof image->transparent / sizeof image->transparent[0]; i++)
		image->transparent[i] = NO_SAMPLE;
	return image->lines != NULL;
}

/* Of one that breaks off what is there counts: phones before Android 9 draw it. */
static void hash(struct image *image, struct cursor in, uint8_t interlace, struct budget *points)
{
	z_stream stream = {0};

	if (!prepare(image, interlace))
		return;
	image->picture->is_over = !budget_spend(points, (uint64_t)image->picture->width * image->picture->height);
	if (!image->picture->is_over && inflateInit(&stream) == Z_OK) {
		begin_pass(image);
		read_chunks(image, in, &stream);
		if (image->has_lines)
			picture_hash(image->picture, &image->grid);
		inflateEnd(&stream);
	}
	free(image->lines);
}

bool png_read(struct span in, struct budget *points, struct picture *picture)
{
	struct cursor cursor = cursor_of(in), header;
	struct image image = {.picture = picture};
	struct chunk chunk;
	uint8_t interlace;

	*picture = (struct picture){0};
	if (!span_is(cursor_bytes(&cursor, 8), SIGNATURE))
		return false;
	chunk = next_chunk(&cursor);
	if (cursor.bad || !span_is(chunk.type, "IHDR") || chunk.data.len != 13)
		return false;
	header = cursor_of(chunk.data);
	picture->width = cursor_u32be(&header);
	picture->height = cursor_u32be(&header);
	image.depth = cursor_u8(&header);
	image.colour = cursor_u8(&header);
	cursor_skip(&header, 2);
	interlace = cursor_u8(&header);
	hash(&image, cursor, interlace, points);
	return true;
}
