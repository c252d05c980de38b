/*
 * sheet_write - the public page in each form. html's stands beside its writer (sheet_html.c).
 */
#ifndef PRELIST_REPORT_SHEET_WRITE_H
#define PRELIST_REPORT_SHEET_WRITE_H

#include "report/sheet.h"

bool sheet_text(const struct report_options *options, const struct sheet *sheet, struct error *err);
bool sheet_json(const struct report_options *options, const struct sheet *sheet, struct error *err);
bool sheet_ndjson(const struct report_options *options, const struct sheet *sheet, struct error *err);

/* Who says that a part is there. */
const char *sheet_source_of(const struct sheet_part *part, enum language language);

#endif
