/*
 * policy_check - refuse a policy whose keys or values mean nothing: one that is misspelt would switch off what it was to ask for.
 */
#ifndef PRELIST_JUDGE_POLICY_CHECK_H
#define PRELIST_JUDGE_POLICY_CHECK_H

#include "bytes/error.h"

#include <cjson/cJSON.h>
#include <stdbool.h>

/* Every key is of policy_key.def and has a value of its kind; what OBJECT and LIST hold is the reader's. False and err naming file and line. */
bool policy_check(const cJSON *policy, const char *path, struct error *err);

#endif
