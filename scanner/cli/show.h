/*
 * show - lists of what is kept.
 */
#ifndef PRELIST_CLI_SHOW_H
#define PRELIST_CLI_SHOW_H

#include "cli/kept.h"
#include "cli/list.h"

/* The submissions that a blacklist entry hits, listed ones first; the exit code. */
int show_hits(struct session *session, const struct blacklist_entry *entry, struct error *err);

/* A list of such submissions within another answer, and one of them. */
void show_begin_hits(struct list *list);
void show_hit(void *list, const struct kept_row *row);

#endif
