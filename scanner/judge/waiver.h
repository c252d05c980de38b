/*
 * waiver - a finding lowered by an entry of the list with the other sign, for a reason, by somebody, until a day.
 *
 * It stays in the report, with what it was and why it was lowered. Waivers come after policy's overrides. A reject is lowered by
 * one that a second person agreed to; policy desk.override_rejects says so (two), or that one person is enough (one), or that
 * no reject ever is (never).
 */
#ifndef PRELIST_JUDGE_WAIVER_H
#define PRELIST_JUDGE_WAIVER_H

#include "judge/finding.h"
#include "judge/finding_merge.h"

/*
 * Lowers row->verdict, not below floor, by the waiver that lowers it most; says so in row. A waiver of one finding names its key, and
 * beside that, where the finding was kept, what it said (finding_said): then nothing else that the rule says of the same is waived.
 */
void waiver_apply(struct finding_list *list, const char *rule, const char *key, enum verdict floor, struct finding_row *row);

#endif
