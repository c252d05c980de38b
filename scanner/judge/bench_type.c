#include "judge/bench_type.h"

#include "bytes/fold.h"
#include "bytes/text.h"
#include "judge/bench_made.h"

#define TYPES "app_types_39"
#define SIGNS " .,:;-_/()[]#"

/* Without 类 and blanks at its end, which some stores write and others do not. NULL of NULL. */
static const char *bare(struct arena *arena, const char *text)
{
	struct span left = span_of_text(text_or_empty(text));

	while (span_ends(left, "类") || span_ends(left, " "))
		left.len -= span_ends(left, " ") ? 1 : strlen("类");
	return text == NULL ? NULL : arena_text(arena, left);
}

/* As categories are written among aliases. */
static const char *plain(struct arena *arena, const char *category)
{
	char *text = arena_strdup(arena, category);

	for (char *c = text; c != NULL && *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return text;
}

static const char *alias_of(const struct rules *rules, const char *category)
{
	return rules_catalogue_value(rules, "app_type_aliases", category, "name");
}

static bool is_same(const char *a, const char *b)
{
	int64_t x, y;

	return strcmp(a, b) == 0 || (text_number(a, &x) && text_number(b, &y) && x == y);
}

/* The first row of that value; -1: none has it. */
static int row_of(const struct catalogue *types, const char *column, const char *value)
{
	int at = catalogue_column(types, column);

	for (size_t i = 0; i < types->num_rows; i++)
		if (is_same(catalogue_value(types, i, at), value))
			return (int)i;
	return -1;
}

static int named(const struct catalogue *types, const struct rules *rules, const char *words)
{
	const char *alias = alias_of(rules, words);

	return row_of(types, "name", alias != NULL ? alias : words);
}

static bool is_digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

/* What parts a number from words. */
static struct span without_signs(struct span text)
{
	while (text.len > 0 && strchr(SIGNS, text.data[0]) != NULL)
		text = span_slice(text, 1, text.len);
	while (text.len > 0 && strchr(SIGNS, text.data[text.len - 1]) != NULL)
		text.len--;
	if (span_starts(text, "、"))
		return span_slice(text, strlen("、"), text.len);
	return span_ends(text, "、") ? span_slice(text, 0, text.len - strlen("、")) : text;
}

/* "2 网络游戏" and "网络游戏(2)": a number and words for the same type. */
static int numbered(const struct catalogue *types, const struct rules *rules, const char *text, struct arena *arena)
{
	struct span all = without_signs(span_of_text(text)), number = all, words = all;
	const char *plain_words, *digits;
	int row;

	while (number.len > 0 && is_digit(number.data[number.len - 1]))
		number.len--;
	if (number.len < all.len) {
		words = without_signs(number);
		number = span_slice(all, number.len, all.len);
	} else {
		for (number.len = 0; number.len < all.len && is_digit(all.data[number.len]);)
			number.len++;
		words = without_signs(span_slice(all, number.len, all.len));
	}
	digits = arena_text(arena, number);
	plain_words = bare(arena, text_or_empty(arena_text(arena, words)));
	if (digits == NULL || plain_words == NULL)
		return -1;
	row = named(types, rules, plain_words);
	return row >= 0 && is_same(catalogue_value(types, (size_t)row, catalogue_column(types, "no")), digits) ? row : -1;
}

/* Folded, and without what some write at its end. NULL of NULL. */
static const char *folded_of(struct arena *arena, const char *category)
{
	return category == NULL ? NULL : bare(arena, fold_words(arena, category, false));
}

/* Its row; -1: it is no such type, or memory ran out. */
static int type_of(const struct rules *rules, const char *category, struct arena *arena)
{
	const struct catalogue *types = rules_catalogue(rules, TYPES);
	const char *written, *folded;
	int row;

	category = types == NULL || category == NULL ? NULL : arena_text(arena, text_trimmed(category));
	written = category == NULL ? NULL : bare(arena, plain(arena, category));
	folded = folded_of(arena, category);
	if (written == NULL || folded == NULL)
		return -1;
	row = row_of(types, "no", folded);
	if (row < 0)
		row = named(types, rules, alias_of(rules, written) != NULL ? written : folded);
	return row >= 0 ? row : numbered(types, rules, folded, arena);
}

bool bench_type_same(const struct rules *rules, const char *a, const char *b, struct arena *arena)
{
	int x = type_of(rules, a, arena), y = type_of(rules, b, arena);
	const char *of_a = folded_of(arena, a), *of_b = folded_of(arena, b);

	return (x >= 0 && x == y) || (of_a != NULL && of_b != NULL && strcmp(of_a, of_b) == 0);
}

static bool fill(struct catalogue *table, const struct rules *rules, const struct reading *facts, bool is_before, struct arena *arena)
{
	const struct catalogue *types = rules_catalogue(rules, TYPES);
	int row = reading_num(facts, submission) == 0 ? -1 : type_of(rules, reading_rows(facts, submission)[0]->category, arena);

	(void)is_before;
	if (row >= 0) {
		table->values = &types->values[(size_t)row * types->num_columns];
		table->num_rows = 1;
	}
	return !arena->failed;
}

extern const struct bench_made_table bench_made_type;
const struct bench_made_table bench_made_type = {.name = "app_type", .doc = "which of app_types_39 the category of the form is", .like = TYPES,
						 .reads = FACT_BIT(submission), .fill = fill};
