/*
 * coded_text - bytes that are written as text: Base64 of either alphabet, or hexadecimal digits, at the start or behind a little other text.
 *
 * It is known by what code and archives begin with, spelled so, or by code in what the digits make; what they make proves it.
 *
 * source   RFC 4648
 */
#ifndef PRELIST_INSPECT_CODED_TEXT_H
#define PRELIST_INSPECT_CODED_TEXT_H

#include "bytes/span.h"

enum coded_text_coding { CODED_TEXT_BASE64, CODED_TEXT_HEX };

struct coded_text {
	enum coded_text_coding coding;
	size_t at; /* where the digits begin */
};

/* head: the first bytes of a file. False: no such text. */
bool coded_text_find(struct span head, struct coded_text *coded);

/* Base64 of code where more than 1,536 digits begin anywhere, behind what coded_text_find looks at. */
bool coded_text_find_later(struct span text, struct coded_text *coded);

/* What is no digit is passed over. out: at most max bytes; returns how many. */
size_t coded_text_decode(const struct coded_text *coded, struct span text, uint8_t *out, size_t max);

#endif
