/*
 * blacklist_seed - rules/blacklist.json as a source of entries, in memory.
 */
#ifndef PRELIST_JUDGE_BLACKLIST_SEED_H
#define PRELIST_JUDGE_BLACKLIST_SEED_H

#include "judge/blacklist.h"

/* A file that is not there is an empty list. NULL and err naming file and entry. */
struct blacklist_source *blacklist_seed_read(const char *path, struct error *err);
void blacklist_seed_free(struct blacklist_source *source);

/* Reads one entry of the JSON form; text in the arena. source: what its source is when the entry does not say. */
struct cJSON;
bool blacklist_entry_read(struct blacklist_entry *entry, const struct cJSON *item, const char *file, struct arena *arena,
			  struct error *err);

#endif
