#include "encoding/pkcs9_attribute.h"

#include "encoding/der.h"

#define PKCS9 "\x2A\x86\x48\x86\xF7\x0D\x01\x09" /* 1.2.840.113549.1.9 */
#define PRINTABLE_STRING 0x13
#define TELETEX_STRING 0x14
#define IA5_STRING 0x16

static const struct known {
	const char *number; /* the bytes behind PKCS9 */
	uint8_t tags[2]; /* of its values, the second if there is one; none: Android takes it never */
	bool is_single;
} known[] = {
	{"\x01", {IA5_STRING}, false}, /* e-mail address */
	{"\x02", {IA5_STRING, PRINTABLE_STRING}, false}, /* unstructured name */
	{"\x03", {DER_OID}, true}, /* content type */
	{"\x04", {DER_OCTET_STRING}, true}, /* message digest */
	{"\x05", {DER_UTC_TIME}, true}, /* signing time */
	{"\x06", {DER_SEQUENCE}, false}, /* countersignature */
	{"\x07", {PRINTABLE_STRING, TELETEX_STRING}, true}, /* challenge password */
	{"\x08", {PRINTABLE_STRING, TELETEX_STRING}, false}, /* unstructured address */
	{"\x09", {0}, false}, /* extended certificate */
	{"\x0A", {0}, false}, /* issuer and serial number */
	{"\x0B", {0}, false}, /* of RSA DSI */
	{"\x0C", {0}, false},
	{"\x0D", {0}, false}, /* signing description */
	{"\x0E", {DER_SEQUENCE}, true}, /* extension request */
	{"\x0F", {0}, false}, /* S/MIME capabilities */
	{"\x10\x02\x0C", {DER_SEQUENCE}, true}, /* signing certificate */
	{"\x10\x02\x0E", {DER_SEQUENCE}, true}, /* time stamp */
};

static bool is_value(const struct known *attribute, uint8_t tag)
{
	return tag != 0 && (tag == attribute->tags[0] || tag == attribute->tags[1]);
}

static bool are_values(const struct known *attribute, struct span values)
{
	struct cursor in = cursor_of(values);
	struct der value;
	size_t num = 0;

	for (; cursor_left(&in) > 0; num++)
		if (!ber_next(&in, &value) || !is_value(attribute, value.tag))
			return false;
	return attribute->tags[0] != 0 && (!attribute->is_single || num == 1);
}

bool pkcs9_attribute_is_taken(struct span oid, struct span values)
{
	struct span number = span_slice(oid, sizeof PKCS9 - 1, oid.len);

	for (size_t i = 0; span_starts(oid, PKCS9) && i < sizeof known / sizeof known[0]; i++)
		if (span_equal(number, span_of_text(known[i].number)))
			return are_values(&known[i], values);
	return true;
}
