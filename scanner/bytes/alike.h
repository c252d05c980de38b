/*
 * alike - whether two names of apps say the same to who reads them, and two pictures to who sees them.
 */
#ifndef PRELIST_BYTES_ALIKE_H
#define PRELIST_BYTES_ALIKE_H

#include "bytes/arena.h"

/*
 * As look_of has them: one stands in the other, or more than half of the shorter one's characters, in their order, are at least half of
 * the longer one's; of two with Chinese characters by these alone. One character says too little to stand in another name. True when
 * memory ran out.
 */
bool alike_names(struct arena *arena, const char *a, const char *b);

#define ALIKE_PICTURE_LEN 16 /* digits of a difference hash */

/*
 * How far the difference hash of a picture (picture.h), in lower-case hex, may be from that of one that looks like it: a bit for every four lines
 * that cross its rows, which plain ones have few of, and five at most. 0: only the same is alike, or it is no such hash.
 */
unsigned alike_picture_room(const char *hash);

/* In how many bits two such hashes differ. */
unsigned alike_picture_bits(const char *a, const char *b);

/* Both leave room for that. */
bool alike_pictures(const char *a, const char *b);

#endif
