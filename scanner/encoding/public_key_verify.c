/*
 * public_key_verify - verify a signature by a public key.
 */
#include "encoding/public_key.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#define EXPONENT_BITS_MAX 33 /* kMaxExponentBits of BoringSSL, by which Android since 6 verifies; before, up to 64 were taken */
#define NUMBERS_MAX 4

/*
 * A key is made from its numbers: OpenSSL sees no DER of it, and does not go through its decoders, which cost more than
 * the verification.
 */
struct material {
	OSSL_PARAM_BLD *build;
	BIGNUM *numbers[NUMBERS_MAX];
	size_t num_numbers;
};

static bool add_number(struct material *material, const char *name, struct span bytes)
{
	BIGNUM *number = bytes.len > 0 ? BN_bin2bn(bytes.data, (int)bytes.len, NULL) : NULL;

	if (number == NULL)
		return false;
	material->numbers[material->num_numbers++] = number;
	return OSSL_PARAM_BLD_push_BN(material->build, name, number) == 1;
}

static bool add_all(struct material *material, const struct public_key *key)
{
	static const char *const domain[] = {OSSL_PKEY_PARAM_FFC_P, OSSL_PKEY_PARAM_FFC_Q, OSSL_PKEY_PARAM_FFC_G};

	switch (key->kind) {
	case PUBLIC_KEY_RSA:
		return add_number(material, OSSL_PKEY_PARAM_RSA_N, key->modulus) &&
		       add_number(material, OSSL_PKEY_PARAM_RSA_E, key->exponent);
	case PUBLIC_KEY_EC:
		return key->curve != NULL && OSSL_PARAM_BLD_push_utf8_string(material->build, OSSL_PKEY_PARAM_GROUP_NAME, key->curve, 0) == 1 &&
		       OSSL_PARAM_BLD_push_octet_string(material->build, OSSL_PKEY_PARAM_PUB_KEY, key->point.data, key->point.len) == 1;
	case PUBLIC_KEY_DSA:
		for (size_t i = 0; i < 3; i++)
			if (!add_number(material, domain[i], key->domain[i]))
				return false;
		return add_number(material, OSSL_PKEY_PARAM_PUB_KEY, key->point);
	default:
		return false;
	}
}

static EVP_PKEY *make(const struct public_key *key, OSSL_PARAM *parameters)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, public_key_kind_name(key->kind), NULL);
	EVP_PKEY *made = NULL;

	if (context == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &made, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
		made = NULL;
	EVP_PKEY_CTX_free(context);
	return made;
}

static EVP_PKEY *make_key(const struct public_key *key)
{
	struct material material = {.build = OSSL_PARAM_BLD_new()};
	OSSL_PARAM *parameters = NULL;
	EVP_PKEY *made = NULL;

	if (material.build != NULL && add_all(&material, key))
		parameters = OSSL_PARAM_BLD_to_param(material.build);
	if (parameters != NULL)
		made = make(key, parameters);
	OSSL_PARAM_free(parameters);
	for (size_t i = 0; i < material.num_numbers; i++)
		BN_free(material.numbers[i]);
	OSSL_PARAM_BLD_free(material.build);
	return made;
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
	EVP_PKEY_CTX *details;
	EVP_MD_CTX *context;
	EVP_PKEY *made;
	bool ok = false;

	if (!is_within_limits(key, limits))
		return false;
	made = make_key(key);
	context = EVP_MD_CTX_new();
	if (made != NULL && context != NULL && EVP_DigestVerifyInit(context, &details, algorithm(digest), NULL, made) == 1 &&
	    set_padding(details, padding))
		ok = EVP_DigestVerify(context, signature.data, signature.len, data.data, data.len) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(made);
	return ok;
}
