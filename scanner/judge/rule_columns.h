/*
 * rule_columns - whether a rule returns what findings are made of, and nothing else.
 */
#ifndef PRELIST_JUDGE_RULE_COLUMNS_H
#define PRELIST_JUDGE_RULE_COLUMNS_H

#include "judge/bench.h"

/* False and err with file and line: a column that no finding has, or has twice, or a verdict that is seen to be none. */
bool rule_columns_check(const struct bench_rule *prepared, struct error *err);

#endif
