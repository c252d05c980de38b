/*
 * apk_lineage - proof of rotation: each key of an app signs for the next one.
 *
 *   u32 version 1 | node ...     node = signed data (certificate | u32 algorithm of its signature) | u32 flags | u32 algorithm of the next | signature
 *
 * source   AOSP ApkSigningBlockUtils, SigningCertificateLineage; apksig V3SigningCertificateLineage
 */
#include "encoding/x509_factory.h"
#include "format/apk_signer.h"

#define VERSION 1

static void fail(struct apk_signer *signer, const char *fault)
{
	if (signer->fault != NULL)
		return;
	signer->fault = fault;
	signer->anomaly = ANOMALY_SIG_LINEAGE_INVALID;
}

/* The node's signature must be by the key before it; the first has none. */
static bool is_signed(const struct apk_signer *signer, uint32_t algorithm, struct span data, struct span signature,
		      const struct limits *limits)
{
	struct public_key key;

	if (signer->num_lineage == 0)
		return true;
	return public_key_read(&key, signer->lineage[signer->num_lineage - 1].certificate.spki) &&
	       apk_signer_verify(&key, algorithm, data, signature, limits);
}

static bool is_repeated(const struct apk_signer *signer, struct span der)
{
	for (size_t i = 0; i < signer->num_lineage; i++)
		if (span_equal(signer->lineage[i].certificate.der, der))
			return true;
	return false;
}

static bool is_full(const struct apk_signer *signer, const struct limits *limits)
{
	return signer->num_lineage == APK_SIGNER_CERTIFICATES_MAX || signer->num_lineage == limits->value[LIMIT_CERTIFICATES];
}

static void leave_unread(struct apk_signer *signer, const char *what)
{
	signer->unread = what;
	signer->lineage_is_unread = true;
}

static bool read_node(struct apk_signer *signer, struct span bytes, uint32_t *algorithm, const struct limits *limits,
		      struct arena *arena)
{
	struct cursor in = cursor_of(bytes), inner;
	struct span data = apk_signer_sized(&in), der, signature;
	uint32_t flags = cursor_u32(&in), next = cursor_u32(&in), signed_by;
	struct apk_lineage_node *node = &signer->lineage[signer->num_lineage];

	signature = apk_signer_sized(&in);
	inner = cursor_of(data);
	der = apk_signer_sized(&inner);
	signed_by = cursor_u32(&inner);
	if (!in.bad && !inner.bad && der.len > limits->value[LIMIT_ASN1]) {
		leave_unread(signer, "the proof of rotation has a certificate that is larger than is read");
		return false;
	}
	if (in.bad || inner.bad || !x509_factory_read(&node->certificate, der, arena)) {
		fail(signer, "the proof of rotation is malformed");
		return false;
	}
	if (!is_signed(signer, *algorithm, data, signature, limits) || (signer->num_lineage > 0 && signed_by != *algorithm)) {
		fail(signer, "the proof of rotation is not signed by the key before");
		return false;
	}
	if (is_repeated(signer, der)) {
		fail(signer, "a certificate stands in the proof of rotation twice");
		return false;
	}
	node->flags = flags;
	*algorithm = next;
	signer->num_lineage++;
	return true;
}

void apk_lineage_read(struct apk_signer *signer, struct span bytes, const struct limits *limits, struct arena *arena)
{
	struct cursor in = cursor_of(bytes);
	uint32_t algorithm = 0;

	/* Android reads the number and goes on. */
	if (cursor_u32(&in) != VERSION && !in.bad && signer->ignored == NULL)
		signer->ignored = "the proof of rotation has an unknown version";
	while (cursor_left(&in) > 0) {
		if (is_full(signer, limits)) {
			leave_unread(signer, "the proof of rotation has more certificates than are read");
			return;
		}
		if (!read_node(signer, apk_signer_sized(&in), &algorithm, limits, arena))
			return;
	}
	if (in.bad)
		fail(signer, "the proof of rotation is malformed");
	if (signer->num_lineage > 0 && signer->num_certificates > 0 &&
	    !span_equal(signer->lineage[signer->num_lineage - 1].certificate.der, signer->der[0]))
		fail(signer, "the proof of rotation does not end with the signer");
}

bool apk_signer_follows(const struct apk_signer *signer, struct span certificate)
{
	bool follows = span_equal(signer->der[0], certificate);

	for (size_t i = 0; !follows && i < signer->num_lineage; i++)
		follows = span_equal(signer->lineage[i].certificate.der, certificate);
	return follows;
}
