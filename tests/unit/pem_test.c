/* Certificates as texts. Each text holds "a certificate", which nobody here reads. */
#include "encoding/pem.h"
#include "harness.h"

#define BEGIN "-----BEGIN CERTIFICATE-----\n"
#define END "-----END CERTIFICATE-----\n"
#define DIGITS "YSBjZXJ0aWZpY2F0ZQ=="
#define LINE "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* The certificate, escaped as C strings are not; NULL: there is none. */
static const char *read_text(const char *text, struct arena *arena)
{
	struct span der;

	return pem_certificate(span_of_text(text), arena, &der) ? arena_text(arena, der) : NULL;
}

TEST(pem_lines, "a certificate in PEM is what stands between its two lines, however they end and however long the lines between are")
{
	static const char *const texts[] = {
		BEGIN DIGITS "\n" END,
		"-----BEGIN CERTIFICATE-----\r\n" DIGITS "\r\n-----END CERTIFICATE-----\r\n",
		"-----BEGIN CERTIFICATE----- \t\n" DIGITS "\n-----END CERTIFICATE-----",
		BEGIN "YSBj\nZXJ0aWZpY2\nF0ZQ\n=\n=\n" END,
		BEGIN "YS Bj\tZX J0aWZpY2F0ZQ== \n" END,
		BEGIN DIGITS "\n" END "and more",
		BEGIN "\n\n" DIGITS "\n\n" END,
		BEGIN " \n" DIGITS "\n" END,
		"-----BEGIN X509 CERTIFICATE-----\n" DIGITS "\n-----END X509 CERTIFICATE-----\n",
		"- said before\n" BEGIN DIGITS "\n" END,
		"-----BEGIN CERTIFICATE\n" BEGIN DIGITS "\n" END,
		"-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n" BEGIN DIGITS "\n" END,
		"-----BEGIN KEY-----\nHead: er\n \nAAAA\n-----END KEY-----\n" BEGIN DIGITS "\n" END,
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		ARENA_CLEANUP struct arena arena = arena_new(65536);

		CHECK(pem_is(span_of_text(texts[i])));
		CHECK_TEXT(read_text(texts[i], &arena), "a certificate");
	}
}

TEST(pem_none, "what the platform reads as no certificate in PEM is none: of headers, of another name, or of base64 that is none")
{
	static const char *const texts[] = {
		"", "-", BEGIN, BEGIN DIGITS "\n", BEGIN END, BEGIN DIGITS "\n-----END X509 CERTIFICATE-----\n",
		BEGIN DIGITS "\n-----END CERTIFICATE-----x\n",
		"-----BEGIN KEY-----\n" DIGITS "\n-----END KEY-----\n",
		"-----BEGIN KEY-----\n?\n-----END KEY-----\n" BEGIN DIGITS "\n" END,
		"-----BEGIN TRUSTED CERTIFICATE-----\n" DIGITS "\n-----END TRUSTED CERTIFICATE-----\n",
		"-----BEGIN PKCS7-----\n" DIGITS "\n-----END PKCS7-----\n" BEGIN DIGITS "\n" END,
		BEGIN "Proc-Type: 4,ENCRYPTED\n \n" DIGITS "\n" END,
		BEGIN "YSBjZXJ0aWZpY2F0ZQ=\n" END, BEGIN "YSBjZXJ0aWZpY2F0ZQ\n" END, BEGIN DIGITS "YSBj\n" END, BEGIN "Y===\n" END, BEGIN "====\n" END,
		BEGIN "YSB.\n" END, BEGIN "\x0bYSBj\n" END, BEGIN "YSB\xc3\n" END,
		BEGIN " \n" DIGITS "\n" DIGITS "\n" END,
		BEGIN " \n" LINE "AAAA\n" END,
		BEGIN LINE "AAAAAAAAAAAAAAAA\n" END,
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		ARENA_CLEANUP struct arena arena = arena_new(65536);

		CHECK_TEXT(read_text(texts[i], &arena), NULL);
	}
}

TEST(pem_full_lines, "behind an empty line a certificate in PEM has full lines, and a last one that is not")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct span der;

	CHECK(pem_certificate(span_of_text(BEGIN " \n" LINE "\n" LINE "\n" DIGITS "\n" END), &arena, &der) && der.len == 96 + 13);
	CHECK(pem_certificate(span_of_text(BEGIN " \n" LINE "\n" END), &arena, &der) && der.len == 48);
	CHECK(pem_certificate(span_of_text(BEGIN LINE "AAAAAAAAAAAA\n" END), &arena, &der) && der.len == 57);
}

TEST(pem_zero, "a NUL in PEM makes it no certificate")
{
	static const char text[] = BEGIN "YSBj\0YSBj\n" END;
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct span der;

	CHECK(!pem_certificate(span_of(text, sizeof text - 1), &arena, &der));
}

TEST(pem_memory, "a certificate in PEM for which memory runs out is told by the arena")
{
	ARENA_CLEANUP struct arena arena = arena_new(8);

	CHECK(read_text(BEGIN DIGITS "\n" END, &arena) == NULL && arena.failed);
}
