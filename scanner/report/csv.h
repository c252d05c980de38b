/*
 * csv - rows for spreadsheets and other programs (RFC 4180: commas, quotes doubled, CR LF).
 *
 * A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line break) gets a ' in front;
 * numbers do not. UTF-8; invalid bytes are spelled out as \xNN.
 */
#ifndef PRELIST_REPORT_CSV_H
#define PRELIST_REPORT_CSV_H

#include "bytes/buf.h"

/* In East Asian locales spreadsheets take the full-width forms of = + - @ for these. */
bool csv_is_formula(const char *text);

/* value NULL: an empty cell. */
void csv_cell(struct buf *row, bool is_first, const char *value, bool is_number);
void csv_end(struct buf *row);

#endif
