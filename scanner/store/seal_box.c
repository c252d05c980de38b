#include "store/seal_box.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#define TAG_LEN 16

static bool failed(struct error *err)
{
	return error_set(err, ERROR_INTERNAL, "OpenSSL could not seal or open personal data");
}

static bool start(EVP_CIPHER_CTX *cipher, const struct seal_key *key, struct span bound, const uint8_t *nonce, int closing)
{
	int len;

	return cipher != NULL && bound.len < INT_MAX &&
	       EVP_CipherInit_ex(cipher, EVP_aes_256_gcm(), NULL, key->bytes, nonce, closing) == 1 &&
	       EVP_CipherUpdate(cipher, NULL, &len, bound.data, (int)bound.len) == 1;
}

static bool run(EVP_CIPHER_CTX *cipher, struct span in, uint8_t *out)
{
	int len = 0;

	return in.len < INT_MAX && (in.len == 0 || (EVP_CipherUpdate(cipher, out, &len, in.data, (int)in.len) == 1 && (size_t)len == in.len));
}

static bool close_box(EVP_CIPHER_CTX *cipher, struct span text, struct buf *box)
{
	uint8_t rest[TAG_LEN];
	int len;

	if (!buf_reserve(box, text.len + TAG_LEN) || !run(cipher, text, box->data + box->len) ||
	    EVP_CipherFinal_ex(cipher, rest, &len) != 1 ||
	    EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG_LEN, box->data + box->len + text.len) != 1)
		return false;
	box->len += text.len + TAG_LEN;
	return true;
}

bool seal_box_close(const struct seal_key *key, struct span bound, struct span text, uint8_t nonce[SEAL_NONCE_LEN],
		    struct buf *box, struct error *err)
{
	EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
	bool ok = RAND_bytes(nonce, SEAL_NONCE_LEN) == 1 && start(cipher, key, bound, nonce, 1) && close_box(cipher, text, box);

	EVP_CIPHER_CTX_free(cipher);
	return ok || failed(err);
}

/* What a box with a wrong tag gave is not to be had. */
static bool finish_open(EVP_CIPHER_CTX *cipher, struct span tag, struct buf *text, size_t len)
{
	uint8_t expected[TAG_LEN], rest[TAG_LEN];
	int rest_len;

	memcpy(expected, tag.data, TAG_LEN);
	if (EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, TAG_LEN, expected) == 1 && EVP_CipherFinal_ex(cipher, rest, &rest_len) == 1) {
		text->len += len;
		return true;
	}
	OPENSSL_cleanse(text->data + text->len, len);
	return false;
}

bool seal_box_open(const struct seal_key *key, struct span bound, struct span nonce, struct span box, struct buf *text, bool *ok,
		   struct error *err)
{
	EVP_CIPHER_CTX *cipher;
	struct span tag, in;

	*ok = false;
	if (nonce.len != SEAL_NONCE_LEN || box.len < TAG_LEN)
		return true;
	if (!buf_reserve(text, box.len))
		return error_memory(err);
	in = span_slice(box, 0, box.len - TAG_LEN);
	tag = span_slice(box, box.len - TAG_LEN, TAG_LEN);
	cipher = EVP_CIPHER_CTX_new();
	if (!start(cipher, key, bound, nonce.data, 0)) {
		EVP_CIPHER_CTX_free(cipher);
		return failed(err);
	}
	*ok = run(cipher, in, text->data + text->len) && finish_open(cipher, tag, text, in.len);
	EVP_CIPHER_CTX_free(cipher);
	return true;
}
