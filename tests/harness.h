/*
 * harness - unit and conformance tests: a test's name is the sentence that it proves.
 *
 *   TEST(cursor_end, "a read past the end returns zero") { CHECK(cursor_u8(&c) == 0); }
 *
 * Prints "ok SENTENCE", "not ok SENTENCE" or "skip SENTENCE: why" a line; tests/run-all counts them.
 */
#ifndef PRELIST_TESTS_HARNESS_H
#define PRELIST_TESTS_HARNESS_H

#include <stdbool.h>
#include <stdio.h>

struct test {
	const char *sentence;
	void (*run)(void);
	struct test *next;
};

void test_register(struct test *test);

/* The test that runs, where one function runs several. */
const struct test *test_running(void);
void test_fail(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
void test_skip(const char *why);

/* Prints a figure that a conformance test counted, as "# ..." */
void test_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define TEST(name, text)                                                                                               \
	static void test_##name(void);                                                                                 \
	__attribute__((constructor)) static void register_##name(void)                                                 \
	{                                                                                                              \
		static struct test test = {.sentence = text, .run = test_##name};                                      \
		test_register(&test);                                                                                  \
	}                                                                                                              \
	static void test_##name(void)

#define CHECK(condition)                                                                                               \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			test_fail(__FILE__, __LINE__, "%s", #condition);                                               \
	} while (0)

#define CHECK_TEXT(found, wanted)                                                                                      \
	do {                                                                                                           \
		const char *found_ = (found), *wanted_ = (wanted);                                                     \
		if (found_ == NULL || wanted_ == NULL ? found_ != wanted_ : __builtin_strcmp(found_, wanted_) != 0)    \
			test_fail(__FILE__, __LINE__, "%s is '%s', not '%s'", #found, found_ ? found_ : "(null)",      \
				  wanted_ ? wanted_ : "(null)");                                                       \
	} while (0)

#define CHECK_NUMBER(found, wanted)                                                                                    \
	do {                                                                                                           \
		long long found_ = (long long)(found), wanted_ = (long long)(wanted);                                  \
		if (found_ != wanted_)                                                                                 \
			test_fail(__FILE__, __LINE__, "%s is %lld, not %lld", #found, found_, wanted_);                \
	} while (0)

#endif
