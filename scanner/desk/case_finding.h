/*
 * case_finding - the findings that a case is about: of the submission as it was kept, and as it is judged today.
 */
#ifndef PRELIST_DESK_CASE_FINDING_H
#define PRELIST_DESK_CASE_FINDING_H

#include "desk/case.h"
#include "desk/named.h"

/*
 * Within desk_keep. words: keys or rules, by commas; NULL: all of review or worse that today's rules find (or that were kept,
 * where it could not be judged), but those that ended as false positives. to_mend: nor what no developer can mend, which words
 * must not name either.
 */
bool case_take_findings(struct desk *desk, int64_t number, int64_t submission, const struct judgement *judgement, const char *words,
			bool to_mend, size_t *num, struct error *err);

#endif
