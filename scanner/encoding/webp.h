/*
 * webp - size of a WebP image, and its difference hash.
 *
 * libwebp reads it as phones do (SkWebpCodec): its first frame, on a canvas of which nothing else can be seen, the way round that EXIF says.
 *
 * source   RFC 9649; Skia SkWebpCodec.cpp
 */
#ifndef PRELIST_ENCODING_WEBP_H
#define PRELIST_ENCODING_WEBP_H

#include "encoding/picture.h"

/*
 * False when it is no WebP. As picture_read has it; of one that is larger than any icon, or that may need far more memory than it has
 * points, there is the size alone. Of points, the bytes of one without losses count for many.
 */
bool webp_read(struct span in, struct budget *points, struct picture *picture);

#endif
