/*
 * picture_end - where a PNG, JPEG, GIF or WebP image ends.
 *
 *   PNG   8 bytes | (u32be length | type[4] | data | u32be CRC)* : to IEND
 *   JPEG  FF D8 | (FF+ u8 marker | u16be length with these two | data)* : to FF D9. Behind the header of a scan stand coded data, in which
 *         FF 00 and FF D0 to FF D7 are no markers; what is none anywhere else is passed over, as readers do
 *   GIF   "GIF8" | 2 bytes | u16 width | u16 height | u8 flags | 2 bytes | colours? | (2C | 8 bytes | u8 flags | colours? | u8 | parts
 *         | 21 u8 | parts)* | 3B. Parts: (u8 length | data)* to a length of 0
 *   WebP  "RIFF" | u32 size | "WEBP" | the rest of it, to an even place
 *
 * source   W3C PNG specification (third edition); ITU-T T.81, annex B; GIF89a specification; RFC 9649
 */
#ifndef PRELIST_ENCODING_PICTURE_END_H
#define PRELIST_ENCODING_PICTURE_END_H

#include "bytes/span.h"

/* By its first bytes. */
bool picture_end_is(struct span head);

/* The end of one; in.len where it has none. */
size_t picture_end(struct span in);

#endif
