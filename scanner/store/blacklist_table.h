/*
 * blacklist_table - the blacklist as the archive keeps it. Every change is an event and raises the generation.
 */
#ifndef PRELIST_STORE_BLACKLIST_TABLE_H
#define PRELIST_STORE_BLACKLIST_TABLE_H

#include "store/database.h"

/* Fills archive->blacklist. */
void blacklist_table_source(struct archive *archive);

bool blacklist_table_generation(struct archive *archive, int64_t *generation, struct error *err);

/* Adds or replaces within a transaction; an entry that stands there as it is changes nothing. Entries are normalised. */
bool blacklist_table_put(struct archive *archive, const struct blacklist_entry *entries, size_t num, struct error *err);

/* The same in a transaction of its own. */
bool blacklist_table_add(struct archive *archive, const struct blacklist_entry *entries, size_t num, struct error *err);

/* False and err when there is no such entry. */
bool blacklist_table_remove(struct archive *archive, const struct blacklist_entry *entry, const char *reason, const char *by,
			    struct error *err);

/* Every entry, by kind and value; text lives during the call. */
bool blacklist_table_each(struct archive *archive, void (*visit)(void *owner, const struct blacklist_entry *entry),
			  void *owner, struct error *err);

#endif
