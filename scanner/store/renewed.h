/*
 * renewed - licences and documents of a kept form as the developer has handed them in since.
 *
 * A form says what was valid when it came. What the register has newer of the same number, or of another number of the same kind that
 * ends later, stands in its place: a listed version does not run out with a licence that was renewed with another submission. What
 * came with submissions that were rejected, and none since that was not, renews nothing.
 */
#ifndef PRELIST_STORE_RENEWED_H
#define PRELIST_STORE_RENEWED_H

#include "judge/form.h"
#include "store/database.h"

/* Changes the form of that submission as of today, YYYY-MM-DD. rules: whose catalogues say which kind is called how. */
bool renewed_form(struct archive *archive, const struct rules *rules, struct form *form, int64_t submission, const char *today, struct error *err);

#endif
