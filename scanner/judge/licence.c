#include "judge/licence.h"

#include "bytes/buf.h"
#include "bytes/mask.h"
#include "bytes/text.h"

static bool is_dash(uint32_t code)
{
	return code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0xFE63 || code == 0xFF0D ||
	       code == 0x30FC || code == 0xFE58;
}

/* Brackets around a year, which come in many shapes, and what of them a number has. */
static const struct {
	uint32_t code;
	const char *bracket;
} brackets[] = {{0x3010, "〔"}, {0x3011, "〕"}, {0xFE5D, "〔"}, {0xFE5E, "〕"}, {0xFE59, "("}, {0xFE5A, ")"}};

static const char *bracket_of(uint32_t code)
{
	for (size_t i = 0; i < sizeof brackets / sizeof brackets[0]; i++)
		if (brackets[i].code == code)
			return brackets[i].bracket;
	return NULL;
}

/* Half-width, with one hyphen, one kind of bracket, and letters as they are printed: upper case. */
static void put_plain(struct buf *out, uint32_t code, struct span sequence)
{
	if (code >= 0xFF01 && code <= 0xFF5E && !is_dash(code))
		code -= 0xFEE0;
	if (is_dash(code))
		buf_byte(out, '-');
	else if (bracket_of(code) != NULL)
		buf_add(out, bracket_of(code), strlen(bracket_of(code)));
	else if (code < 0x80)
		buf_byte(out, (uint8_t)(code >= 'a' && code <= 'z' ? code - 'a' + 'A' : code));
	else
		buf_add(out, sequence.data, sequence.len);
}

/* Without what stands before the number where it was copied with its heading: what is normalised already stays as it is. */
static struct span without_heading(struct span text)
{
	for (size_t i = text.len; i > 1; i--)
		if (text.data[i - 2] == ':')
			return span_slice(text, i - 1, text.len);
	return text;
}

const char *licence_normalise(struct arena *arena, const char *number)
{
	struct span in = span_of_text(number);
	BUF_CLEANUP struct buf out = buf_new(in.len); /* nothing becomes longer */

	while (in.len > 0) {
		size_t len = text_utf8_len(in);
		uint32_t code = len == 0 ? in.data[0] : text_utf8_code(in, len);
		struct span sequence = span_slice(in, 0, len == 0 ? 1 : len);

		if (!text_is_blank_code(code) && code != '*' && code != 0xFF0A)
			put_plain(&out, code, sequence);
		in = span_slice(in, sequence.len, in.len);
	}
	return out.failed ? NULL : arena_text(arena, without_heading(buf_span(&out)));
}

#define ISBN "ISBN"
#define ISBN_DIGITS 13

/* An ISBN has its hyphens where its publisher's number ends, or none: without them it is the same. False: the text is none. */
static bool isbn(struct span text, char number[sizeof ISBN + ISBN_DIGITS])
{
	size_t len = strlen(ISBN);

	memcpy(number, ISBN, len);
	text = span_slice(text, span_starts(text, ISBN) ? len : 0, text.len);
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '-')
			continue;
		if (text.data[i] < '0' || text.data[i] > '9' || len == strlen(ISBN) + ISBN_DIGITS)
			return false;
		number[len++] = (char)text.data[i];
	}
	number[len] = '\0';
	return len == strlen(ISBN) + ISBN_DIGITS && (strncmp(number, ISBN "978", 7) == 0 || strncmp(number, ISBN "979", 7) == 0);
}

const char *licence_key(struct arena *arena, const char *number)
{
	char book[sizeof ISBN + ISBN_DIGITS];

	return isbn(span_of_text(number), book) && strcmp(number, book) != 0 ? arena_strdup(arena, book) : number;
}

/* Provinces with two abbreviations, and numbers of either. */
static const char *const provinces[][2] = {{"川", "蜀"}, {"贵", "黔"}, {"云", "滇"}, {"甘", "陇"}};

const char *licence_of_province(struct arena *arena, const char *number)
{
	for (size_t i = 0; i < sizeof provinces / sizeof provinces[0]; i++)
		for (int k = 0; k < 2; k++)
			if (strncmp(number, provinces[i][k], strlen(provinces[i][k])) == 0)
				return arena_printf(arena, "%s%s", provinces[i][!k], number + strlen(provinces[i][k]));
	return NULL;
}

#define SERVICE_DIGITS 5 /* of a filing's last part at the most: more are of a permit's own number */

const char *licence_series(struct arena *arena, const char *number)
{
	const char *dash = strrchr(number, '-');
	size_t digits = dash == NULL ? 0 : strspn(dash + 1, "0123456789");

	if (digits == 0 || digits > SERVICE_DIGITS || dash[1 + digits + strspn(dash + 1 + digits, "AXK")] != '\0')
		return NULL;
	return arena_text(arena, span_of(number, (size_t)(dash - number)));
}

/* The value of a character of GB 32100: 0 to 30, without I, O, S, V and Z; -1 for another one. */
static int uscc_value(char c)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	const char *at = c == '\0' ? NULL : strchr(alphabet, c);

	return at == NULL ? -1 : (int)(at - alphabet);
}

/* GB 11714: positions 9 to 16, check character at 17. Letters count A=10 to Z=35. */
static bool organisation_ok(const char *code)
{
	static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0, check;

	for (int i = 0; i < 8; i++)
		sum += weights[i] * (code[i] <= '9' ? code[i] - '0' : code[i] - 'A' + 10);
	check = 11 - sum % 11;
	return code[8] == (check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check));
}

bool licence_uscc_ok(const char *uscc)
{
	int sum = 0, weight = 1;

	if (strlen(uscc) != 18)
		return false;
	for (int i = 0; i < 18; i++) {
		int value = uscc_value(uscc[i]);

		if (value < 0 || (i >= 2 && i < 8 && value > 9))
			return false;
		if (i < 17)
			sum += value * weight;
		weight = weight * 3 % 31;
	}
	return uscc_value(uscc[17]) == (31 - sum % 31) % 31 && organisation_ok(uscc + 8);
}

const char *licence_shown(struct arena *arena, const char *number)
{
	bool found;

	return number == NULL || licence_uscc_ok(number) ? number : mask_text(arena, number, &found);
}
