#include "harness.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#define LONGEST 300 /* seconds of one test, on a busy machine under a sanitizer */

static struct test *first;
static const struct test *running;
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

const struct test *test_running(void)
{
	return running;
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

static void say(const char *text)
{
	if (write(STDOUT_FILENO, text, strlen(text)) < 0)
		_exit(2);
}

/* One that hangs ends the run, by its name. */
static void give_up(int signal)
{
	(void)signal;
	say("# it takes too long\nnot ok ");
	say(running->sentence);
	say("\n");
	_exit(1);
}

int main(int argc, char **argv)
{
	int failed = 0;

	signal(SIGALRM, give_up);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (struct test *test = first; test != NULL; test = test->next) {
		if (!is_chosen(test, argc, argv))
			continue;
		failures = 0;
		skipped = false;
		running = test;
		alarm(LONGEST);
		test->run();
		alarm(0);
		failed += failures > 0;
		printf("%s %s\n", failures > 0 ? "not ok" : skipped ? "skip" : "ok", test->sentence);
	}
	return failed > 0;
}
