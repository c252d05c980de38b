/*
 * rule_digest - what tells one rule, policy or set of catalogues from another: whatever a judgement depends on, hashed.
 */
#ifndef PRELIST_JUDGE_RULE_DIGEST_H
#define PRELIST_JUDGE_RULE_DIGEST_H

#include "bytes/digest.h"
#include "judge/rules.h"

/* The rule's SELECT and its header; not where it stands. False when out of memory. */
bool rule_digest(const struct rule *rule, char sha256[DIGEST_HEX_MAX]);

/* Every value and override of the policy. */
bool rule_digest_policy(const struct rules *rules, char sha256[DIGEST_HEX_MAX]);

/* Every catalogue, and the blacklist that comes with the rules. */
bool rule_digest_catalogues(const struct rules *rules, char sha256[DIGEST_HEX_MAX]);

#endif
