/*
 * against - listed versions that are newly against a rule: what the view newly_against shows, a version at a time.
 */
#ifndef PRELIST_STORE_AGAINST_H
#define PRELIST_STORE_AGAINST_H

#include "judge/judge.h"
#include "store/database.h"

struct against {
	int64_t number, version_code; /* FACT_ABSENT where there is none */
	const char *platform, *app_id, *version_name, *label;
	int64_t patrol; /* that judged it last */
	enum verdict verdict;
	const struct finding *findings; /* gravest first */
	size_t num_findings;
};

/* By app, platform and number. Text lives until visit returns. */
bool against_each(struct archive *archive, void (*visit)(void *owner, const struct against *version), void *owner, struct error *err);

#endif
