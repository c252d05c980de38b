/*
 * external - what laboratories found in packages of the archive, by SHA-256; kept with the case that brought it.
 */
#ifndef PRELIST_STORE_EXTERNAL_H
#define PRELIST_STORE_EXTERNAL_H

#include "store/database.h"

/* Takes away what the same source said in that case before. Within a transaction, before case_table_log; so is the next one. */
bool external_clear(struct archive *archive, int64_t number, const char *source, struct error *err);
/* row->case_number says which case. */
bool external_put(struct archive *archive, const char *sha256, const struct fact_external_finding *row, struct error *err);

/* Puts what is kept about the packages in place of what assembled facts hold; cases that were withdrawn say nothing. */
bool external_load(struct archive *archive, struct reading *facts, struct error *err);

#endif
