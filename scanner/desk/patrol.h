/*
 * patrol - a round over what is listed and kept: judges what is due, re-hashes a share of the packages, leaves a record.
 *
 * Versions are judged outside any transaction, on as many threads as wanted, and kept in parts, each durable with its events:
 * a patrol that is stopped midway has done what it kept, and the next one finds the rest due.
 */
#ifndef PRELIST_DESK_PATROL_H
#define PRELIST_DESK_PATROL_H

#include "desk/patrol_judge.h"
#include "desk/patrol_rehash.h"

struct patrol_options {
	struct archive *archive; /* for writing */
	const char *archive_dir;
	const struct rules *rules;
	const struct judge *judge;
	const struct judge_run *run;
	const struct format_options *read;
	struct sandbox *sandbox;
	unsigned jobs;
	enum patrol_rehash rehash;
	const char *by; /* or NULL */
	/* what: "patrol" or "hash"; called on the caller's thread */
	void (*progress)(void *owner, const char *what, uint64_t done, uint64_t total);
	/* A version that could not be judged; a package that is not what it was. */
	void (*trouble)(void *owner, const char *text);
	void *owner;
};

/* Does it all. record: as kept; its texts are not set but for date. False and err: what was kept until then stays. */
bool patrol_run(const struct patrol_options *options, struct patrol_row *record, struct error *err);

#endif
