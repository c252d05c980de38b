/*
 * diff - two sets of facts compared row by row, by the key columns of fact.def.
 */
#ifndef PRELIST_FACTS_DIFF_H
#define PRELIST_FACTS_DIFF_H

#include "facts/reading.h"

enum fact_change_kind { FACT_ADDED, FACT_REMOVED, FACT_CHANGED };

struct fact_change {
	enum fact_table table;
	enum fact_change_kind kind;
	const char *subject;	    /* the key columns, joined by a blank */
	const void *before, *after; /* rows of the two readings (borrowed), NULL where there is none */
};

/*
 * Every difference, in table order and then by key; rows are matched by key columns and, within the same package
 * position, path. The array is in the arena. False and err when memory ran out.
 */
bool fact_diff(const struct reading *before, const struct reading *after, struct arena *arena,
	       struct fact_change **changes, size_t *num_changes, struct error *err);

#endif
