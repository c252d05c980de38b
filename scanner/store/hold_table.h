/*
 * hold_table - what may not be pruned until somebody lifts the hold: an app with all its versions, or one submission.
 *
 * What writes is called within a transaction and is one event each, whose content is a digest of the row.
 */
#ifndef PRELIST_STORE_HOLD_TABLE_H
#define PRELIST_STORE_HOLD_TABLE_H

#include "store/database.h"

struct hold_row {
	int64_t number;
	const char *date, *platform, *app_id;
	int64_t submission; /* FACT_ABSENT: the whole app */
	const char *reason, *by;
	const char *lifted, *lifted_reason, *lifted_by; /* NULL: it holds */
};

/* number and lifted of the row are not looked at. One that stands there for the same reason is none anew: num_new counts the others. */
bool hold_table_add(struct archive *archive, const struct hold_row *row, size_t *num_new, struct error *err);

/* Lifts every hold of exactly that app (submission FACT_ABSENT; platform NULL: any) or that submission. num: of them. */
bool hold_table_lift(struct archive *archive, const struct hold_row *row, size_t *num, struct error *err);

/* Those that hold, or all. */
bool hold_table_each(struct archive *archive, bool all, void (*visit)(void *owner, const struct hold_row *row), void *owner,
		     struct error *err);

bool hold_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

/* SQL: is submission s of FROM ... submission s on hold? */
#define HOLD_ON_SUBMISSION                                                                                                             \
	"EXISTS (SELECT 1 FROM hold h WHERE h.lifted IS NULL AND h.app_id = s.app_id AND h.platform = s.platform"                      \
	" AND (h.submission IS NULL OR h.submission = s.number))"

/* SQL: of FROM hold h, is it one of what case c of FROM ... case_file c is about? */
#define HOLD_OF_CASE                                                                                                                   \
	"h.app_id = c.app_id AND (c.platform IS NULL OR h.platform = c.platform)"                                                      \
	" AND (h.submission IS NULL OR c.submission IS NULL OR h.submission = c.submission)"

#endif
