/*
 * content - an entry's content in one piece, for inspectors that need it so.
 */
#ifndef PRELIST_INSPECT_CONTENT_H
#define PRELIST_INSPECT_CONTENT_H

#include "bytes/error.h"
#include "bytes/source.h"

/* A copy that the caller frees; NULL and err when reading failed or memory ran out. */
uint8_t *content_copy(const struct source *content, struct error *err);

/* The content as a span: of the memory that it is in, or of a copy that *owned holds and the caller frees. False and err. */
bool content_span(const struct source *content, struct span *span, uint8_t **owned, struct error *err);

#endif
