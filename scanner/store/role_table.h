/*
 * role_table - appointments as the archive keeps them.
 *
 * Whatever writes is called within a transaction and ends with role_table_log; the event's content is a digest of the row.
 */
#ifndef PRELIST_STORE_ROLE_TABLE_H
#define PRELIST_STORE_ROLE_TABLE_H

#include "store/database.h"

struct role_row {
	int64_t number;
	const char *role, *who;
	const char *since, *until; /* YYYY-MM-DD; until NULL: it goes on */
	const char *contact;	   /* a row of the seal, or NULL */
	bool contact_is_erased;	   /* of what is read: there was one, and it was erased */
};

/* An appointment, and its last day. */
bool role_table_insert(struct archive *archive, const struct role_row *row, int64_t *number, struct error *err);
bool role_table_end(struct archive *archive, int64_t number, const char *until, struct error *err);
bool role_table_log(struct archive *archive, int64_t number, const char *by, const char *detail, struct error *err);

/* By role and since. number 0: all of them. on: only those that are in force on that day, or NULL. */
bool role_table_each(struct archive *archive, int64_t number, const char *on,
		     void (*visit)(void *owner, const struct role_row *row), void *owner, struct error *err);

bool role_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
