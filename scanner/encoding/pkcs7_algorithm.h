/*
 * pkcs7_algorithm - which pairs of digest and signature algorithm Android knows, and since when.
 *
 * source   apksig OidConstants, which lists them as measured on Android 1 to 7. Pairs of two different digests, which some
 *          versions took by accident, are left out: a package signed so installs nowhere today.
 */
#ifndef PRELIST_ENCODING_PKCS7_ALGORITHM_H
#define PRELIST_ENCODING_PKCS7_ALGORITHM_H

#include "bytes/digest.h"
#include "encoding/public_key.h"

struct pkcs7_algorithm {
	const char *digest_oid, *signature_oid;
	enum digest_kind digest;
	enum public_key_kind key;
	int64_t until; /* the last of the early versions that know it; 0: none does */
	int64_t from;
};

/* NULL when Android knows no such pair. */
const struct pkcs7_algorithm *pkcs7_algorithm_find(struct span digest_oid, struct span signature_oid);

#endif
