/*
 * digest - SHA-256 and its relatives, with one fetched algorithm each and contexts that are used again.
 *
 * source   FIPS 180-4, RFC 1321 (MD5)
 */
#ifndef PRELIST_BYTES_DIGEST_H
#define PRELIST_BYTES_DIGEST_H

#include "bytes/span.h"

enum digest_kind { DIGEST_SHA256, DIGEST_SHA1, DIGEST_MD5, DIGEST_SHA384, DIGEST_SHA512, DIGEST_SHA224, DIGEST_KINDS };

#define DIGEST_MAX 64
#define DIGEST_HEX_MAX (2 * DIGEST_MAX + 1)

struct digest; /* a context; one thread at a time */

/* Fetches every algorithm once, so that the sandbox needs no file for it. Call before threads and before the sandbox. */
bool digest_warm_up(void);

/* NULL when out of memory. digest_free takes NULL. */
struct digest *digest_new(enum digest_kind kind);
void digest_free(struct digest *digest);

void digest_start(struct digest *digest);
void digest_add(struct digest *digest, struct span bytes);
/* Writes digest_len(kind) bytes; the context can be started again. */
void digest_finish(struct digest *digest, uint8_t out[DIGEST_MAX]);

size_t digest_len(enum digest_kind kind);

/* One shot; of several parts, as if they were one. Stop the program where there is no memory: a digest is never a wrong one. */
void digest_of(enum digest_kind kind, struct span bytes, uint8_t out[DIGEST_MAX]);
void digest_of_parts(enum digest_kind kind, const struct span *parts, size_t num_parts, uint8_t out[DIGEST_MAX]);
void digest_hex_of(enum digest_kind kind, struct span bytes, char out[DIGEST_HEX_MAX]);

#endif
