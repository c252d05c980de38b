#include "bytes/fold.h"

#include "bytes/buf.h"
#include "bytes/text.h"
#include "bytes/unseen.h"

#include <stdlib.h>
#include <string.h>

#define FULL_WIDTH_ASTERISK 0xFF0A /* it does not become the mark of a pattern */
#define LENGTH_MARK 0x30FC
#define MOST_COMPOSED 0x30FE /* of compose.def */

/* Blanks, and the signs and pictures that stand between words without ending a phrase. */
static const struct code_range parting[] = {
	{0x09, 0x0D},	  {0x20, 0x20},	    {'#', '#'},	      {'&', '\''},	{'*', '+'},	  {'-', '/'},	    {'=', '='},
	{'@', '@'},	  {'\\', '\\'},	    {'^', '`'},	      {'|', '|'},	{'~', '~'},	  {0x85, 0x85},	    {0xA0, 0xA0},
	{0xB7, 0xB7},	  {0x115F, 0x1160}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2010, 0x2016}, {0x2022, 0x2029}, {0x202F, 0x202F},
	{0x204E, 0x204E}, {0x205F, 0x205F}, {0x2190, 0x23FF}, {0x2500, 0x2BFF}, {0x3000, 0x3000}, {0x3030, 0x3030}, {0x30FB, 0x30FB},
	{0x3164, 0x3164}, {0xFFA0, 0xFFA0}, {FULL_WIDTH_ASTERISK, FULL_WIDTH_ASTERISK}, {0x1D100, 0x1D1FF}, {0x1F000, 0x1FAFF},
};

/* Signs that hide a word by standing in it, and part none. */
static const struct code_range masking[] = {
	{'*', '*'}, {'^', '`'}, {0x204E, 0x204E}, {0x2217, 0x2217}, {FULL_WIDTH_ASTERISK, FULL_WIDTH_ASTERISK},
};

static const struct code_range breaking[] = {{0x0A, 0x0D}, {0x85, 0x85}, {0x2028, 0x2029}};

static const struct code_range ornaments[] = {
#define ORNAMENT(first, last) {first, last},
#include "bytes/ornament.def"
#undef ORNAMENT
};

/* Letters that are compared as one character, whether written so or as a letter and a mark; by what both are. */
static const struct composed {
	uint32_t letter, mark, both;
} composed[] = {
#define COMPOSED(letter, mark, both) {letter, mark, both},
#include "bytes/compose.def"
#undef COMPOSED
};

/* Characters that are another one in form alone: runs of them, each with what its first is. */
static const struct form {
	uint32_t first, last, plain;
} forms[] = {
#define PLAIN(first, last, plain) {first, last, plain},
#include "bytes/plain.def"
#undef PLAIN
#define TRADITIONAL(traditional, simplified) {traditional, traditional, simplified},
}, traditional[] = {
#include "bytes/traditional.def"
#undef TRADITIONAL
#define LOOK_ALIKE(code, letter) {code, code, letter},
}, look_alikes[] = {
#include "bytes/look_alike.def"
#undef LOOK_ALIKE
};

static int compare_form(const void *code, const void *form)
{
	const struct form *at = form;
	uint32_t wanted = *(const uint32_t *)code;

	return wanted < at->first ? -1 : wanted > at->last;
}

static uint32_t plain_among(uint32_t code, const struct form *among, size_t num)
{
	const struct form *form = bsearch(&code, among, num, sizeof *among, compare_form);

	return form == NULL ? code : code - form->first + form->plain;
}

#define AMONG(code, forms) plain_among(code, forms, sizeof(forms) / sizeof(forms)[0])

/* What has no other form is most of all texts: it is told without a table. */
static uint32_t plain(uint32_t code)
{
	if (code < 0xAA || (code >= 0xC0 && code < 0x2070))
		return code;
	if (code >= 0x4E00 && code <= 0x9FFF)
		return AMONG(code, traditional);
	code = AMONG(code, forms);
	return code >= 0x4E00 && code <= 0x9FFF ? AMONG(code, traditional) : code;
}

/* The letter that a letter of another script, or of another form, is taken for. */
static uint32_t seeming(uint32_t code)
{
	return code < look_alikes[0].first || (code >= 0x2E00 && code < 0xA4D0) ? code : AMONG(code, look_alikes);
}

static int compare_both(const void *code, const void *element)
{
	const struct composed *at = element;
	uint32_t wanted = *(const uint32_t *)code;

	return (wanted > at->both) - (wanted < at->both);
}

static bool is_latin(uint32_t code)
{
	return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

/* As a name has it: the letter that it seems to be, a Latin one without the marks upon it. */
static uint32_t named(uint32_t code)
{
	uint32_t seen = seeming(code);
	const struct composed *found;

	for (uint32_t next = fold_lower(seen); next >= composed[0].both && next <= MOST_COMPOSED; next = seeming(found->letter)) {
		found = bsearch(&next, composed, sizeof composed / sizeof composed[0], sizeof composed[0], compare_both);
		if (found == NULL)
			return seen;
		if (is_latin(seeming(found->letter)))
			return seeming(found->letter);
	}
	return seen;
}

/* A text as it grows, and the character at its end. */
struct folding {
	struct buf out;
	uint32_t last;
	size_t last_at;
};

/* Of Latin, in whose extensions most capitals are even, some odd. */
static uint32_t lower_latin(uint32_t code)
{
	bool odd = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);

	if ((code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7))
		return code + 0x20;
	if (code == 0x130)
		return 'i';
	if (code == 0x178)
		return 0xFF;
	if (code < 0x100 || code == 0x138 || code == 0x149 || code == 0x17F || (code >= 0x1E96 && code <= 0x1E9F))
		return code;
	return odd ? code + (code & 1) : code | 1;
}

/* What stands far from its small letter, accented vowels of Greek above all. */
static uint32_t lower_single(uint32_t code)
{
	static const uint32_t pairs[][2] = {{0x1AF, 0x1B0}, {0x386, 0x3AC}, {0x388, 0x3AD}, {0x389, 0x3AE}, {0x38A, 0x3AF}, {0x38C, 0x3CC}, {0x38E, 0x3CD},
					    {0x38F, 0x3CE}, {0x4C0, 0x4CF}, {0x2126, 0x3C9}, {0x212A, 'k'}, {0x212B, 0xE5}};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (pairs[i][0] == code)
			return pairs[i][1];
	return code;
}

/* Of Latin Extended-B what Vietnamese, Romanian and pinyin are written with. */
static uint32_t lower_extended(uint32_t code)
{
	if ((code >= 0x1A0 && code <= 0x1A5) || (code >= 0x1DE && code <= 0x1EF) || (code >= 0x1F8 && code <= 0x21F) || (code >= 0x222 && code <= 0x233))
		return code | 1;
	return code >= 0x1CD && code <= 0x1DC ? code + (code & 1) : lower_single(code);
}

/* Of Cyrillic extensions most capitals are even, some odd. */
static uint32_t lower_cyrillic(uint32_t code)
{
	if (code <= 0x40F)
		return code + 0x50;
	if (code <= 0x42F)
		return code + 0x20;
	if ((code >= 0x460 && code <= 0x481) || (code >= 0x48A && code <= 0x4BF) || code >= 0x4D0)
		return code | 1;
	return code >= 0x4C1 && code <= 0x4CE ? code + (code & 1) : lower_single(code);
}

/* The signs of ohm, kelvin and angstrom are letters. */
uint32_t fold_lower(uint32_t code)
{
	if (code <= 0x17F || (code >= 0x1E00 && code <= 0x1EFF))
		return lower_latin(code);
	if (code <= 0x24F)
		return lower_extended(code);
	if (code >= 0x391 && code <= 0x3AB && code != 0x3A2)
		return code + 0x20;
	if (code >= 0x400 && code <= 0x52F)
		return lower_cyrillic(code);
	return code >= 0x531 && code <= 0x556 ? code + 0x30 : lower_single(code);
}

uint32_t fold_compose(uint32_t letter, uint32_t mark)
{
	if ((mark < 0x300 || mark > 0x36F) && mark != 0x3099 && mark != 0x309A)
		return 0;
	for (size_t i = 0; i < sizeof composed / sizeof composed[0]; i++)
		if (composed[i].letter == letter && composed[i].mark == mark)
			return composed[i].both;
	return 0;
}

static uint32_t narrow(uint32_t code)
{
	return code >= 0xFF01 && code <= 0xFF5E && code != FULL_WIDTH_ASTERISK ? code - 0xFEE0 : code;
}

static void put(struct folding *folding, uint32_t code)
{
	uint32_t both = fold_compose(folding->last, code);
	char bytes[4];

	if (both == 0 && code_is_han(folding->last) && code_is_mark(code))
		return;
	if (both != 0)
		folding->out.len = folding->last_at;
	folding->last = both != 0 ? both : fold_lower(narrow(code));
	folding->last_at = folding->out.len;
	buf_add(&folding->out, bytes, text_put_utf8(folding->last, bytes));
}

static void put_byte(struct folding *folding, uint8_t byte)
{
	folding->last = 0;
	buf_byte(&folding->out, byte);
}

/* The next character in its plain form, or the next byte where none begins. False at the end. */
static bool next_code(struct span *in, uint32_t *code, bool *is_byte)
{
	size_t len = text_utf8_len(*in);

	if (in->len == 0)
		return false;
	*is_byte = len == 0;
	*code = len == 0 ? in->data[0] : plain(text_utf8_code(*in, len));
	*in = span_slice(*in, len == 0 ? 1 : len, in->len);
	return true;
}

static const char *end(struct folding *folding, struct arena *arena)
{
	const char *folded = folding->out.failed ? NULL : arena_text(arena, buf_span(&folding->out));

	arena->failed |= folding->out.failed;
	buf_free(&folding->out);
	return folded;
}

static int compare_range(const void *code, const void *range)
{
	const struct code_range *at = range;
	uint32_t wanted = *(const uint32_t *)code;

	return wanted < at->first ? -1 : wanted > at->last;
}

static bool is_label_part(uint32_t code)
{
	uint32_t seen = narrow(code);

	return !unseen_is(code) && bsearch(&seen, ornaments, sizeof ornaments / sizeof ornaments[0], sizeof ornaments[0], compare_range) == NULL;
}

static bool is_kana(uint32_t code)
{
	return code >= 0x3041 && code <= 0x30FF;
}

/* What is drawn upon a Latin letter, or lengthens what is no kana, is no letter of a name. */
static void put_named(struct folding *folding, uint32_t code)
{
	if ((!code_is_mark(code) || !is_latin(folding->last)) && (code != LENGTH_MARK || is_kana(folding->last)))
		put(folding, named(code));
}

/* Without what is not seen; a label also without ornaments, and in the letters that it seems to have. */
static const char *fold_whole(struct arena *arena, const char *text, bool is_label)
{
	struct span in = span_of_text(text);
	struct folding folding = {.out = buf_new(in.len)}; /* nothing becomes longer */
	uint32_t code;
	bool is_byte;

	while (next_code(&in, &code, &is_byte))
		if (is_byte)
			put_byte(&folding, (uint8_t)code);
		else if (is_label && is_label_part(code))
			put_named(&folding, code);
		else if (!is_label && !unseen_is(code))
			put(&folding, code);
	return end(&folding, arena);
}

const char *fold_text(struct arena *arena, const char *text)
{
	return fold_whole(arena, text, false);
}

const char *fold_label(struct arena *arena, const char *text)
{
	const char *folded = fold_whole(arena, text, true);

	return folded == NULL || folded[strspn(folded, "*")] != '\0' ? folded : fold_text(arena, text);
}

static bool is_stroke(uint32_t code)
{
	return code == 'I' || code == 'l' || code == '1';
}

/* What the next character of a word is, 0 at its end. */
static uint32_t next_of_word(struct span in)
{
	uint32_t code;
	bool is_byte;

	while (next_code(&in, &code, &is_byte) && !is_byte && !CODE_IS(code, parting))
		if (is_label_part(code))
			return narrow(code);
	return 0;
}

static bool is_small(uint32_t code)
{
	return fold_lower(code) == code && seeming(code) >= 'a' && seeming(code) <= 'z';
}

/* What a stroke is taken for beside these: a small l beside small letters, a capital I beside others. */
static uint32_t taken_for(uint32_t stroke, uint32_t before, uint32_t after)
{
	if (is_small(before) || is_small(after))
		return 'l';
	return stroke != '1' && (fold_lower(before) != before || fold_lower(after) != after) ? 'I' : stroke;
}

static bool is_digit(uint32_t code)
{
	return code >= '0' && code <= '9';
}

static bool is_letter(uint32_t code)
{
	return is_latin(named(code));
}

/* What the next character of a word is that is no digit, 0 at its end. */
static uint32_t next_but_digits(struct span in)
{
	uint32_t code;
	bool is_byte;

	while (next_code(&in, &code, &is_byte) && !is_byte && !CODE_IS(code, parting))
		if (is_label_part(code) && !is_digit(narrow(code)))
			return narrow(code);
	return 0;
}

static bool begins_with_letters(struct span in)
{
	uint32_t code;
	bool is_byte;
	int num = 0;

	while (num < 2 && next_code(&in, &code, &is_byte) && !is_byte && is_letter(narrow(code)))
		num++;
	return num == 2;
}

/*
 * Whether a digit stands in for a letter: between letters, before two of them, or alone behind three, where none but 0 is like a small one.
 * What numbers something is longer, or stands behind a shorter word or a small letter.
 */
static bool is_drawn(uint32_t digit, uint32_t before, size_t letters, struct span in)
{
	if (!is_letter(before))
		return begins_with_letters(in);
	return is_letter(next_but_digits(in)) || (letters >= 3 && (digit == '0' || (digit != '1' && !is_small(before))));
}

/* One of a number that stands before or behind a word, which is none of its letters. */
static bool is_of_number(uint32_t digit, uint32_t before, struct span in)
{
	return is_digit(digit) && (is_digit(before) || (is_digit(next_of_word(in)) && !is_letter(next_but_digits(in))));
}

/* What a character of a word is taken for; in: what follows it. */
static uint32_t taken(uint32_t code, uint32_t before, size_t letters, struct span in)
{
	static const char letters_of[] = "OI234S67B9"; /* most are like none, or stand for words: C2C */
	uint32_t seen = named(code), stroke;

	if (is_of_number(code, before, in))
		return code;
	stroke = is_stroke(seen) ? taken_for(seen, before, next_of_word(in)) : code;
	return is_digit(stroke) && is_drawn(stroke, before, letters, in) ? (uint32_t)letters_of[stroke - '0'] : stroke;
}

const char *fold_taken(struct arena *arena, const char *label)
{
	struct span in = span_of_text(label);
	struct folding folding = {.out = buf_new(in.len)};
	uint32_t code, before = 0;
	bool is_byte, is_bar, is_other = false;
	size_t letters = 0;

	while (next_code(&in, &code, &is_byte)) {
		if (is_byte)
			put_byte(&folding, (uint8_t)code);
		is_bar = !is_byte && narrow(code) == '|' && (is_letter(before) || is_letter(next_of_word(in)));
		is_other |= is_bar;
		code = is_bar ? 'l' : code;
		before = is_byte || CODE_IS(code, parting) ? 0 : before;
		letters = before == 0 ? 0 : letters;
		if (is_byte || !is_label_part(code))
			continue;
		code = narrow(code);
		before = taken(code, before, letters, in);
		is_other |= fold_lower(before) != fold_lower(is_stroke(named(code)) ? named(code) : code);
		letters = is_letter(before) ? letters + 1 : 0;
		put_named(&folding, before);
	}
	if (is_other)
		return end(&folding, arena);
	buf_free(&folding.out);
	return NULL;
}

#define WORDS_MAX 3

static const struct {
	size_t num;
	uint8_t words[WORDS_MAX];
} other_orders[] = {{2, {1, 0}}, {3, {0, 2, 1}}, {3, {1, 0, 2}}, {3, {1, 2, 0}}, {3, {2, 0, 1}}, {3, {2, 1, 0}}};

/* What parts words goes, and so does what nobody sees; *rest: what stands behind the word. False where no word is left. */
static bool next_word(struct span *rest, struct span *word)
{
	struct span in = *rest;
	uint32_t code;
	bool is_byte, is_part, has_part = false;

	*word = in;
	while (next_code(&in, &code, &is_byte)) {
		is_part = is_byte || is_label_part(code);
		if (has_part && !is_part && (CODE_IS(code, parting) || !unseen_is(code)))
			break;
		has_part |= is_part;
		*rest = in;
	}
	*word = span_of(word->data, word->len - rest->len);
	*rest = in;
	return has_part;
}

/* NULL when memory ran out. */
static const char *in_order(struct arena *arena, const char *const words[WORDS_MAX], const uint8_t order[WORDS_MAX], size_t num)
{
	return arena_printf(arena, "%s%s%s", words[order[0]], words[order[1]], num == WORDS_MAX ? words[order[WORDS_MAX - 1]] : "");
}

size_t fold_orders(struct arena *arena, const char *label, const char *orders[FOLD_ORDERS])
{
	struct span rest = span_of_text(label), word;
	const char *words[WORDS_MAX];
	size_t num_words = 0, num = 0;

	for (; next_word(&rest, &word); num_words++) {
		const char *text = num_words == WORDS_MAX ? NULL : arena_text(arena, word);

		if (text == NULL || (words[num_words] = fold_label(arena, text)) == NULL)
			return 0;
	}
	for (size_t i = 0; i < sizeof other_orders / sizeof other_orders[0]; i++)
		if (other_orders[i].num == num_words && (orders[num] = in_order(arena, words, other_orders[i].words, num_words)) != NULL)
			num++;
	return num;
}

static bool has_han(struct span text)
{
	uint32_t code;
	bool is_byte;

	while (next_code(&text, &code, &is_byte))
		if (!is_byte && code_is_han(code))
			return true;
	return false;
}

const char *fold_next_part(struct arena *arena, struct span *rest)
{
	struct span left = *rest, word, part;
	bool is_run; /* of words that are not Chinese */

	if (!next_word(&left, &word))
		return NULL;
	*rest = left;
	part = word;
	is_run = !has_han(word);
	while (is_run && next_word(&left, &word) && !has_han(word)) {
		part = span_of(part.data, (size_t)(word.data + word.len - part.data));
		*rest = left;
	}
	return arena_text(arena, part);
}

/* What stands behind the last run of Chinese characters, and may yet go. */
struct parted {
	struct folding text;
	bool joined;
	size_t run;	/* Chinese characters that stand together, up to here */
	size_t gap;	/* where in the text what parts them begins; SIZE_MAX: nothing does */
	bool is_masked; /* it only hides */
	bool is_broken; /* a line ends in it */
};

static bool is_invisible(uint32_t code)
{
	return unseen_is(code) && !CODE_IS(code, parting);
}

static bool begins_with_han(struct span in)
{
	uint32_t code;
	bool is_byte;

	while (next_code(&in, &code, &is_byte))
		if (is_byte || !(is_invisible(code) || code_is_mark(code)))
			return !is_byte && code_is_han(code);
	return false;
}

static void put_han(struct parted *parted, uint32_t code, struct span rest)
{
	bool is_parted = parted->gap != SIZE_MAX && !parted->is_masked;

	if (parted->gap != SIZE_MAX && (!is_parted || parted->run == 1 || !begins_with_han(rest) || (parted->joined && !parted->is_broken)))
		parted->text.out.len = parted->gap;
	parted->run = is_parted ? 1 : parted->run + 1;
	parted->gap = SIZE_MAX;
	put(&parted->text, code);
}

static void put_other(struct parted *parted, uint32_t code)
{
	if (parted->run > 0 && CODE_IS(narrow(code), parting)) {
		if (parted->gap == SIZE_MAX) {
			parted->gap = parted->text.out.len;
			parted->is_masked = true;
			parted->is_broken = false;
		}
		parted->is_masked &= CODE_IS(narrow(code), masking);
		parted->is_broken |= CODE_IS(code, breaking);
	} else {
		parted->run = 0;
		parted->gap = SIZE_MAX;
	}
	put(&parted->text, code);
}

const char *fold_words(struct arena *arena, const char *text, bool joined)
{
	struct span in = span_of_text(text);
	struct parted parted = {.text = {.out = buf_new(in.len)}, .joined = joined, .gap = SIZE_MAX};
	uint32_t code;
	bool is_byte;

	while (next_code(&in, &code, &is_byte))
		if (is_byte)
			put_byte(&parted.text, (uint8_t)code);
		else if (code_is_han(code))
			put_han(&parted, code, in);
		else if (!is_invisible(code) && !(parted.run > 0 && code_is_mark(code)))
			put_other(&parted, seeming(code));
	return end(&parted.text, arena);
}

bool fold_same(const char *a, const char *b)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)2 * 1024 * 1024 + 4096);
	const char *first = fold_text(&arena, a), *second = fold_text(&arena, b);

	return first == NULL || second == NULL || strcmp(first, second) == 0;
}
