/*
 * schema_verify - are tables, indexes, views and triggers those that this program makes? A trigger can change rows as they are
 * written, a view hide them from those who read through it.
 */
#ifndef PRELIST_STORE_SCHEMA_VERIFY_H
#define PRELIST_STORE_SCHEMA_VERIFY_H

#include "store/database.h"

bool schema_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
