/*
 * schema_verify - are tables, indexes, views and triggers those that this program makes? A trigger can change rows as they are
 * written, a view hide them from those who read through it.
 */
#ifndef PRELIST_STORE_SCHEMA_VERIFY_H
#define PRELIST_STORE_SCHEMA_VERIFY_H

#include "store/database.h"

/* can_read: tables and views are ours; else a view that never ends may stand for a table, and nothing is to be read of them. */
bool schema_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, bool *can_read, struct error *err);

#endif
