/*
 * pack_log - what the log says of a pack: its row and its chunks, each time that they changed. What a recipe says is seen by what
 * it rebuilds.
 */
#ifndef PRELIST_STORE_PACK_LOG_H
#define PRELIST_STORE_PACK_LOG_H

#include "store/database.h"

/* Within the transaction that added a package to it. */
bool pack_log_kept(struct archive *archive, int64_t number, const char *sha256, struct error *err);

/* Within the transaction in which it was written anew. */
bool pack_log_anew(struct archive *archive, int64_t number, struct error *err);

bool pack_log_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
