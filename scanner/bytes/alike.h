/*
 * alike - whether two names of apps say the same to who reads them.
 */
#ifndef PRELIST_BYTES_ALIKE_H
#define PRELIST_BYTES_ALIKE_H

#include "bytes/arena.h"

/*
 * As fold_label has them: one stands in the other, or more than half of the shorter one's characters, in their order, are at least half of
 * the longer one's; of two with Chinese characters by these alone. One character says too little to stand in another name. True when
 * memory ran out.
 */
bool alike_names(struct arena *arena, const char *a, const char *b);

#endif
