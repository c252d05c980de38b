/*
 * crew - threads that work through a list and hand over what they made in the order of the list; one job does it on the caller's.
 */
#ifndef PRELIST_BYTES_CREW_H
#define PRELIST_BYTES_CREW_H

#include "bytes/error.h"

#include <stddef.h>

struct crew {
	size_t num_items;
	size_t ahead; /* items that may be worked on before their turn */
	bool is_long; /* an item takes long: a thread takes on one at a time, never one beyond those ahead, and gives its memory back */
	unsigned jobs;
	void *owner;
	/* One thread's own tools; NULL: it needs none. False and err: it cannot work. */
	bool (*begin)(void *owner, void **hand, struct error *err);
	void (*end)(void *owner, void *hand);
	/* Once, on the caller's thread, before anything is taken; meanwhile others begin to work. NULL: nothing. False and err end the work. */
	bool (*prepare)(void *owner, struct error *err);
	/* Any thread; what it makes is the owner's to keep. */
	void (*work)(void *owner, void *hand, size_t item);
	/* In order, on the caller's thread. False and err end the work. */
	bool (*take)(void *owner, size_t item, struct error *err);
};

bool crew_run(const struct crew *crew, struct error *err);

#endif
