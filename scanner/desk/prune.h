/*
 * prune - what is kept longer than it has to be, and letting it go.
 *
 *   packages        bytes of submissions that were rejected or delisted; not while one of them is listed, waits, is on hold,
 *                   has an open case, or is inside its time, which runs from its last day: judged, decided, or case closed
 *   personal data   sealed contacts and texts of closed cases; contacts that a developer replaced, and his last one once no
 *                   version of his is listed or waits; contacts of staff whose role has ended
 *
 * With them goes what was never part of the archive (unreferenced.h).
 * Readings, judgements, findings, decisions and the log are never dropped: they are small, and the log's digests are over them.
 */
#ifndef PRELIST_DESK_PRUNE_H
#define PRELIST_DESK_PRUNE_H

#include "desk/desk.h"
#include "store/unreferenced.h"

/* Why something stays; the first that holds. PRUNE_DUE: it does not. */
enum prune_standing { PRUNE_LISTED, PRUNE_WAITING, PRUNE_HELD, PRUNE_IN_CASE, PRUNE_YOUNG, PRUNE_DUE, PRUNE_STANDINGS };

struct prune_package {
	const char *sha256, *platform, *app_id, *state;
	int64_t number, size; /* of its newest submission; bytes */
	enum prune_standing standing;
	char until[DATE_TEXT_LEN]; /* the last day on which it is kept */
};

/* Every package whose bytes are here; sha256 NULL: all, by app and number. False from visit ends it early. */
bool prune_each_package(struct desk *desk, const char *sha256, bool (*visit)(void *owner, const struct prune_package *package), void *owner,
			struct error *err);

enum prune_whose { PRUNE_CASE, PRUNE_DEVELOPER, PRUNE_ROLE };

struct prune_personal {
	enum prune_whose whose;
	int64_t number;	    /* of the case, developer or role */
	const char *sealed; /* the row */
	char until[DATE_TEXT_LEN];
};

/* What personal data is over its time. */
bool prune_each_personal(struct desk *desk, bool (*visit)(void *owner, const struct prune_personal *personal), void *owner, struct error *err);

struct pruning {
	const char *reason;
	/* After each item of a step; may be NULL. */
	void (*progress)(void *owner, uint64_t done, uint64_t total);
	void *owner;
	uint64_t num_packages, bytes, num_personal; /* what went */
	struct unreferenced unreferenced;
	uint64_t num_problems; /* of rows that are not those that were logged: then no package goes, and no file */
};

/* Lets everything go that is due. Stopped midway it goes on when it is run again. */
bool prune_all(struct desk *desk, struct pruning *pruning, struct error *err);

#endif
