#include "bytes/look.h"

#include "bytes/buf.h"
#include "bytes/fold.h"
#include "bytes/text.h"
#include "bytes/unseen.h"

#include <stdlib.h>
#include <string.h>

static const struct pair {
	uint32_t code, other;
} pairs[] = {
#define HAN_LOOK_ALIKE(code, other) {code, other},
#include "bytes/han_look_alike.def"
#undef HAN_LOOK_ALIKE
};

#define NUM_PAIRS (sizeof pairs / sizeof pairs[0])

static int compare_code(const void *code, const void *pair)
{
	uint32_t wanted = *(const uint32_t *)code, at = ((const struct pair *)pair)->code;

	return (wanted > at) - (wanted < at);
}

static uint32_t usual(uint32_t code)
{
	const struct pair *found = bsearch(&code, pairs, NUM_PAIRS, sizeof pairs[0], compare_code);

	return found == NULL ? code : found->other;
}

static uint32_t first_of(struct span text)
{
	size_t len = text_utf8_len(text);

	return len == 0 ? 0 : text_utf8_code(text, len);
}

const char *look_of(struct arena *arena, const char *label)
{
	const char *taken = fold_taken(arena, label), *folded = taken != NULL ? taken : fold_label(arena, label), *look;
	struct span in = span_of_text(text_or_empty(folded));
	BUF_CLEANUP struct buf out = buf_new(in.len); /* no other character is longer */
	uint32_t before = 0;
	char bytes[4];

	for (size_t len; in.len > 0;) {
		len = text_utf8_len(in);
		uint32_t code = len == 0 ? 0 : text_utf8_code(in, len);
		struct span rest = span_slice(in, len == 0 ? 1 : len, in.len);

		if (code != 0 && (code_is_han(code) || code_is_han(before) || code_is_han(first_of(rest))))
			code = usual(code);
		if (code == 0)
			buf_byte(&out, in.data[0]);
		else
			buf_add(&out, bytes, text_put_utf8(code, bytes));
		before = code;
		in = rest;
	}
	look = folded == NULL || out.failed ? NULL : arena_text(arena, buf_span(&out));
	arena->failed |= out.failed;
	return look;
}

const char *look_other(struct arena *arena, const char *label)
{
	const char *look = look_of(arena, label), *folded = fold_label(arena, label);

	return look == NULL || folded == NULL || strcmp(look, folded) == 0 ? NULL : look;
}

/* What a character is taken for, and what is taken for that. */
static size_t all_like(uint32_t code, uint32_t like[1 + NUM_PAIRS])
{
	size_t num = 0;

	like[num++] = usual(code);
	for (size_t i = 0; i < NUM_PAIRS; i++)
		if (pairs[i].other == like[0])
			like[num++] = pairs[i].code;
	return num;
}

/* Each of the labels with each of the characters behind it. */
static size_t lengthen(struct arena *arena, const char *labels[LOOK_MOST], size_t num, const uint32_t *like, size_t num_like)
{
	const char *longer[LOOK_MOST];
	char bytes[5];
	size_t made = 0;

	for (size_t i = 0; i < num; i++)
		for (size_t k = 0; k < num_like; k++) {
			bytes[text_put_utf8(like[k], bytes)] = '\0';
			longer[made++] = arena_printf(arena, "%s%s", text_or_empty(labels[i]), bytes);
		}
	memcpy(labels, longer, made * sizeof longer[0]);
	return made;
}

void look_each(struct arena *arena, const char *folded, void (*visit)(void *owner, const char *label), void *owner)
{
	const char *labels[LOOK_MOST] = {""};
	struct span in = span_of_text(folded);
	uint32_t like[1 + NUM_PAIRS];
	size_t num = 1;

	if (in.len > LOOK_LEN)
		return;
	for (size_t len; in.len > 0 && !arena->failed; in = span_slice(in, len, in.len)) {
		size_t num_like;

		len = text_utf8_len(in);
		if (len == 0)
			return;
		num_like = all_like(text_utf8_code(in, len), like);
		if (num * num_like > LOOK_MOST) {
			like[0] = text_utf8_code(in, len);
			num_like = 1;
		}
		num = lengthen(arena, labels, num, like, num_like);
	}
	for (size_t i = 0; i < num && !arena->failed; i++)
		if (strcmp(labels[i], folded) != 0)
			visit(owner, labels[i]);
}
