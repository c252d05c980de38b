#include "desk/mask.h"

#include "bytes/buf.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Runs of so many digits, with a blank or hyphen between them or not; the length of all, 0 when they are not there. */
static size_t groups(const char *at, const int *sizes)
{
	size_t len = 0;

	for (; *sizes != 0; sizes++) {
		if (len > 0 && (at[len] == ' ' || at[len] == '-'))
			len++;
		for (int i = 0; i < *sizes; i++)
			if (!is_digit(at[len++]))
				return 0;
	}
	return is_word(at[len]) ? 0 : len;
}

/* 1[3-9] and nine digits more, the country before it or not. */
static size_t mobile(const char *at)
{
	size_t country = strncmp(at, "86", 2) == 0 ? 2 : 0, len;

	if (at[country] != '1' || at[country + 1] < '3' || at[country + 1] > '9')
		return 0;
	len = groups(at + country, (const int[]){3, 4, 4, 0});
	return len == 0 ? 0 : country + len;
}

/* An area code of three or four digits, and seven or eight. */
static size_t landline(const char *at)
{
	static const int forms[][3] = {{3, 8, 0}, {4, 8, 0}, {4, 7, 0}, {3, 7, 0}};
	size_t len = 0;

	for (size_t i = 0; at[0] == '0' && len == 0 && i < sizeof forms / sizeof forms[0]; i++)
		len = groups(at, forms[i]);
	return len;
}

/* 17 digits and a check character. */
static size_t identity(const char *at)
{
	size_t len = 0;

	while (len < 17 && is_digit(at[len]))
		len++;
	if (len < 17 || !(is_digit(at[17]) || at[17] == 'X' || at[17] == 'x'))
		return 0;
	return is_word(at[18]) ? 0 : 18;
}

static bool is_mail(char c)
{
	return is_word(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

static size_t mail(const char *at)
{
	size_t name = 0, host = 0;

	while (is_mail(at[name]))
		name++;
	if (name == 0 || at[name] != '@')
		return 0;
	while (is_mail(at[name + 1 + host]))
		host++;
	return host > 2 && memchr(at + name + 1, '.', host) != NULL ? name + 1 + host : 0;
}

/* The length of what is personal at the beginning of a word. */
static size_t personal(const char *at)
{
	size_t len = mail(at);

	if (len == 0)
		len = identity(at);
	if (len == 0)
		len = mobile(at);
	return len == 0 ? landline(at) : len;
}

/* The first three and the last four characters stay; of a mail address the first one, unless it is all, and the host. */
static void cover(char *text, size_t len)
{
	char *at = memchr(text, '@', len);
	size_t from = at == NULL ? 3 : at - text > 1 ? 1 : 0, to = at == NULL ? len - 4 : (size_t)(at - text);

	for (size_t i = from; i < to; i++)
		text[i] = '*';
}

/* Within a word that may be a hash nothing begins; within one with other letters ("tel138...") a number may follow a letter. */
static bool may_begin(const char *text, size_t i)
{
	size_t from = i;

	if (i == 0 || !is_word(text[i - 1]))
		return true;
	if (is_digit(text[i - 1]) || !is_digit(text[i]))
		return false;
	while (from > 0 && is_word(text[from - 1]))
		from--;
	return strspn(text + from, "0123456789abcdefABCDEF") < i - from;
}

char *mask_text(struct arena *arena, const char *text, bool *found)
{
	char *copy = arena_strdup(arena, text);
	size_t i = 0;

	*found = false;
	while (copy != NULL && copy[i] != '\0') {
		size_t len = may_begin(copy, i) ? personal(copy + i) : 0;

		if (len > 0) {
			cover(copy + i, len);
			*found = true;
		}
		i += len > 0 ? len : 1;
	}
	return copy;
}

/* The bytes of the character there. */
static size_t character(const char *at)
{
	size_t len = 1;

	while (((unsigned char)at[len] & 0xC0) == 0x80)
		len++;
	return len;
}

static size_t num_characters(const char *text)
{
	size_t num = 0;

	for (; *text != '\0'; text += character(text))
		num++;
	return num;
}

/* So many characters at its beginning and end stay, none when few would be left; NULL when NULL or full. */
static char *mask_part(struct arena *arena, const char *text, size_t head, size_t tail)
{
	size_t num = text == NULL ? 0 : num_characters(text), i = 0;
	char *masked = text == NULL ? NULL : arena_alloc(arena, strlen(text) + 1), *out = masked;

	if (masked == NULL)
		return NULL;
	if (num < head + tail + (head + tail + 1) / 2)
		head = tail = 0;
	for (; *text != '\0'; i++) {
		size_t len = character(text);

		if (i < head || i >= num - tail)
			out = (char *)memcpy(out, text, len) + len;
		else
			*out++ = '*';
		text += len;
	}
	return masked;
}

char *mask_phone(struct arena *arena, const char *text)
{
	return mask_part(arena, text, 3, 4);
}

char *mask_address(struct arena *arena, const char *text)
{
	return mask_part(arena, text, 6, 0);
}

char *mask_name(struct arena *arena, const char *text)
{
	return mask_part(arena, text, 1, 0);
}

/* The host stays. */
char *mask_mail(struct arena *arena, const char *text)
{
	const char *at = text == NULL ? NULL : strrchr(text, '@');
	char *name = at == NULL ? NULL : arena_text(arena, span_of(text, (size_t)(at - text)));

	if (at == NULL)
		return mask_part(arena, text, 1, 0);
	name = mask_name(arena, name);
	return name == NULL ? NULL : arena_printf(arena, "%s%s", name, at);
}

static char *mask_word(struct arena *arena, const char *word)
{
	size_t digits = 0;

	for (const char *at = word; *at != '\0'; at++)
		digits += *at >= '0' && *at <= '9';
	if (strchr(word, '@') != NULL)
		return mask_mail(arena, word);
	return digits > 4 ? mask_phone(arena, word) : mask_name(arena, word);
}

char *mask_contact(struct arena *arena, const char *text)
{
	static const char between[] = " \t,;:/";
	BUF_CLEANUP struct buf masked = buf_new(text == NULL ? 1 : strlen(text) + 1);

	while (text != NULL && *text != '\0') {
		size_t len = strcspn(text, between), blanks = strspn(text + len, between);
		const char *word = arena_text(arena, span_of(text, len)), *shown = word == NULL ? NULL : mask_word(arena, word);

		if (shown == NULL)
			return NULL;
		buf_text(&masked, shown);
		buf_add(&masked, text + len, blanks);
		text += len + blanks;
	}
	return text == NULL || masked.failed ? NULL : arena_text(arena, buf_span(&masked));
}
