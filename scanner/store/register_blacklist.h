/*
 * register_blacklist - who is on the blacklist under another name: what a submission shows, and a developer there uses too.
 *
 * A new subject with the certificate, key or code of a blacklisted developer is he; one with his licence or filing number is
 * at least to be looked at, for a number can be copied.
 */
#ifndef PRELIST_STORE_REGISTER_BLACKLIST_H
#define PRELIST_STORE_REGISTER_BLACKLIST_H

#include "judge/blacklist.h"
#include "store/database.h"

/* Values of that kind can lead to a developer. */
bool register_leads(enum blacklist_kind kind);

/* Calls visit for the entries of kind developer and uscc that name a developer of whom the register has that value. */
bool register_blacklisted(struct archive *archive, enum blacklist_kind kind, const char *value,
			  void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);

#endif
