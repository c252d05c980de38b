/* A signature block over fixed content, and the bytes as a certificate, as one in PEM or a bag, a key and a name. */
#include "encoding/pkcs7.h"
#include "encoding/x509_factory.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_certificate(struct span bytes)
{
	struct arena arena = arena_new((size_t)1 << 26);
	struct x509 certificate;
	struct public_key key;
	bool has_controls;

	if (x509_read(&certificate, bytes)) {
		x509_name(certificate.subject, &arena, &has_controls);
		x509_algorithm_name(certificate.algorithm, &arena);
		if (public_key_read(&key, certificate.spki))
			public_key_is_canonical(&key);
		if (!x509_names_equal(certificate.subject, certificate.subject))
			abort();
	}
	public_key_read(&key, bytes);
	x509_factory_read(&certificate, bytes, &arena);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pkcs7 block;
	struct limits limits = limits_default();

	limits.value[LIMIT_RSA_BITS] = 2048; /* the mathematics are OpenSSL's, and slow */
	pkcs7_verify(&block, span_of(data, size), span_of_text("Signature-Version: 1.0\r\n\r\n"), &limits);
	for (int64_t sdk = 1; sdk < 40; sdk += 3) {
		struct pkcs7_outcome outcome = pkcs7_outcome_at(&block, sdk);

		if (outcome.fault == NULL && outcome.certificate >= block.num_certificates)
			abort();
	}
	try_certificate(span_of(data, size));
	for (size_t i = 0; i < block.num_certificates; i++)
		try_certificate(block.certificates[i].der);
	return 0;
}
