/*
 * base64 - digits of base64, and the decoder that Android's own code asks.
 *
 * source   RFC 4648; AOSP android.util.Base64
 */
#ifndef PRELIST_ENCODING_BASE64_H
#define PRELIST_ENCODING_BASE64_H

#include "bytes/span.h"

#define BASE64_NONE (-1)

/* What a digit is worth, of the alphabet with + and /; BASE64_NONE: it is none. */
int base64_digit(uint8_t sign);

/*
 * As android.util.Base64 decodes by its default flags: what is no digit is passed over wherever it stands, and padding, where there
 * is any, is whole and the end. text: as facts hold it (bytes/text.h). out: at least three quarters of its length. False: it is none.
 */
bool base64_decode_loosely(const char *text, uint8_t *out, size_t *out_len);

#endif
