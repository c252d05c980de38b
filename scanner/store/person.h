/*
 * person - who did something: an id that says nothing in rows and records, a name that is sealed where there is a key.
 *
 *   main.person   id, name, salt; name and salt NULL: sealed under the same id (seal.h)
 *   temp.person   id, name in this connection's memory, opened, and the name folded; what statements see that say person
 *
 * id = the first half of SHA-256(salt, name), so that the records, which hold ids, stand for names as well: a name that was
 * changed is not its id's. Without the salt an id tells nothing.
 *
 * Without $PRELIST_KEY_FILE names are kept in clear; archive rekey seals them. A name that cannot be opened (no key, erased)
 * reads PERSON_STAND_IN and the beginning of its id. Staff of the archive's owner see staff's names: that is not logged.
 */
#ifndef PRELIST_STORE_PERSON_H
#define PRELIST_STORE_PERSON_H

#include "store/database.h"

#define PERSON_STAND_IN "person "
#define PERSON_STAND_IN_LEN (sizeof PERSON_STAND_IN - 1 + 8)
#define PERSON_NAME_MAX ((size_t)256) /* bytes of a new one */

/* Makes temp.person, when the archive is opened. */
bool person_open(struct archive *archive, struct error *err);

/* Persons that others made since. */
bool person_refresh(struct archive *archive, struct error *err);

/*
 * The id of a name, made where there is none. Within a transaction. Names are one person's that are the same when they are folded
 * (bytes/fold.h), and he is shown as he was named first. err when names are sealed and cannot be compared, and of a name of which
 * nothing is seen.
 */
bool person_id(struct archive *archive, const char *name, char id[33], struct error *err);
/* The same, of a person who is known already. */
bool person_find(struct archive *archive, const char *name, char id[33], bool *found, struct error *err);

/* Calls problem for every name in clear that is not its id's. */
bool person_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

/* Seals every name that is in clear. Within a transaction. */
bool person_seal_all(struct archive *archive, uint64_t *num, struct error *err);

#endif
