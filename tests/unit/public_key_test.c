#include "harness.h"

#include "encoding/public_key.h"

#include <string.h>

/* 2^2203 - 1, which is a prime, less something. */
static struct public_key mersenne(uint8_t modulus[276], uint8_t less, const uint8_t *exponent, uint32_t exponent_bits)
{
	memset(modulus, 0xFF, 276);
	modulus[0] = 0x07;
	modulus[275] = (uint8_t)(0xFF - less);
	return (struct public_key){.kind = PUBLIC_KEY_RSA, .bits = 2203, .modulus = span_of(modulus, 276),
				   .exponent = span_of(exponent, (exponent_bits + 7) / 8), .exponent_bits = exponent_bits};
}

TEST(key_fault, "a key by which everybody can sign is told: a prime, a small factor, an exponent that is even or below 3")
{
	static const uint8_t usual[] = {1, 0, 1}, one[] = {1}, two[] = {2}, three[] = {3};
	uint8_t modulus[276];
	struct public_key key = mersenne(modulus, 0, usual, 17);

	CHECK_TEXT(public_key_fault(&key), "its modulus is a prime");
	key = mersenne(modulus, 14, usual, 17); /* a product of large primes */
	CHECK(public_key_fault(&key) == NULL);
	key = mersenne(modulus, 1, usual, 17);
	CHECK_TEXT(public_key_fault(&key), "its modulus has a small factor");
	key = mersenne(modulus, 6, usual, 17); /* 271 divides it */
	CHECK_TEXT(public_key_fault(&key), "its modulus has a small factor");
	key = mersenne(modulus, 14, one, 1);
	CHECK_TEXT(public_key_fault(&key), "its exponent is below 3");
	key = mersenne(modulus, 14, NULL, 0);
	CHECK_TEXT(public_key_fault(&key), "its exponent is below 3");
	key = mersenne(modulus, 14, two, 2);
	CHECK_TEXT(public_key_fault(&key), "its exponent is even");
	key = mersenne(modulus, 14, three, 2);
	CHECK(public_key_fault(&key) == NULL);
	key = mersenne(modulus, 0, one, 1);
	key.kind = PUBLIC_KEY_EC;
	CHECK(public_key_fault(&key) == NULL);
}
