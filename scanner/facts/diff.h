/*
 * diff - two sets of facts compared row by row, by the key columns of fact.def.
 */
#ifndef PRELIST_FACTS_DIFF_H
#define PRELIST_FACTS_DIFF_H

#include "bytes/buf.h"
#include "facts/reading.h"

enum fact_change_kind { FACT_ADDED, FACT_REMOVED, FACT_CHANGED };

struct fact_change {
	enum fact_table table;
	enum fact_change_kind kind;
	const void *before, *after; /* rows of the two readings (borrowed), NULL where there is none */
};

/*
 * Every difference, in table order and then by key; rows are matched by key columns and, within the same package
 * position, path. The array is in the arena. False and err when memory ran out.
 */
bool fact_diff(const struct reading *before, const struct reading *after, struct arena *arena,
	       struct fact_change **changes, size_t *num_changes, struct error *err);

/* Whether rows of the table differ there. Digests that policy asks for (SHA-1, MD5) and one side was not asked for are no difference. */
bool fact_value_differs(enum fact_table table, size_t column, const void *before, const void *after);

/* What it is about, with a NUL behind it: the key columns, joined by blanks; where the path alone tells rows apart, the path. */
void fact_change_subject(const struct fact_change *change, struct buf *out);

#endif
