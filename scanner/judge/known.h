/*
 * known - remembers between runs what this very program has looked at whole and found without a fault: rules, all of which could be
 * prepared, so that one that cannot concern a package need not be prepared for it, and a broken one still never goes unseen; and keys.
 *
 * An empty file for each in $XDG_CACHE_HOME/prelist (~/.cache/prelist), in a folder of its kind. Where none can be made, nothing is
 * remembered, which costs some milliseconds a run and nothing else.
 *
 * source   XDG Base Directory Specification
 */
#ifndef PRELIST_JUDGE_KNOWN_H
#define PRELIST_JUDGE_KNOWN_H

#include <stdbool.h>

#define KNOWN_RULES "rules"
#define KNOWN_KEYS "keys"

/* sha256: of all that was looked at, in hex. */
bool known_has(const char *kind, const char *sha256);
void known_add(const char *kind, const char *sha256);

#endif
