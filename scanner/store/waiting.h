/*
 * waiting - whose the submissions of an app are that never was listed: whether somebody else handed in its id, and who was first.
 */
#ifndef PRELIST_STORE_WAITING_H
#define PRELIST_STORE_WAITING_H

#include "bytes/digest.h"
#include "store/asked.h"
#include "store/database.h"

/*
 * The oldest submission of the app, of what came before the one that is asked about, that waits and is of another developer or signer; or that
 * rules rejected, of another developer, where the asker had handed in none before. number is the first that came of who handed that in, be it
 * withdrawn or rejected by rules since, 0: there is none; own_first the asker's, found alike, where that came before it.
 */
bool waiting_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_waiting *waiting, struct error *err);

/* Whether the forms name one developer, or none; and whether phones see one signer of both, or none that is known. */
bool waiting_same_developer(const struct reading *a, const struct reading *b);
bool waiting_same_signer(const struct reading *a, const struct reading *b);

/* A digest of the developer's names and of all who signed: where it is the same, both of the above hold. */
bool waiting_hand(const struct reading *facts, char hand[DIGEST_HEX_MAX], struct error *err);

#endif
