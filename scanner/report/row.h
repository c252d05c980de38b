/*
 * row - rows of facts, changes and findings as JSON.
 */
#ifndef PRELIST_REPORT_ROW_H
#define PRELIST_REPORT_ROW_H

#include "facts/diff.h"
#include "judge/judge.h"
#include "report/json.h"

/* A row on one line; columns without a value are left out. key NULL inside an array. */
void row_json(struct json *json, const char *key, enum fact_table table, const void *row);

/* One element of a `changes` array. */
void change_json(struct json *json, const struct fact_change *change);

/* Numbers of the files that it is about, an array `packages`, where these are some of several. */
void finding_packages(struct json *json, const struct finding *finding);

/* What every list of findings says of one, as members of the object at hand. */
void finding_members(struct json *json, const struct finding *finding);

/* An array `findings` that says no more than that. */
void findings_json(struct json *json, const struct finding *findings, size_t num_findings);

#endif
