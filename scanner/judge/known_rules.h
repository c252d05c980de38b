/*
 * known_rules - remembers between runs which rules this very program has prepared without an error, all of them: then a
 * rule that cannot concern a package need not be prepared for it, and a broken one still never goes unseen.
 *
 * An empty file per set of rules in $XDG_CACHE_HOME/prelist/rules (~/.cache/prelist/rules). Where none can be made,
 * nothing is remembered, which costs some milliseconds a run and nothing else.
 */
#ifndef PRELIST_JUDGE_KNOWN_RULES_H
#define PRELIST_JUDGE_KNOWN_RULES_H

#include "judge/rules.h"

bool known_rules_has(const struct rules *rules);
void known_rules_add(const struct rules *rules);

#endif
