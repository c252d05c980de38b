#include "store/log_key.h"

#include "bytes/digest.h"
#include "store/key_file.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_MAX 8192
#define VARIABLE "PRELIST_LOG_KEY_FILE"
#define MAKE_ONE "(umask 077; openssl genpkey -algorithm ed25519 -out FILE) makes one"

struct log_key {
	EVP_PKEY *key;
	char id[DIGEST_HEX_MAX];
};

/* Nobody is asked for a passphrase. */
static int no_passphrase(char *out, int size, int writing, void *owner)
{
	(void)out, (void)size, (void)writing, (void)owner;
	return -1;
}

static EVP_PKEY *parse(const char *pem, size_t len)
{
	BIO *bio = BIO_new_mem_buf(pem, (int)len);
	EVP_PKEY *key = bio == NULL ? NULL : PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);

	if (key == NULL && bio != NULL && BIO_reset(bio) == 1)
		key = PEM_read_bio_PUBKEY(bio, NULL, no_passphrase, NULL);
	BIO_free(bio);
	ERR_clear_error();
	return key;
}

static bool name_key(struct log_key *key, struct error *err)
{
	uint8_t *der = NULL;
	int len = i2d_PUBKEY(key->key, &der);

	if (len <= 0)
		return error_memory(err);
	digest_hex_of(DIGEST_SHA256, span_of(der, (size_t)len), key->id);
	OPENSSL_free(der);
	return true;
}

static bool is_private(const struct log_key *key)
{
	uint8_t bytes[32];
	size_t len = sizeof bytes;
	bool ok = EVP_PKEY_get_raw_private_key(key->key, bytes, &len) == 1;

	OPENSSL_cleanse(bytes, sizeof bytes);
	ERR_clear_error();
	return ok;
}

static struct log_key *make(EVP_PKEY *pkey, const char *path, bool to_sign, struct error *err)
{
	struct log_key *key = calloc(1, sizeof *key);

	if (key == NULL || pkey == NULL || !EVP_PKEY_is_a(pkey, "ED25519")) {
		if (key == NULL)
			error_memory(err);
		else
			key_file_refuse(path, "holds no Ed25519 key in PEM without passphrase; " MAKE_ONE, err);
		EVP_PKEY_free(pkey);
		free(key);
		return NULL;
	}
	key->key = pkey;
	if (name_key(key, err) && (!to_sign || is_private(key) || key_file_refuse(path, "holds a public key, which signs nothing; " MAKE_ONE, err)))
		return key;
	log_key_free(key);
	return NULL;
}

/* Closes the descriptor. */
static struct log_key *load(int fd, const char *path, bool to_sign, struct error *err)
{
	struct log_key *key = NULL;
	char pem[FILE_MAX];
	ssize_t len = read(fd, pem, sizeof pem);

	if (len < 0)
		error_errno(err, "the key file %s cannot be read", path);
	else
		key = make(parse(pem, (size_t)len), path, to_sign, err);
	OPENSSL_cleanse(pem, sizeof pem);
	close(fd);
	return key;
}

bool log_key_is_set(void)
{
	const char *path = getenv(VARIABLE);

	return path != NULL && *path != '\0';
}

struct log_key *log_key_own(const char *what, const char *archive_dir, struct error *err)
{
	const char *path = getenv(VARIABLE);
	int fd;

	if (!log_key_is_set()) {
		error_set(err, ERROR_INPUT, "there is no key to sign %s: set $" VARIABLE "; " MAKE_ONE, what);
		return NULL;
	}
	fd = key_file_open(path, "$" VARIABLE, archive_dir, err);
	return fd < 0 ? NULL : load(fd, path, true, err);
}

struct log_key *log_key_public(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0) {
		error_errno(err, "the key file %s cannot be opened", path);
		return NULL;
	}
	return load(fd, path, false, err);
}

void log_key_free(struct log_key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_free(key->key);
	free(key);
}

const char *log_key_id(const struct log_key *key)
{
	return key->id;
}

bool log_key_write_public(const struct log_key *key, struct buf *out, struct error *err)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *pem = NULL;
	long len = bio != NULL && PEM_write_bio_PUBKEY(bio, key->key) == 1 ? BIO_get_mem_data(bio, &pem) : 0;

	if (len > 0)
		buf_add(out, pem, (size_t)len);
	BIO_free(bio);
	return (len > 0 && !out->failed) || error_memory(err);
}

bool log_key_sign(const struct log_key *key, struct span message, uint8_t signature[LOG_SIGNATURE_LEN], struct error *err)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t len = LOG_SIGNATURE_LEN;
	bool ok = context != NULL && EVP_DigestSignInit(context, NULL, NULL, NULL, key->key) == 1 &&
		  EVP_DigestSign(context, signature, &len, message.data, message.len) == 1 && len == LOG_SIGNATURE_LEN;

	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return ok || error_set(err, ERROR_MEMORY, "the signature cannot be made");
}

bool log_key_verify(const struct log_key *key, struct span message, const uint8_t signature[LOG_SIGNATURE_LEN])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool ok = context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key->key) == 1 &&
		  EVP_DigestVerify(context, signature, LOG_SIGNATURE_LEN, message.data, message.len) == 1;

	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return ok;
}
