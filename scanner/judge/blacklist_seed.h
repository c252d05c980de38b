/*
 * blacklist_seed - rules/blacklist.json as a source of entries, in memory.
 */
#ifndef PRELIST_JUDGE_BLACKLIST_SEED_H
#define PRELIST_JUDGE_BLACKLIST_SEED_H

#include "judge/blacklist.h"

/* A file that is not there is an empty list. NULL and err naming file and entry. */
struct blacklist_source *blacklist_seed_read(const char *path, struct error *err);
void blacklist_seed_free(struct blacklist_source *source);

#endif
