/*
 * blacklist_lookup - the archive's blacklist as judging asks for it: by kind and value through an index, whatever its size.
 */
#ifndef PRELIST_STORE_BLACKLIST_LOOKUP_H
#define PRELIST_STORE_BLACKLIST_LOOKUP_H

#include "store/database.h"

/* Fills archive->blacklist. */
void blacklist_lookup_source(struct archive *archive);

/* An entry's columns, of a view `blacklist b` with its persons p and q beside it, and how a row of them is read. */
#define BLACKLIST_COLUMNS                                                                                                              \
	"b.kind, b.value, b.verdict, b.reason, b.source, b.ticket, p.name, b.since, b.until, nullif(b.app, ''), nullif(b.certificate, '')," \
	" nullif(b.versions, ''), q.name, b.size, coalesce(b.appeal, 0)"
#define BLACKLIST_COLUMNS_NUM 15
#define BLACKLIST_PERSONS "LEFT JOIN person p ON p.id = b.person LEFT JOIN person q ON q.id = b.second"
struct blacklist_entry blacklist_lookup_row(sqlite3_stmt *row);
/* Every row that is left; the statement is reset then. */
bool blacklist_lookup_each(struct archive *archive, sqlite3_stmt *row, void (*visit)(void *owner, const struct blacklist_entry *entry),
			   void *owner, struct error *err);

/* Entries whose last day is one of these days, by it. */
bool blacklist_lookup_ending(struct archive *archive, const char *from, const char *to,
			     void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);

#endif
