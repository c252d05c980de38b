/*
 * row - rows of facts and changes as JSON.
 */
#ifndef PRELIST_REPORT_ROW_H
#define PRELIST_REPORT_ROW_H

#include "facts/diff.h"
#include "report/json.h"

/* A row on one line; columns without a value are left out. key NULL inside an array. */
void row_json(struct json *json, const char *key, enum fact_table table, const void *row);

/* One element of a `changes` array. */
void change_json(struct json *json, const struct fact_change *change);

#endif
