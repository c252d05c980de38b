/*
 * png - size of a PNG image, and its difference hash.
 *
 *   8 bytes signature | (u32be length | type | data | u32be CRC)* : IHDR, PLTE?, tRNS?, IDAT+, IEND
 *
 * The hash: the picture on white, in 9 x 8 grey averages; a bit for each of the 64 pairs of neighbours in a row, set
 * where the left one is brighter. Pictures that look the same differ in few bits.
 *
 * source   W3C PNG specification (third edition)
 */
#ifndef PRELIST_ENCODING_PNG_H
#define PRELIST_ENCODING_PNG_H

#include "bytes/span.h"

#define PNG_VISIBLE 40 /* less opacity than that nobody sees, of 255 */
#define PNG_LEAST_SHARE 50 /* nor what is less than one of so many pixels */

struct png {
	uint32_t width, height;
	bool has_hash; /* not for interlaced, very large or broken images, */
	bool is_over;  /* nor where fewer points were left than it has */
	uint64_t hash; /* difference hash: of 9 columns by 8 rows of brightness, whether each is brighter than the next one, from the highest bit on */
	uint64_t num_visible; /* pixels that can be seen, where there is a hash */
};

/* Of a picture with a hash. */
static inline bool png_is_transparent(const struct png *png)
{
	return png->num_visible * PNG_LEAST_SHARE < (uint64_t)png->width * png->height;
}

/* False when it is no PNG. points_left: that may be looked at of this one and others; NULL: as many as there are. */
bool png_read(struct span in, _Atomic uint64_t *points_left, struct png *png);

#endif
