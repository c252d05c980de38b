/*
 * rule_patterns - whether the regular expressions of a rule are any, before there is a row to match.
 */
#ifndef PRELIST_JUDGE_RULE_PATTERNS_H
#define PRELIST_JUDGE_RULE_PATTERNS_H

#include "judge/bench.h"

/* False and err with file and line: one that is the same for every row is malformed. */
bool rule_patterns_check(const struct bench_rule *prepared, struct error *err);

#endif
