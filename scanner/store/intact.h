/*
 * intact - what of a database is broken in itself, whatever was kept in it: its pages and indexes, and rows that name others.
 *
 * A copy of a broken database has a sound hash: whoever copies one asks this of the copy.
 */
#ifndef PRELIST_STORE_INTACT_H
#define PRELIST_STORE_INTACT_H

#include "bytes/error.h"

#include <sqlite3.h>

/* Calls problem for each page that is broken, and each row of which an index says something else than its table. False and err only where it could not be looked at. */
bool intact_pages(sqlite3 *db, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

/* The same for each pair of tables of which rows of the first name rows of the second that are not there. */
bool intact_references(sqlite3 *db, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
