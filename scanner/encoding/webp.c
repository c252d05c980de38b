#include "encoding/webp.h"

#include "bytes/cursor.h"

#include <webp/decode.h>

#define CHUNK 12
#define DATA 20
#define FRAME_HEAD 16
#define LOSSLESS 0x2F
#define ALPHA 0x10 /* of the flags, and of the last byte of a lossless image's size */
#define POINTS_MAX ((uint64_t)2 * 1024 * 1024) /* which are in memory twice */
#define SAMPLES 4

static bool is_webp(struct span in)
{
	return span_starts(in, "RIFF") && span_starts(span_slice(in, 8, in.len), "WEBP");
}

bool webp_is_opaque(struct span in)
{
	struct span chunk = span_slice(in, CHUNK, in.len), data = span_slice(in, DATA, in.len);

	if (!is_webp(in))
		return false;
	if (span_starts(chunk, "VP8L"))
		return data.len > 4 && data.data[0] == LOSSLESS && (data.data[4] & ALPHA) == 0;
	if (span_starts(chunk, "VP8X"))
		return data.len > 0 && (data.data[0] & ALPHA) == 0;
	return span_starts(chunk, "VP8 ");
}

/* The chunks of the first frame, which are decoded as an image's are. */
static struct span first_frame(struct span in)
{
	struct cursor cursor = cursor_of(in);

	cursor_skip(&cursor, CHUNK);
	while (cursor_left(&cursor) > 0) {
		struct span name = cursor_bytes(&cursor, 4), data;
		uint32_t len = cursor_u32(&cursor);

		data = cursor_bytes(&cursor, len);
		cursor_skip(&cursor, len % 2);
		if (cursor.bad)
			break;
		if (span_is(name, "ANMF"))
			return span_slice(data, FRAME_HEAD, data.len);
	}
	return span_of(NULL, 0);
}

static void take_line(struct picture *picture, struct picture_grid *grid, const uint8_t *line, uint32_t y)
{
	uint32_t row = y * PICTURE_ROWS / picture->height;

	for (size_t column = 0; column < PICTURE_COLUMNS; column++) {
		size_t from = picture_column(picture, column), to = picture_column(picture, column + 1);

		for (const uint8_t *at = line + SAMPLES * from; at < line + SAMPLES * to; at += SAMPLES)
			grid->sum[row][column] += picture_on_white(picture, picture_brightness(at[0], at[1], at[2]), at[3]);
		grid->num[row][column] += to - from;
	}
}

static void hash(struct picture *picture, struct span in)
{
	struct picture_grid grid = {0};
	int width, height;
	uint8_t *pixels = WebPDecodeRGBA(in.data, in.len, &width, &height);

	if (pixels == NULL)
		return;
	for (uint32_t y = 0; y < picture->height; y++)
		take_line(picture, &grid, pixels + SAMPLES * (size_t)y * picture->width, y);
	picture_hash(picture, &grid);
	WebPFree(pixels);
}

bool webp_read(struct span in, _Atomic uint64_t *points_left, struct picture *picture)
{
	WebPBitstreamFeatures features;

	*picture = (struct picture){0};
	if (!is_webp(in))
		return false;
	if (WebPGetFeatures(in.data, in.len, &features) == VP8_STATUS_OK && features.has_animation)
		in = first_frame(in);
	if (WebPGetFeatures(in.data, in.len, &features) != VP8_STATUS_OK)
		return true;
	picture->width = (uint32_t)features.width;
	picture->height = (uint32_t)features.height;
	if ((uint64_t)picture->width * picture->height <= POINTS_MAX && picture_take_points(picture, points_left))
		hash(picture, in);
	return true;
}
