/*
 * trace_walk - asks for each name of a submission that may give a product away: entries, native libraries, classes, meta-data,
 * permissions. DEX code is not looked at.
 */
#ifndef PRELIST_JUDGE_TRACE_WALK_H
#define PRELIST_JUDGE_TRACE_WALK_H

#include "facts/reading.h"
#include "judge/trace.h"

struct trace_hit {
	size_t row; /* of the catalogue */
	enum trace_place place;
	int64_t package;
	const char *name; /* what matched: an entry, a file name, a class, ... */
	const char *path; /* where it was read */
};

/* Entries first, then what the manifest says; a row may come more than once. False as soon as found does. */
bool trace_walk(const struct traces *traces, const struct reading *facts,
		bool (*found)(void *owner, const struct trace_hit *hit), void *owner);

#endif
