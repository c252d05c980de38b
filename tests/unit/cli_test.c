#include "harness.h"

#include "cli/list.h"
#include "cli/nearest.h"
#include "cli/option.h"
#include "cli/target.h"

#include <stdlib.h>
#include <string.h>

#define PARSE(...)                                                                                                     \
	char *argv[] = {__VA_ARGS__};                                                                                  \
	struct arguments arguments;                                                                                    \
	struct error err = {0};                                                                                        \
	bool ok = arguments_parse(&arguments, (int)(sizeof argv / sizeof argv[0]), argv, &err)

TEST(options_anywhere, "options may stand before and after operands, with = or a blank, and -- ends them")
{
	PARSE("--lang=zh", "scan", "a.apk", "-o", "out", "--", "--quiet");

	CHECK(ok);
	CHECK_TEXT(arguments.value[OPTION_LANG], "zh");
	CHECK_TEXT(arguments.value[OPTION_OUTPUT], "out");
	CHECK(arguments.value[OPTION_QUIET] == NULL);
	CHECK_NUMBER(arguments.num_operands, 3);
	CHECK_TEXT(arguments.operands[2], "--quiet");
	arguments_free(&arguments);
}

TEST(options_letters, "letters may be joined, the last with its value, and - is an operand")
{
	PARSE("-qofile", "-", "-j2");

	CHECK(ok);
	CHECK(arguments.value[OPTION_QUIET] != NULL);
	CHECK_TEXT(arguments.value[OPTION_OUTPUT], "file");
	CHECK_TEXT(arguments.value[OPTION_JOBS], "2");
	CHECK_TEXT(arguments.operands[0], "-");
	arguments_free(&arguments);
}

TEST(options_limits, "every --limit is kept")
{
	PARSE("--limit", "entries=5", "--limit=cpu=3");

	CHECK(ok);
	CHECK_NUMBER(arguments.num_limits, 2);
	CHECK_TEXT(arguments.limits[1], "cpu=3");
	arguments_free(&arguments);
}

static void refused(char *word, const char *why)
{
	PARSE(word);

	CHECK(!ok);
	CHECK_NUMBER(err.code, ERROR_USAGE);
	if (strstr(err.text, why) == NULL)
		test_fail(__FILE__, __LINE__, "'%s' does not say '%s'", err.text, why);
	arguments_free(&arguments);
}

TEST(options_refused, "an option that is unknown, lacks its value or takes none is wrong usage that says what to do")
{
	refused("--formt", "did you mean --format?");
	refused("--completely-unknown", "see prelist --help");
	refused("--format", "--format FORMAT");
	refused("--quiet=yes", "takes no value");
	refused("-z", "-z");
	refused("-o", "-o FILE");
}

TEST(nearest, "a mistyped name finds its neighbour, a strange one does not")
{
	static const char *const names[] = {"scan", "submit", "show"};

	CHECK_TEXT(nearest("sacn", names, 3), "scan");
	CHECK_TEXT(nearest("submitt", names, 3), "submit");
	CHECK(nearest("serve", names, 3) == NULL || strcmp(nearest("serve", names, 3), "serve") != 0);
	CHECK(nearest("frobnicate", names, 3) == NULL);
}

TEST(target, "APP@VERSION splits at the last @, with a platform in front and #N for a submission")
{
	struct target target;
	struct error err = {0};

	CHECK(target_parse("android:com.example@321", &target, &err));
	CHECK_TEXT(target.platform, "android");
	CHECK_TEXT(target.app_id, "com.example");
	CHECK_NUMBER(target.version_code, 321);
	CHECK(target_parse("odd@name@#12", &target, &err));
	CHECK_TEXT(target.app_id, "odd@name");
	CHECK_NUMBER(target.submission, 12);
	CHECK(target_parse("@#7", &target, &err));
	CHECK_NUMBER(target.submission, 7);
	CHECK(target_parse("com.example", &target, &err) && !target.has_version);
	CHECK(!target_parse("com.example@1.2", &target, &err));
	err = (struct error){0};
	CHECK(!target_parse("com.example@#0", &target, &err));
	err = (struct error){0};
	CHECK(!target_parse("@3", &target, &err));
}

/* Two rows of a list as it is printed; the caller frees it. */
static char *print_list(bool as_json)
{
	struct error err = {0};
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	struct list list = {.out = out, .own = json_new(out, true)};

	if (as_json)
		list.json = &list.own;
	list_begin(&list, NULL, "WHO,CASE,LATE");
	for (int64_t i = 1; i <= 2; i++) {
		list_row(&list, NULL);
		list_id(&list, "case", "CASE", i);
		list_number(&list, "parent", "FROM", 7);
		list_text(&list, "who", "WHO", i == 1 ? "li" : NULL);
		list_text(&list, NULL, "LATE", "yes");
		list_bool(&list, "late", true);
		list_number(&list, "size", NULL, FACT_ABSENT);
		list_row_end(&list);
	}
	CHECK_NUMBER(list.num_rows, 2);
	CHECK_NUMBER(list_finish(&list, &err), 0);
	fclose(out);
	return text;
}

TEST(list, "what is listed is in JSON in the order in which it is given, and for a person under those heads that the table has")
{
	char *json = print_list(true), *table = print_list(false);

	CHECK_TEXT(json, "[{\"case\":1,\"parent\":7,\"who\":\"li\",\"late\":true},{\"case\":2,\"parent\":7,\"late\":true}]\n");
	CHECK_TEXT(table, "WHO  CASE  LATE\n"
			  "li   #1    yes\n"
			  "     #2    yes\n");
	free(json);
	free(table);
}
