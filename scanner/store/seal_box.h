/*
 * seal_box - AES-256-GCM: a text closed by a key, bound to what it belongs to.
 *
 * bound    associated data: the box opens only with the same
 * nonce    random, made by closing
 * box      ciphertext, then the tag of 16 bytes
 *
 * source   NIST SP 800-38D
 */
#ifndef PRELIST_STORE_SEAL_BOX_H
#define PRELIST_STORE_SEAL_BOX_H

#include "bytes/buf.h"
#include "store/seal_key.h"

#define SEAL_NONCE_LEN 12

/* Appends the box. False and err when memory ran out or there are no random bytes. */
bool seal_box_close(const struct seal_key *key, struct span bound, struct span text, uint8_t nonce[SEAL_NONCE_LEN],
		    struct buf *box, struct error *err);

/* Appends the text. *ok false: it was changed, or belongs elsewhere. False and err when memory ran out. */
bool seal_box_open(const struct seal_key *key, struct span bound, struct span nonce, struct span box, struct buf *text, bool *ok,
		   struct error *err);

#endif
