/*
 * form_policy - the text of a privacy policy: its hash, length and language into the submission, itself to the rules alone.
 */
#ifndef PRELIST_JUDGE_FORM_POLICY_H
#define PRELIST_JUDGE_FORM_POLICY_H

#include "judge/form.h"

/* Takes the text as given, UTF-8. A hash that the row has already must be the text's. */
bool form_policy_add(struct form *form, const char *text, struct fact_submission *row, struct error *err);

/* The same for a kept form, which holds the hash alone: text is what the archive has by that hash. */
bool form_policy_restore(struct form *form, const char *text, struct error *err);

/* The hash of a policy whose text the form does not hold; NULL where there is none. */
const char *form_policy_wanted(const struct form *form);

/* Han characters among Han characters and words of Latin letters, in percent. */
int64_t form_policy_chinese(const char *text, int64_t *length);

#endif
