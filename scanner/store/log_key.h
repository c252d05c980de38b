/*
 * log_key - the Ed25519 key that signs heads of the log and exports.
 *
 *   $PRELIST_LOG_KEY_FILE   PEM, as `openssl genpkey -algorithm ed25519` makes it: outside the archive, its owner's alone
 *   the public key          PEM, as `openssl pkey -pubout` makes it: for whoever checks
 *
 * source   RFC 8032 (Ed25519), RFC 8410 (its keys)
 */
#ifndef PRELIST_STORE_LOG_KEY_H
#define PRELIST_STORE_LOG_KEY_H

#include "bytes/buf.h"
#include "bytes/error.h"

#define LOG_SIGNATURE_LEN 64

struct log_key;

/* The key of $PRELIST_LOG_KEY_FILE. NULL and err with the remedy where it is not set or is none; what: "a head". */
struct log_key *log_key_own(const char *what, const char *archive_dir, struct error *err);
/* The variable is set. */
bool log_key_is_set(void);

/* A public key (or a private one, of which only that part is taken). NULL and err when the file holds none. log_key_free takes NULL. */
struct log_key *log_key_public(const char *path, struct error *err);

void log_key_free(struct log_key *key);

/* SHA-256 of the public key (SubjectPublicKeyInfo, DER), hex. */
const char *log_key_id(const struct log_key *key);
/* The public key as PEM. */
bool log_key_write_public(const struct log_key *key, struct buf *out, struct error *err);

/* False and err when it cannot be signed, as by a public key. */
bool log_key_sign(const struct log_key *key, struct span message, uint8_t signature[LOG_SIGNATURE_LEN], struct error *err);
/* True when it is the signature of that message by the key. */
bool log_key_verify(const struct log_key *key, struct span message, const uint8_t signature[LOG_SIGNATURE_LEN]);

#endif
