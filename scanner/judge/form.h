/*
 * form - the submission form: what the developer says of himself and the app (contract, "Submission form").
 */
#ifndef PRELIST_JUDGE_FORM_H
#define PRELIST_JUDGE_FORM_H

#include "bytes/digest.h"
#include "facts/reading.h"
#include "judge/rules.h"

struct form_package {
	const char *file, *role;
};

/* Whatever it points to is in the arena of its facts. */
struct form {
	struct reading *facts; /* rows of submission, licence, filing, document, purpose, sdk_declared, explanation, policy_text; package 0, path "" */
	const char *email, *phone, *address, *legal_representative; /* personal data: never a fact; NULL where not given */
	struct form_package *packages;
	size_t num_packages;
	char sha256[DIGEST_HEX_MAX]; /* of its bytes as given */
	const char *json;      /* the form without personal data, as kept with the submission */
	const char *privacy_policy_text; /* as given; NULL where not given */
};

/*
 * Reads a form. Unknown keys, duplicate keys, wrong types and unreadable dates are refused by name. NULL and err then.
 */
struct form *form_parse(struct span json, const char *file, struct error *err);

/* Whether it explains none but what rules find; asked when it comes: a kept one may explain a rule that is gone. form may be NULL. */
bool form_explains_rules(const struct form *form, const struct rules *rules, struct error *err);
void form_free(struct form *form);

/* What the developer says to what that rule finds; NULL: nothing. facts may be NULL. */
const char *form_explanation(const struct reading *facts, const char *rule);

#endif
