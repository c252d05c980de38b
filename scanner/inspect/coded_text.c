#include "inspect/coded_text.h"

#include "encoding/base64.h"

#include <ctype.h>
#include <strings.h>

#define HEAD ((size_t)512)
#define RUN 32	  /* digits in which a beginning ends, where some began in it */
#define FEW 4
#define CLOSING 8 /* signs behind the digits of a short file */

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

/* Where the digits begin in which the text ends; its length: it ends in none, or in a few. */
static size_t run_of(struct span text)
{
	size_t at = text.len;

	while (at > 0 && is_in_run(text.data[at - 1]))
		at--;
	return text.len - at < RUN ? text.len : at;
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

bool coded_text_find(struct span head, struct coded_text *coded)
{
	size_t at, start = span_starts(head, "\xef\xbb\xbf") ? 3 : 0;
	struct span text = without_closing(span_slice(head, 0, HEAD)), run;

	if (starts_coded(head, start, coded))
		return true;
	start = run_of(text);
	run = span_slice(text, start, text.len);
	if (run.len == 0)
		return false;
	if (starts_coded(head, start, coded))
		return true;
	if (find_between(run, base64_magic, &at))
		return is_found(coded, CODED_TEXT_BASE64, start + at);
	return is_hex(run) && find_hex(run, &at) && is_found(coded, CODED_TEXT_HEX, start + at);
}

/* The letter of an escaped line break is no digit. */
static bool is_escape(struct span text, size_t at)
{
	return text.data[at] == '\\' && at + 1 < text.len && strchr("nrt", text.data[at + 1]) != NULL;
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
		int digit = worth(coded->coding, text.data[i]);

		i += is_escape(text, i);
		if (digit == BASE64_NONE)
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
