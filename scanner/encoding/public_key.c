#include "encoding/public_key.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#define EXPONENT_BITS_MAX 64

static struct span without_zeros(struct span number)
{
	while (number.len > 0 && number.data[0] == 0)
		number = span_slice(number, 1, number.len);
	return number;
}

static uint32_t bit_length(struct span number)
{
	uint32_t bits;

	number = without_zeros(number);
	if (number.len == 0)
		return 0;
	bits = (uint32_t)(8 * (number.len - 1));
	for (uint8_t top = number.data[0]; top != 0; top = (uint8_t)(top >> 1))
		bits++;
	return bits;
}

static void read_rsa(struct public_key *key, struct span bits)
{
	struct cursor in = cursor_of(span_slice(bits, 1, bits.len)), numbers;
	struct der sequence, modulus, exponent;

	if (!der_expect(&in, DER_SEQUENCE, &sequence))
		return;
	numbers = cursor_of(sequence.content);
	if (!der_expect(&numbers, DER_INTEGER, &modulus) || !der_expect(&numbers, DER_INTEGER, &exponent))
		return;
	key->kind = PUBLIC_KEY_RSA;
	key->modulus = without_zeros(modulus.content);
	key->bits = bit_length(modulus.content);
	key->exponent = without_zeros(exponent.content);
	key->exponent_bits = bit_length(exponent.content);
}

/* Named curves by their OID; others by the size of the point. */
static uint32_t curve_bits(struct span parameters, struct span point)
{
	static const struct {
		const char *oid;
		uint32_t bits;
	} curves[] = {{"1.2.840.10045.3.1.1", 192}, {"1.3.132.0.33", 224}, {"1.2.840.10045.3.1.7", 256},
		      {"1.3.132.0.34", 384},	    {"1.3.132.0.35", 521}, {"1.3.132.0.10", 256}};

	for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++)
		if (der_oid_is(parameters, curves[i].oid))
			return curves[i].bits;
	return point.len > 2 ? (uint32_t)(4 * (point.len - 2)) : 0;
}

static void read_dsa(struct public_key *key, struct cursor *algorithm)
{
	struct der parameters, prime;
	struct cursor in;

	key->kind = PUBLIC_KEY_DSA;
	if (!der_optional(algorithm, DER_SEQUENCE, &parameters))
		return;
	in = cursor_of(parameters.content);
	if (der_expect(&in, DER_INTEGER, &prime))
		key->bits = bit_length(prime.content);
}

bool public_key_read(struct public_key *key, struct span spki)
{
	struct cursor outer = cursor_of(spki), in, algorithm;
	struct der value, oid, bits, parameters;

	*key = (struct public_key){.spki = spki};
	if (!der_expect(&outer, DER_SEQUENCE, &value) || cursor_left(&outer) > 0)
		return false;
	in = cursor_of(value.content);
	if (!der_expect(&in, DER_SEQUENCE, &value) || !der_expect(&in, DER_BIT_STRING, &bits))
		return false;
	algorithm = cursor_of(value.content);
	if (!der_expect(&algorithm, DER_OID, &oid))
		return false;
	if (der_oid_is(oid.content, "1.2.840.113549.1.1.1")) {
		read_rsa(key, bits.content);
	} else if (der_oid_is(oid.content, "1.2.840.10045.2.1")) {
		key->kind = PUBLIC_KEY_EC;
		if (der_optional(&algorithm, DER_OID, &parameters))
			key->bits = curve_bits(parameters.content, bits.content);
	} else if (der_oid_is(oid.content, "1.2.840.10040.4.1")) {
		read_dsa(key, &algorithm);
	}
	return true;
}

const char *public_key_kind_name(enum public_key_kind kind)
{
	static const char *const names[] = {"unknown", "RSA", "EC", "DSA"};

	return names[kind];
}

bool public_key_equal(const struct public_key *a, const struct public_key *b)
{
	if (a->kind == PUBLIC_KEY_RSA && b->kind == PUBLIC_KEY_RSA)
		return span_equal(a->modulus, b->modulus) && span_equal(a->exponent, b->exponent);
	return span_equal(a->spki, b->spki);
}

static const EVP_MD *algorithm(enum digest_kind digest)
{
	switch (digest) {
	case DIGEST_MD5:
		return EVP_md5();
	case DIGEST_SHA1:
		return EVP_sha1();
	case DIGEST_SHA224:
		return EVP_sha224();
	case DIGEST_SHA384:
		return EVP_sha384();
	case DIGEST_SHA512:
		return EVP_sha512();
	default:
		return EVP_sha256();
	}
}

static bool is_within_limits(const struct public_key *key, const struct limits *limits)
{
	return key->kind != PUBLIC_KEY_RSA ||
	       (key->bits <= limits->value[LIMIT_RSA_BITS] && key->exponent_bits <= EXPONENT_BITS_MAX);
}

static bool set_padding(EVP_PKEY_CTX *context, enum public_key_padding padding)
{
	if (padding != PUBLIC_KEY_PSS)
		return true;
	return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) > 0;
}

bool public_key_verify(const struct public_key *key, const struct limits *limits, enum digest_kind digest,
		       enum public_key_padding padding, struct span data, struct span signature)
{
	const uint8_t *at = key->spki.data;
	EVP_PKEY_CTX *details;
	EVP_MD_CTX *context;
	EVP_PKEY *parsed;
	bool ok = false;

	if (key->kind == PUBLIC_KEY_UNKNOWN || !is_within_limits(key, limits))
		return false;
	parsed = d2i_PUBKEY(NULL, &at, (long)key->spki.len);
	context = EVP_MD_CTX_new();
	if (parsed != NULL && context != NULL && EVP_DigestVerifyInit(context, &details, algorithm(digest), NULL, parsed) == 1 &&
	    set_padding(details, padding))
		ok = EVP_DigestVerify(context, signature.data, signature.len, data.data, data.len) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(parsed);
	return ok;
}
