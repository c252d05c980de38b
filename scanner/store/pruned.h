/*
 * pruned - packages whose bytes went when their time was over.
 *
 * The row that says so and its event come first, in one transaction; then the bytes go. What is left of a package are its
 * rows: reading, submissions, findings, decisions, log. Bytes that are submitted again end the row.
 */
#ifndef PRELIST_STORE_PRUNED_H
#define PRELIST_STORE_PRUNED_H

#include "bytes/date.h"
#include "store/database.h"

struct pruned_row {
	const char *sha256;
	const char *date;  /* when it went */
	const char *until; /* the last day on which it had to be kept */
	const char *reason, *by;
};

/* Within a transaction. Its recipe in a pack goes with it; the pack is written anew by pack_shrink. */
bool pruned_put(struct archive *archive, const struct pruned_row *row, struct error *err);

/* date empty: its bytes are here. */
bool pruned_date(struct archive *archive, const char *sha256, char date[DATE_TEXT_LEN], struct error *err);

/* Within archive_keep's transaction: the bytes are here again, under their name. */
bool pruned_return(struct archive *archive, const struct incoming *incoming, struct error *err);

/* Removes the whole files of pruned packages: what an earlier run was stopped from removing, too. */
bool pruned_drop_files(struct archive *archive, void (*progress)(void *owner, uint64_t done, uint64_t total), void *owner, struct error *err);

bool pruned_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
