#include "inspect/coded_text.h"

#include "encoding/base64.h"
#include "encoding/dex.h"
#include "inspect/moved_code.h"

#include <ctype.h>
#include <strings.h>

#define HEAD ((size_t)512)
#define RUN 32	  /* digits in which a beginning ends, where some began in it */
#define FEW 4
#define CLOSING 8 /* signs behind the digits of a short file */
#define PACE (2 * HEAD) /* from one place in a text to the next that is looked at */
#define GROUP 4	  /* digits of Base64 that are bytes together */
#define PAIR 2	  /* and of hexadecimal ones */

/* ZIP, DEX, ELF, gzip, xz, 7z, RAR, Zstandard, bzip2, LZMA, LZ4 */
static const struct {
	const char *base64, *hex;
} magics[] = {{"UEsDB", "504b0304"}, {"ZGV4Cj", "6465780a"}, {"f0VMR", "7f454c46"}, {"H4sI", "1f8b08"},   {"/Td6WFo", "fd377a58"}, {"N3q8ryc", "377abcaf"},
	      {"UmFyIR", "52617221"}, {"KLUv/", "28b52ffd"},	 {"Qlpo", "425a68"},	{"XQAA", "5d0000"}, {"BCJNG", "04224d18"}};

/* Compressed data as such: too short to be looked for in between. */
static const char *const zlib[][2] = {{"eJ", "789c"}, {"eN", "78da"}, {"eAE", "7801"}, {"eF4", "785e"}};

static int digit_of(uint8_t sign)
{
	return sign == '-' ? 62 : sign == '_' ? 63 : base64_digit(sign);
}

static bool is_digit(uint8_t sign)
{
	return digit_of(sign) != BASE64_NONE;
}

/* Most of what is asked does not. */
static bool begins_in_digits(struct span text)
{
	return text.len >= FEW && is_digit(text.data[0]) && is_digit(text.data[1]) && is_digit(text.data[2]) && is_digit(text.data[3]);
}

static bool starts_small(struct span text, const char *hex)
{
	size_t len = strlen(hex);

	return text.len >= len && strncasecmp((const char *)text.data, hex, len) == 0;
}

static bool is_found(struct coded_text *coded, enum coded_text_coding coding, size_t at)
{
	*coded = (struct coded_text){coding, at};
	return true;
}

static bool starts_coded(struct span head, size_t at, struct coded_text *coded)
{
	struct span text = span_slice(head, at, head.len);

	if (!begins_in_digits(text))
		return false;
	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
		if (span_starts(text, magics[i].base64))
			return is_found(coded, CODED_TEXT_BASE64, at);
		if (starts_small(text, magics[i].hex))
			return is_found(coded, CODED_TEXT_HEX, at);
	}
	for (size_t i = 0; i < sizeof zlib / sizeof zlib[0]; i++) {
		if (span_starts(text, zlib[i][0]))
			return is_found(coded, CODED_TEXT_BASE64, at);
		if (starts_small(text, zlib[i][1]))
			return is_found(coded, CODED_TEXT_HEX, at);
	}
	return false;
}

static bool is_in_run(uint8_t sign)
{
	return is_digit(sign) || sign == '\n' || sign == '\r' || sign == '\\';
}

static bool is_blank(uint8_t sign)
{
	return sign == ' ' || sign == '\t';
}

/* Before the blanks that a line begins with; where it was: there are none, or they stand within a line. */
static size_t before_blanks(struct span text, size_t at)
{
	size_t first = at;

	while (first > 0 && is_blank(text.data[first - 1]))
		first--;
	return first == 0 || text.data[first - 1] == '\n' ? first : at;
}

/* Where the digits begin in which the text ends; its length: it ends in none, or in a few. */
static size_t run_of(struct span text)
{
	size_t at = text.len, last;

	do {
		last = at;
		while (at > 0 && is_in_run(text.data[at - 1]))
			at--;
		at = before_blanks(text, at);
	} while (at < last);
	return text.len - at < RUN ? text.len : at;
}

/* Pairs of digits, each as one writes it in a list or a text of a program. */
static size_t run_of_pairs(struct span text)
{
	size_t at = text.len;

	while (at > 0 && (isxdigit(text.data[at - 1]) || (text.data[at - 1] != '\0' && strchr("xX,:; \t\r\n\\", text.data[at - 1]) != NULL)))
		at--;
	return text.len - at < RUN ? text.len : at;
}

/* Code that does not begin where digits do that are bytes together. */
static bool find_moved(struct span text, enum coded_text_coding coding, size_t start, struct coded_text *coded)
{
	uint8_t bytes[HEAD];

	for (size_t i = 0; i < (coding == CODED_TEXT_BASE64 ? GROUP : PAIR); i++) {
		struct coded_text from = {coding, start + i};
		struct span made = span_of(bytes, coded_text_decode(&from, text, bytes, sizeof bytes));

		if (dex_is(made) || moved_code_is_elf(made) || moved_code_at(made) != 0)
			return is_found(coded, coding, from.at);
	}
	return false;
}

/* Of a whole file without what closes it: padding, quotes, brackets. */
static struct span without_closing(struct span head)
{
	for (int i = 0; i < CLOSING && head.len > 0 && head.len < HEAD && !is_digit(head.data[head.len - 1]); i++)
		head.len--;
	return head;
}

static bool is_hex(struct span run)
{
	for (size_t i = run.len - RUN; i < run.len; i++)
		if (!isxdigit(run.data[i]) && is_digit(run.data[i]))
			return false;
	return true;
}

/* Other digits may stand before them. */
static bool find_between(struct span run, const char *(*magic)(size_t i), size_t *at)
{
	const uint8_t *first = NULL;

	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
		const uint8_t *found = memmem(run.data, run.len, magic(i), strlen(magic(i)));

		if (found != NULL && (first == NULL || found < first))
			first = found;
	}
	*at = first == NULL ? 0 : (size_t)(first - run.data);
	return first != NULL;
}

static const char *base64_magic(size_t i)
{
	return magics[i].base64;
}

static const char *hex_magic(size_t i)
{
	return magics[i].hex;
}

static bool find_hex(struct span run, size_t *at)
{
	uint8_t small[HEAD];

	run = span_slice(run, 0, sizeof small);
	for (size_t i = 0; i < run.len; i++)
		small[i] = (uint8_t)tolower(run.data[i]);
	return find_between(span_of(small, run.len), hex_magic, at);
}

static bool find_pairs(struct span text, struct coded_text *coded)
{
	size_t start = run_of_pairs(text);

	return start < text.len && find_moved(text, CODED_TEXT_HEX, start, coded);
}

static bool find(struct span head, struct coded_text *coded)
{
	size_t at, start = span_starts(head, "\xef\xbb\xbf") ? 3 : 0;
	struct span text = without_closing(span_slice(head, 0, HEAD)), run;

	if (starts_coded(head, start, coded))
		return true;
	start = run_of(text);
	run = span_slice(text, start, text.len);
	if (run.len == 0)
		return find_pairs(text, coded);
	if (starts_coded(head, start, coded))
		return true;
	if (find_between(run, base64_magic, &at))
		return is_found(coded, CODED_TEXT_BASE64, start + at);
	if (is_hex(run) && find_hex(run, &at))
		return is_found(coded, CODED_TEXT_HEX, start + at);
	return find_moved(text, CODED_TEXT_BASE64, start, coded) || find_pairs(text, coded);
}

/* UTF-16: each sign has a zero beside it. The mark of the encoding comes first. */
static bool is_wide(struct span head)
{
	return head.len >= 2 * FEW && (span_starts(head, "\xff\xfe") || span_starts(head, "\xfe\xff") || (head.data[0] == 0) != (head.data[1] == 0));
}

static bool find_wide(struct span head, struct coded_text *coded)
{
	size_t mark = head.data[0] >= 0xFE ? 2 : 0, zero = head.data[mark] == 0 ? 0 : 1;
	uint8_t narrow[HEAD];
	size_t len = 0;

	for (size_t i = mark; i + 1 < head.len && len < sizeof narrow; i += 2) {
		if (head.data[i + zero] != 0)
			return false;
		narrow[len++] = head.data[i + 1 - zero];
	}
	if (!find(span_of(narrow, len), coded))
		return false;
	coded->at = mark + 2 * coded->at;
	return true;
}

bool coded_text_find(struct span head, struct coded_text *coded)
{
	return is_wide(head) ? find_wide(span_slice(head, 0, HEAD), coded) : find(head, coded);
}

/* A few signs tell most that are not so many digits. */
static bool goes_on(struct span text, size_t at)
{
	for (size_t i = at; i < at + HEAD; i += RUN)
		if (!is_in_run(text.data[i]) && !is_blank(text.data[i]))
			return false;
	return true;
}

bool coded_text_find_later(struct span text, struct coded_text *coded)
{
	bool is_run = false;

	for (size_t at = HEAD; at + HEAD <= text.len; at += PACE) {
		size_t first = at > PACE ? at - PACE : 0, start = goes_on(text, at) ? first + run_of(span_slice(text, first, at - first + RUN)) : SIZE_MAX;
		bool was_run = is_run && start == first;

		is_run = start <= at && run_of(span_slice(text, at, HEAD)) == 0;
		if (is_run && !was_run && start > HEAD - RUN && find_moved(span_slice(text, 0, start + HEAD), CODED_TEXT_BASE64, start, coded))
			return true;
	}
	return false;
}

/* The letter of an escaped line break is no digit, nor is the one before an x. */
static bool is_escape(enum coded_text_coding coding, struct span text, size_t at)
{
	if (at + 1 >= text.len)
		return false;
	return (text.data[at] == '\\' && strchr("nrt", text.data[at + 1]) != NULL) ||
	       (coding == CODED_TEXT_HEX && text.data[at] == '0' && (text.data[at + 1] | 0x20) == 'x');
}

static int worth(enum coded_text_coding coding, uint8_t sign)
{
	if (coding == CODED_TEXT_BASE64)
		return digit_of(sign);
	return !isxdigit(sign) ? BASE64_NONE : isdigit(sign) ? sign - '0' : tolower(sign) - 'a' + 10;
}

size_t coded_text_decode(const struct coded_text *coded, struct span text, uint8_t *out, size_t max)
{
	unsigned width = coded->coding == CODED_TEXT_BASE64 ? 6 : 4, num_bits = 0;
	uint32_t bits = 0;
	size_t len = 0;

	for (size_t i = coded->at; i < text.len && len < max; i++) {
		bool escapes = is_escape(coded->coding, text, i);
		int digit = worth(coded->coding, text.data[i]);

		i += escapes;
		if (digit == BASE64_NONE || escapes)
			continue;
		bits = bits << width | (uint32_t)digit;
		num_bits += width;
		if (num_bits < 8)
			continue;
		num_bits -= 8;
		out[len++] = (uint8_t)(bits >> num_bits);
	}
	return len;
}
