#include "harness.h"

#include "judge/own_value.h"
#include "rules_folder.h"

TEST(own_value, "a scheme or site is an app's own where its id, name or privacy policy says so, by words that are not everybody's, and a developer's name where he is no person")
{
	static const struct {
		struct judge_elsewhere shown;
		bool is_own;
	} cases[] = {
		{{.kind = "scheme", .value = "acmepay", .app_id = "com.acme.app"}, true},
		{{.kind = "scheme", .value = "AcmePay", .app_id = "com.ACME.app"}, true},
		{{.kind = "scheme", .value = "com.acme.app", .app_id = "com.acme.app"}, true},
		{{.kind = "scheme", .value = "app", .app_id = "com.acme.app"}, false},
		{{.kind = "scheme", .value = "openapp", .app_id = "com.acme.openapp"}, true},
		{{.kind = "scheme", .value = "myab", .app_id = "com.acme.ab"}, false},
		{{.kind = "scheme", .value = "bank", .app_id = "com.acme.app"}, false},
		{{.kind = "scheme", .value = "bank", .app_id = "com.acme.app", .label = "Bank"}, true},
		{{.kind = "scheme", .value = "app", .app_id = "com.acme.x", .label = "App"}, false},
		{{.kind = "scheme", .value = "wx12ab3cd4", .app_id = "com.acme.x"}, true},
		{{.kind = "scheme", .value = "wx12ab3cd", .app_id = "com.acme.x"}, false},
		{{.kind = "domain", .value = "pay.acme.com.cn", .app_id = "com.acme.x"}, true},
		{{.kind = "domain", .value = "acme.example.com", .app_id = "com.acme.x"}, false},
		{{.kind = "domain", .value = "acme.cn", .app_id = "cn.acme"}, true},
		{{.kind = "domain", .value = "com.acme", .app_id = "com.acme.x"}, false},
		{{.kind = "domain", .value = "app.com", .app_id = "com.acme.app"}, false},
		{{.kind = "domain", .value = "cdn.shared.net", .app_id = "com.acme.x"}, false},
		{{.kind = "domain", .value = "cdn.shared.net", .app_id = "com.acme.x", .opens = true}, true},
		{{.kind = "domain", .value = "m.bank.net", .app_id = "com.acme.x", .policy = "https://www.Bank.net:443/privacy"}, true},
		{{.kind = "domain", .value = "m.bank.com.cn", .app_id = "com.acme.x", .policy = "https://www.other.com.cn/privacy"}, false},
		{{.kind = "domain", .value = "b.github.io", .app_id = "com.acme.x", .policy = "https://a.github.io/privacy"}, false},
		{{.kind = "domain", .value = "a.github.io", .app_id = "com.acme.x", .policy = "https://a.github.io/privacy"}, true},
		{{.kind = "domain", .value = "localhost", .app_id = "com.acme.x"}, false},
		{{.kind = "label", .value = "acme", .app_id = "com.acme.x"}, false},
		{{.kind = "developer_name", .value = "acme", .app_id = "com.acme.x"}, true},
		{{.kind = "developer_name", .value = "acme", .app_id = "com.acme.x", .subject_type = "company"}, true},
		{{.kind = "developer_name", .value = "acme", .app_id = "com.acme.x", .subject_type = "sole-trader"}, false},
		{{.kind = "developer_name", .value = "acme", .app_id = "com.acme.x", .subject_type = "individual"}, false},
	};
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	struct rules *rules;

	rules_folder_write(&folder, "catalogue/common_words.tsv", "word\napp\ncom\ngithub\n");
	rules = rules_folder_load(&folder, NULL);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (own_value(rules, &cases[i].shown, &arena) != cases[i].is_own)
			test_fail(__FILE__, __LINE__, "%s of %s", cases[i].shown.value, cases[i].shown.app_id);
	rules_free(rules);
}
