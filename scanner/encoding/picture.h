/*
 * picture - the size of a picture, and its difference hash.
 *
 * The hash: the picture on white, in 9 x 8 grey averages; a bit for each of the 64 pairs of neighbours in a row, set
 * where the left one is brighter. Pictures that look the same differ in few bits. The picture is as it stands in the file, but a WebP the way round
 * that its EXIF says; its colours are their numbers. Of one that breaks off what phones before Android 9 draw of it counts.
 */
#ifndef PRELIST_ENCODING_PICTURE_H
#define PRELIST_ENCODING_PICTURE_H

#include "bytes/budget.h"
#include "bytes/span.h"

#define PICTURE_VISIBLE 40 /* less opacity than that nobody sees, of 255 */
#define PICTURE_LEAST_SHARE 50 /* nor what is less than one of so many pixels */
#define PICTURE_COLUMNS 9
#define PICTURE_ROWS 8

struct picture {
	uint32_t width, height;
	bool has_hash; /* not for very large images and those of which no line is there, */
	bool is_over;  /* nor where fewer points were left than it has */
	bool has_no_memory; /* nor where memory ran out */
	uint64_t hash; /* of 9 columns by 8 rows of brightness, whether each is brighter than the next one, from the highest bit on */
	uint64_t num_visible; /* pixels that can be seen, where there is a hash */
	uint8_t orientation; /* EXIF's; 0: none, or no hash */
	bool is_recoloured; /* what goes with it shows its colours as others than their numbers (colour_profile); not where a PNG has no hash */
};

/* Of a picture with a hash. */
static inline bool picture_is_transparent(const struct picture *picture)
{
	return picture->num_visible * PICTURE_LEAST_SHARE < (uint64_t)picture->width * picture->height;
}

/* How phones, or some of them, show it otherwise than it stands in the file, as facts have it; NULL: they do not. */
const char *picture_altered(const struct picture *picture);

/* False when it is neither PNG nor WebP. points: that may be looked at. */
bool picture_read(struct span in, struct budget *points, struct picture *picture);

/* Averages of brightness, as lines come. */
struct picture_grid {
	uint64_t sum[PICTURE_ROWS][PICTURE_COLUMNS], num[PICTURE_ROWS][PICTURE_COLUMNS];
};

static inline uint8_t picture_brightness(unsigned red, unsigned green, unsigned blue)
{
	return (uint8_t)((red * 299 + green * 587 + blue * 114) / 1000);
}

static inline unsigned picture_on_white(struct picture *picture, unsigned grey, unsigned alpha)
{
	picture->num_visible += alpha >= PICTURE_VISIBLE;
	return (grey * alpha + 255 * (255 - alpha)) / 255;
}

/* Where a column begins, and the last one ends. */
static inline size_t picture_column(const struct picture *picture, size_t column)
{
	return (column * picture->width + PICTURE_COLUMNS - 1) / PICTURE_COLUMNS;
}

/* Once all lines have come. */
void picture_hash(struct picture *picture, const struct picture_grid *grid);

#endif
