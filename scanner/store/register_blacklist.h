/*
 * register_blacklist - who is on the blacklist under another name: what a submission shows, and a developer there uses too.
 *
 * A new subject with the certificate, key or code with which versions of a blacklisted developer were listed is he. One with what he only
 * handed in is to be looked at, for that may be somebody else's, and so is one with his licence or filing number, which can be copied.
 */
#ifndef PRELIST_STORE_REGISTER_BLACKLIST_H
#define PRELIST_STORE_REGISTER_BLACKLIST_H

#include "judge/blacklist.h"
#include "store/database.h"

/* Values of that kind can lead to a developer. */
bool register_leads(enum blacklist_kind kind);

/*
 * Calls visit for the entries of kind developer and uscc that name a developer of whom the register has that value; of a key, too, for
 * those of kind certificate that name one which the register knows with it.
 */
bool register_blacklisted(struct archive *archive, enum blacklist_kind kind, const char *value,
			  void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);

#endif
