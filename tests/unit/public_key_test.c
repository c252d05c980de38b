#include "harness.h"

#include "bytes/text.h"
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

/* Of 512 bits. */
static const char *fault_of_modulus(const char *hex)
{
	static const uint8_t exponent[] = {1, 0, 1};
	uint8_t modulus[64];

	CHECK(text_unhex(hex, modulus, sizeof modulus));
	return public_key_fault(&(struct public_key){.kind = PUBLIC_KEY_RSA, .bits = 512, .modulus = span_of(modulus, sizeof modulus),
						     .exponent = span_of(exponent, sizeof exponent), .exponent_bits = 17});
}

TEST(key_fault_near, "a key whose primes are the same, or so near that a hundred steps find them, is told")
{
	CHECK_TEXT(fault_of_modulus("9336aa8d49a73c24741f9526f242fcc4622517cc87ff2ee155ae389e5ceceeeb1db67f9ebc556c2957e9ba7c75943931e99341cbd2e46250549eec366df8af09"),
		   "its primes are next to each other");
	CHECK_TEXT(fault_of_modulus("9336aa8d49a73c24741f9526f242fcc4622517cc87ff2ee155ae389e5cecf1ea89d1876b7b183ec334161965b56b531e7fd63ed58abe51bc68e794a80cf3812d"),
		   "its primes are next to each other");
	CHECK_TEXT(fault_of_modulus("9336aa8d49a73c24741f9526f242fccc2b4f2a16322026e9463e8a763e27451dab6d5bbfbc434defc866bc542c473faf59717781f43264e578a96c00390b9949"),
		   "its primes are next to each other"); /* by 18 steps */
	CHECK(fault_of_modulus("9336aa8d49a73c24741f9526f242fce2eb39b46fbe5b8e4aed268f4c968f4af0fb36295ddd345b92e76942980513327d9922aa1bdef86525aa9d57ba44114e4b") == NULL); /* by 268 */
}

TEST(key_fault_roca, "a key whose primes are made as ROCA has them is told, and none that is a power of the generator for each small prime, but not the same one")
{
	CHECK_TEXT(fault_of_modulus("653d07dd3137eaa2f8e7740aa37e2c803c7b30245ab74cf7800535fdf6156201e6ea33d118cd075e4df7b881b44dfd2c13bab320646bf76a50122cddff4ac1ef"),
		   "its primes are made as ROCA has them");
	CHECK(fault_of_modulus("653d07dd3137eaa2f8e7740aa37e2c803c7b30245ab74cf7800535fdf6156201e6ea33d1153df0d250862d58b05247a561c47fc4fa85de57c694e86f74bb26a5") == NULL);
}

static const char *fault_of_point(const char *curve, const char *hex)
{
	uint8_t point[133];

	CHECK(text_unhex(hex, point, strlen(hex) / 2));
	return public_key_fault(&(struct public_key){.kind = PUBLIC_KEY_EC, .bits = 256, .curve = curve, .point = span_of(point, strlen(hex) / 2)});
}

TEST(key_fault_ec, "an EC key whose private number is a small one, or that below none, is told, however its point is written")
{
	CHECK_TEXT(fault_of_point("P-256", "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
		   "its private number is a small one");
	CHECK_TEXT(fault_of_point("P-256", "027cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978"), "its private number is a small one");
	CHECK_TEXT(fault_of_point("P-256", "0234a2d4a3b009165987ffd1528603ed61190d0b710d6a564c2db2e35f12d0441b"), "its private number is a small one");
	CHECK(fault_of_point("P-256", "02d9dd8e22e2ffae0ae09e2c8ae944c4b583122032dda1669dd506cbf9e65492de") == NULL); /* 257 */
	CHECK_TEXT(fault_of_point("P-384", "03077a41d4606ffa1464793c7e5fdc7d98cb9d3910202dcd06bea4f240d3566da6b408bbae5026580d02d7e5c70500c831"),
		   "its private number is a small one");
	CHECK_TEXT(fault_of_point("P-521", "0300652bf3c52927a432c73dbc3391c04eb0bf7a596efdb53f0d24cf03dab8f177ace4383c0c6d5e3014237112feaf137e79a329d7e1e6d8931738d5ab5096ec8f3078"),
		   "its private number is a small one");
	CHECK(fault_of_point("P-256", "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296") == NULL);
	CHECK(fault_of_point("P-224", "027cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978") == NULL);
	CHECK(fault_of_point(NULL, "027cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978") == NULL);
	CHECK(fault_of_point("P-256", "") == NULL);
}
