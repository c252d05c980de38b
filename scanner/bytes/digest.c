#include "bytes/digest.h"

#include "bytes/text.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

/* Set once before any thread is made, read-only from then on. */
static EVP_MD *algorithms[DIGEST_KINDS];
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

struct digest {
	EVP_MD_CTX *context;
	enum digest_kind kind;
};

static void fetch_all(void)
{
	static const char *const names[DIGEST_KINDS] = {
		[DIGEST_SHA256] = "SHA256", [DIGEST_SHA1] = "SHA1",	[DIGEST_MD5] = "MD5",
		[DIGEST_SHA384] = "SHA384", [DIGEST_SHA512] = "SHA512", [DIGEST_SHA224] = "SHA224",
	};

	/*
	 * No configuration file of the host may choose other providers; and reading it costs more than a small package. Nor are the
	 * names of old made by which nothing is looked up here: what is used is fetched. The system takes all back at the end.
	 */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
				    OPENSSL_INIT_NO_ADD_ALL_DIGESTS | OPENSSL_INIT_NO_ATEXIT,
			    NULL);
	for (int i = 0; i < DIGEST_KINDS; i++)
		algorithms[i] = EVP_MD_fetch(NULL, names[i], NULL);
}

bool digest_warm_up(void)
{
	pthread_once(&fetched, fetch_all);
	for (int i = 0; i < DIGEST_KINDS; i++)
		if (algorithms[i] == NULL)
			return false;
	return true;
}

struct digest *digest_new(enum digest_kind kind)
{
	struct digest *digest = digest_warm_up() ? calloc(1, sizeof *digest) : NULL;

	if (digest == NULL)
		return NULL;
	digest->kind = kind;
	digest->context = EVP_MD_CTX_new();
	if (digest->context == NULL || EVP_DigestInit_ex(digest->context, algorithms[kind], NULL) != 1) {
		digest_free(digest);
		return NULL;
	}
	return digest;
}

void digest_free(struct digest *digest)
{
	if (digest == NULL)
		return;
	EVP_MD_CTX_free(digest->context);
	free(digest);
}

/* EVP on a fetched algorithm fails only when memory for it ran out: what no caller can mend or go on with, so stop. */
static void must(int ok)
{
	if (ok != 1)
		abort();
}

void digest_start(struct digest *digest)
{
	must(EVP_DigestInit_ex(digest->context, algorithms[digest->kind], NULL));
}

void digest_add(struct digest *digest, struct span bytes)
{
	if (bytes.len > 0)
		must(EVP_DigestUpdate(digest->context, bytes.data, bytes.len));
}

void digest_finish(struct digest *digest, uint8_t out[DIGEST_MAX])
{
	must(EVP_DigestFinal_ex(digest->context, out, NULL));
}

size_t digest_len(enum digest_kind kind)
{
	static const size_t lens[DIGEST_KINDS] = {
		[DIGEST_SHA256] = 32, [DIGEST_SHA1] = 20, [DIGEST_MD5] = 16, [DIGEST_SHA384] = 48,
		[DIGEST_SHA512] = 64, [DIGEST_SHA224] = 28,
	};

	return lens[kind];
}

void digest_of(enum digest_kind kind, struct span bytes, uint8_t out[DIGEST_MAX])
{
	must(digest_warm_up());
	must(EVP_Digest(bytes.data, bytes.len, out, NULL, algorithms[kind], NULL));
}

void digest_of_parts(enum digest_kind kind, const struct span *parts, size_t num_parts, uint8_t out[DIGEST_MAX])
{
	struct digest *digest = digest_new(kind);

	must(digest != NULL);
	digest_start(digest);
	for (size_t i = 0; i < num_parts; i++)
		digest_add(digest, parts[i]);
	digest_finish(digest, out);
	digest_free(digest);
}

void digest_hex_of(enum digest_kind kind, struct span bytes, char out[DIGEST_HEX_MAX])
{
	uint8_t raw[DIGEST_MAX];

	digest_of(kind, bytes, raw);
	text_hex_to(out, span_of(raw, digest_len(kind)));
}
