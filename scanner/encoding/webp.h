/*
 * webp - size of a WebP image, its difference hash, and whether it can be seen through.
 *
 *   "RIFF" | u32 size | "WEBP" | chunks of u8 name[4] | u32 size | data, filled up to an even size
 *   first: "VP8 " lossy, opaque | "VP8L" u8 0x2F | 14, 14 bits width, height | 1 bit alpha ... | "VP8X" u8 flags, 0x10 alpha ...
 *   "ANMF" u24 x, y, width, height, duration | u8 flags | chunks of a frame
 *
 * libwebp decodes the pixels, as it does on phones (SkWebpCodec). Of one that moves the first frame counts.
 *
 * source   RFC 9649
 */
#ifndef PRELIST_ENCODING_WEBP_H
#define PRELIST_ENCODING_WEBP_H

#include "encoding/picture.h"

/* False when it is no WebP. As picture_read has it; of one that is larger than any icon there is the size alone. */
bool webp_read(struct span in, _Atomic uint64_t *points_left, struct picture *picture);

/* True for an image that says that all of its pixels are opaque. */
bool webp_is_opaque(struct span in);

#endif
