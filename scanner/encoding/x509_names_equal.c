/*
 * x509_names_equal - compare two names as Android compares issuer and subject.
 */
#include "encoding/x509.h"

#define UTF8_STRING 0x0C
#define PRINTABLE_STRING 0x13

static struct span without_outer_spaces(struct span text)
{
	while (text.len > 0 && text.data[0] == ' ')
		text = span_slice(text, 1, text.len);
	while (text.len > 0 && text.data[text.len - 1] == ' ')
		text = span_slice(text, 0, text.len - 1);
	return text;
}

/* The next letter, small; a run of spaces is one; -1 behind the last. */
static int next_letter(struct span text, size_t *at)
{
	uint8_t c;

	if (*at >= text.len)
		return -1;
	c = text.data[(*at)++];
	while (c == ' ' && *at < text.len && text.data[*at] == ' ')
		++*at;
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

static bool texts_equal(struct span a, struct span b)
{
	size_t at_a = 0, at_b = 0;
	int letter;

	a = without_outer_spaces(a);
	b = without_outer_spaces(b);
	do {
		letter = next_letter(a, &at_a);
		if (letter != next_letter(b, &at_b))
			return false;
	} while (letter >= 0);
	return true;
}

static bool is_comparable(uint8_t tag)
{
	return tag == UTF8_STRING || tag == PRINTABLE_STRING;
}

/* SEQUENCE { OID, text } */
static bool pairs_equal(struct span a, struct span b)
{
	struct cursor in_a = cursor_of(a), in_b = cursor_of(b);
	struct der oid_a, oid_b, text_a, text_b;

	if (!der_expect(&in_a, DER_OID, &oid_a) || !der_expect(&in_b, DER_OID, &oid_b) || !der_next(&in_a, &text_a) ||
	    !der_next(&in_b, &text_b) || !span_equal(oid_a.content, oid_b.content))
		return false;
	if (is_comparable(text_a.tag) && is_comparable(text_b.tag))
		return texts_equal(text_a.content, text_b.content);
	return span_equal(text_a.whole, text_b.whole);
}

/* As many values in both, each equal to that at its place. */
static bool all_equal(struct span a, struct span b, bool (*equal)(struct span a, struct span b))
{
	struct cursor in_a = cursor_of(a), in_b = cursor_of(b);
	struct der value_a, value_b;

	while (cursor_left(&in_a) > 0 && cursor_left(&in_b) > 0)
		if (!der_next(&in_a, &value_a) || !der_next(&in_b, &value_b) || value_a.tag != value_b.tag ||
		    !equal(value_a.content, value_b.content))
			return false;
	return cursor_left(&in_a) == cursor_left(&in_b);
}

static bool sets_equal(struct span a, struct span b)
{
	return all_equal(a, b, pairs_equal);
}

bool x509_names_equal(struct span a, struct span b)
{
	struct cursor in_a = cursor_of(a), in_b = cursor_of(b);
	struct der name_a, name_b;

	if (span_equal(a, b))
		return true;
	return der_expect(&in_a, DER_SEQUENCE, &name_a) && der_expect(&in_b, DER_SEQUENCE, &name_b) &&
	       all_equal(name_a.content, name_b.content, sets_equal);
}
