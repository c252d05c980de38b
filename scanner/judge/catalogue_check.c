#include "judge/catalogue_check.h"

#include <stdio.h>
#include <string.h>

#define FAULT_MAX 800

struct checker {
	const struct rules *rules;
	const struct catalogue *catalogue;
	void (*fault)(void *owner, const char *text);
	void *owner;
};

/* One alternative of a check: a word, or a column with what is left out before its values. */
struct alternative {
	struct span word, prefix;
	const struct catalogue *catalogue; /* NULL: the word itself */
	int column;
};

static void complain(const struct checker *checker, const struct catalogue_place *place, const char *what, struct span value)
{
	char text[FAULT_MAX];

	snprintf(text, sizeof text, "%s:%d: %s '%.*s'", place->file, place->line, what, (int)(value.len < 200 ? value.len : 200),
		 (const char *)value.data);
	checker->fault(checker->owner, text);
}

/* The next word of *rest; empty behind the last. */
static struct span next_word(const char **rest)
{
	const char *start = *rest + strspn(*rest, " ");
	size_t len = strcspn(start, " ");

	*rest = start + len;
	return span_of(start, len);
}

static bool is_word(struct span span, const char *word)
{
	return span.len == strlen(word) && memcmp(span.data, word, span.len) == 0;
}

static const struct catalogue *catalogue_named(const struct rules *rules, struct span name)
{
	for (size_t i = 0; i < rules_num_catalogues(rules); i++)
		if (is_word(name, rules_catalogue_at(rules, i)->name))
			return rules_catalogue_at(rules, i);
	return NULL;
}

/* "prefix+table.column" or "table.column"; anything else is a word that stands for itself. */
static struct alternative alternative_of(const struct rules *rules, struct span word)
{
	const char *start = (const char *)word.data, *plus = memchr(start, '+', word.len);
	size_t skip = plus == NULL ? 0 : (size_t)(plus - start) + 1;
	const char *dot = memchr(start + skip, '.', word.len - skip);
	struct alternative alternative = {.word = word, .column = -1};
	size_t before = dot == NULL ? 0 : (size_t)(dot - start);

	if (dot == NULL)
		return alternative;
	alternative.catalogue = catalogue_named(rules, span_slice(word, skip, before - skip));
	alternative.prefix = span_slice(word, 0, skip > 0 ? skip - 1 : 0);
	for (size_t i = 0; alternative.catalogue != NULL && i < alternative.catalogue->num_columns; i++)
		if (is_word(span_slice(word, before + 1, word.len), alternative.catalogue->columns[i]))
			alternative.column = (int)i;
	return alternative;
}

static bool fits(const struct alternative *alternative, const char *value)
{
	size_t len = strlen(value), skip = alternative->prefix.len;

	if (alternative->catalogue == NULL)
		return is_word(alternative->word, *value == '\0' ? "-" : value);
	for (size_t row = 0; row < alternative->catalogue->num_rows; row++) {
		const char *other = catalogue_value(alternative->catalogue, row, alternative->column);

		if (strlen(other) == skip + len && (skip == 0 || memcmp(other, alternative->prefix.data, skip) == 0) &&
		    strcmp(other + skip, value) == 0)
			return true;
	}
	return false;
}

static bool fits_any(const struct checker *checker, const char *words, const char *value)
{
	for (struct span word = next_word(&words); word.len > 0; word = next_word(&words)) {
		const struct alternative alternative = alternative_of(checker->rules, word);

		if (fits(&alternative, value))
			return true;
	}
	return false;
}

static void check_rows(const struct checker *checker, const char *words, int column)
{
	const struct catalogue *catalogue = checker->catalogue;
	const char *last = NULL;

	for (size_t row = 0; row < catalogue->num_rows; row++) {
		const char *value = catalogue_value(catalogue, row, column);
		char what[FAULT_MAX / 2];

		/* Neighbours are often the same. */
		if ((last != NULL && strcmp(last, value) == 0) || fits_any(checker, words, value)) {
			last = value;
			continue;
		}
		snprintf(what, sizeof what, "%s is to be one of%.200s, not", catalogue->columns[column], words);
		complain(checker, &catalogue->places[row], what, span_of_text(value));
	}
}

/* A word with a dot that names no column is a check that checks nothing. */
static bool check_words(const struct checker *checker, const struct catalogue_place *place, const char *words)
{
	for (struct span word = next_word(&words); word.len > 0; word = next_word(&words)) {
		const struct alternative alternative = alternative_of(checker->rules, word);

		if (memchr(word.data, '.', word.len) != NULL && alternative.column < 0) {
			complain(checker, place, "there is no such column:", word);
			return false;
		}
	}
	return true;
}

static void check_one(const struct checker *checker, const struct catalogue_place *place, const char *text)
{
	struct span name = next_word(&text), in = next_word(&text);
	int column = -1;

	for (size_t i = 0; i < checker->catalogue->num_columns; i++)
		if (is_word(name, checker->catalogue->columns[i]))
			column = (int)i;
	if (column < 0 || !is_word(in, "in"))
		complain(checker, place, "a check is 'COLUMN in WORD...', of a column that is there, not", name);
	else if (check_words(checker, place, text))
		check_rows(checker, text, column);
}

void catalogue_check_all(const struct rules *rules, void (*fault)(void *owner, const char *text), void *owner)
{
	for (size_t i = 0; i < rules_num_catalogues(rules); i++) {
		const struct catalogue *catalogue = rules_catalogue_at(rules, i);
		const struct checker checker = {.rules = rules, .catalogue = catalogue, .fault = fault, .owner = owner};

		for (size_t c = 0; c < catalogue->num_checks; c++)
			check_one(&checker, &catalogue->checks[c], catalogue->check_texts[c]);
	}
}
