/*
 * rule_check - what SQLite takes and a rule may not be: columns that are none of a finding's, verdicts that are none, the
 * machine's time, regular expressions that are malformed, before there is a row to match.
 */
#ifndef PRELIST_JUDGE_RULE_CHECK_H
#define PRELIST_JUDGE_RULE_CHECK_H

#include "judge/bench.h"

/* False and err with file and line. A pattern is looked at where it is the same for every row. */
bool rule_check(const struct bench_rule *prepared, struct error *err);

#endif
