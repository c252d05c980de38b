/*
 * pkcs7 - a JAR signature block: SignedData, walked by our cursor and verified by EVP on raw values.
 *
 *   SEQUENCE { OID signedData, [0] SEQUENCE { version, SET digest algorithms, content, [0] certificates, [1] crls, SET signers } }
 *   signer = SEQUENCE { version, SEQUENCE { issuer, serial }, digest algorithm, [0] attributes, signature algorithm, OCTET STRING }
 *
 * source   RFC 2315, RFC 5652; apksig V1SchemeVerifier
 */
#ifndef PRELIST_ENCODING_PKCS7_H
#define PRELIST_ENCODING_PKCS7_H

#include "bytes/digest.h"
#include "encoding/public_key.h"
#include "encoding/x509.h"

#define PKCS7_CERTIFICATES_MAX 100
#define PKCS7_SIGNERS_MAX 16

struct pkcs7_algorithm;

/* One signerInfo. What an Android version makes of it, pkcs7_outcome_at says. */
struct pkcs7_signer {
	size_t certificate;
	const struct pkcs7_algorithm *algorithm;
	const char *fault; /* why it is refused; NULL otherwise */
	bool is_malformed; /* the fault is one of form */
	bool lacks_certificate; /* his own is not in the block: he verifies nothing, and the next one may be tried */
	bool has_attributes, has_type, type_fits;
	bool verifies;	   /* but for what depends on the version */
};

struct pkcs7 {
	struct x509 certificates[PKCS7_CERTIFICATES_MAX];
	size_t num_certificates;
	bool has_other; /* one is a bag of certificates, or none of X.509, which Android before 7 does not take */
	bool has_bad_oid; /* one is padded, or not one at all, which Android from 7 on does not take */
	bool has_bad_attribute; /* one is malformed, or of a kind that Android from 7 on does not take, signed or not */
	struct span content_type; /* an OID */
	struct pkcs7_signer signers[PKCS7_SIGNERS_MAX];
	size_t num_signers;
	const char *fault; /* it could not be read; NULL otherwise */
	bool is_over_limit; /* the fault is that a limit was reached: of the signature nothing is known */
};

struct pkcs7_outcome {
	const char *fault;  /* NULL: it verifies */
	bool is_malformed;
	size_t certificate; /* of the signer by whom it verifies */
	enum digest_kind digest; /* by which he signed */
};

/* Reads the block and tries each signer over content. Spans lie in der, which must stay; what is wrong is a fault, in English. */
void pkcs7_verify(struct pkcs7 *block, struct span der, struct span content, const struct limits *limits);

/* Reads the block for whose certificate is each signer's, and tries nothing. */
void pkcs7_read(struct pkcs7 *block, struct span der, const struct limits *limits);

/* By the first signer only before Android 7, by any of them from then on. */
struct pkcs7_outcome pkcs7_outcome_at(const struct pkcs7 *block, int64_t sdk);

#endif
