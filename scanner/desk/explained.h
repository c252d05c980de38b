/*
 * explained - which open findings of correction cases a new submission explains: what the developer answers where nothing is mended.
 *
 * An explanation fixes nothing: that it came stands in the case, and on the desk until somebody has written there what came of it.
 */
#ifndef PRELIST_DESK_EXPLAINED_H
#define PRELIST_DESK_EXPLAINED_H

#include "desk/case.h"

#define EXPLAINED_STEP "explained" /* kind of the entry */

/* Within desk_keep, behind fixed_by. What an earlier submission said in the same words, since the one that the case is about, is no answer. */
bool explained_by(struct desk *desk, const struct reading *facts, int64_t number, struct error *err);

#endif
