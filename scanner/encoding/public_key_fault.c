/*
 * public_key_fault - keys by which everybody can sign, whatever their size.
 *
 * source   Fermat's factorization, as Böck's badkeys tries it (CVE-2022-26320); Nemec and others, The Return of Coppersmith's Attack
 *          (ACM CCS 2017, CVE-2017-15361), 2.1: primes k * M + (65537^a mod M), M the product of the first primes
 */
#include "encoding/public_key.h"

#include <openssl/bn.h>
#include <openssl/ec.h>

#define RSA_BITS_MAX 16384 /* a larger key is none to phones */
#define SMALL 2048
#define FERMAT_STEPS 100
#define SMALL_MULTIPLES 256 /* of the generator */
#define ROCA_GENERATOR 65537

/* The odd ones of the 39 that divide M for a key of any size. */
static const uint8_t roca_primes[] = {3,  5,  7,  11, 13, 17,  19,  23,	 29,  31,  37,	41,  43,  47,  53,  59,	 61,  67,  71,
				      73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};
#define ROCA_PRIMES (sizeof roca_primes / sizeof roca_primes[0])

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

/* The root of the largest square up to number, by Newton's method from above. False when memory ran out. */
static bool square_root(BIGNUM *root, const BIGNUM *number, BN_CTX *context)
{
	BIGNUM *next = BN_new();
	bool ok = next != NULL && BN_set_word(root, 0) == 1 && BN_set_bit(root, (BN_num_bits(number) + 1) / 2) == 1;

	while (ok) {
		ok = BN_div(next, NULL, number, root, context) == 1 && BN_add(next, next, root) == 1 && BN_rshift1(next, next) == 1;
		if (!ok || BN_cmp(next, root) >= 0)
			break;
		ok = BN_copy(root, next) != NULL;
	}
	BN_free(next);
	return ok;
}

static bool is_square_modulo(const BIGNUM *number, BN_ULONG modulus)
{
	BN_ULONG residue = BN_mod_word(number, modulus);

	for (BN_ULONG root = 0; root < modulus; root++)
		if (root * root % modulus == residue)
			return true;
	return false;
}

static bool is_square(const BIGNUM *number, BN_CTX *context)
{
	static const uint8_t moduli[] = {16, 9, 5, 7, 11, 13, 17, 19, 23}; /* of a thousand other numbers they leave two */
	BIGNUM *root;
	bool is;

	if (BN_is_zero(number))
		return true;
	for (size_t i = 0; i < sizeof moduli; i++)
		if (!is_square_modulo(number, moduli[i]))
			return false;
	root = BN_new();
	is = root != NULL && square_root(root, number, context) && BN_sqr(root, root, context) == 1 && BN_cmp(root, number) == 0;
	BN_free(root);
	return is;
}

/* Two primes that lie next to each other, or are the same: the square of their middle less the number is one, too. */
static bool has_near_factors(const BIGNUM *number, BN_CTX *context)
{
	BIGNUM *middle = BN_new(), *rest = BN_new();
	bool ok = middle != NULL && rest != NULL && square_root(middle, number, context) && BN_sqr(rest, middle, context) == 1, is = false;

	if (ok && BN_cmp(rest, number) < 0)
		ok = BN_add_word(middle, 1) == 1 && BN_sqr(rest, middle, context) == 1;
	ok = ok && BN_sub(rest, rest, number) == 1;
	for (int i = 0; ok && !is && i < FERMAT_STEPS; i++) {
		is = is_square(rest, context);
		ok = BN_add(rest, rest, middle) == 1 && BN_add_word(middle, 1) == 1 && BN_add(rest, rest, middle) == 1;
	}
	BN_free(rest);
	BN_free(middle);
	return is;
}

static unsigned common_factor(unsigned a, unsigned b)
{
	while (b != 0) {
		unsigned rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* What power of the generator the residue is, and how many of them there are. False when it is none. */
static bool find_power(unsigned residue, unsigned prime, unsigned *power, unsigned *order)
{
	unsigned value = 1;
	bool found = false;

	*order = 0;
	do {
		if (value == residue)
			*power = *order;
		found |= value == residue;
		value = value * ROCA_GENERATOR % prime;
		++*order;
	} while (value != 1);
	return found;
}

/* True when the number is a power of the generator modulo M: one is modulo each prime, and one power is all of them. Of 2^154 other numbers one is. */
static bool has_roca_form(const BIGNUM *number)
{
	unsigned powers[ROCA_PRIMES], orders[ROCA_PRIMES];

	for (size_t i = 0; i < ROCA_PRIMES; i++) {
		if (!find_power((unsigned)BN_mod_word(number, roca_primes[i]), roca_primes[i], &powers[i], &orders[i]))
			return false;
		for (size_t j = 0; j < i; j++) {
			unsigned both = common_factor(orders[i], orders[j]);

			if (powers[i] % both != powers[j] % both)
				return false;
		}
	}
	return true;
}

static const char *number_fault(const BIGNUM *number, BN_CTX *context)
{
	if (has_small_factor(number))
		return "its modulus has a small factor";
	if (has_near_factors(number, context))
		return "its primes are next to each other";
	if (has_roca_form(number))
		return "its primes are made as ROCA has them";
	return is_prime(number, context) ? "its modulus is a prime" : NULL;
}

/* Without memory nothing is known of it. */
static const char *modulus_fault(struct span modulus)
{
	BIGNUM *number = BN_bin2bn(modulus.data, (int)modulus.len, NULL);
	BN_CTX *context = BN_CTX_new();
	const char *fault = number != NULL && context != NULL ? number_fault(number, context) : NULL;

	BN_CTX_free(context);
	BN_free(number);
	return fault;
}

static const char *rsa_fault(const struct public_key *key)
{
	if (key->bits == 0 || key->bits > RSA_BITS_MAX)
		return NULL;
	if (key->exponent_bits < 2)
		return "its exponent is below 3";
	if ((key->exponent.data[key->exponent.len - 1] & 1) == 0)
		return "its exponent is even";
	return modulus_fault(key->modulus);
}

/* The generator added to itself that often, or that on the other side, which has the same for its private number less than none. */
static bool is_small_multiple(const EC_GROUP *group, struct span bytes)
{
	BN_CTX *context = BN_CTX_new();
	EC_POINT *point = EC_POINT_new(group), *inverse = EC_POINT_new(group), *multiple = EC_POINT_new(group);
	bool ok = context != NULL && point != NULL && inverse != NULL && multiple != NULL &&
		  EC_POINT_oct2point(group, point, bytes.data, bytes.len, context) == 1 && EC_POINT_copy(inverse, point) == 1 &&
		  EC_POINT_invert(group, inverse, context) == 1 && EC_POINT_set_to_infinity(group, multiple) == 1;
	bool is = false;

	for (int i = 0; ok && !is && i < SMALL_MULTIPLES; i++) {
		ok = EC_POINT_add(group, multiple, multiple, EC_GROUP_get0_generator(group), context) == 1;
		is = ok && (EC_POINT_cmp(group, multiple, point, context) == 0 || EC_POINT_cmp(group, multiple, inverse, context) == 0);
	}
	EC_POINT_free(multiple);
	EC_POINT_free(inverse);
	EC_POINT_free(point);
	BN_CTX_free(context);
	return is;
}

static const char *ec_fault(const struct public_key *key)
{
	EC_GROUP *group = key->curve != NULL ? EC_GROUP_new_by_curve_name(EC_curve_nist2nid(key->curve)) : NULL;
	bool is = group != NULL && is_small_multiple(group, key->point);

	EC_GROUP_free(group);
	return is ? "its private number is a small one" : NULL;
}

const char *public_key_fault(const struct public_key *key)
{
	switch (key->kind) {
	case PUBLIC_KEY_RSA:
		return rsa_fault(key);
	case PUBLIC_KEY_EC:
		return ec_fault(key);
	default:
		return NULL;
	}
}
