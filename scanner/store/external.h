/*
 * external - what laboratories found in packages of the archive, by SHA-256; kept with the case that brought it.
 */
#ifndef PRELIST_STORE_EXTERNAL_H
#define PRELIST_STORE_EXTERNAL_H

#include "store/database.h"

#define EXTERNAL_ANY_VERSION " ?" /* in a source, behind the name of a tool: whatever version of it */
#define EXTERNAL_REPORT ", report "

/* Who speaks of which package: "Laboratory, tool ?, report 7". */
struct external_source {
	const char *source, *sha256;
};

/* By source, then by package. */
int external_compare(const void *a, const void *b, void *unused);

/* Takes away what these, sorted, said in that case before. Within a transaction, before case_table_log; so is the next one. */
bool external_clear(struct archive *archive, int64_t number, const struct external_source *said, size_t num, struct error *err);
/* row->case_number says which case; taken: the day on which it came in. */
bool external_put(struct archive *archive, const char *sha256, const struct fact_external_finding *row, const char *taken, struct error *err);

/* True when a laboratory ever said anything: without that there is nothing to load. */
bool external_any(struct archive *archive, bool *any, struct error *err);

/* Puts what is kept about the packages in place of what assembled facts hold; cases that were withdrawn say nothing. */
bool external_load(struct archive *archive, struct reading *facts, struct error *err);
/* The same of a kept submission, whatever tables its facts have. */
bool external_load_kept(struct archive *archive, int64_t number, struct reading *facts, struct error *err);

#endif
