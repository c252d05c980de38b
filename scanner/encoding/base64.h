/*
 * base64 - digits of base64, and the decoder that Android's own code asks.
 *
 * source   RFC 4648; AOSP android.util.Base64
 */
#ifndef PRELIST_ENCODING_BASE64_H
#define PRELIST_ENCODING_BASE64_H

#include "bytes/span.h"

#define BASE64_NONE (-1)

/* One more than each digit is worth; 0: it is none. */
extern const uint8_t base64_worths[256];

/* What a digit is worth, of the alphabet with + and /; BASE64_NONE: it is none. */
static inline int base64_digit(uint8_t sign)
{
	return base64_worths[sign] - 1;
}

/*
 * As android.util.Base64 decodes by its default flags: what is no digit is passed over wherever it stands, and padding, where there
 * is any, is whole and the end. text: as facts hold it (bytes/text.h). out: at least three quarters of its length. False: it is none.
 */
bool base64_decode_loosely(const char *text, uint8_t *out, size_t *out_len);

#endif
