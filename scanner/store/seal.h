/*
 * seal - personal data: names, telephone numbers, mail and postal addresses, what somebody who complains wrote.
 *
 * A text becomes a row of the table sealed, closed by the key of $PRELIST_KEY_FILE (seal_key.h), and is known by a random
 * id everywhere else. The row holds a salt, too; the log holds only the salted digest, which tells nothing once the row is
 * erased. Putting, reading in clear, closing by a new key and erasing are events. Whatever writes is called within a
 * transaction.
 *
 *   box = AES-256-GCM(salt 32 bytes, text), bound to the row's id and kind
 */
#ifndef PRELIST_STORE_SEAL_H
#define PRELIST_STORE_SEAL_H

#include "store/database.h"

#define SEAL_ID_LEN 33
#define SEAL_TEXT_MAX ((size_t)65 * 1024 * 1024)

/* There is a key, and it is this archive's; otherwise err with the remedy. what: "the form's contact data". */
bool seal_ready(struct archive *archive, const char *what, struct error *err);
/* Without error: a key is there. */
bool seal_has_key(const struct archive *archive);

/* kind: contact, case-contact, case-text, attachment, person, form-digest: lower-case words. */
bool seal_put(struct archive *archive, const char *kind, const char *text, char id[SEAL_ID_LEN], struct error *err);
bool seal_put_bytes(struct archive *archive, const char *kind, struct span bytes, char id[SEAL_ID_LEN], struct error *err);

/* Under an id of its own choice, made by seal_new_id and used once. */
bool seal_new_id(char id[SEAL_ID_LEN], struct error *err);
bool seal_put_as(struct archive *archive, const char *kind, const char *id, struct span bytes, struct error *err);

/* In clear, for somebody and a reason that the log keeps. *text NULL: it was erased. err: another key, a changed row. */
bool seal_get(struct archive *archive, const char *id, const char *who, const char *why, struct arena *arena, const char **text,
	      struct error *err);
bool seal_get_bytes(struct archive *archive, const char *id, const char *who, const char *why, struct buf *bytes, bool *found,
		    struct error *err);

/* To be shown masked, or compared, and nothing else: no event. *text NULL: erased, or there is no key that opens it. */
bool seal_peek(struct archive *archive, const char *id, struct arena *arena, const char **text, struct error *err);

/* The row goes, the log keeps that it went. Not there (any more): nothing happens. */
bool seal_erase(struct archive *archive, const char *id, const char *who, const char *why, struct error *err);

/* The same of all ids that a SELECT gives for a number (?1), named id. num: rows that were there. */
bool seal_erase_all(struct archive *archive, const char *ids, int64_t number, const char *who, const char *why, uint64_t *num, struct error *err);

/* Closes every row by the first key that is not. num: rows. */
bool seal_rekey(struct archive *archive, const char *who, uint64_t *num, struct error *err);

/*
 * After erasing or closing anew was committed: nothing of what was there before stays in the archive's files. False and err as
 * long as another program reads them as they were; the next one of ours that closes the archive then does it.
 */
bool seal_forget(struct archive *archive, struct error *err);

/* Calls problem for rows that were changed, added or taken away without record; opens them where there is a key. */
bool seal_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
