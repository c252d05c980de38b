/*
 * webp - whether a WebP image can be seen through.
 *
 *   "RIFF" | u32 size | "WEBP" | chunks of u8 name[4] | u32 size | data
 *   first: "VP8 " lossy, opaque | "VP8L" u8 0x2F | 14, 14 bits width, height | 1 bit alpha ... | "VP8X" u8 flags, 0x10 alpha ...
 *
 * source   RFC 9649
 */
#ifndef PRELIST_ENCODING_WEBP_H
#define PRELIST_ENCODING_WEBP_H

#include "bytes/span.h"

/* True for an image that says that all of its pixels are opaque; the pixels of others are not looked at. */
bool webp_is_opaque(struct span in);

#endif
