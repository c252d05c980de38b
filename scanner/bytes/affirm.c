#include "bytes/affirm.h"

#include "bytes/span.h"

#include <string.h>

static bool is_letter(uint8_t byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool ends_clause(struct span text, size_t at)
{
	static const char *const signs[] = {"，", "。", "；", "！", "？", "但", ";", "!", "?", "\n", "\r", NULL};
	struct span rest = span_slice(text, at, text.len);
	uint8_t next = rest.len > 1 ? rest.data[1] : ' ';

	for (const char *const *sign = signs; *sign != NULL; sign++)
		if (rest.data[0] == (uint8_t)(*sign)[0] && span_starts(rest, *sign))
			return true;
	return (rest.data[0] == '.' && (next == ' ' || next == '\n' || next == '\r')) || (rest.data[0] == ',' && next >= 0x80);
}

static bool has_word(struct span text, size_t at, struct span word)
{
	return word.len > 0 && text.data[at] == word.data[0] && span_equal(span_slice(text, at, word.len), word) &&
	       !(at > 0 && is_letter(word.data[0]) && is_letter(text.data[at - 1])) &&
	       !(at + word.len < text.len && is_letter(word.data[word.len - 1]) && is_letter(text.data[at + word.len]));
}

static bool denies(struct span text, size_t at, struct span denials)
{
	while (denials.len > 0) {
		const uint8_t *end = memchr(denials.data, '|', denials.len);
		size_t len = end == NULL ? denials.len : (size_t)(end - denials.data);

		if (has_word(text, at, span_slice(denials, 0, len)))
			return true;
		denials = span_slice(denials, len + 1, denials.len);
	}
	return false;
}

const char *affirm(struct arena *arena, const char *text, const char *denials)
{
	struct span all = span_of_text(text), words = span_of_text(denials);
	char *affirmed = arena_room(arena, all.len + 1);
	bool is_denied = false;
	size_t len = 0;

	if (affirmed == NULL)
		return NULL;
	for (size_t i = 0; i < all.len; i++) {
		bool is_within = (all.data[i] & 0xC0) == 0x80; /* a character, in which nothing begins */

		if (!is_within && ends_clause(all, i))
			is_denied = false;
		else if (!is_within && !is_denied)
			is_denied = denies(all, i, words);
		if (!is_denied)
			affirmed[len++] = (char)all.data[i];
	}
	affirmed[len] = '\0';
	return affirmed;
}
