/*
 * show - lists of what is kept.
 */
#ifndef PRELIST_CLI_SHOW_H
#define PRELIST_CLI_SHOW_H

#include "cli/kept.h"
#include "cli/table.h"

/* The submissions that a blacklist entry hits, listed ones first, as a table or as JSON; the exit code. */
int show_hits(struct session *session, const struct blacklist_entry *entry, struct error *err);

/* Such submissions within another answer: into a table, which the caller prints, or as rows of JSON where json is not NULL. */
struct hit_rows {
	struct json *json;
	struct table table;
};
struct hit_rows hit_rows_new(enum language language, struct json *json);
void hit_rows_add(void *rows, const struct kept_row *row);

#endif
