#include "harness.h"

#include "bytes/plural.h"

#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static const char *said(char out[200], const char *format, ...)
{
	char chosen[PLURAL_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(out, 200, plural_format(format, args, chosen), args);
	va_end(args);
	return out;
}

TEST(plural_numbers, "words go by the number before them, of whatever width it is, and by text that is a number")
{
	char out[200];

	CHECK_TEXT(said(out, "%d file{|s}, %lld {entry|entries}, %zu row{ is|s are} lost", 1, 2LL, (size_t)1), "1 file, 2 entries, 1 row is lost");
	CHECK_TEXT(said(out, "%d file{|s}, %lld {entry|entries}, %zu row{ is|s are} lost", 0, 1LL, (size_t)11), "0 files, 1 entry, 11 rows are lost");
	CHECK_TEXT(said(out, "%s file{|s}, %s file{|s}, %.*s file{|s}", "1", "1,001", 1, "12"), "1 file, 1,001 files, 1 file");
	CHECK_TEXT(said(out, "%.1f %% of %llu package{|s} in %s: %ld day{|s}", 1.0, 1ULL, "1", 1L), "1.0 % of 1 package in 1: 1 day");
}

TEST(plural_data, "braces in values are none of ours, nor those without a bar; what there is no room for stays as it is")
{
	char format[PLURAL_MAX + 10], out[200], plain[PLURAL_MAX];

	CHECK_TEXT(said(out, "%d of %s: {x} {a|b}", 1, "{c|d}"), "1 of {c|d}: {x} b");
	CHECK_TEXT(said(out, "{\"file\": %d} {%d|", 1, 1), "{\"file\": 1} {1|");
	CHECK_TEXT(plural_of("%d file{|s} of %s", true, plain), "%d file of %s");
	CHECK_TEXT(plural_of("%d file{|s} of %s", false, plain), "%d files of %s");
	memset(format, 'a', sizeof format - 1);
	format[0] = '{', format[1] = '|', format[2] = '}', format[sizeof format - 1] = '\0';
	CHECK(plural_of(format, true, plain) == NULL);
}
