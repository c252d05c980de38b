/*
 * rule_looks - what a rule looks at beside the packages, and whether it had that, seen from its words.
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

/* It reads what a form says: of the same packages with another form it may find something else. */
bool rule_reads_form(const struct rule *rule);

/*
 * Whatever it reads of what was handed in before is there now, too: what is left out is not mended. Laboratories say something of the
 * package that they looked at alone: of what one found (subject) one is to have looked for that again, in each package that takes the place of that one.
 */
bool rule_sees(const struct rule *rule, const char *subject, const struct reading *before, const struct reading *now);

/* It reads what laboratories found. */
bool rule_reads_external(const struct rule *rule);

/* It reads what the version before has. */
bool rule_compares(const struct rule *rule);

#endif
