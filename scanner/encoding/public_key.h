/*
 * public_key - the mathematics of signatures, by EVP on raw values; what a key is, by our cursor.
 *
 * source   RFC 5280 (SubjectPublicKeyInfo), RFC 3279 (RSA, DSA), RFC 5480 (EC), RFC 8017 (PKCS1, PSS); BoringSSL, which limits
 *          what Android takes
 */
#ifndef PRELIST_ENCODING_PUBLIC_KEY_H
#define PRELIST_ENCODING_PUBLIC_KEY_H

#include "bytes/digest.h"
#include "bytes/limit.h"
#include "encoding/der.h"

enum public_key_kind { PUBLIC_KEY_UNKNOWN, PUBLIC_KEY_RSA, PUBLIC_KEY_EC, PUBLIC_KEY_DSA };
enum public_key_padding { PUBLIC_KEY_PLAIN, PUBLIC_KEY_PKCS1, PUBLIC_KEY_PSS };

struct public_key {
	enum public_key_kind kind;
	uint32_t bits;
	struct span spki;
	struct span modulus, exponent; /* of RSA, without leading zeros */
	bool is_negative;	       /* the modulus, as it is encoded */
	uint32_t exponent_bits;
	const char *curve;     /* of EC: P-224, P-256, P-384, P-521; NULL: another, which no Android verifies */
	struct span domain[3]; /* of DSA: p, q, g */
	struct span point;     /* of EC, uncompressed or not; of DSA: y */
};

/* Spans lie in spki, which must stay. False when it is no SubjectPublicKeyInfo. */
bool public_key_read(struct public_key *key, struct span spki);

/* True when it is encoded as the platform itself would encode it. */
bool public_key_is_canonical(const struct public_key *key);

/* True when a is the key as the platform encodes that of the certificate b, whose modulus may be unsigned by mistake. */
bool public_key_equal(const struct public_key *a, const struct public_key *b);

/* Why anybody can sign by it; NULL: that is not known. Of a key not seen before it takes milliseconds. */
const char *public_key_fault(const struct public_key *key);

const char *public_key_kind_name(enum public_key_kind kind); /* RSA, EC, DSA, unknown */

/*
 * Verifies the signature over data; false, too, when memory ran out. An RSA key beyond the limits is not tried: false. PSS has a salt as long as the digest.
 */
bool public_key_verify(const struct public_key *key, const struct limits *limits, enum digest_kind digest,
		       enum public_key_padding padding, struct span data, struct span signature);

/* Runs each kind once, so that processes forked later need not make ready what all of them use. */
void public_key_warm_up(void);

#endif
