#include "harness.h"

#include "bytes/text.h"
#include "report/columns.h"
#include "report/csv.h"
#include "report/html.h"
#include "report/json.h"
#include "report/language.h"
#include "report/row.h"
#include "report/shown_place.h"

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
	CHECK_NUMBER(columns_of("\xf0\x9f\x9a\x80\xe2\x9c\x85\xe2\x9a\xa1"), 6); /* rocket, check mark, lightning */
	CHECK_NUMBER(columns_of("\xe0\xb8\x81\xe0\xb8\xb4\xe0\xa4\x95\xe0\xa5\x8d"), 2); /* a Thai and a Devanagari letter with a mark each */
	CHECK_NUMBER(columns_of("\xe0\xbd\x96\xe0\xbd\xbc\xe0\xbd\x91\xe0\xbc\x8b"), 3); /* Tibetan: two letters, one with a vowel, and a tsheg */
	CHECK_NUMBER(columns_of("\xd8\xa6\xd9\x87\xdb\x96"), 2); /* two Arabic letters, one with a mark */
}

TEST(columns_wrap, "text is broken at blanks to a width, and further lines are indented")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	columns_wrap(&out, "the quick brown fox jumps over the lazy dog", 4, 28);
	buf_byte(&out, '\0');
	CHECK_TEXT((const char *)out.data, "the quick brown fox\n    jumps over the lazy dog");
}

/* The text in lines of that many columns, indented by none. */
static const char *wrapped(struct arena *arena, const char *text, size_t columns)
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	columns_wrap(&out, text, 0, columns);
	return arena_text(arena, buf_span(&out));
}

TEST(columns_marks, "no line begins with a mark that closes what stands before it, and none ends with one that opens")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);

	CHECK_TEXT(wrapped(&arena, "应用数据可被备份导出哦：com.example.fixture", 22), "应用数据可被备份导出\n哦：\ncom.example.fixture");
	CHECK_TEXT(wrapped(&arena, "应用数据可被备份导出哦；；x", 22), "应用数据可被备份导出\n哦；；x");
	CHECK_TEXT(wrapped(&arena, "应用数据可被备份导出（哦）", 22), "应用数据可被备份导出\n（哦）");
	CHECK_TEXT(wrapped(&arena, "应用数据可被备份导出哦), x", 22), "应用数据可被备份导出\n哦), x");
	CHECK_TEXT(wrapped(&arena, "abcdefghijklmnopqrstuv：x", 22), "abcdefghijklmnopqrstu\nv：x");
	CHECK_TEXT(wrapped(&arena, "：：：：：：：：：：：：", 22), "：：：：：：：：：：：\n：");
	CHECK_TEXT(wrapped(&arena, "应用数据可被备份导出哦 ：x", 22), "应用数据可被备份导出\n哦 ：x");
}

TEST(columns_widow, "no line is one Chinese character with what closes it")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);

	CHECK_TEXT(wrapped(&arena, "仅在部分系统上申请的同样计入。", 28), "仅在部分系统上申请的同样\n计入。");
	CHECK_TEXT(wrapped(&arena, "仅在部分系统上申请的同样计", 24), "仅在部分系统上申请的同\n样计");
	CHECK_TEXT(wrapped(&arena, "仅在部分系统上申请的同样计入。", 26), "仅在部分系统上申请的同样\n计入。");
	CHECK_TEXT(wrapped(&arena, "仅在部分系统上申请的 Android 版。", 24), "仅在部分系统上申请的\nAndroid 版。");
	CHECK_TEXT(wrapped(&arena, "应用数据可被备份导出同样计 x", 26), "应用数据可被备份导出同样计\nx");
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

static const char *html_of(struct buf *out, void (*write)(struct buf *out, const char *text), const char *text)
{
	out->len = 0;
	write(out, text);
	buf_byte(out, '\0');
	return (const char *)out->data;
}

TEST(html_text, "text cannot leave the element or the attribute in which it stands")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	CHECK_TEXT(html_of(&out, html_text, "<script>alert('1')</script>"), "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
	CHECK_TEXT(html_of(&out, html_text, "\" onerror=x ` & &amp; ]]> <!--"),
		   "&quot; onerror=x &#96; &amp; &amp;amp; ]]&gt; &lt;!--");
	CHECK_TEXT(html_of(&out, html_text, "\xe6\x9d\x83\xe9\x99\x90"), "\xe6\x9d\x83\xe9\x99\x90");
	CHECK_TEXT(html_of(&out, html_text, ""), "");
}

TEST(html_unsafe, "control, bidi and invalid characters are spelled out on a page, breaks are blanks")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	CHECK_TEXT(html_of(&out, html_text, "a\xe2\x80\xae" "b\x1b[0m\xe2\x81\xa6"), "a\\u{202E}b\\u{1B}[0m\\u{2066}");
	CHECK_TEXT(html_of(&out, html_text, "one\ntwo\tthree\r"), "one two three ");
	html_of(&out, html_text, "\xff<\xc3");
	CHECK(text_is_utf8(span_of_text((const char *)out.data)));
	CHECK(strstr((const char *)out.data, "&lt;") != NULL);
}

TEST(html_name, "a long name may be broken behind dots and underscores and nowhere inside a reference")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	CHECK_TEXT(html_of(&out, html_name, "a.b_C"), "a.<wbr>b_<wbr>C");
	CHECK_TEXT(html_of(&out, html_name, "<.&"), "&lt;.<wbr>&amp;");
	CHECK_TEXT(html_of(&out, html_name, "x."), "x.");
}

TEST(html_link, "a page leads to http and https addresses alone, and to none that hides something")
{
	CHECK(html_is_link("https://example.com/a?b=1&c=2#d"));
	CHECK(html_is_link("HTTP://example.com"));
	CHECK(!html_is_link("javascript:alert(1)"));
	CHECK(!html_is_link("data:text/html,x"));
	CHECK(!html_is_link("//example.com"));
	CHECK(!html_is_link(" https://example.com"));
	CHECK(!html_is_link("https://example.com/\xe2\x80\xae"));
	CHECK(!html_is_link("https://example.com/ a"));
}

TEST(html_style_source, "the source of a style sheet is its SHA-256 in base64")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	CHECK_TEXT(html_of(&out, html_style_source, "p{}"), "'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='");
}

static const char *csv_of(struct buf *out, const char *value, bool is_number)
{
	out->len = 0;
	csv_cell(out, true, value, is_number);
	buf_byte(out, '\0');
	return (const char *)out->data;
}

TEST(csv_cells, "a cell of a table for spreadsheets doubles its quotes, keeps its line breaks, and is no formula")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	CHECK_TEXT(csv_of(&out, "a \"b\", c\r\nd", false), "\"a \"\"b\"\", c\r\nd\"");
	CHECK_TEXT(csv_of(&out, "=1+1", false), "\"'=1+1\"");
	CHECK_TEXT(csv_of(&out, "+1", false), "\"'+1\"");
	CHECK_TEXT(csv_of(&out, "-1", false), "\"'-1\"");
	CHECK_TEXT(csv_of(&out, "@x", false), "\"'@x\"");
	CHECK_TEXT(csv_of(&out, "\t=1", false), "\"'\t=1\"");
	CHECK_TEXT(csv_of(&out, "\n=1", false), "\"'\n=1\"");
	CHECK_TEXT(csv_of(&out, "＝1+1", false), "\"'＝1+1\"");
	CHECK_TEXT(csv_of(&out, "-1", true), "-1");
	CHECK_TEXT(csv_of(&out, NULL, false), "");
	CHECK_TEXT(csv_of(&out, "\xe4\xb8\xad\xff", false), "\"\xe4\xb8\xad\\xff\"");
}

TEST(csv_rows, "cells are parted by commas and rows end with CR LF")
{
	BUF_CLEANUP struct buf out = buf_new(4096);

	csv_cell(&out, true, "a", false);
	csv_cell(&out, false, NULL, false);
	csv_cell(&out, false, "7", true);
	csv_end(&out);
	CHECK(span_is(buf_span(&out), "\"a\",,7\r\n"));
}

TEST(shown_place, "a place has the names of the files before the path: those of one name by their paths, those of one path with their numbers, signs of a path in quotes, numbers of persons masked")
{
	static const char *names[] = {"a/x.apk", "b/x.apk", "c.apk", "c.apk", "d, e.apk", "13812345678.apk"};
	static const struct {
		const char *packages, *path, *place;
	} cases[] = {{NULL, "AndroidManifest.xml", "AndroidManifest.xml"},
		     {NULL, NULL, ""},
		     {"4", NULL, "\"d, e.apk\""},
		     {"1,2", "res!x", "b/x.apk, #2 c.apk!res!x"},
		     {"0,3,5", "", "a/x.apk, #3 c.apk, 138****5678.apk"},
		     {"6,x,-1", "", ""}};
	const struct shown_files files = {names, sizeof names / sizeof names[0]}, none = {0};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		ARENA_CLEANUP struct arena arena = arena_new(65536);
		const struct finding finding = {.packages = cases[i].packages};

		CHECK_TEXT(shown_place(&arena, &files, &finding, cases[i].path), cases[i].place);
		CHECK_TEXT(shown_place(&arena, &none, &finding, cases[i].path), text_or_empty(cases[i].path));
		CHECK_TEXT(shown_place(&arena, NULL, &finding, cases[i].path), text_or_empty(cases[i].path));
	}
}

TEST(shown_place_long, "of more names than a line has room for the first are said")
{
	ARENA_CLEANUP struct arena arena = arena_new(1024 * 1024);
	BUF_CLEANUP struct buf packages = buf_new(65536);
	const char *names[500], *place;

	for (size_t i = 0; i < 500; i++) {
		names[i] = arena_printf(&arena, "channel-%03zu.apk", i);
		buf_printf(&packages, "%s%zu", i == 0 ? "" : ",", i);
	}
	place = shown_place(&arena, &(struct shown_files){names, 500}, &(struct finding){.packages = arena_text(&arena, buf_span(&packages))}, "x");
	CHECK(strncmp(place, "channel-000.apk, channel-001.apk, ", 34) == 0 && strlen(place) < 2100);
	CHECK(span_ends(span_of_text(place), ".apk, ...!x"));
}

static void write_packages(FILE *out)
{
	struct json json = json_new(out, true);
	struct error err = {0};

	json_object(&json, NULL);
	finding_packages(&json, &(struct finding){.packages = "0,12"});
	finding_packages(&json, &(struct finding){.packages = NULL});
	json_close(&json);
	CHECK(json_finish(&json, &err));
}

TEST(finding_packages, "the files that a finding is about are numbers in JSON, and left out where it is about all")
{
	char *text = written(write_packages);

	CHECK_TEXT(text, "{\"packages\":[0,12]}");
	free(text);
}
