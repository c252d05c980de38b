/*
 * place - which files of a submission a finding is about: where that is some of several, their names come before its path.
 */
#ifndef PRELIST_JUDGE_PLACE_H
#define PRELIST_JUDGE_PLACE_H

#include "judge/bench.h"
#include "judge/blacklist_match.h"
#include "judge/finding.h"

/* True where findings of facts may be told apart so: there are several files, whose names are known. */
bool place_is_asked(const struct reading *facts);

/* The finding is about that package, whatever others it is about. */
void place_mark(struct finding_list *list, struct finding *finding, int64_t package);

/*
 * How that file is called beside the others: by its name, where others have the same by its path, and where they have that, too, with its
 * number; in quotes where it has signs of its own, numbers of persons masked. NULL: memory ran out.
 */
const char *place_file_name(struct arena *arena, const char **files, size_t num, size_t i);

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
 * What a rule that has found something, or the blacklist, finds in a file alone, of that, is about the file. Puts the names before the paths:
 * "b.apk", "b.apk!AndroidManifest.xml", "b.apk, c.apk!AndroidManifest.xml" (place_file_name). Once all else is found; those from anomalies are marked.
 */
bool place_findings(const struct place_by *by, struct finding_list *list, const struct reading *facts, struct error *err);

#endif
