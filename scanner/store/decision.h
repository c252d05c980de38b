/*
 * decision - what a person decides of a submission: listed, rejected, delisted.
 */
#ifndef PRELIST_STORE_DECISION_H
#define PRELIST_STORE_DECISION_H

#include "store/database.h"

struct decision {
	int64_t number;
	const char *what; /* list, reject, delist */
	const char *by, *reason, *rule, *basis; /* rule and basis may be NULL */
	const struct snapshot *judged_by;	/* of list: what it was judged against; otherwise NULL */
	const char *verdict;			/* of list: today's; otherwise NULL */
};

/* KEEP_AGAIN when the app or the blacklist moved on since judged_by. One transaction with its event. */
enum keep_outcome decision_keep(struct archive *archive, const struct decision *decision, struct error *err);

#endif
