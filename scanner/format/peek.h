/*
 * peek - the first bytes of an entry, before it is known how it is wanted.
 */
#ifndef PRELIST_FORMAT_PEEK_H
#define PRELIST_FORMAT_PEEK_H

#include "container/zipdir.h"

/* At most max bytes into out; *head says how many there are, none when they cannot be inflated. False and err when reading failed. */
bool peek(const struct source *source, const struct zipdir_entry *entry, uint8_t *out, size_t max, struct span *head,
	  struct error *err);

#endif
