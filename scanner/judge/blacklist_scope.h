/*
 * blacklist_scope - where an entry counts: an app, a certificate, versions, days; the size that a file of its hash has.
 *
 *   app          an app id; "android:com.example" where two platforms have the same
 *   certificate  SHA-256 of a certificate of the submission; for a waiver, of a signer whose signature verifies
 *   versions     version codes: "7", "1-20", "10-", "-20"
 *
 * An entry counts where one of the submission's packages is what all of these say, a waiver where each of them is: which one is
 * the main package the developer says.
 */
#ifndef PRELIST_JUDGE_BLACKLIST_SCOPE_H
#define PRELIST_JUDGE_BLACKLIST_SCOPE_H

#include "judge/blacklist.h"

/* Checks what narrows an entry and brings it to its one spelling in the arena; empty text is NULL. size: a number as text, "*" or NULL. */
bool blacklist_scope_normalise(struct arena *arena, struct blacklist_entry *entry, const char *size, struct error *err);

/* First and last version code; everything when versions is NULL. False when it is no range. */
bool blacklist_versions(const char *versions, int64_t *first, int64_t *last);

/* In force on that day. */
bool blacklist_in_force(const struct blacklist_entry *entry, const char *today);
bool blacklist_in_scope(const struct blacklist_entry *entry, const struct reading *facts);

#endif
