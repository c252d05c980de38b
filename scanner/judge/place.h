/*
 * place - which files of a submission a finding is about: where that is some of several, it has their numbers (finding.packages).
 */
#ifndef PRELIST_JUDGE_PLACE_H
#define PRELIST_JUDGE_PLACE_H

#include "judge/bench.h"
#include "judge/blacklist_match.h"
#include "judge/finding.h"

/* By how many files findings of facts are told apart; 0: there is one, or they are not numbered one after the other. */
size_t place_num_files(const struct reading *facts);

/* The next number of finding.packages; false behind the last one. *packages: NULL at the end, or where there are none. */
bool place_next(const char **packages, int64_t *package);

/* The finding is about that package, whatever others it is about. */
void place_mark(struct finding_list *list, struct finding *finding, int64_t package);

/* By what it is seen in which files something was found. */
struct place_by {
	struct bench *bench; /* shows all of facts beside previous, before and after */
	struct bench_rule *prepared;
	size_t num_prepared;
	const struct reading *previous;
	/* The version before that the rules compared the package with. */
	const struct reading *(*previous_of)(const void *owner, const struct fact_package *package);
	/* The blacklist's hits in a part of facts. */
	bool (*match)(const void *owner, const struct reading *part, struct arena *arena, struct blacklist_hits *hits, struct error *err);
	const void *owner;
};

/*
 * What a rule that has found something, or the blacklist, finds in a file alone, of that, is about the file. Once all else is found; those
 * from anomalies are marked.
 */
bool place_findings(const struct place_by *by, struct finding_list *list, const struct reading *facts, struct error *err);

#endif
