#include "bytes/affirm.h"

#include "bytes/span.h"

#include <string.h>

static bool is_letter(uint8_t byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool ends_sentence(struct span text, size_t at)
{
	static const char *const signs[] = {"。", "；", "！", "？", ";", "!", "?", "\n", "\r", NULL};
	struct span rest = span_slice(text, at, text.len);
	uint8_t next = rest.len > 1 ? rest.data[1] : ' ';

	for (const char *const *sign = signs; *sign != NULL; sign++)
		if (rest.data[0] == (uint8_t)(*sign)[0] && span_starts(rest, *sign))
			return true;
	return rest.data[0] == '.' && (next == ' ' || next == '\n' || next == '\r');
}

static bool ends_clause(struct span text, size_t at)
{
	struct span rest = span_slice(text, at, text.len);

	return ends_sentence(text, at) || span_starts(rest, "，") || span_starts(rest, "但") || (rest.data[0] == ',' && rest.len > 1 && rest.data[1] >= 0x80);
}

static bool has_word(struct span text, size_t at, struct span word)
{
	return word.len > 0 && text.data[at] == word.data[0] && span_equal(span_slice(text, at, word.len), word) &&
	       !(at > 0 && is_letter(word.data[0]) && is_letter(text.data[at - 1])) &&
	       !(at + word.len < text.len && is_letter(word.data[word.len - 1]) && is_letter(text.data[at + word.len]));
}

static bool has_any(struct span text, size_t at, struct span words)
{
	while (words.len > 0) {
		const uint8_t *end = memchr(words.data, '|', words.len);
		size_t len = end == NULL ? words.len : (size_t)(end - words.data);

		if (has_word(text, at, span_slice(words, 0, len)))
			return true;
		words = span_slice(words, len + 1, words.len);
	}
	return false;
}

/* A byte in a character, with which nothing begins. */
static bool is_within(struct span text, size_t at)
{
	return (text.data[at] & 0xC0) == 0x80;
}

/* From the sign that ended the one before it. */
static struct span sentence_at(struct span text, size_t at)
{
	size_t end = at + 1;

	while (end < text.len && (is_within(text, end) || !ends_sentence(text, end)))
		end++;
	return span_slice(text, at, end - at);
}

static bool has_some(struct span sentence, struct span words)
{
	for (size_t i = 0; i < sentence.len; i++)
		if (!is_within(sentence, i) && has_any(sentence, i, words))
			return true;
	return false;
}

/* Returns the length. */
static size_t add_affirmed(char *out, struct span sentence, struct span denials)
{
	bool is_denied = false;
	size_t len = 0;

	for (size_t i = 0; i < sentence.len; i++) {
		if (!is_within(sentence, i))
			is_denied = !ends_clause(sentence, i) && (is_denied || has_any(sentence, i, denials));
		if (!is_denied)
			out[len++] = (char)sentence.data[i];
	}
	return len;
}

const char *affirm(struct arena *arena, const char *text, const char *denials, const char *conditions)
{
	struct span all = span_of_text(text), sentence;
	char *affirmed = arena_room(arena, all.len + 1);
	size_t len = 0;

	if (affirmed == NULL)
		return NULL;
	for (size_t at = 0; at < all.len; at += sentence.len) {
		sentence = sentence_at(all, at);
		len += add_affirmed(affirmed + len, sentence, has_some(sentence, span_of_text(conditions)) ? (struct span){0} : span_of_text(denials));
	}
	affirmed[len] = '\0';
	return affirmed;
}
