/*
 * bytes - messages, hex, hashes, small files.
 */
#include "proof.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SMALL_MAX ((size_t)16 * 1024 * 1024)

bool in_chinese;

const char *pick(const char *en, const char *zh)
{
	return in_chinese ? zh : en;
}

/* It could not be checked. */
void give_up(const char *format, ...)
{
	va_list args;

	fputs("prelist-proof: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(2);
}

/* It is not so. */
void deny(const char *format, ...)
{
	va_list args;

	fputs(pick("NOT PROVEN: ", "未通过："), stdout);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	exit(1);
}

void *must(void *memory)
{
	if (memory == NULL)
		give_up("%s", pick("out of memory", "内存不足"));
	return memory;
}

/* Bytes of the character at text when a terminal would take it for more than text (controls, what turns the writing direction). */
static int unsafe_len(const unsigned char *text)
{
	if (text[0] < 0x20 || text[0] == 0x7F)
		return 1;
	if ((text[0] == 0xC2 && text[1] < 0xA0) || (text[0] == 0xD8 && text[1] == 0x9C))
		return 2;
	if (text[0] == 0xE2 && text[1] == 0x80 && ((text[2] >= 0x8B && text[2] <= 0x8F) || (text[2] >= 0xA8 && text[2] <= 0xAE)))
		return 3;
	return (text[0] == 0xE2 && text[1] == 0x81 && text[2] >= 0xA0 && text[2] <= 0xAF) || (text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF) ? 3 : 0;
}

void print_visible(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at != '\0') {
		int len = unsafe_len(at);

		if (len == 0)
			putchar(*at++);
		for (; len > 0 && *at != '\0'; len--)
			printf("\\x%02x", *at++);
	}
}

bool unhex(const char *text, uint8_t *out, size_t len)
{
	if (text == NULL || strlen(text) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		char digits[3] = {text[2 * i], text[2 * i + 1], '\0'};

		if (!isxdigit((unsigned char)digits[0]) || !isxdigit((unsigned char)digits[1]))
			return false;
		out[i] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return true;
}

void put_u64(uint8_t *out, uint64_t value)
{
	for (int i = 7; i >= 0; i--, value >>= 8)
		out[i] = (uint8_t)value;
}

void sha256(const void *data, size_t len, uint8_t out[HASH])
{
	if (EVP_Digest(data, len, out, NULL, EVP_sha256(), NULL) != 1)
		give_up("%s", pick("SHA-256 failed", "SHA-256 计算失败"));
}

/* The whole of a small file, NUL behind it. */
char *read_small(const char *path, size_t *len)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	char *data = must(malloc(SMALL_MAX + 1));

	if (file == NULL)
		give_up("%s: %s", path, strerror(errno));
	*len = fread(data, 1, SMALL_MAX + 1, file);
	if (ferror(file) || *len > SMALL_MAX)
		give_up(pick("%s cannot be read, or is too large", "%s 无法读取或过大"), path);
	data[*len] = '\0';
	if (file != stdin)
		fclose(file);
	return data;
}

cJSON *read_json(const char *path)
{
	size_t len;
	char *text = read_small(path, &len);
	cJSON *tree = strlen(text) == len ? cJSON_Parse(text) : NULL;

	if (!cJSON_IsObject(tree))
		give_up(pick("%s is no JSON object", "%s 不是 JSON 对象"), path);
	free(text);
	return tree;
}

const char *text_of(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	return cJSON_IsString(item) ? item->valuestring : NULL;
}

uint64_t number_of(const cJSON *object, const char *name, const char *path)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

	if (!cJSON_IsNumber(item) || item->valuedouble < 0 || item->valuedouble > 9007199254740992.0)
		give_up(pick("%s has no number '%s'", "%s 缺少数值 %s"), path, name);
	return (uint64_t)item->valuedouble;
}

void hash_of(const cJSON *object, const char *name, uint8_t out[HASH], const char *path)
{
	if (!unhex(text_of(object, name), out, HASH))
		give_up(pick("%s has no hash '%s'", "%s 缺少哈希 %s"), path, name);
}
