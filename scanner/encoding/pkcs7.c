#include "encoding/pkcs7.h"

#include "bytes/name_set.h"
#include "encoding/pkcs7_algorithm.h"
#include "encoding/pkcs9_attribute.h"
#include "encoding/x509_factory.h"

#include <stdlib.h>

#define ANDROID_4_4 19
#define ANDROID_7 24
#define ARENA_MAX ((size_t)64 * 1024 * 1024)

struct attributes {
	struct span type, digest;
	bool has_type, has_digest, is_malformed;
};

struct signer_info {
	struct span issuer, serial, signature;
	struct span digest_oid, signature_oid;
	bool has_attributes;
	struct span signed_bytes; /* of them, with tag and length */
	struct attributes attributes;
};

/* libcore's ObjectIdentifier.check; the parser before it took numbers in any number of bytes. */
static struct span checked_oid(struct pkcs7 *block, const struct der *oid)
{
	block->has_bad_oid |= !der_is_oid(oid->content);
	return oid->content;
}

static bool read_algorithm(struct pkcs7 *block, struct cursor *in, struct span *oid)
{
	struct der value, inner;
	struct cursor algorithm;

	if (!ber_expect(in, DER_SEQUENCE, &value))
		return false;
	algorithm = cursor_of(value.content);
	if (!ber_expect(&algorithm, DER_OID, &inner))
		return false;
	*oid = checked_oid(block, &inner);
	if (cursor_left(&algorithm) == 0)
		return true;
	return ber_next(&algorithm, &inner) && (inner.tag != DER_NULL || inner.content.len == 0) && cursor_left(&algorithm) == 0;
}

static bool are_algorithms(struct pkcs7 *block, struct span set)
{
	struct cursor in = cursor_of(set);
	struct span oid;

	while (cursor_left(&in) > 0)
		if (!read_algorithm(block, &in, &oid))
			return false;
	return true;
}

/* A type, and the one value in what stands behind it, if anything does (content->tag is 0 otherwise). */
static bool read_content(struct pkcs7 *block, struct span bytes, struct span *type, struct der *content)
{
	struct cursor in = cursor_of(bytes);
	struct der value;

	*content = (struct der){.tag = 0};
	if (!ber_expect(&in, DER_OID, &value))
		return false;
	*type = checked_oid(block, &value);
	if (cursor_left(&in) == 0)
		return true;
	if (!ber_next(&in, &value) || cursor_left(&in) > 0)
		return false;
	in = cursor_of(value.content);
	return ber_next(&in, content) && cursor_left(&in) == 0;
}

/* Each attribute once, these two with one value. What else stands there Android since 7 looks into. */
static void read_attribute(struct pkcs7 *block, struct attributes *attributes, struct span bytes, struct name_set *seen, struct arena *arena)
{
	struct cursor parts = cursor_of(bytes), values;
	struct der oid, set, value;
	bool is_type, is_digest;

	if (!ber_expect(&parts, DER_OID, &oid) || !ber_expect(&parts, DER_SET, &set) || cursor_left(&parts) > 0 ||
	    name_set_add(seen, arena, 0, oid.content) != NAME_SET_NEW) {
		attributes->is_malformed = true;
		return;
	}
	checked_oid(block, &oid);
	block->has_bad_attribute |= !pkcs9_attribute_is_taken(oid.content, set.content);
	is_type = der_oid_is(oid.content, "1.2.840.113549.1.9.3");
	is_digest = der_oid_is(oid.content, "1.2.840.113549.1.9.4");
	if (!is_type && !is_digest)
		return;
	values = cursor_of(set.content);
	if (!ber_expect(&values, is_type ? DER_OID : DER_OCTET_STRING, &value) || cursor_left(&values) > 0) {
		attributes->is_malformed = true;
		return;
	}
	if (is_type)
		checked_oid(block, &value);
	*(is_type ? &attributes->type : &attributes->digest) = value.content;
	*(is_type ? &attributes->has_type : &attributes->has_digest) = true;
}

static struct attributes read_attributes(struct pkcs7 *block, struct span set)
{
	ARENA_CLEANUP struct arena arena = arena_new(ARENA_MAX);
	struct attributes attributes = {0};
	struct name_set seen = {0};
	struct cursor in = cursor_of(set);
	struct der value;

	while (cursor_left(&in) > 0 && !attributes.is_malformed) {
		if (ber_expect(&in, DER_SEQUENCE, &value))
			read_attribute(block, &attributes, value.content, &seen, &arena);
		else
			attributes.is_malformed = true;
	}
	return attributes;
}

static bool read_signer(struct pkcs7 *block, struct signer_info *signer, struct cursor *in)
{
	struct der value, part;
	struct cursor body, id;

	if (!ber_expect(in, DER_SEQUENCE, &value))
		return false;
	body = cursor_of(value.content);
	if (!ber_expect(&body, DER_INTEGER, &part) || !ber_expect(&body, DER_SEQUENCE, &part))
		return false;
	id = cursor_of(part.content);
	if (!ber_expect(&id, DER_SEQUENCE, &part))
		return false;
	signer->issuer = part.whole;
	if (!ber_expect(&id, DER_INTEGER, &part))
		return false;
	signer->serial = part.content;
	if (cursor_left(&id) > 0 || !read_algorithm(block, &body, &signer->digest_oid))
		return false;
	signer->has_attributes = ber_optional(&body, DER_CONTEXT_0, &part);
	if (signer->has_attributes) {
		signer->signed_bytes = part.whole;
		signer->attributes = read_attributes(block, part.content);
		block->has_bad_attribute |= signer->attributes.is_malformed;
	}
	if (!read_algorithm(block, &body, &signer->signature_oid) || !ber_expect(&body, DER_OCTET_STRING, &part))
		return false;
	signer->signature = part.content;
	if (ber_optional(&body, DER_CONTEXT_1, &part)) /* nobody signed these */
		block->has_bad_attribute |= read_attributes(block, part.content).is_malformed;
	return !body.bad && cursor_left(&body) == 0;
}

static void over_limit(struct pkcs7 *block, const char *fault)
{
	block->fault = fault;
	block->is_over_limit = true;
}

static bool read_certificates(struct pkcs7 *block, struct span bytes, size_t most)
{
	struct cursor in = cursor_of(bytes);
	struct der value;

	while (cursor_left(&in) > 0) {
		if (!der_next(&in, &value))
			return false;
		if (value.tag != DER_SEQUENCE) {
			block->has_other = true;
			continue;
		}
		if (block->num_certificates == most) {
			over_limit(block, "the signature block has more certificates than are read");
			return false;
		}
		if (!x509_factory_read_binary(&block->certificates[block->num_certificates], value.whole))
			return false;
		block->has_other |= x509_factory_is_bag(value.whole);
		block->num_certificates++;
	}
	return true;
}

/* SEQUENCE { what is signed, algorithm, signature }, into which nobody looks further. */
static bool are_revocations(struct span set)
{
	struct cursor in = cursor_of(set);
	struct der value;

	while (cursor_left(&in) > 0) {
		struct cursor parts;

		if (!ber_expect(&in, DER_SEQUENCE, &value))
			return false;
		parts = cursor_of(value.content);
		if (!ber_expect(&parts, DER_SEQUENCE, &value) || !ber_expect(&parts, DER_SEQUENCE, &value) ||
		    !ber_expect(&parts, DER_BIT_STRING, &value) || cursor_left(&parts) > 0)
			return false;
	}
	return true;
}

/* SignedData down to its signers. */
static bool read_block(struct pkcs7 *block, struct span der, size_t most, struct cursor *signers)
{
	struct cursor in = cursor_of(der), body;
	struct der value, content;
	struct span type;

	if (!ber_expect(&in, DER_SEQUENCE, &value) || !read_content(block, value.content, &type, &content) ||
	    !der_oid_is(type, "1.2.840.113549.1.7.2") || content.tag != DER_SEQUENCE)
		return false;
	body = cursor_of(content.content);
	if (!ber_expect(&body, DER_INTEGER, &value) || !ber_expect(&body, DER_SET, &value) || !are_algorithms(block, value.content) ||
	    !ber_expect(&body, DER_SEQUENCE, &value) || !read_content(block, value.content, &block->content_type, &content))
		return false;
	if (ber_optional(&body, DER_CONTEXT_0, &value) && !read_certificates(block, value.content, most))
		return false;
	if (ber_optional(&body, DER_CONTEXT_1, &value) && !are_revocations(value.content))
		return false;
	if (!ber_expect(&body, DER_SET, &value))
		return false;
	*signers = cursor_of(value.content);
	return true;
}

/* The signer's certificate, by issuer and serial number. */
static bool find_certificate(const struct pkcs7 *block, const struct signer_info *info, size_t *found)
{
	for (*found = 0; *found < block->num_certificates; ++*found)
		if (span_equal(block->certificates[*found].serial, info->serial) &&
		    x509_names_equal(block->certificates[*found].issuer, info->issuer))
			return true;
	return false;
}

static bool name_signer(struct pkcs7_signer *signer, const struct pkcs7 *block, const struct signer_info *info)
{
	signer->lacks_certificate = !find_certificate(block, info, &signer->certificate);
	return !signer->lacks_certificate;
}

static void refuse(struct pkcs7_signer *signer, const char *fault, bool is_malformed)
{
	signer->fault = fault;
	signer->is_malformed = is_malformed;
}

/* What is signed: the content, or the attributes as a SET. */
static bool check_attributes(struct pkcs7_signer *signer, const struct pkcs7 *block, const struct signer_info *info,
			     struct span content)
{
	const struct attributes *attributes = &info->attributes;
	uint8_t digest[DIGEST_MAX];

	if (attributes->is_malformed || !attributes->has_digest) {
		refuse(signer, "the signed attributes are malformed", true);
		return false;
	}
	signer->has_type = attributes->has_type;
	signer->type_fits = attributes->has_type && span_equal(attributes->type, block->content_type);
	digest_of(signer->algorithm->digest, content, digest);
	return span_equal(attributes->digest, span_of(digest, digest_len(signer->algorithm->digest)));
}

static bool verify_attributes(const struct pkcs7_signer *signer, const struct public_key *key, enum public_key_padding padding,
			      const struct signer_info *info, const struct limits *limits)
{
	uint8_t *set = malloc(info->signed_bytes.len + 1);
	bool ok;

	if (set == NULL)
		return false;
	memcpy(set, info->signed_bytes.data, info->signed_bytes.len);
	set[0] = DER_SET;
	ok = public_key_verify(key, limits, signer->algorithm->digest, padding, span_of(set, info->signed_bytes.len), info->signature);
	free(set);
	return ok;
}

static void verify_signer(struct pkcs7_signer *signer, const struct pkcs7 *block, const struct signer_info *info,
			  struct span content, const struct limits *limits)
{
	enum public_key_padding padding;
	struct public_key key;

	signer->has_attributes = info->has_attributes;
	signer->algorithm = pkcs7_algorithm_find(info->digest_oid, info->signature_oid);
	if (signer->algorithm == NULL) {
		refuse(signer, "the signature block uses an algorithm that Android does not know", false);
		return;
	}
	if (info->has_attributes && !check_attributes(signer, block, info, content))
		return;
	if (!name_signer(signer, block, info))
		return;
	if (!x509_may_sign(&block->certificates[signer->certificate])) {
		refuse(signer, "the signer's certificate is not for signatures", false);
		return;
	}
	if (!public_key_read(&key, block->certificates[signer->certificate].spki) || key.kind != signer->algorithm->key) {
		refuse(signer, "the signer's key is not of the kind that its algorithm takes", false);
		return;
	}
	padding = key.kind == PUBLIC_KEY_RSA ? PUBLIC_KEY_PKCS1 : PUBLIC_KEY_PLAIN;
	if (info->has_attributes)
		signer->verifies = verify_attributes(signer, &key, padding, info, limits);
	else
		signer->verifies = public_key_verify(&key, limits, signer->algorithm->digest, padding, content, info->signature);
}

/* content NULL: no signature is tried. */
static void read_signers(struct pkcs7 *block, struct span der, const struct span *content, const struct limits *limits)
{
	uint64_t most = limits->value[LIMIT_CERTIFICATES];
	struct cursor signers;

	*block = (struct pkcs7){.fault = NULL};
	if (der.len > limits->value[LIMIT_ASN1]) {
		over_limit(block, "the signature block is larger than is read");
		return;
	}
	if (!read_block(block, der, most < PKCS7_CERTIFICATES_MAX ? (size_t)most : PKCS7_CERTIFICATES_MAX, &signers) ||
	    cursor_left(&signers) == 0) {
		if (block->fault == NULL)
			block->fault = "the signature block is malformed";
		return;
	}
	while (cursor_left(&signers) > 0 && block->fault == NULL) {
		struct signer_info info = {0};

		if (block->num_signers == PKCS7_SIGNERS_MAX)
			over_limit(block, "the signature block has more signers than are read");
		else if (!read_signer(block, &info, &signers))
			block->fault = "the signature block is malformed";
		else if (content == NULL)
			name_signer(&block->signers[block->num_signers++], block, &info);
		else
			verify_signer(&block->signers[block->num_signers++], block, &info, *content, limits);
	}
}

void pkcs7_verify(struct pkcs7 *block, struct span der, struct span content, const struct limits *limits)
{
	read_signers(block, der, &content, limits);
}

void pkcs7_read(struct pkcs7 *block, struct span der, const struct limits *limits)
{
	read_signers(block, der, NULL, limits);
}

static bool is_known_at(const struct pkcs7_algorithm *algorithm, int64_t sdk)
{
	return sdk <= algorithm->until || sdk >= algorithm->from;
}

/* A reason to refuse the whole block; NULL when the signer verifies, or the next one may be tried. */
static const char *fault_at(const struct pkcs7_signer *signer, int64_t sdk)
{
	if (signer->fault != NULL)
		return signer->fault;
	if (!is_known_at(signer->algorithm, sdk))
		return "its algorithms are not known to this Android version";
	if (signer->has_attributes && sdk < ANDROID_4_4)
		return "signed attributes are not checked before Android 4.4";
	if (signer->has_attributes && sdk >= ANDROID_7 && !signer->has_type)
		return "the signed attributes have no content type";
	return NULL;
}

struct pkcs7_outcome pkcs7_outcome_at(const struct pkcs7 *block, int64_t sdk)
{
	size_t num = sdk < ANDROID_7 && block->num_signers > 1 ? 1 : block->num_signers;
	struct pkcs7_outcome outcome = {.fault = block->fault, .is_malformed = true};

	if (outcome.fault == NULL && (sdk < ANDROID_7 ? block->has_other : block->has_bad_oid || block->has_bad_attribute))
		outcome.fault = "the signature block is malformed";
	if (outcome.fault != NULL)
		return outcome;
	outcome = (struct pkcs7_outcome){.fault = "the signature over the .SF file is wrong"};
	for (size_t i = num; i-- > 0;) {
		const struct pkcs7_signer *signer = &block->signers[i];
		const char *fault = fault_at(signer, sdk);

		if (fault != NULL)
			return (struct pkcs7_outcome){.fault = fault, .is_malformed = signer->is_malformed};
		if (signer->verifies && (!signer->has_attributes || sdk < ANDROID_7 || signer->type_fits))
			outcome = (struct pkcs7_outcome){.certificate = signer->certificate, .digest = signer->algorithm->digest};
		else if (signer->lacks_certificate && outcome.fault != NULL)
			outcome.fault = "the signer's certificate is not in the signature block";
	}
	return outcome;
}
