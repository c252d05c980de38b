#include "encoding/webp.h"

#include "encoding/colour_profile.h"
#include "encoding/exif.h"

#include <pthread.h>
#include <stdlib.h>
#include <webp/decode.h>
#include <webp/demux.h>

#define POINTS_MAX ((uint64_t)2 * 1024 * 1024)
#define LOSSLESS_MAX ((size_t)256 * 1024) /* each seven bytes may ask for 4 KiB of tables */
#define LOSSLESS 2 /* WebPBitstreamFeatures.format */
#define POINTS_OF_BYTE 64 /* of one without losses, whose tables take the time */
#define SAMPLES 4

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER; /* so that memory is that of one */

/* Where the points of what is shown stand on the canvas: the first, and how far on the next one of a line, and of a column, is. */
struct view {
	const uint8_t *canvas;
	ptrdiff_t first, right, down;
};

/* Orientations: mirrored from left to right, from top to bottom, and lines that are columns. The picture is then as high as it was wide. */
static struct view view_of(struct picture *picture, const uint8_t *canvas)
{
	uint8_t orientation = picture->orientation;
	bool mirrors_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8, mirrors_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
	ptrdiff_t width = picture->width, height = picture->height, x = mirrors_x ? -1 : 1, y = mirrors_y ? -width : width;
	ptrdiff_t first = (mirrors_x ? width - 1 : 0) + (mirrors_y ? (height - 1) * width : 0);

	if (orientation < 5)
		return (struct view){canvas, first, x, y};
	picture->width = (uint32_t)height;
	picture->height = (uint32_t)width;
	return (struct view){canvas, first, y, x};
}

static void take_line(struct picture *picture, struct picture_grid *grid, const struct view *view, uint32_t y)
{
	uint32_t row = y * PICTURE_ROWS / picture->height;

	for (size_t column = 0; column < PICTURE_COLUMNS; column++) {
		size_t from = picture_column(picture, column), to = picture_column(picture, column + 1);

		for (size_t x = from; x < to; x++) {
			const uint8_t *at = view->canvas + SAMPLES * (view->first + (ptrdiff_t)x * view->right + (ptrdiff_t)y * view->down);

			grid->sum[row][column] += picture_on_white(picture, picture_brightness(at[0], at[1], at[2]), at[3]);
		}
		grid->num[row][column] += to - from;
	}
}

static void take_canvas(struct picture *picture, const uint8_t *canvas)
{
	struct view view = view_of(picture, canvas);
	struct picture_grid grid = {0};

	for (uint32_t y = 0; y < picture->height; y++)
		take_line(picture, &grid, &view, y);
	picture_hash(picture, &grid);
}

/* Some phones (before Android 9) draw what is there of one that breaks off. */
static VP8StatusCode decode(WebPDecoderConfig *config, const WebPData *data)
{
	WebPIDecoder *decoder = WebPIDecode(NULL, 0, config);
	VP8StatusCode status = decoder == NULL ? VP8_STATUS_OUT_OF_MEMORY : WebPIUpdate(decoder, data->bytes, data->size);
	int lines = 0;

	if (status == VP8_STATUS_SUSPENDED && WebPIDecGetRGB(decoder, &lines, NULL, NULL, NULL) != NULL && lines > 0)
		status = VP8_STATUS_OK;
	WebPIDelete(decoder);
	return status;
}

/* The rest of the canvas stays clear. */
static VP8StatusCode draw(const struct picture *picture, const WebPIterator *frame, uint8_t *canvas)
{
	size_t line = SAMPLES * (size_t)picture->width, at = line * (size_t)frame->y_offset + SAMPLES * (size_t)frame->x_offset;
	WebPDecoderConfig config;

	if (!WebPInitDecoderConfig(&config))
		return VP8_STATUS_INVALID_PARAM;
	config.output.colorspace = MODE_RGBA;
	config.output.is_external_memory = 1;
	config.output.u.RGBA = (WebPRGBABuffer){.rgba = canvas + at, .stride = (int)line, .size = line * picture->height - at};
	return decode(&config, &frame->fragment);
}

static void hash(struct picture *picture, const WebPIterator *frame)
{
	VP8StatusCode status;
	uint8_t *canvas;

	pthread_mutex_lock(&one_at_a_time);
	canvas = calloc((size_t)picture->width * picture->height, SAMPLES);
	status = canvas == NULL ? VP8_STATUS_OUT_OF_MEMORY : draw(picture, frame, canvas);
	pthread_mutex_unlock(&one_at_a_time);
	picture->has_no_memory = status == VP8_STATUS_OUT_OF_MEMORY;
	if (status == VP8_STATUS_OK)
		take_canvas(picture, canvas);
	free(canvas);
}

static void read_frame(struct picture *picture, const WebPIterator *frame, struct budget *points)
{
	WebPBitstreamFeatures features;
	uint64_t cost = (uint64_t)picture->width * picture->height;

	if (cost > POINTS_MAX || WebPGetFeatures(frame->fragment.bytes, frame->fragment.size, &features) != VP8_STATUS_OK)
		return;
	if (features.format == LOSSLESS && frame->fragment.size > LOSSLESS_MAX)
		return;
	if (features.format == LOSSLESS)
		cost += POINTS_OF_BYTE * frame->fragment.size;
	picture->is_over = !budget_spend(points, cost);
	if (!picture->is_over)
		hash(picture, frame);
}

/* Those that the head does not announce libwebp leaves out, for phones, too. */
static struct span chunk(WebPDemuxer *demuxer, const char *name)
{
	WebPChunkIterator iterator = {0};
	struct span found = {0};

	if (WebPDemuxGetChunk(demuxer, name, 1, &iterator))
		found = span_of(iterator.chunk.bytes, iterator.chunk.size);
	WebPDemuxReleaseChunkIterator(&iterator);
	return found;
}

static void read_what_alters(struct picture *picture, WebPDemuxer *demuxer)
{
	struct span profile = chunk(demuxer, "ICCP");

	picture->orientation = exif_orientation(chunk(demuxer, "EXIF"));
	picture->is_recoloured = profile.len > 0 && !colour_profile_is_usual(profile);
}

bool webp_read(struct span in, struct budget *points, struct picture *picture)
{
	const WebPData data = {in.data, in.len};
	WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
	WebPDemuxer *demuxer;
	WebPIterator frame;

	*picture = (struct picture){0};
	if (!span_starts(in, "RIFF") || !span_starts(span_slice(in, 8, in.len), "WEBP"))
		return false;
	demuxer = WebPDemuxPartial(&data, &state);
	if (demuxer != NULL && (state == WEBP_DEMUX_PARSED_HEADER || state == WEBP_DEMUX_DONE)) {
		picture->width = WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH);
		picture->height = WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_HEIGHT);
		read_what_alters(picture, demuxer);
		if (WebPDemuxGetFrame(demuxer, 1, &frame)) {
			read_frame(picture, &frame, points);
			WebPDemuxReleaseIterator(&frame);
		}
	}
	WebPDemuxDelete(demuxer);
	return true;
}
