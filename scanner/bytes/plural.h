/*
 * plural - words that go by the number before them, in formats of printf: "%zu submission{|s}", "%d {entry is|entries are} refused".
 *
 * Of {one|many} the first is taken where the value of the last conversion before it is 1, or the text "1". Braces without a bar
 * between them are text. What values hold is not looked at.
 */
#ifndef PRELIST_BYTES_PLURAL_H
#define PRELIST_BYTES_PLURAL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define PLURAL_MAX 1024

/* The format for these values: itself where it has no such words, or where out has no room for it. args can be used afterwards. */
const char *plural_format(const char *format, va_list args, char out[PLURAL_MAX]);

/* snprintf, with its words; what there is no room for is cut. */
__attribute__((format(printf, 3, 4))) void plural_print(char *out, size_t room, const char *format, ...);

/* The format for one, or for many, its conversions as they are; NULL where out has no room for it. */
const char *plural_of(const char *format, bool is_one, char out[PLURAL_MAX]);

#endif
