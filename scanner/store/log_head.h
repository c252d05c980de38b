/*
 * log_head - the head of the log's tree: one small document that is kept elsewhere, signed or not.
 *
 *   prelist log head          as lines; the same members in JSON
 *   size 20
 *   root 3f5a…                hex
 *   time 2026-11-26T21:24:32Z
 *   key 9a01…                 SHA-256 of the public key; the last two where it is signed
 *   signature 77e0…           Ed25519, over what RFC 6962 (3.5) signs: 0, 1, milliseconds since 1970 and size in 64 bits each, root
 */
#ifndef PRELIST_STORE_LOG_HEAD_H
#define PRELIST_STORE_LOG_HEAD_H

#include "store/archive.h"
#include "store/log_key.h"
#include "store/merkle.h"

#define LOG_HEAD_MARK "prelist log head"
#define LOG_HEAD_FILE_MAX ((size_t)256 * 1024)

struct log_head {
	int64_t size;
	uint8_t root[MERKLE_HASH];
	int64_t time; /* seconds since 1970 */
	bool is_signed;
	char key[65];
	uint8_t signature[LOG_SIGNATURE_LEN];
};

/* As the archive stands now. */
bool log_head_now(struct archive *archive, struct log_head *head, struct error *err);

bool log_head_sign(struct log_head *head, const struct log_key *key, struct error *err);
/* It is signed, and by that key. */
bool log_head_is_signed_by(const struct log_head *head, const struct log_key *key);

/* The lines above. */
void log_head_write(const struct log_head *head, struct buf *out);

/* Lines, alone or within a mail, or JSON. name: of the file, for err. */
bool log_head_parse(struct span text, const char *name, struct log_head *head, struct error *err);

#endif
