/*
 * words - what somebody wrote: masked for the tables, and as it was written, sealed, where there is a key.
 */
#ifndef PRELIST_DESK_WORDS_H
#define PRELIST_DESK_WORDS_H

#include "desk/desk.h"
#include "store/seal.h"

struct words {
	const char *masked; /* in the arena; NULL where nothing was written */
	const char *sealed; /* the id of what is sealed, or NULL: nothing had to be masked, or there is no key */
	char id[SEAL_ID_LEN];
};

/* text may be NULL. Within desk_keep. */
bool words_keep(struct desk *desk, struct arena *arena, const char *text, struct words *words, struct error *err);

/* Masked only, for what is kept nowhere else; NULL and err. */
const char *words_masked(struct arena *arena, const char *text, struct error *err);

#endif
