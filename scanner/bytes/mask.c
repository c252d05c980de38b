#include "bytes/mask.h"

#include "bytes/buf.h"
#include "bytes/date.h"
#include "bytes/text.h"

#include <string.h>

#define DIGITS_MAX 20

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The character there, its bytes; 0 at the end. */
static uint32_t code_at(const char *at, size_t *len)
{
	struct span rest = span_of(at, strnlen(at, 4)); /* no character is longer */

	*len = text_utf8_len(rest);
	if (*len > 0)
		return text_utf8_code(rest, *len);
	*len = *at != '\0';
	return (unsigned char)*at;
}

/* A full-width letter or digit is one. */
static uint32_t half_width(uint32_t code)
{
	return code >= 0xFF01 && code <= 0xFF5E ? code - 0xFEE0 : code;
}

static bool is_word_code(uint32_t code)
{
	code = half_width(code);
	return code < 0x80 && is_word((char)code);
}

/* Half or full width, or the Chinese character; -1 when it is none. */
static int digit_of(uint32_t code)
{
	static const uint32_t chinese[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};

	code = half_width(code);
	if (code >= '0' && code <= '9')
		return (int)(code - '0');
	for (int i = 0; i < 10; i++)
		if (code == chinese[i])
			return i;
	return code == 0x96F6 ? 0 : -1;
}

/* What stands between groups of digits: blanks, what is not seen, hyphens, dots, strokes. */
static bool is_between(uint32_t code)
{
	code = half_width(code);
	return text_is_blank_code(code) || (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0xB7 || code == 0x30FB ||
	       (code < 0x80 && code != 0 && strchr("-./_)", (int)code) != NULL);
}

/*
 * Groups of so many digits (ended by 0), with one character between them or none.
 *
 * digits   what they are, DIGITS_MAX at most
 * returns  the length of all, 0 when they are not there
 */
static size_t groups(const char *at, const int *sizes, char digits[DIGITS_MAX + 1])
{
	size_t all = 0, num = 0, len;

	for (; *sizes != 0; sizes++) {
		if (all > 0 && is_between(code_at(at + all, &len)))
			all += len;
		for (int i = 0; i < *sizes; i++, all += len) {
			int digit = digit_of(code_at(at + all, &len));

			if (digit < 0)
				return 0;
			digits[num++] = (char)('0' + digit);
		}
	}
	digits[num] = '\0';
	return all;
}

/* The length again, or 0 when a word goes on behind it. */
static size_t ended(const char *at, size_t len)
{
	size_t next;

	return is_word_code(code_at(at + len, &next)) ? 0 : len;
}

#define FORM_GROUPS 6

/* The first of these forms that is there and ends there. */
static size_t any_form(const char *at, const int (*forms)[FORM_GROUPS], size_t num, char digits[DIGITS_MAX + 1])
{
	size_t len = 0;

	for (size_t i = 0; len == 0 && i < num; i++)
		len = ended(at, groups(at, forms[i], digits));
	return len;
}

#define ANY_FORM(at, forms, digits) any_form(at, forms, sizeof(forms) / sizeof(forms)[0], digits)

/* The length of 86 or 0086 without anything behind it. */
static size_t country(const char *at)
{
	char digits[DIGITS_MAX + 1];
	size_t len = groups(at, (const int[]){4, 0}, digits);

	if (len > 0 && strcmp(digits, "0086") == 0)
		return len;
	len = groups(at, (const int[]){2, 0}, digits);
	return len > 0 && strcmp(digits, "86") == 0 ? len : 0;
}

/* 1[3-9] and nine digits more, the country before it or not. Versions of browsers have other groups (131.0.6778.205). */
static size_t mobile(const char *at)
{
	static const int forms[][FORM_GROUPS] = {{3, 4, 4}, {3, 3, 5}, {4, 3, 4}, {4, 4, 3}, {5, 6}, {6, 5}};
	size_t before = country(at), len;
	char digits[DIGITS_MAX + 1];

	len = ANY_FORM(at + before, forms, digits);
	return len > 0 && digits[0] == '1' && digits[1] >= '3' ? before + len : 0;
}

/* An area code of three or four digits, and seven or eight. */
static size_t landline(const char *at)
{
	static const int forms[][FORM_GROUPS] = {{3, 8}, {4, 8}, {4, 7}, {3, 7}, {3, 4, 4}, {4, 4, 4}, {4, 3, 4}, {3, 3, 4}};
	char digits[DIGITS_MAX + 1];
	size_t len = ANY_FORM(at, forms, digits);

	return len > 0 && digits[0] == '0' ? len : 0;
}

static int number_of(const char *digits, int num)
{
	int number = 0;

	for (int i = 0; i < num; i++)
		number = number * 10 + (digits[i] - '0');
	return number;
}

/* 17 digits, of which the seventh to the fourteenth are a day of birth, and a check character: what has none is some other number. */
static size_t identity(const char *at)
{
	static const int forms[][FORM_GROUPS] = {{6, 8, 3}, {6, 4, 4, 3}};
	char digits[DIGITS_MAX + 1];
	size_t len = 0, next;
	uint32_t check;
	struct date birth;

	for (size_t i = 0; len == 0 && i < sizeof forms / sizeof forms[0]; i++)
		len = groups(at, forms[i], digits);
	if (len == 0)
		return 0;
	check = half_width(code_at(at + len, &next));
	birth = (struct date){number_of(digits + 6, 4), number_of(digits + 10, 2), number_of(digits + 12, 2)};
	if ((digit_of(check) < 0 && check != 'X' && check != 'x') || birth.year < 1850 || birth.year > 2100 || !date_is_valid(birth))
		return 0;
	return ended(at, len + next);
}

/* The check digit of ISO/IEC 7812 (Luhn). */
static bool is_checked(const char *digits)
{
	size_t num = strlen(digits);
	int sum = 0;

	for (size_t i = 0; i < num; i++) {
		int digit = digits[num - 1 - i] - '0', twice = 2 * digit - (digit > 4 ? 9 : 0);

		sum += i % 2 == 0 ? digit : twice;
	}
	return sum % 10 == 0;
}

/* 15 to 19 digits that begin as those of banks do (62: UnionPay) and have the check digit; in fours, or as they are printed else. */
static size_t card(const char *at)
{
	static const int forms[][FORM_GROUPS] = {{4, 4, 4, 4, 3}, {4, 4, 4, 4, 2}, {4, 4, 4, 4, 1}, {4, 4, 4, 4}, {4, 6, 5}, {6, 13}, {6, 10}};
	char digits[DIGITS_MAX + 1];
	size_t len = ANY_FORM(at, forms, digits);

	if (len == 0 || digits[0] < '3' || digits[0] > '6')
		return 0;
	return (digits[0] == '6' && digits[1] == '2') || is_checked(digits) ? len : 0;
}

static bool is_mail(char c)
{
	return is_word(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

/* Where a run of a mail name's characters ends, and the address with it; the same whichever character of the run it begins with. */
struct mail_run {
	size_t name_end, end; /* end: 0 where it is no address */
};

static void find_run(struct mail_run *run, const char *text, size_t at)
{
	size_t name = at, host = 0;

	while (is_mail(text[name]))
		name++;
	*run = (struct mail_run){.name_end = name};
	if (name == at || text[name] != '@')
		return;
	while (is_mail(text[name + 1 + host]))
		host++;
	if (host > 2 && memchr(text + name + 1, '.', host) != NULL)
		run->end = name + 1 + host;
}

/* run: of the characters before, 0 at first. A long run is looked at once. */
static size_t mail(struct mail_run *run, const char *text, size_t at)
{
	if (at >= run->name_end)
		find_run(run, text, at);
	return run->end > 0 ? run->end - at : 0;
}

/* The length of what is personal at the beginning of a word, but for mail addresses. */
static size_t number(const char *at)
{
	size_t len = identity(at);

	if (len == 0)
		len = card(at);
	if (len == 0)
		len = mobile(at);
	return len == 0 ? landline(at) : len;
}

/* The bytes of the character there. */
static size_t character(const char *at)
{
	size_t len = 1;

	while (((unsigned char)at[len] & 0xC0) == 0x80)
		len++;
	return len;
}

static size_t num_characters(struct span text)
{
	size_t num = 0;

	for (size_t i = 0; i < text.len; i++)
		num += (text.data[i] & 0xC0) != 0x80;
	return num;
}

/* To out, and behind it: the first three and the last four characters stay; of a mail address the first one, unless it is all, and the host. */
static char *cover(const char *text, size_t len, char *out)
{
	const char *at = memchr(text, '@', len), *end = text + len;
	size_t num = num_characters(span_of(text, len));
	size_t from = at == NULL ? 3 : at - text > 1 ? 1 : 0, to = at == NULL ? num - 4 : (size_t)(at - text);

	for (size_t i = 0; text < end; i++) {
		size_t bytes = character(text);

		if (i < from || i >= to)
			memcpy(out, text, bytes);
		else
			*out = '*';
		out += i < from || i >= to ? bytes : 1;
		text += bytes;
	}
	return out;
}

/* A word of ASCII up to here. */
struct word {
	size_t len;
	bool may_be_hash;
};

/* Within a word that may be a hash nothing begins; within one with other letters ("tel138...") a number may follow a letter. */
static bool may_begin(const char *text, size_t i, const struct word *word)
{
	size_t before = i, len;
	uint32_t code;

	while (before > 0 && ((unsigned char)text[--before] & 0xC0) == 0x80)
		continue;
	code = i == 0 ? 0 : half_width(code_at(text + before, &len));
	if (!is_word_code(code))
		return true;
	if ((code >= '0' && code <= '9') || digit_of(code_at(text + i, &len)) < 0)
		return false;
	return word->len == 0 || !word->may_be_hash;
}

/* The word that goes on or ends with this character. */
static void take(struct word *word, char c)
{
	if (!is_word(c))
		*word = (struct word){.may_be_hash = true};
	else
		*word = (struct word){word->len + 1, word->may_be_hash && strchr("0123456789abcdefABCDEF", c) != NULL};
}

char *mask_text(struct arena *arena, const char *text, bool *found)
{
	char *copy = arena_strdup(arena, text), *out = copy;
	struct word word = {.may_be_hash = true};
	struct mail_run run = {0};

	*found = false;
	if (copy == NULL)
		return NULL;
	for (size_t i = 0, len; text[i] != '\0'; i += len) {
		len = 0;
		if (may_begin(text, i, &word) && (len = mail(&run, text, i)) == 0)
			len = number(text + i);
		if (len > 0) {
			out = cover(text + i, len, out);
			*found = true;
		} else {
			len = character(text + i);
			memcpy(out, text + i, len);
			out += len;
		}
		for (size_t k = 0; k < len; k++)
			take(&word, text[i + k]);
	}
	*out = '\0';
	return copy;
}

/* So many characters at its beginning and end stay, none when few would be left; NULL when NULL or full. */
static char *mask_part(struct arena *arena, const char *text, size_t head, size_t tail)
{
	size_t num = text == NULL ? 0 : num_characters(span_of_text(text)), i = 0;
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
