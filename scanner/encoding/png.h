/*
 * png - size of a PNG image, and its difference hash.
 *
 *   8 bytes signature | (u32be length | type | data | u32be CRC)* : IHDR, iCCP? gAMA? cHRM? cICP? eXIf?, PLTE?, tRNS?, IDAT+, IEND
 *
 * source   W3C PNG specification (third edition); what is not by it is read as libpng 1.6 and SkPngCodec read it
 */
#ifndef PRELIST_ENCODING_PNG_H
#define PRELIST_ENCODING_PNG_H

#include "encoding/picture.h"

/* False when it is no PNG. As picture_read has it. */
bool png_read(struct span in, struct budget *points, struct picture *picture);

#endif
