#include "harness.h"

#include <stdarg.h>
#include <string.h>

static struct test *first;
static int failures; /* of the test at hand */
static bool skipped;

void test_register(struct test *test)
{
	struct test **at = &first;

	while (*at != NULL && strcmp((*at)->sentence, test->sentence) < 0)
		at = &(*at)->next;
	test->next = *at;
	*at = test;
}

void test_fail(const char *file, int line, const char *format, ...)
{
	va_list args;

	failures++;
	printf("# %s:%d: ", file, line);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
}

void test_skip(const char *why)
{
	skipped = true;
	printf("# skipped: %s\n", why);
}

void test_note(const char *format, ...)
{
	va_list args;

	printf("# ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
}

/* Arguments choose tests whose sentence holds one of them. */
static bool is_chosen(const struct test *test, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strstr(test->sentence, argv[i]) != NULL)
			return true;
	return argc == 1;
}

int main(int argc, char **argv)
{
	int failed = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (struct test *test = first; test != NULL; test = test->next) {
		if (!is_chosen(test, argc, argv))
			continue;
		failures = 0;
		skipped = false;
		test->run();
		failed += failures > 0;
		printf("%s %s\n", failures > 0 ? "not ok" : skipped ? "skip" : "ok", test->sentence);
	}
	return failed > 0;
}
