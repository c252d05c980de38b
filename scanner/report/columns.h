/*
 * columns - text on a terminal: how wide it is, and laid out to a width.
 *
 * source   Unicode 14: UAX 11 (EastAsianWidth.txt)
 */
#ifndef PRELIST_REPORT_COLUMNS_H
#define PRELIST_REPORT_COLUMNS_H

#include "bytes/buf.h"

#include <stdio.h>

/* Columns that text (UTF-8 without control characters) takes: Chinese characters take two. */
size_t columns_of(const char *text);
size_t columns_of_span(struct span text);

/* Text, and blanks where it takes less than so many columns. */
void columns_print(FILE *out, const char *text, size_t columns);

/* Appends blanks until the line that began at offset `line` of out is `columns` wide; nothing when it is wider. */
void columns_pad(struct buf *out, size_t line, size_t columns);

/*
 * Appends text that starts in column `indent`, broken so that no line is wider than `width` (0: never broken);
 * further lines are indented alike.
 */
void columns_wrap(struct buf *out, const char *text, size_t indent, size_t width);

#endif
