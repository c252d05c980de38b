/*
 * waiting - whose the submissions of an app are that never was listed: who handed in its id first, and waits, has it.
 */
#ifndef PRELIST_STORE_WAITING_H
#define PRELIST_STORE_WAITING_H

#include "store/asked.h"
#include "store/database.h"

/* The oldest submission of the app that came before the one that is asked about and waits; number 0: there is none, or it is of the same developer and signer. */
bool waiting_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_waiting *waiting, struct error *err);

/* Whether the forms name one developer, or none; and whether a certificate signed both, or none that is known. */
bool waiting_same_developer(const struct reading *a, const struct reading *b);
bool waiting_same_signer(const struct reading *a, const struct reading *b);

#endif
