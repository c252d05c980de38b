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

#define PNG_VISIBLE 8 /* less opacity than that nobody sees */

struct png {
	uint32_t width, height;
	bool has_hash; /* not for interlaced, very large or broken images */
	uint64_t hash;
	unsigned opacity; /* of the most opaque pixel, 0 to 255, where there is a hash */
};

/* Of the opacity; of a picture with a hash. */
static inline bool png_is_transparent(const struct png *png)
{
	return png->opacity < PNG_VISIBLE;
}

/* False when it is no PNG. */
bool png_read(struct span in, struct png *png);

#endif
