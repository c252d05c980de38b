#include "encoding/public_key.h"

#define EC_UNCOMPRESSED 4

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
	key->is_negative = modulus.content.len > 0 && modulus.content.data[0] >= 0x80;
	key->bits = bit_length(modulus.content);
	key->exponent = without_zeros(exponent.content);
	key->exponent_bits = bit_length(exponent.content);
}

/* The curves that Android's verifier has. */
static const struct {
	const char *oid, *name;
	uint32_t bits;
} curves[] = {{"1.3.132.0.33", "P-224", 224}, {"1.2.840.10045.3.1.7", "P-256", 256}, {"1.3.132.0.34", "P-384", 384}, {"1.3.132.0.35", "P-521", 521}};

/* A key on any other curve has no curve, and the size of its point. */
static void read_ec(struct public_key *key, struct cursor *algorithm, struct span bits)
{
	struct der parameters;

	key->kind = PUBLIC_KEY_EC;
	key->point = span_slice(bits, 1, bits.len);
	key->bits = key->point.len > 1 ? (uint32_t)(4 * (key->point.len - 1)) : 0;
	if (!der_optional(algorithm, DER_OID, &parameters))
		return;
	for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++) {
		if (!der_oid_is(parameters.content, curves[i].oid))
			continue;
		key->curve = curves[i].name;
		key->bits = curves[i].bits;
	}
}

static void read_dsa(struct public_key *key, struct cursor *algorithm, struct span bits)
{
	struct der parameters, number;
	struct cursor in;

	key->kind = PUBLIC_KEY_DSA;
	if (!der_optional(algorithm, DER_SEQUENCE, &parameters))
		return;
	in = cursor_of(parameters.content);
	for (size_t i = 0; i < 3 && der_expect(&in, DER_INTEGER, &number); i++)
		key->domain[i] = number.content;
	key->bits = bit_length(key->domain[0]);
	in = cursor_of(span_slice(bits, 1, bits.len));
	if (der_expect(&in, DER_INTEGER, &number))
		key->point = number.content;
}

bool public_key_read(struct public_key *key, struct span spki)
{
	struct cursor outer = cursor_of(spki), in, algorithm;
	struct der value, oid, bits;

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
		read_ec(key, &algorithm, bits.content);
	} else if (der_oid_is(oid.content, "1.2.840.10040.4.1")) {
		read_dsa(key, &algorithm, bits.content);
	}
	return true;
}

const char *public_key_kind_name(enum public_key_kind kind)
{
	static const char *const names[] = {"unknown", "RSA", "EC", "DSA"};

	return names[kind];
}

/* That many numbers, none of them negative, and nothing behind them. */
static bool are_numbers(struct span bytes, size_t num)
{
	struct cursor in = cursor_of(bytes);
	struct der number;

	for (size_t i = 0; i < num; i++)
		if (!der_expect_strict(&in, DER_INTEGER, &number) || number.content.data[0] >= 0x80)
			return false;
	return cursor_left(&in) == 0;
}

static bool is_canonical_rsa(struct cursor *algorithm, struct span key)
{
	struct cursor in = cursor_of(key);
	struct der null, numbers;

	return der_expect_strict(algorithm, DER_NULL, &null) && null.content.len == 0 && der_expect_strict(&in, DER_SEQUENCE, &numbers) &&
	       cursor_left(&in) == 0 && are_numbers(numbers.content, 2);
}

static bool is_canonical_dsa(struct cursor *algorithm, struct span key)
{
	struct der domain;

	return der_expect_strict(algorithm, DER_SEQUENCE, &domain) && are_numbers(domain.content, 3) && are_numbers(key, 1);
}

static bool is_canonical_ec(struct cursor *algorithm, struct span key)
{
	struct der curve;

	return der_expect_strict(algorithm, DER_OID, &curve) && key.data[0] == EC_UNCOMPRESSED;
}

bool public_key_is_canonical(const struct public_key *key)
{
	struct cursor outer = cursor_of(key->spki), in, algorithm;
	struct der whole, id, oid, bits;
	struct span bytes;
	bool ok;

	if (!der_expect_strict(&outer, DER_SEQUENCE, &whole))
		return false;
	in = cursor_of(whole.content);
	if (!der_expect_strict(&in, DER_SEQUENCE, &id) || !der_expect_strict(&in, DER_BIT_STRING, &bits) || cursor_left(&in) > 0 ||
	    bits.content.len < 2 || bits.content.data[0] != 0)
		return false;
	bytes = span_slice(bits.content, 1, bits.content.len);
	algorithm = cursor_of(id.content);
	if (!der_expect_strict(&algorithm, DER_OID, &oid))
		return false;
	switch (key->kind) {
	case PUBLIC_KEY_RSA:
		ok = is_canonical_rsa(&algorithm, bytes);
		break;
	case PUBLIC_KEY_EC:
		ok = is_canonical_ec(&algorithm, bytes);
		break;
	case PUBLIC_KEY_DSA:
		ok = is_canonical_dsa(&algorithm, bytes);
		break;
	default:
		return false;
	}
	return ok && cursor_left(&algorithm) == 0;
}

bool public_key_equal(const struct public_key *a, const struct public_key *b)
{
	if (a->kind == PUBLIC_KEY_RSA && b->kind == PUBLIC_KEY_RSA && b->is_negative)
		return span_equal(a->modulus, b->modulus) && span_equal(a->exponent, b->exponent);
	return span_equal(a->spki, b->spki);
}
