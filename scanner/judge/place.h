/*
 * place - which files of a submission a finding is about: where that is some of several, their names come before its path.
 */
#ifndef PRELIST_JUDGE_PLACE_H
#define PRELIST_JUDGE_PLACE_H

#include "judge/bench.h"
#include "judge/finding.h"

/* True where findings of facts may be told apart so: there are several files, whose names are known. */
bool place_is_asked(const struct reading *facts);

/* The finding is about that package, whatever others it is about. */
void place_mark(struct finding_list *list, struct finding *finding, int64_t package);

/* Puts the names before the paths, once all is marked: "b.apk", "b.apk!AndroidManifest.xml", "b.apk, c.apk!AndroidManifest.xml". */
void place_name(struct finding_list *list, const struct reading *facts);

/* What a rule that has found something finds in a file alone, of that, is about the file. The bench shows all of facts before and after. */
bool place_rules(struct bench *bench, struct bench_rule *rules, size_t num_rules, struct finding_list *list, const struct reading *facts,
		 const struct reading *previous, struct error *err);

#endif
