#include "harness.h"

#include "bytes/error.h"
#include "report/translate.h"

#include <errno.h>
#include <string.h>

static const struct {
	const char *en, *zh, *reason, *reason_zh;
} sayings[] = {
#define MESSAGE(en, zh) {en, zh, "", ""},
#define SYSTEM(en, zh) {en, zh, ": Is a directory", ":是目录"},
#define REASON(en, zh) {en, zh, "", ""},
#include "report/said_cli.def"
#include "report/said_desk.def"
#include "report/said_judge.def"
#include "report/said_reading.def"
#include "report/said_store.def"
#undef MESSAGE
#undef SYSTEM
#undef REASON
};

/* The format with pieces that tell which one they are: words for %s and %t, as many digits as wanted for %d. */
static char *filled(struct arena *arena, const char *format)
{
	char *text = arena_strdup(arena, "");
	int next = 0;

	for (const char *at = format; *at != '\0'; at++) {
		if (*at != '%') {
			text = arena_printf(arena, "%s%c", text, *at);
			continue;
		}
		next = at[2] == '$' ? at[1] - '0' : next + 1;
		at += at[2] == '$' ? 3 : 1;
		text = arena_printf(arena, *at == 'd' ? "%s70%d" : "%sPiece-%d", text, next);
	}
	return text;
}

TEST(translate_each, "each message is found again in what was made of it, whatever the others are, and its pieces with it")
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);

	for (size_t i = 0; i < sizeof sayings / sizeof sayings[0]; i++) {
		const char *en = arena_printf(&arena, "%s%s", filled(&arena, sayings[i].en), sayings[i].reason);
		const char *zh = arena_printf(&arena, "%s%s", filled(&arena, sayings[i].zh), sayings[i].reason_zh);

		CHECK_TEXT(translate(&arena, LANGUAGE_ZH, en), zh);
		CHECK(translate(&arena, LANGUAGE_EN, en) == en);
	}
}

/* What an error says in Chinese. */
static const char *chinese(struct arena *arena, const struct error *err)
{
	return translate(arena, LANGUAGE_ZH, err->text);
}

TEST(translate_errors, "an error is said in Chinese with its pieces, with the system's reason, with an error inside it, in another order")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct error file = {0}, inner = {0}, outer = {0}, order = {0};

	errno = ENOENT;
	error_errno(&file, "cannot open %s", "a: b.apk");
	CHECK_TEXT(chinese(&arena, &file), "无法打开 a: b.apk:文件或目录不存在");
	error_set(&inner, ERROR_USAGE, "limit %s takes a whole number of %s, not '%s'", "cpu", "seconds", "1.5");
	error_set(&outer, ERROR_RULES, "%s: limits: %s", "policy.json", inner.text);
	CHECK_TEXT(chinese(&arena, &outer), "policy.json: limits(限额):限额 cpu 应为整数(单位 seconds),而非 '1.5'");
	error_set(&order, ERROR_CONFLICT, "%s has submission #%lld; --take takes it over", "li", 7LL);
	CHECK_TEXT(chinese(&arena, &order), "提交 #7 由 li 认领;加 --take 可接手");
}

TEST(translate_others, "what is no message of ours stays as it is: other words, a number that is none, a name that is a message, a long text")
{
	static const char *const texts[] = {"", "near \"SELEC\": syntax error", "there is no patrol #x; prelist patrol list numbers them",
					    "cannot open x", "%s", "--format is one of"};
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	const char *text = arena_printf(&arena, "there is no option --%02000d; see prelist --help", 1);

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		CHECK(translate(&arena, LANGUAGE_ZH, texts[i]) == texts[i]);
	CHECK_TEXT(translate(&arena, LANGUAGE_ZH, "there is no help on 'out of memory': a command, man, bash or zsh"),
		   "没有关于 'out of memory' 的帮助:可为命令、man、bash 或 zsh");
	CHECK(translate(&arena, LANGUAGE_ZH, text) == text);
}
