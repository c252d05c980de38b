/*
 * affirm - what a text says, without what it denies.
 */
#ifndef PRELIST_BYTES_AFFIRM_H
#define PRELIST_BYTES_AFFIRM_H

#include "bytes/arena.h"

/*
 * The text, of whose clauses those that have a denial end before it, unless their sentence has a condition: who does it but with consent
 * does it. denials, conditions: words, a | between each; one of Latin letters is a whole word, in that case. In an enumeration (、 or a
 * comma between Latin words) the clause goes on. NULL when memory ran out.
 */
const char *affirm(struct arena *arena, const char *text, const char *denials, const char *conditions);

#endif
