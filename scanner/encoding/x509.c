#include "encoding/x509.h"

#include "bytes/buf.h"
#include "bytes/text.h"

#include <openssl/x509.h>
#include <stdlib.h>

#define NAME_MAX_BYTES ((size_t)64 * 1024)

/* The next two digits, a number from least to most; the cursor is bad when they are none. */
static int next_number(struct cursor *in, int least, int most)
{
	uint8_t tens = cursor_u8(in), ones = cursor_u8(in);
	int number = (tens - '0') * 10 + ones - '0';

	in->bad |= tens < '0' || tens > '9' || ones < '0' || ones > '9' || number < least || number > most;
	return number;
}

static bool is_next(const struct cursor *in, const char *chars)
{
	return cursor_left(in) > 0 && in->data[in->pos] != '\0' && strchr(chars, in->data[in->pos]) != NULL;
}

static void skip_fraction(struct cursor *in)
{
	if (!is_next(in, "."))
		return;
	cursor_u8(in);
	in->bad |= !is_next(in, "0123456789");
	while (is_next(in, "0123456789"))
		cursor_u8(in);
}

/* Seconds before UTC, by Z, +hhmm, -hhmm or nothing, which end a time. */
static int read_zone(struct cursor *in)
{
	int sign, hours;

	if (cursor_left(in) == 0)
		return 0;
	in->bad |= !is_next(in, "Z+-");
	sign = cursor_u8(in);
	if (sign == 'Z')
		return 0;
	hours = next_number(in, 0, 12);
	return (hours * 60 + next_number(in, 0, 59)) * (sign == '+' ? 60 : -60);
}

/* YYMMDDhhmm or YYYYMMDDhhmm; then seconds, which may be missing before a zone, and in the long form a fraction; then the zone. */
static bool read_time(const struct der *value, char out[TIME_TEXT_LEN])
{
	struct cursor in = cursor_of(value->content);
	bool is_long = value->tag == DER_GENERALIZED_TIME;
	int century = is_long ? next_number(&in, 0, 99) : 0, year = next_number(&in, 0, 99), month = next_number(&in, 1, 12);
	int day = next_number(&in, 1, 31), hour = next_number(&in, 0, 23), minute = next_number(&in, 0, 59);
	int second = is_next(&in, "Z+-") ? 0 : next_number(&in, 0, 59), zone;
	struct date date = {is_long ? century * 100 + year : year + (year < 50 ? 2000 : 1900), month, day};

	if (is_long)
		skip_fraction(&in);
	zone = read_zone(&in);
	out[0] = '\0';
	if (in.bad || cursor_left(&in) > 0)
		return false;
	if (date_is_valid(date))
		time_format(date_to_days(date) * 86400 + hour * 3600 + minute * 60 + second - zone, out);
	return true;
}

static bool next_oid(struct cursor *in, struct span *oid)
{
	struct der value;

	if (!der_expect(in, DER_OID, &value))
		return false;
	*oid = value.content;
	return der_is_oid(value.content);
}

/* SEQUENCE { OID, any parameter } */
static bool next_algorithm(struct cursor *in, struct span *oid)
{
	struct der value;
	struct cursor parts;

	if (!der_expect(in, DER_SEQUENCE, &value))
		return false;
	parts = cursor_of(value.content);
	if (!next_oid(&parts, oid))
		return false;
	if (cursor_left(&parts) == 0)
		return true;
	return der_next(&parts, &value) && (value.tag != DER_NULL || value.content.len == 0) && cursor_left(&parts) == 0;
}

/* Bits, and before them how many of the last byte are none. */
static bool are_bits(struct span bytes)
{
	return bytes.len > 0 && bytes.data[0] < 8;
}

static bool next_bits(struct cursor *in)
{
	struct der value;

	return der_expect(in, DER_BIT_STRING, &value) && are_bits(value.content);
}

static bool is_public_key(struct span sequence)
{
	struct cursor in = cursor_of(sequence);
	struct span oid;

	return next_algorithm(&in, &oid) && next_bits(&in) && cursor_left(&in) == 0;
}

/* [0] { INTEGER }, which may be missing. */
static bool skip_version(struct cursor *in)
{
	struct der value;
	struct cursor inner;

	if (!der_optional(in, DER_CONTEXT_0, &value))
		return !in->bad;
	inner = cursor_of(value.content);
	return der_expect(&inner, DER_INTEGER, &value) && value.content.len > 0 && cursor_left(&inner) == 0;
}

struct extension {
	struct span oid, value;
	bool is_critical;
};

static bool next_extension(struct cursor *in, struct extension *extension)
{
	struct der whole, part;
	struct cursor parts;

	if (!der_expect(in, DER_SEQUENCE, &whole))
		return false;
	parts = cursor_of(whole.content);
	if (!next_oid(&parts, &extension->oid))
		return false;
	extension->is_critical = der_optional(&parts, DER_BOOLEAN, &part);
	if (extension->is_critical && part.content.len != 1)
		return false;
	extension->is_critical = extension->is_critical && part.content.data[0] != 0;
	if (!der_expect(&parts, DER_OCTET_STRING, &part))
		return false;
	extension->value = part.content;
	return cursor_left(&parts) == 0;
}

/* The list itself; false when it is none. */
static bool read_extensions(struct x509 *certificate, struct span bytes)
{
	struct cursor in = cursor_of(bytes), list;
	struct extension extension;
	struct der value;

	if (!der_expect(&in, DER_SEQUENCE, &value) || cursor_left(&in) > 0)
		return false;
	certificate->extensions = value.content;
	list = cursor_of(value.content);
	while (cursor_left(&list) > 0)
		if (!next_extension(&list, &extension))
			return false;
	return true;
}

/* The kinds of text of which BoringSSL takes a name, and kinds that it does not know; none is looked into. */
static bool is_text(uint8_t tag)
{
	static const uint8_t tags[] = {0x03, 0x12, 0x13, 0x14, 0x16, 0x1C, 0x1E, DER_SEQUENCE};

	return (tag >= 0x07 && tag <= 0x0F) || memchr(tags, tag, sizeof tags) != NULL;
}

/* SET OF SEQUENCE { OID, text } */
static bool is_rdn(struct span set)
{
	struct cursor in = cursor_of(set);
	struct der pair, part;
	struct span oid;

	while (cursor_left(&in) > 0) {
		struct cursor parts;

		if (!der_expect(&in, DER_SEQUENCE, &pair))
			return false;
		parts = cursor_of(pair.content);
		if (!next_oid(&parts, &oid) || !der_next(&parts, &part) || !is_text(part.tag) || cursor_left(&parts) > 0)
			return false;
	}
	return true;
}

static bool is_name(struct span sequence)
{
	struct cursor in = cursor_of(sequence);
	struct der set;

	while (cursor_left(&in) > 0)
		if (!der_expect(&in, DER_SET, &set) || !is_rdn(set.content))
			return false;
	return true;
}

static bool next_time(struct cursor *in, char out[TIME_TEXT_LEN])
{
	struct der time;

	if (!der_next(in, &time) || (time.tag != DER_UTC_TIME && time.tag != DER_GENERALIZED_TIME))
		return false;
	return read_time(&time, out);
}

static bool read_validity(struct x509 *certificate, struct span sequence)
{
	struct cursor in = cursor_of(sequence);

	return next_time(&in, certificate->not_before) && next_time(&in, certificate->not_after) && cursor_left(&in) == 0;
}

static bool next_name(struct cursor *in, struct span *name)
{
	struct der value;

	if (!der_expect(in, DER_SEQUENCE, &value))
		return false;
	*name = value.whole;
	return is_name(value.content);
}

/* What may stand behind the public key: two numbers of who issued and who has it, and extensions. */
static bool read_optional(struct x509 *certificate, struct cursor *in)
{
	struct der value;

	if (der_optional(in, DER_CONTEXT_1_PLAIN, &value) && !are_bits(value.content))
		return false;
	if (der_optional(in, DER_CONTEXT_2_PLAIN, &value) && !are_bits(value.content))
		return false;
	return !der_optional(in, DER_CONTEXT_3, &value) || read_extensions(certificate, value.content);
}

static bool read_tbs(struct x509 *certificate, struct span tbs)
{
	struct cursor in = cursor_of(tbs);
	struct der value;
	struct span oid;

	if (!skip_version(&in) || !der_expect(&in, DER_INTEGER, &value) || value.content.len == 0)
		return false;
	certificate->serial = value.content;
	if (!next_algorithm(&in, &oid) || !next_name(&in, &certificate->issuer) || !der_expect(&in, DER_SEQUENCE, &value) ||
	    !read_validity(certificate, value.content) || !next_name(&in, &certificate->subject) ||
	    !der_expect(&in, DER_SEQUENCE, &value) || !is_public_key(value.content))
		return false;
	certificate->spki = value.whole;
	return read_optional(certificate, &in) && !in.bad && cursor_left(&in) == 0;
}

bool x509_read(struct x509 *certificate, struct span der)
{
	struct cursor outer = cursor_of(der), in;
	struct der whole, value;

	*certificate = (struct x509){.der = der};
	if (!der_expect(&outer, DER_SEQUENCE, &whole))
		return false;
	in = cursor_of(whole.content);
	return der_expect(&in, DER_SEQUENCE, &value) && read_tbs(certificate, value.content) &&
	       next_algorithm(&in, &certificate->algorithm) && next_bits(&in) && cursor_left(&in) == 0;
}

/* Those that BoringSSL knows. */
static bool is_known_extension(struct span oid)
{
	static const char *const known[] = {"2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.32", "2.5.29.33",
					    "2.5.29.36", "2.5.29.37", "2.5.29.54", "2.16.840.1.113730.1.1"};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (der_oid_is(oid, known[i]))
			return true;
	return false;
}

/* digitalSignature or nonRepudiation, the first two bits. */
static bool is_usage_to_sign(struct span value)
{
	struct cursor in = cursor_of(value);
	struct der bits;

	return der_expect(&in, DER_BIT_STRING, &bits) && bits.content.len > 1 && (bits.content.data[1] & 0xC0) != 0;
}

static bool allows_signing(const struct extension *extension)
{
	if (extension->is_critical && !is_known_extension(extension->oid))
		return false;
	return !der_oid_is(extension->oid, "2.5.29.15") || is_usage_to_sign(extension->value);
}

bool x509_may_sign(const struct x509 *certificate)
{
	struct cursor in = cursor_of(certificate->extensions);
	struct extension extension;

	while (cursor_left(&in) > 0)
		if (!next_extension(&in, &extension) || !allows_signing(&extension))
			return false;
	return true;
}

static char *print_name(X509_NAME *name, size_t *len)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *text = NULL, *data;
	long size;

	if (out == NULL)
		return NULL;
	if (X509_NAME_print_ex(out, name, 0, (XN_FLAG_RFC2253 | ASN1_STRFLGS_UTF8_CONVERT) & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0) {
		size = BIO_get_mem_data(out, &data);
		if (size >= 0 && (text = malloc((size_t)size + 1)) != NULL) {
			if (size > 0) /* a name without parts leaves nothing to copy from */
				memcpy(text, data, (size_t)size);
			*len = (size_t)size;
		}
	}
	BIO_free(out);
	return text;
}

static bool holds_controls(struct span raw)
{
	struct cursor in = cursor_of(raw);
	struct der set, pair;

	/* Sequence of sets of sequences of OID and text. */
	while (der_next(&in, &set)) {
		struct cursor pairs = cursor_of(set.content);

		while (der_next(&pairs, &pair)) {
			struct cursor parts = cursor_of(pair.content);
			struct der oid, text;

			if (!der_next(&parts, &oid) || !der_next(&parts, &text) || text.tag == 0x1E || text.tag == 0x1C)
				continue;
			for (size_t i = 0; i < text.content.len; i++)
				if (text.content.data[i] < 0x20 || text.content.data[i] == 0x7F)
					return true;
		}
	}
	return false;
}

const char *x509_name(struct span name, struct arena *arena, bool *has_controls)
{
	const uint8_t *at = name.data;
	X509_NAME *parsed;
	const char *escaped = NULL;
	struct cursor in = cursor_of(name);
	struct der whole;
	size_t len = 0;
	char *text;

	*has_controls = false;
	if (name.len > NAME_MAX_BYTES || !der_expect(&in, DER_SEQUENCE, &whole))
		return NULL;
	*has_controls = holds_controls(whole.content);
	parsed = d2i_X509_NAME(NULL, &at, (long)name.len);
	if (parsed == NULL)
		return NULL;
	text = print_name(parsed, &len);
	if (text != NULL)
		escaped = text_escape(arena, span_of(text, len < 2000 ? len : 2000));
	free(text);
	X509_NAME_free(parsed);
	return escaped;
}

const char *x509_algorithm_name(struct span oid, struct arena *arena)
{
	static const char *const known[][2] = {
		{"1.2.840.113549.1.1.4", "MD5withRSA"}, {"1.2.840.113549.1.1.5", "SHA1withRSA"},
		{"1.2.840.113549.1.1.11", "SHA256withRSA"}, {"1.2.840.113549.1.1.12", "SHA384withRSA"},
		{"1.2.840.113549.1.1.13", "SHA512withRSA"}, {"1.2.840.113549.1.1.14", "SHA224withRSA"},
		{"1.2.840.113549.1.1.10", "RSASSA-PSS"}, {"1.2.840.113549.1.1.2", "MD2withRSA"},
		{"1.2.840.10045.4.1", "SHA1withECDSA"}, {"1.2.840.10045.4.3.1", "SHA224withECDSA"},
		{"1.2.840.10045.4.3.2", "SHA256withECDSA"}, {"1.2.840.10045.4.3.3", "SHA384withECDSA"},
		{"1.2.840.10045.4.3.4", "SHA512withECDSA"}, {"1.2.840.10040.4.3", "SHA1withDSA"},
		{"2.16.840.1.101.3.4.3.1", "SHA224withDSA"}, {"2.16.840.1.101.3.4.3.2", "SHA256withDSA"}, {"1.3.101.112", "Ed25519"},
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (der_oid_is(oid, known[i][0]))
			return known[i][1];
	return text_hex(arena, span_slice(oid, 0, 32));
}
