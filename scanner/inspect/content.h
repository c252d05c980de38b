/*
 * content - an entry's content in one piece, for inspectors that need it so.
 */
#ifndef PRELIST_INSPECT_CONTENT_H
#define PRELIST_INSPECT_CONTENT_H

#include "inspect/inspect.h"

/* A copy that the caller frees; NULL and err when reading failed or memory ran out. */
uint8_t *content_copy(const struct source *content, struct error *err);

/* The content as a span: of the memory that it is in, or of a copy that *owned holds and the caller frees. False and err. */
bool content_span(const struct source *content, struct span *span, uint8_t **owned, struct error *err);

/*
 * Inflates an entry of an archive within the package's budget: the content is in *data, which the caller frees. *data NULL: it could not be,
 * which unread was told. False and err.
 */
bool content_inflate(const struct inspect_context *context, const struct source *archive, const struct zipdir_entry *entry, struct anomalies *unread,
		     struct source *content, uint8_t **data, struct error *err);

#endif
