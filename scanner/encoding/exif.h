/*
 * exif - which way round EXIF says that a picture is shown.
 *
 *   II or MM (the order of bytes) | u16 42 | u32 offset of the first directory
 *   directory: u16 num | num * (u16 tag | u16 type | u32 count | value in 4 bytes); one of its entries may be the offset of another directory
 *
 * source   Exif 2.3, 4.6; Skia SkParseEncodedOrigin.cpp and SkExif.cpp, whose versions look at other directories and less of the head
 */
#ifndef PRELIST_ENCODING_EXIF_H
#define PRELIST_ENCODING_EXIF_H

#include "bytes/span.h"

/* 2 to 8 where some entry turns or mirrors it, as Exif numbers these; otherwise, and of what is no EXIF, EXIF_AS_STORED. */
#define EXIF_AS_STORED 1
uint8_t exif_orientation(struct span in);

#endif
