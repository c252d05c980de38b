#include "store/seal_key.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "store/key_file.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX 8192
#define MAKE_ONE "(umask 077; openssl rand -hex 32 > FILE) makes one"

static void name_key(struct seal_key *key)
{
	static const char purpose[] = "prelist key id";
	uint8_t bytes[sizeof purpose + SEAL_KEY_LEN];
	char hex[DIGEST_HEX_MAX];

	memcpy(bytes, purpose, sizeof purpose);
	memcpy(bytes + sizeof purpose, key->bytes, SEAL_KEY_LEN);
	digest_hex_of(DIGEST_SHA256, span_of(bytes, sizeof bytes), hex);
	memcpy(key->id, hex, 16);
	key->id[16] = '\0';
	OPENSSL_cleanse(bytes, sizeof bytes);
}

/* A file of zeros is a mistake, not a key. */
static bool is_monotonous(const uint8_t bytes[SEAL_KEY_LEN])
{
	for (size_t i = 1; i < SEAL_KEY_LEN; i++)
		if (bytes[i] != bytes[0])
			return false;
	return true;
}

static bool add_key(struct seal_keys *keys, const char *path, struct error *err)
{
	struct seal_key *key = &keys->keys[keys->num];

	if (is_monotonous(key->bytes))
		return key_file_refuse(path, "holds the same byte 32 times, which is no key; " MAKE_ONE, err);
	name_key(key);
	keys->num++;
	return true;
}

static bool add_line(struct seal_keys *keys, char *line, const char *path, struct error *err)
{
	size_t len = strcspn(line, "\r");

	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	line[len] = '\0';
	if (len == 0 || *line == '#')
		return true;
	if (keys->num == SEAL_KEYS_MAX)
		return key_file_refuse(path, "holds more than 16 keys", err);
	if (!text_unhex(line, keys->keys[keys->num].bytes, SEAL_KEY_LEN))
		return key_file_refuse(path, "holds neither 32 raw bytes nor lines of 64 hex digits; " MAKE_ONE, err);
	return add_key(keys, path, err);
}

static bool parse(struct seal_keys *keys, char *bytes, size_t len, const char *path, struct error *err)
{
	char *rest = bytes, *line;

	if (len == SEAL_KEY_LEN) {
		memcpy(keys->keys[0].bytes, bytes, SEAL_KEY_LEN);
		return add_key(keys, path, err);
	}
	bytes[len] = '\0';
	while ((line = strsep(&rest, "\n")) != NULL)
		if (!add_line(keys, line, path, err))
			return false;
	return keys->num > 0 || key_file_refuse(path, "holds no key; " MAKE_ONE, err);
}

static bool read_keys(int fd, struct seal_keys *keys, const char *path, struct error *err)
{
	char bytes[FILE_MAX + 1];
	ssize_t len = read(fd, bytes, FILE_MAX);
	bool ok = len >= 0 ? parse(keys, bytes, (size_t)len, path, err) : error_errno(err, "the key file %s cannot be read", path);

	OPENSSL_cleanse(bytes, sizeof bytes);
	return ok;
}

struct seal_keys *seal_keys_load(const char *path, const char *archive_dir, struct error *err)
{
	int fd = key_file_open(path, "$PRELIST_KEY_FILE", archive_dir, err);
	struct seal_keys *keys = fd < 0 ? NULL : calloc(1, sizeof *keys);
	bool ok = false;

	if (fd >= 0 && keys == NULL)
		error_memory(err);
	else if (fd >= 0)
		ok = read_keys(fd, keys, path, err);
	if (fd >= 0)
		close(fd);
	if (ok)
		return keys;
	seal_keys_free(keys);
	return NULL;
}

void seal_keys_free(struct seal_keys *keys)
{
	if (keys == NULL)
		return;
	OPENSSL_cleanse(keys, sizeof *keys);
	free(keys);
}

const struct seal_key *seal_keys_find(const struct seal_keys *keys, const char *id)
{
	for (size_t i = 0; keys != NULL && i < keys->num; i++)
		if (strcmp(keys->keys[i].id, id) == 0)
			return &keys->keys[i];
	return NULL;
}
