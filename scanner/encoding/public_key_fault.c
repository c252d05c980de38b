/*
 * public_key_fault - keys by which everybody can sign, whatever their size.
 */
#include "encoding/public_key.h"

#include <openssl/bn.h>

#define RSA_BITS_MAX 16384 /* a larger key is none to phones */
#define SMALL 2048

static bool has_small_factor(const BIGNUM *number)
{
	if (!BN_is_odd(number))
		return true;
	for (BN_ULONG factor = 3; factor < SMALL; factor += 2)
		if (BN_mod_word(number, factor) == 0)
			return true;
	return false;
}

/* Fermat's test by 2, which a product of large primes fails at once; what passes is a prime, or was made to look like one. */
static bool is_prime(const BIGNUM *number, BN_CTX *context)
{
	BIGNUM *less = BN_dup(number), *base = BN_new(), *power = BN_new();
	bool is = less != NULL && base != NULL && power != NULL && BN_sub_word(less, 1) == 1 && BN_set_word(base, 2) == 1 &&
		  BN_mod_exp(power, base, less, number, context) == 1 && BN_is_one(power);

	BN_free(power);
	BN_free(base);
	BN_free(less);
	return is;
}

/* Without memory nothing is known of it. */
static const char *modulus_fault(struct span modulus)
{
	BIGNUM *number = BN_bin2bn(modulus.data, (int)modulus.len, NULL);
	BN_CTX *context = BN_CTX_new();
	const char *fault = NULL;

	if (number != NULL && context != NULL)
		fault = has_small_factor(number) ? "its modulus has a small factor" : is_prime(number, context) ? "its modulus is a prime" : NULL;
	BN_CTX_free(context);
	BN_free(number);
	return fault;
}

const char *public_key_fault(const struct public_key *key)
{
	if (key->kind != PUBLIC_KEY_RSA || key->bits == 0 || key->bits > RSA_BITS_MAX)
		return NULL;
	if (key->exponent_bits < 2)
		return "its exponent is below 3";
	if ((key->exponent.data[key->exponent.len - 1] & 1) == 0)
		return "its exponent is even";
	return modulus_fault(key->modulus);
}
