#include "encoding/x509_factory.h"

#include "encoding/pem.h"

/* A number of at most 64 bits that is no less than one. */
static bool is_version(struct span number)
{
	return number.len <= 9 && !span_is_zero(number) && number.data[0] < (number.len == 9 ? 1 : 0x80);
}

/* Down to the certificates; what stands behind them nobody looks at. */
static bool find_certificates(struct span bag, struct span *certificates)
{
	struct cursor in = cursor_of(bag), body;
	struct der value;

	if (!der_expect_strict(&in, DER_SEQUENCE, &value))
		return false;
	body = cursor_of(value.content);
	if (!ber_expect(&body, DER_OID, &value) || !der_oid_is(value.content, "1.2.840.113549.1.7.2") || !ber_expect(&body, DER_CONTEXT_0, &value))
		return false;
	body = cursor_of(value.content);
	if (!ber_expect(&body, DER_SEQUENCE, &value))
		return false;
	body = cursor_of(value.content);
	if (!ber_expect(&body, DER_INTEGER, &value) || !is_version(value.content) ||
	    !ber_expect(&body, DER_SET, &value) || !ber_expect(&body, DER_SEQUENCE, &value) || !ber_expect(&body, DER_CONTEXT_0, &value))
		return false;
	*certificates = value.content;
	return true;
}

static bool read_bag(struct x509 *certificate, struct span bag)
{
	struct span certificates;
	struct cursor in;
	struct x509 found;
	struct der value;
	size_t num = 0;

	if (!find_certificates(bag, &certificates))
		return false;
	for (in = cursor_of(certificates); cursor_left(&in) > 0; num++) {
		if (!der_expect(&in, DER_SEQUENCE, &value) || !x509_read(&found, value.whole))
			return false;
		if (num == 0)
			*certificate = found;
	}
	return num > 0;
}

bool x509_factory_is_bag(struct span bytes)
{
	return bytes.len > 4 && bytes.data[4] == DER_OID;
}

bool x509_factory_read_binary(struct x509 *certificate, struct span bytes)
{
	if (x509_factory_is_bag(bytes) ? !read_bag(certificate, bytes) : !x509_read(certificate, bytes))
		return false;
	certificate->der = bytes;
	return true;
}

bool x509_factory_read(struct x509 *certificate, struct span bytes, struct arena *arena)
{
	struct span der;

	if (!pem_is(bytes))
		return x509_factory_read_binary(certificate, bytes);
	if (!pem_certificate(bytes, arena, &der) || !x509_read(certificate, der))
		return false;
	certificate->der = bytes;
	return true;
}
