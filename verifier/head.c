/*
 * head - heads of the log, read and their signatures checked.
 */
#include "proof.h"

#include <ctype.h>
#include <errno.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct key read_key(const char *path)
{
	struct key key;
	FILE *file = fopen(path, "r");
	uint8_t *der = NULL;
	int len;

	if (file == NULL)
		give_up("%s: %s", path, strerror(errno));
	key.pkey = PEM_read_PUBKEY(file, NULL, NULL, NULL);
	fclose(file);
	if (key.pkey == NULL || !EVP_PKEY_is_a(key.pkey, "ED25519") || (len = i2d_PUBKEY(key.pkey, &der)) <= 0)
		give_up(pick("%s holds no Ed25519 public key in PEM (openssl pkey -pubout makes it)", "%s 不是 PEM 格式的 Ed25519 公钥"), path);
	sha256(der, (size_t)len, key.id);
	OPENSSL_free(der);
	return key;
}

bool is_signed(const struct key *key, const void *message, size_t len, const uint8_t signature[SIGNATURE])
{
	EVP_MD_CTX *context = must(EVP_MD_CTX_new());
	bool ok = EVP_DigestVerifyInit(context, NULL, NULL, NULL, key->pkey) == 1 &&
		  EVP_DigestVerify(context, signature, SIGNATURE, message, len) == 1;

	EVP_MD_CTX_free(context);
	return ok;
}

static uint64_t milliseconds(const char *time, const char *path)
{
	int year, month, day, hour, minute, second, used = 0;

	if (sscanf(time, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &year, &month, &day, &hour, &minute, &second, &used) != 6 || used != 20 || time[20] != '\0' ||
	    strspn(time, "0123456789-:TZ") != 20)
		give_up(pick("%s: '%s' is no time", "%s：%s 不是时间"), path, time);
	/* Days of the Gregorian calendar, years from March. */
	int64_t y = year - (month <= 2), m = (month + 9) % 12, days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;

	return (uint64_t)(((days * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

/* Lines to a JSON object: from the mark to the next blank line, a mail may stand around them. */
static cJSON *lines_to_json(char *text, const char *path)
{
	cJSON *object = must(cJSON_CreateObject());
	bool inside = false;
	char *line;

	while ((line = strsep(&text, "\n")) != NULL) {
		char *value;

		for (size_t len = strlen(line); len > 0 && isspace((unsigned char)line[len - 1]); len--)
			line[len - 1] = '\0';
		if (inside && *line == '\0')
			break;
		value = strchr(line, ' ');
		if (inside && value != NULL) {
			*value++ = '\0';
			if (strcmp(line, "size") == 0)
				cJSON_AddNumberToObject(object, "size", strtod(value, NULL));
			else if (cJSON_GetObjectItemCaseSensitive(object, line) == NULL)
				cJSON_AddStringToObject(object, line, value);
		} else if (strcmp(line, "prelist log head") == 0) {
			inside = true;
		}
	}
	if (!inside)
		give_up(pick("%s holds no head of a log", "%s 中没有日志树根"), path);
	return object;
}

/* With a key its signature is checked, too. */
struct head read_head(const char *path, const struct key *key)
{
	size_t len;
	char *text = read_small(path, &len);
	cJSON *object = text[strspn(text, " \t\r\n")] == '{' ? cJSON_Parse(text) : lines_to_json(text, path);
	struct head head = {.size = number_of(object, "size", path)};
	const char *time = text_of(object, "time");
	uint8_t message[18 + HASH] = {0, 1};

	hash_of(object, "root", head.root, path);
	snprintf(head.time, sizeof head.time, "%s", time == NULL ? "" : time);
	head.has_signature = unhex(text_of(object, "signature"), head.signature, SIGNATURE);
	put_u64(message + 2, milliseconds(head.time, path));
	put_u64(message + 10, head.size);
	memcpy(message + 18, head.root, HASH);
	if (key != NULL && (!head.has_signature || !is_signed(key, message, sizeof message, head.signature)))
		deny(pick("the head in %s is not signed by that key", "%s 中的树根并非该密钥所签"), path);
	cJSON_Delete(object);
	free(text);
	return head;
}

void print_hash(const char *before, const uint8_t hash[HASH])
{
	fputs(before, stdout);
	for (int i = 0; i < HASH; i++)
		printf("%02x", hash[i]);
	putchar('\n');
}

void print_signed(const struct key *key)
{
	if (key == NULL)
		puts(pick("signature: NOT CHECKED (no --key)", "签名：未核验（未给出 --key）"));
	else
		print_hash(pick("signature: by the key ", "签名：密钥 "), key->id);
}
