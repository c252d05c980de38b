#include "harness.h"

#include "bytes/error.h"
#include "bytes/plural.h"
#include "report/translate.h"
#include "rules_folder.h"

#include <errno.h>
#include <string.h>

static const struct {
	const char *en, *zh, *reason, *reason_zh;
} sayings[] = {
#define MESSAGE(en, zh) {en, zh, "", ""},
#define SYSTEM(en, zh) {en, zh, ": Is a directory", "：是目录"},
#define REASON(en, zh) {en, zh, "", ""},
#include "report/said_cli.def"
#include "report/said_desk.def"
#include "report/said_judge.def"
#include "report/said_piece.def"
#include "report/said_reading.def"
#include "report/said_store.def"
#include "report/said_verify.def"
#undef MESSAGE
#undef SYSTEM
#undef REASON
};

static const struct rule_detail details[] = {
#define DETAIL(en, zh) {en, zh},
#define REASON(en, zh) {en, zh},
#include "report/said_finding.def"
#include "report/said_anomaly.def"
#undef DETAIL
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
		const char *zh = arena_printf(&arena, "%s%s", filled(&arena, sayings[i].zh), sayings[i].reason_zh);
		char plain[PLURAL_MAX];

		for (int is_one = 0; is_one < 2; is_one++) {
			const char *en = arena_printf(&arena, "%s%s", filled(&arena, plural_of(sayings[i].en, is_one, plain)), sayings[i].reason);

			CHECK_TEXT(translate(&arena, LANGUAGE_ZH, en), zh);
			CHECK(translate(&arena, LANGUAGE_EN, en) == en);
		}
	}
}

static const struct {
	const char *kind, *en, *zh;
} events[] = {
#define ABOUT(kind, en, zh)
#define LOGGED(kind, en, zh) {kind, en, zh},
#define PART(en, zh)
#include "report/said_log.def"
#undef ABOUT
#undef LOGGED
#undef PART
};

TEST(translate_each_event, "each text of an event is found again in what was made of it, whatever the others are, and its pieces with it")
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);

	for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
		char plain[PLURAL_MAX];

		for (int is_one = 0; is_one < 2; is_one++) {
			const char *en = filled(&arena, plural_of(events[i].en, is_one, plain));

			CHECK_TEXT(translate_event(&arena, LANGUAGE_ZH, events[i].kind, en), filled(&arena, events[i].zh));
			CHECK(translate_event(&arena, LANGUAGE_EN, events[i].kind, en) == en);
		}
	}
}

TEST(translate_events, "what an event says is Chinese with the words in it, as long as the reason is; the reason itself, and what no event of its kind says, stay as they are")
{
	static const struct {
		const char *kind, *en, *zh;
	} cases[] = {
		{"submit", "pass received", "通过，已接收"},
		{"unseal", "pass received", "pass received"},
		{"unseal", "to look, again", "to look, again"},
		{"decide", "list listed; verdict review; finding -; rule -; basis -; pass: a; basis b", "上架，已上架；结论 待审；问题 -；规则 -；依据 -；pass: a; basis b"},
		{"blacklist", "add reject in com.a signed by 5e versions 1-3 until 2027-01-01: in a: b", "加入，拒绝，应用 com.a，证书 5e，版本 1-3，截至 2027-01-01：in a: b"},
		{"blacklist", "appeal reject: case #7", "申诉，拒绝：工单 #7"},
		{"register", "submission #7: identity contact app", "提交 #7：身份信息、联系方式、应用"},
		{"register", "submission #7: identity and more", "提交 #7： identity and more"},
		{"patrol", "ended: 3 of 4 listed planned (first 1, rules 2), 3 done, 0 missed, 1 changed; 0 re-read; 0 packages hashed, 0 damaged",
		 "结束：计划 3 个，在架共 4 个（尚未巡检 1，规则有变 2）；完成 3，未完成 0，变更 1；重新读取 0；复核安装包 0 个，损坏 0 个"},
		{"case", "acknowledged", "已受理"},
		{"role", "appointed reviewer", "任命：上架审核人员"},
	};
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	const char *reason = arena_printf(&arena, "%01800d", 1);

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CHECK_TEXT(translate_event(&arena, LANGUAGE_ZH, cases[i].kind, cases[i].en), cases[i].zh);
	CHECK_TEXT(translate_event(&arena, LANGUAGE_ZH, "hold", arena_printf(&arena, "held a:b@#7: %s", reason)), arena_printf(&arena, "冻结 a:b@#7：%s", reason));
	CHECK_TEXT(translate_about(&arena, LANGUAGE_ZH, "blacklist", "label a: b"), "应用名称 a: b");
	CHECK_TEXT(translate_about(&arena, LANGUAGE_ZH, "case", "case #7"), "工单 #7");
	CHECK(translate_about(&arena, LANGUAGE_ZH, "submit", "android:com.a@#7")[0] == 'a');
	CHECK(translate_event(&arena, LANGUAGE_ZH, "case", NULL) == NULL);
}

/* What an error says in Chinese. */
static const char *chinese(struct arena *arena, const struct error *err)
{
	return translate(arena, LANGUAGE_ZH, err->text);
}

TEST(translate_errors, "an error is said in Chinese with its pieces, with the system's reason, with an error inside it, in another order, with a word")
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	struct error file = {0}, inner = {0}, outer = {0}, order = {0};

	errno = ENOENT;
	error_errno(&file, "cannot open %s", "a: b.apk");
	CHECK_TEXT(chinese(&arena, &file), "无法打开 a: b.apk：文件或目录不存在");
	error_set(&inner, ERROR_USAGE, "limit %s takes a whole number of %s, not '%s'", "cpu", "seconds", "1.5");
	error_set(&outer, ERROR_RULES, "%s: limits: %s", "policy.json", inner.text);
	CHECK_TEXT(chinese(&arena, &outer), "policy.json: limits（限额）：限额 cpu 应为整数（单位：秒），而非 '1.5'");
	error_set(&order, ERROR_CONFLICT, "%s has submission #%lld; --take takes it over", "li", 7LL);
	CHECK_TEXT(chinese(&arena, &order), "提交 #7 由 li 认领；加 --take 可接手");
	CHECK_TEXT(translate(&arena, LANGUAGE_ZH, "case #7: its rows are not those that were logged"), "工单 #7：内容与日志记录不符");
	CHECK_TEXT(translate(&arena, LANGUAGE_ZH, "table #7: its rows are not those that were logged"), "table #7：内容与日志记录不符");
}

TEST(translate_others, "what is no message of ours stays as it is: other words, a number that is none, a name that is a message, a long text")
{
	static const char *const texts[] = {"", "near \"SELEC\": syntax error", "there is no patrol #x; prelist patrol list numbers them",
					    "cannot open x", "%s", "--format is one of"};
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	const char *text = arena_printf(&arena, "there is no option --%02000d; see prelist --help", 1);

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		CHECK(translate(&arena, LANGUAGE_ZH, texts[i]) == texts[i]);
	CHECK_TEXT(translate(&arena, LANGUAGE_ZH, "there is no help on 'a thread could not be made': a command, man, bash or zsh"),
		   "没有关于 'a thread could not be made' 的帮助：可为命令、man、bash 或 zsh");
	CHECK(translate(&arena, LANGUAGE_ZH, text) == text);
}

TEST(translate_anomalies, "each detail of an anomaly is found again in what was made of it, whatever the others are, and its pieces with it")
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);

	for (size_t i = 0; i < sizeof details / sizeof details[0]; i++) {
		char plain[PLURAL_MAX];

		for (int is_one = 0; is_one < 2; is_one++) {
			const char *en = filled(&arena, plural_of(details[i].en, is_one, plain));

			CHECK_TEXT(translate_detail(&arena, LANGUAGE_ZH, NULL, "zip.overlap", en), filled(&arena, details[i].zh));
			CHECK_TEXT(translate_fault(&arena, LANGUAGE_ZH, en), filled(&arena, details[i].zh));
			CHECK(translate_detail(&arena, LANGUAGE_EN, NULL, "zip.overlap", en) == en);
		}
	}
}

TEST(translate_rules, "each detail of a rule is found again in what was made of it, whatever the rule's others are, and its pieces with it")
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);
	struct rules *rules = rules_folder_shipped();
	size_t num = 0;

	for (size_t i = 0; rules != NULL && i < rules_count(rules); i++) {
		const struct rule *rule = rules_at(rules, i);

		for (size_t j = 0; j < rule->num_details; j++, num++)
			CHECK_TEXT(translate_detail(&arena, LANGUAGE_ZH, rules, rule->id, filled(&arena, rule->details[j].en)),
				   filled(&arena, rule->details[j].zh));
	}
	CHECK(num > 50);
	rules_free(rules);
}

TEST(translate_joined, "what rows of one finding say is said in Chinese part by part; text of a package among it stays as it is")
{
	static const struct {
		const char *id, *en, *zh;
	} cases[] = {
		{"zip.prefix-data", "121 bytes; the file does not begin with an entry", "121 字节；文件开头不是条目"},
		{"limit.entries", "7 entries; 5 are read; also b; and 4 more", "7 个条目，读取 5 个；另见 b；另有 4 处"},
		{"sig.digest-mismatch", "v2: the content is not what was signed; (and 3 more like it)", "v2：内容与签名不符；（另有 3 处类似）"},
		{"zip.size-lie", "there is less than was declared after 1 of 2 bytes (a.txt)", "实际内容少于声明（已解出 1 字节，共 2 字节） (a.txt)"},
		{"worker.stream", "row 7 is too long", "第 7 行过长"},
		{"zip.reader-disagreement", "libzip cannot open it: Zip archive inconsistent", "libzip 无法打开：ZIP 结构前后不一致"},
		{"zip.overlap", "it shares bytes with it begins at a root", "与 it begins at a root 共用字节"},
		{"zip.duplicate-entry", "a; b stands in the directory twice", "a；目录中有两个 b"},
		{"a.b", "valid until 2030; x", "有效期至 2030；x"},
		{"a.b", "red apple", "红苹果"}, {"a.b", "sweet; red apple", "甜；红苹果"}, {"a.b", "It is sour", "酸"}, {"a.b", "It is sour.", "酸。"},
		{"a.b", "red apple / sweet|red apple", "红苹果 / 甜、红苹果"}, {"a.b", "sweet sweet|It is sour", "甜、甜、酸"},
		{"a.b", "fruit sweet, of red apple", "水果 甜，来自 red apple"}, {"a.b", "fruit pear, of x", "水果 pear，来自 x"},
		{"a.b", "twice: there is no signer; twice: valid until x; twice: y", "两次：没有签名者；两次：有效期至 x；两次：y"},
	}, others[] = {
		{"a.b", "it begins at a root", NULL}, {"blacklist.package", "it begins at a root: spam", NULL},
		{"no.such", "valid until 2030", NULL}, {"zip.overlap", "", NULL}, {"zip.overlap", "; ; ", NULL},
		{"zip.overlap", "com.example.app", NULL}, {"zip.overlap", "red apple", NULL}, {"a.b", "plum", NULL}, {"a.b", "红苹果", NULL},
		{"a.b", "sweet pear", NULL}, {"a.b", "Red Apple", NULL},
	};
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	ARENA_CLEANUP struct arena arena = arena_new(1024 * 1024);
	struct error err = {0};
	struct rules *rules;

	rules_folder_write(&folder, "catalogue/fruits.tsv", "name_en\tname\tkind\tkind_zh\nred apple\t红苹果\tsweet\t甜\nplum\t\tIt is sour.\t酸。\n");
	rules_folder_write(&folder, "x.sql", "-- rule: a.b\n-- verdict: review\n-- title: T\n-- title.zh: T\n-- class: quality\n"
					     "-- detail.zh: valid until %s => 有效期至 %s\n-- detail.zh: twice: %s => 两次：%t\n"
					     "-- detail.zh: %s => %k\n-- detail.zh: fruit %s, of %s => 水果 %k，来自 %s\n"
					     "SELECT 1 AS subject;\n");
	rules = rules_folder_load(&folder, &err);
	CHECK_TEXT(err.text, "");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		CHECK_TEXT(translate_detail(&arena, LANGUAGE_ZH, rules, cases[i].id, cases[i].en), cases[i].zh);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		CHECK(translate_detail(&arena, LANGUAGE_ZH, rules, others[i].id, others[i].en) == others[i].en);
	CHECK(translate_detail(&arena, LANGUAGE_ZH, rules, "a.b", NULL) == NULL);
	rules_free(rules);
}
