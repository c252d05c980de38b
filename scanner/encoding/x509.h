/*
 * x509 - a certificate, walked by our cursor; names as RFC 2253 by OpenSSL once the walk was sound.
 *
 *   SEQUENCE { SEQUENCE tbs { [0] version, serial, algorithm, issuer, validity, subject, public key, ... }, algorithm, signature }
 *
 * source   RFC 5280
 */
#ifndef PRELIST_ENCODING_X509_H
#define PRELIST_ENCODING_X509_H

#include "bytes/arena.h"
#include "bytes/date.h"
#include "encoding/der.h"

struct x509 {
	struct span der; /* all bytes that were given, which may be PEM: the platform compares and shows them with what stands behind the certificate */
	struct span serial, issuer, subject, spki;
	struct span extensions; /* the list, without its head */
	struct span algorithm; /* OID that it is signed by */
	char not_before[TIME_TEXT_LEN], not_after[TIME_TEXT_LEN]; /* empty where no calendar has the day, which the platform takes */
};

/* Spans lie in der, which must stay. False when the bytes do not begin with a certificate as the platform reads one: no part is missing, empty or more than it should be. */
bool x509_read(struct x509 *certificate, struct span der);

/* Whether the platform takes the certificate for a JAR signature: by its key usage, and no critical extension that it does not know. */
bool x509_may_sign(const struct x509 *certificate);

/* A name, escaped, in the arena; NULL when it cannot be read, or memory ran out. *has_controls: it holds control characters. */
const char *x509_name(struct span name, struct arena *arena, bool *has_controls);

/* True when both are one name: texts in UTF-8 or PrintableString differ neither in case nor in how many spaces there are. */
bool x509_names_equal(struct span a, struct span b);

/* "SHA256withRSA" and the like; the dotted OID for others. */
const char *x509_algorithm_name(struct span oid, struct arena *arena);

#endif
