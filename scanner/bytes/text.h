/*
 * text - untrusted text made safe, and small text helpers.
 *
 * Facts hold text as escaped by text_escape: valid UTF-8 without NUL, in which
 * invalid bytes and NUL read \xNN and a backslash reads \\. What may be shown on a
 * terminal passes text_visible besides.
 *
 * source   RFC 3629 (UTF-8), RFC 2781 (UTF-16); AOSP dalvik "Dalvik Executable format", MUTF-8 (Java's form)
 */
#ifndef PRELIST_BYTES_TEXT_H
#define PRELIST_BYTES_TEXT_H

#include "bytes/arena.h"
#include "bytes/buf.h"

static inline const char *text_or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

/* NULL is the same as NULL alone. */
bool text_same(const char *a, const char *b);

/* Which of num texts it is; -1: none of them. */
int text_among(const char *const *texts, size_t num, const char *text);

/* By their bytes; NULL is the empty text, or stands behind all others. */
int text_compare(const char *a, const char *b);
int text_compare_null_last(const char *a, const char *b);
/* The same of two items of an array of texts, of which none is NULL, for qsort and bsearch. */
int text_compare_items(const void *a, const void *b);

/* What stands behind the last slash of a path; NULL of NULL. */
const char *text_file_name(const char *path);

/* A blank of any width, none included, a tab or a line's end. */
bool text_is_blank_code(uint32_t code);

/* Nothing, or nothing but blanks. */
bool text_is_blank(const char *text);

/* Length of the valid UTF-8 sequence at the start of in (strict: no overlongs, no surrogates), 0 when invalid. */
size_t text_utf8_len(struct span in);

/* Takes from the end what a cut left of a UTF-8 sequence. */
void text_end_whole(char *text);

/* How much of text is no longer than that and ends with a whole character; for "%.*s". */
int text_cut_len(const char *text, int most);

/* The code point of a sequence that text_utf8_len accepted. */
uint32_t text_utf8_code(struct span in, size_t len);

/* Its bytes, four at most; how many. */
size_t text_put_utf8(uint32_t code, char *out);

/* A byte in each place of a word, to look at eight bytes at once. */
#define TEXT_EACH(byte) ((byte) * UINT64_C(0x0101010101010101))

/* How many bytes at the start are printable ASCII and no backslash: what most text is made of, and what nobody escapes. */
size_t text_plain_len(struct span in);

/* True when all of it is strict UTF-8. */
bool text_is_utf8(struct span in);

/* The escaped form of bytes that ought to be UTF-8; NULL when the arena is full. */
char *text_escape(struct arena *arena, struct span in);

/* The bytes whose escaped form it is, as far as there is room for them; returns how many. A lone surrogate is one of three bytes. */
size_t text_unescape(const char *text, uint8_t *out, size_t room);

/* Java writes what is beyond 16 bits as two surrogates of three bytes: 6 when in begins so, its UTF-8 in out (may be NULL); else 0. */
size_t text_surrogates(struct span in, char out[4]);

/* The other way: 6 when in begins with a character beyond 16 bits, its two surrogates in out; else 0. */
size_t text_to_surrogates(struct span in, char out[6]);

/* text_escape of Java's form of UTF-8. */
char *text_escape_java(struct arena *arena, struct span in);

/* The escaped form of little-endian UTF-16; a lone surrogate reads \uNNNN. */
char *text_escape_utf16(struct arena *arena, struct span in);

/* True for controls, bidi controls, line separators and other characters that must not reach a terminal as they are. */
bool text_is_unsafe(uint32_t code);

/* Appends text (UTF-8) with every unsafe character as \u{X}: for terminals and logs. */
void text_visible(struct buf *out, const char *text);
void text_visible_bytes(struct buf *out, struct span text); /* the same of what may hold a NUL */
/* The same, but tabs and line breaks are blanks. */
void text_visible_line(struct buf *out, const char *text);
/* The same as text_visible, but blanks of any width within it are one for all that stand together: no text looks like two in columns. */
void text_visible_cell(struct buf *out, const char *text);

/* Lower-case hex, NUL-terminated, in the arena. */
char *text_hex(struct arena *arena, struct span bytes);
void text_hex_to(char *out, struct span bytes); /* out has 2 * len + 1 bytes */

/* Hex digits of either case to bytes; false unless text is exactly 2 * len of them. */
bool text_unhex(const char *text, uint8_t *out, size_t len);

/* A whole decimal number, sign allowed, nothing before or after it. */
bool text_number(const char *text, int64_t *value);

/* "18.0 MB": a number of bytes for a person, in units of 1000. */
#define TEXT_SIZE_LEN 32
void text_size(char out[TEXT_SIZE_LEN], uint64_t size);

/* Without the blanks around it, full-width and unbroken ones too; what is drawn as nothing stays. */
struct span text_trimmed(const char *text);

/* The next word of a list, up to the character that stands between its words; *rest is behind it, NULL behind the last one. */
struct span text_next_word(const char **rest, char between);
bool text_has_word(const char *list, char between, struct span word);

/* Glob match with * only (it matches any run, / included). */
bool text_glob(const char *pattern, const char *text);

/* Capital letters of ASCII to small ones, in place; returns the text. */
char *text_small(char *text);

#endif
