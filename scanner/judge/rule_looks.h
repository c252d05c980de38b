/*
 * rule_looks - whether a rule had something to look at in what was handed in beside the packages.
 */
#ifndef PRELIST_JUDGE_RULE_LOOKS_H
#define PRELIST_JUDGE_RULE_LOOKS_H

#include "facts/reading.h"
#include "judge/rules.h"

/*
 * False when it certainly finds nothing, whatever the packages have: it looks at the form, or at a part of it (the text of the
 * privacy policy, say; then a row of policy_text is in facts), and there is none. That it found nothing says nothing then.
 */
bool rule_looks(const struct rule *rule, const struct reading *facts, struct arena *arena);

#endif
