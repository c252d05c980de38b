#include "harness.h"

#include "bytes/text.h"
#include "report/columns.h"
#include "report/json.h"
#include "report/language.h"

#include <stdlib.h>
#include <string.h>

/* What a function writes to a FILE. */
static char *written(void (*write)(FILE *out))
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	write(out);
	fclose(out);
	return text;
}

static void write_hostile(FILE *out)
{
	struct json json = json_new(out, true);
	struct error err = {0};

	json_object(&json, NULL);
	json_text(&json, "a", "\" \\ \n \t \x1b \x7f \xe2\x80\xae \xe2\x80\xa8 \xff \xc3\xa9 \xf3\xa0\x80\x81");
	json_close(&json);
	CHECK(json_finish(&json, &err));
}

TEST(json_text, "control, bidi and line-separator characters leave JSON as escapes, invalid bytes spelled out")
{
	char *text = written(write_hostile);

	CHECK_TEXT(text, "{\"a\":\"\\\" \\\\ \\n \\t \\u001b \\u007f \\u202e \\u2028 \\\\xff \xc3\xa9 \\udb40\\udc01\"}");
	free(text);
}

static void write_layout(FILE *out)
{
	struct json json = json_new(out, false);
	struct error err = {0};

	json_object(&json, NULL);
	json_array(&json, "empty");
	json_close(&json);
	json_array(&json, "rows");
	json_row(&json, NULL);
	json_number(&json, "n", -5);
	json_number(&json, "least", INT64_MIN);
	json_number(&json, "zero", 0);
	json_bool(&json, "b", true);
	json_close(&json);
	json_row(&json, NULL);
	json_null(&json, "none");
	json_text_if(&json, "left out", NULL);
	json_close(&json);
	json_close(&json);
	json_close(&json);
	CHECK(json_finish(&json, &err));
}

TEST(json_layout, "JSON is laid out a member a line, and a row on one line")
{
	char *text = written(write_layout);

	CHECK_TEXT(text, "{\n \"empty\": [],\n \"rows\": [\n  {\"n\": -5, \"least\": -9223372036854775808, \"zero\": 0, \"b\": true},\n  {\"none\": null}\n ]\n}");
	free(text);
}

TEST(json_depth, "JSON nested deeper than it may be fails instead of overflowing")
{
	struct json json = json_new(NULL, true);
	struct error err = {0};

	for (int i = 0; i < 2 * JSON_DEPTH; i++)
		json_array(&json, NULL);
	for (int i = 0; i < 3 * JSON_DEPTH; i++)
		json_close(&json);
	CHECK(!json_finish(&json, &err));
	CHECK(err.code != ERROR_NONE);
}

TEST(columns, "Chinese characters take two columns, combining marks none")
{
	CHECK_NUMBER(columns_of("abc"), 3);
	CHECK_NUMBER(columns_of("\xe8\xaf\xbb\xe5\x8f\x96"), 4);
	CHECK_NUMBER(columns_of("e\xcc\x81"), 1);
	CHECK_NUMBER(columns_of("\xef\xbc\x8c"), 2);
}

TEST(columns_wrap, "text is broken at blanks to a width, and further lines are indented")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	columns_wrap(&out, "the quick brown fox jumps over the lazy dog", 4, 28);
	buf_byte(&out, '\0');
	CHECK_TEXT((const char *)out.data, "the quick brown fox\n    jumps over the lazy dog");
}

/* The conversions of a format, in order: "%s%lld". */
static void conversions(const char *format, char *out, size_t room)
{
	size_t len = 0;

	for (const char *at = format; *at != '\0' && len + 8 < room; at++) {
		if (*at != '%')
			continue;
		do
			out[len++] = *at++;
		while (*at != '\0' && strchr("sduzlxf%", *at) == NULL);
		while (*at == 'l' || *at == 'z')
			out[len++] = *at++;
		out[len++] = *at;
	}
	out[len] = '\0';
}

TEST(messages, "every message takes the same arguments in both languages")
{
	for (enum message_id id = 0; id < MESSAGE_COUNT; id++) {
		char en[128], zh[128];

		conversions(message(LANGUAGE_EN, id), en, sizeof en);
		conversions(message(LANGUAGE_ZH, id), zh, sizeof zh);
		CHECK_TEXT(zh, en);
		CHECK(text_is_utf8(span_of_text(message(LANGUAGE_ZH, id))));
	}
}

TEST(language, "the language is what was asked for, and nothing else is taken")
{
	enum language language = LANGUAGE_EN;

	CHECK(language_choose("zh", &language));
	CHECK_NUMBER(language, LANGUAGE_ZH);
	CHECK(!language_choose("fr", &language));
	CHECK_TEXT(language_pick(LANGUAGE_ZH, "en", ""), "en");
	CHECK_TEXT(language_pick(LANGUAGE_ZH, "en", "zh"), "zh");
}
