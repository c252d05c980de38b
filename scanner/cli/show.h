/*
 * show - lists of what is kept.
 */
#ifndef PRELIST_CLI_SHOW_H
#define PRELIST_CLI_SHOW_H

#include "cli/session.h"

/* The submissions that a blacklist entry hits, as a table or as JSON; the exit code. */
int show_hits(struct session *session, const struct blacklist_entry *entry, struct error *err);

#endif
