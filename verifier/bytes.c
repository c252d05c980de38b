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
#define MEMBERS_MAX 64

bool in_chinese;

const char *pick(const char *en, const char *zh)
{
	return in_chinese ? zh : en;
}

/* Who made what is checked is not trusted: what a message names of it is text, too. */
static void say(FILE *out, const char *head, const char *format, va_list args)
{
	char *text;

	fputs(head, out);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	print_visible(out, text == NULL ? pick("out of memory", "内存不足") : text);
	fputc('\n', out);
	free(text);
}

/* It could not be checked. */
void give_up(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(stderr, "prelist-proof: ", format, args);
	va_end(args);
	exit(2);
}

/* It is not so. */
void deny(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(stdout, pick("NOT PROVEN: ", "未通过："), format, args);
	va_end(args);
	exit(1);
}

void *must(void *memory)
{
	if (memory == NULL)
		give_up("%s", pick("out of memory", "内存不足"));
	return memory;
}

/* Bytes of the character at text; 0: no UTF-8. */
static int character_len(const unsigned char *text, uint32_t *code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	int len = text[0] < 0x80 ? 1 : text[0] < 0xC0 ? 0 : text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3 : text[0] < 0xF8 ? 4 : 0;

	*code = len < 2 ? text[0] : text[0] & (0x7Fu >> len);
	for (int i = 1; i < len; i++) {
		if ((text[i] & 0xC0) != 0x80)
			return 0;
		*code = *code << 6 | (text[i] & 0x3Fu);
	}
	return *code < least[len] || *code > 0x10FFFF || (*code >= 0xD800 && *code < 0xE000) ? 0 : len;
}

/* What a terminal takes for more than text (controls, what turns the writing direction), or what nobody sees. */
static bool is_unsafe(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || (code >= 0x200B && code <= 0x200F) ||
	       (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xE0000 && code <= 0xE007F);
}

void print_visible(FILE *out, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at != '\0') {
		uint32_t code;
		int len = character_len(at, &code);
		bool is_text = len > 0 && !is_unsafe(code);

		for (len = len > 0 ? len : 1; len > 0; len--)
			fprintf(out, is_text ? "%c" : "\\x%02x", *at++);
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

/* Of few members, as all objects here. */
static bool says_twice(const cJSON *object)
{
	const cJSON *item, *other;

	if (cJSON_IsObject(object) && cJSON_GetArraySize(object) > MEMBERS_MAX)
		return true;
	cJSON_ArrayForEach(item, object) {
		if (says_twice(item))
			return true;
		for (other = item->next; other != NULL && cJSON_IsObject(object); other = other->next)
			if (strcmp(item->string, other->string) == 0)
				return true;
	}
	return false;
}

/* As an escape: any other ends the text. */
static bool has_nul(const char *text)
{
	for (const char *at = text; (at = strstr(at, "\\u0000")) != NULL; at++) {
		size_t num = 0;

		while (at - num > text && at[-(ptrdiff_t)num - 1] == '\\')
			num++;
		if (num % 2 == 0)
			return true;
	}
	return false;
}

cJSON *parse_object(const char *text, size_t len)
{
	cJSON *tree = strlen(text) == len && !has_nul(text) ? cJSON_ParseWithOpts(text, NULL, true) : NULL;

	if (cJSON_IsObject(tree) && !says_twice(tree))
		return tree;
	cJSON_Delete(tree);
	return NULL;
}

cJSON *read_json(const char *path)
{
	size_t len;
	char *text = read_small(path, &len);
	cJSON *tree = parse_object(text, len);

	if (tree == NULL)
		give_up(pick("%s is no JSON object, or says something twice", "%s 不是 JSON 对象，或有重复内容"), path);
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

	if (!cJSON_IsNumber(item) || item->valuedouble < 0 || item->valuedouble > 9007199254740992.0 || item->valuedouble != (double)(uint64_t)item->valuedouble)
		give_up(pick("%s has no number '%s'", "%s 缺少数值 %s"), path, name);
	return (uint64_t)item->valuedouble;
}

void hash_of(const cJSON *object, const char *name, uint8_t out[HASH], const char *path)
{
	if (!unhex(text_of(object, name), out, HASH))
		give_up(pick("%s has no hash '%s'", "%s 缺少哈希 %s"), path, name);
}
