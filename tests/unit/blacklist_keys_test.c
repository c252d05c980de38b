#include "harness.h"

#include "bytes/buf.h"
#include "judge/blacklist_scope.h"

#define SHA256 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define MD5 "900150983cd24fb0d6963f7d28e17f72"

/* The values of one kind, each with a | behind it. */
struct shown {
	enum blacklist_kind kind;
	struct buf values;
};

static void take_shown(void *owner, enum blacklist_kind kind, const char *value)
{
	struct shown *shown = owner;

	if (kind != shown->kind)
		return;
	buf_text(&shown->values, value);
	buf_text(&shown->values, "|");
}

static void check_shown(const struct reading *facts, enum blacklist_kind kind, const char *wanted)
{
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	struct shown shown = {.kind = kind, .values = buf_new(1 << 20)};

	blacklist_keys(facts, &arena, take_shown, &shown);
	buf_text(&shown.values, "and ");
	blacklist_more_keys(facts, &arena, take_shown, &shown);
	blacklist_part_keys(facts, &arena, take_shown, &shown);
	if (reading_num(facts, nested_certificate) > 0)
		buf_text(&shown.values, "unproven ");
	blacklist_unproven_keys(facts, &arena, take_shown, &shown);
	buf_add(&shown.values, "", 1);
	CHECK_TEXT((const char *)shown.values.data, wanted);
	buf_free(&shown.values);
}

TEST(keys_domain, "the domains that a package shows are the hosts of its intent filters and queries, those of its meta-data, those that it configures and that of its privacy policy, as entries spell them")
{
	static const char *const hosts[] = {"Evil.Example.com", "*.shop.example", "a.example:8080", "*", "*:80", "b.example.", "中文.example", "*ample.com:80", "*com", "*.com"};
	static const char *const ssps[] = {"//E.example/x", "//u@f.example:80", "//.*\\\\.g\\\\.example/.*", "a:b", "//", "mailto"};
	struct reading *reading READING_CLEANUP = reading_new(1 << 20);
	struct fact_package row = fact_package_row();
	struct fact_submission form = fact_submission_row();
	struct fact_meta_data value = fact_meta_data_row();
	struct fact_query query = fact_query_row();

	row.path = form.path = "";
	row.configured_domains = "[*.]c.example [*.]d.example localhost";
	fact_package_emit(&reading->sink, &row);
	row.configured_domains = NULL;
	fact_package_emit(&reading->sink, &row);
	value.path = value.name = query.path = query.kind = "";
	value.value = "HTTPS://u@h.example:443/api";
	fact_meta_data_emit(&reading->sink, &value);
	value.value = "i.example";
	fact_meta_data_emit(&reading->sink, &value);
	query.host = "J.example";
	fact_query_emit(&reading->sink, &query);
	form.privacy_policy_url = " https://Policy.example:443/p?u=@a ";
	fact_submission_emit(&reading->sink, &form);
	for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
		struct fact_intent_filter filter = fact_intent_filter_row();

		filter.path = "";
		filter.component = "a.B";
		filter.host = hosts[i];
		fact_intent_filter_emit(&reading->sink, &filter);
	}
	for (size_t i = 0; i < sizeof ssps / sizeof ssps[0]; i++) {
		struct fact_intent_filter filter = fact_intent_filter_row();

		filter.path = "";
		filter.component = "a.C";
		filter.ssp = ssps[i];
		fact_intent_filter_emit(&reading->sink, &filter);
	}
	check_shown(reading, BLACKLIST_DOMAIN, "evil.example.com|shop.example|*.shop.example|a.example|b.example|xn--fiq228c.example|*ample.com|ample.com|*.ample.com|com|*.com|com|*.com|e.example|f.example|g.example|"
					       "*.g.example|j.example|h.example|c.example|*.c.example|d.example|*.d.example|localhost|policy.example|and ");
}

TEST(keys_definition, "each authority of a provider is shown, and the permissions, trees and groups that the app defines")
{
	static const char *const lists[] = {"a.files", "b;a.notes;", ";", NULL};
	struct reading *reading READING_CLEANUP = reading_new(1 << 20);
	struct fact_permission_definition permission = fact_permission_definition_row();
	struct fact_permission_tree tree = fact_permission_tree_row();
	struct fact_permission_group_definition group = fact_permission_group_definition_row();

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		struct fact_component component = fact_component_row();

		component.path = "";
		component.kind = "provider";
		component.name = "a.B";
		component.authorities = lists[i];
		fact_component_emit(&reading->sink, &component);
	}
	permission.path = tree.path = group.path = "";
	permission.name = "a.READ";
	tree.name = "a.tree";
	group.name = "a.GROUP";
	fact_permission_definition_emit(&reading->sink, &permission);
	fact_permission_tree_emit(&reading->sink, &tree);
	fact_permission_group_definition_emit(&reading->sink, &group);
	check_shown(reading, BLACKLIST_PROVIDER_AUTHORITY, "a.files|b|a.notes|and ");
	check_shown(reading, BLACKLIST_PERMISSION_DEFINITION, "a.READ|a.tree|and ");
	check_shown(reading, BLACKLIST_PERMISSION_GROUP_DEFINITION, "a.GROUP|and ");
	check_shown(reading, BLACKLIST_PERMISSION, "and ");
}

TEST(keys_parts, "parts of a name are shown where signs or blanks part Chinese from what stands beside it, and what the listing adds to a name of the package")
{
	static const char *const names[][2] = {
		{"样例应用-招商银行", "样例应用招商银行|and 招商银行样例应用|招商银行|样例应用|"}, {"招商银行（样例）", "招商银行样例|and 样例招商银行|样例|招商银行|"},
		{"Bank of A - 招商", "bankofa招商|and 招商|bankofa|"},		   {"甲 乙丙", "甲乙丙|and 乙丙甲|乙丙|"},
		{"Wi-Fi", "wifi|and fiwi|"},						   {"样例应用", "样例应用|and "},
	};
	static const char *const listings[][2] = {
		{"样例应用招商银行", "样例应用招商银行|and 招商银行|"}, {"招商银行样例应用-掌上", "招商银行样例应用掌上|and 掌上招商银行样例应用|招商银行|掌上|招商银行样例应用|"},
		{"新样例应用", "新样例应用|and "},			      {"招商样例应用银行", "招商样例应用银行|and "},
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct reading *reading READING_CLEANUP = reading_new(1 << 20);
		struct fact_submission form = fact_submission_row();

		form.app_name = names[i][0];
		form.path = "";
		fact_submission_emit(&reading->sink, &form);
		check_shown(reading, BLACKLIST_LABEL, names[i][1]);
	}
	for (size_t i = 0; i < sizeof listings / sizeof listings[0]; i++) {
		struct reading *reading READING_CLEANUP = reading_new(1 << 20);
		struct fact_submission form = fact_submission_row();
		struct fact_package package = fact_package_row();
		char wanted[256];

		form.app_name = listings[i][0];
		form.path = package.path = "";
		package.label = "样例应用";
		fact_package_emit(&reading->sink, &package);
		fact_submission_emit(&reading->sink, &form);
		snprintf(wanted, sizeof wanted, "样例应用|%s", listings[i][1]);
		check_shown(reading, BLACKLIST_LABEL, wanted);
	}
}

TEST(keys_sdk, "an SDK is shown as names are compared, whole and by its name in either language, without the word SDK")
{
	static const char *const names[][2] = {
		{"ＪＰｕｓｈ", "jpush|and jpush|"}, {"J-Push SDK", "jpush|and jpush|"}, {"極光推送", "极光推送|and 极光推送|"},
		{"JPush 极光推送", "jpush极光推送|and jpush|极光推送|"}, {"SDK", "sdk|and sdk|"},
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct reading *reading READING_CLEANUP = reading_new(1 << 20);
		struct fact_sdk_declared row = fact_sdk_declared_row();

		row.path = "";
		row.name = names[i][0];
		fact_sdk_declared_emit(&reading->sink, &row);
		check_shown(reading, BLACKLIST_SDK, names[i][1]);
	}
}

TEST(keys_nested, "packages inside are shown by what they are called, their digests and certificates, of which the last prove nothing; the app by its id in small letters, too")
{
	struct reading *reading READING_CLEANUP = reading_new(1 << 20);
	struct fact_package outer = fact_package_row();
	struct fact_nested_package package = fact_nested_package_row();
	struct fact_nested_certificate certificate = fact_nested_certificate_row();

	outer.path = "";
	outer.app_id = "com.Example.App";
	fact_package_emit(&reading->sink, &outer);
	package.path = certificate.path = "assets/a.zip!b.apk";
	package.app_id = "com.example.inner";
	package.sha256 = "aa";
	package.size = 5;
	certificate.scheme = "v2";
	certificate.sha256 = "bb";
	certificate.spki_sha256 = "cc";
	fact_nested_package_emit(&reading->sink, &package);
	fact_nested_certificate_emit(&reading->sink, &certificate);
	check_shown(reading, BLACKLIST_PACKAGE, "com.Example.App|and com.example.inner|com.example.app|unproven ");
	check_shown(reading, BLACKLIST_FILE, "and aa|unproven ");
	check_shown(reading, BLACKLIST_CERTIFICATE, "and unproven bb|");
	check_shown(reading, BLACKLIST_SPKI, "and unproven cc|");
	CHECK(blacklist_in_scope(&(struct blacklist_entry){.kind = BLACKLIST_FILE, .value = "aa", .size = 5}, reading));
	CHECK(!blacklist_in_scope(&(struct blacklist_entry){.kind = BLACKLIST_FILE, .value = "aa", .size = 6}, reading));
}

TEST(keys_nested_code, "code in an archive is shown as what is an entry of its own: by its digest, a library by its names, too")
{
	struct reading *reading READING_CLEANUP = reading_new(1 << 20);
	struct fact_nested_code code = fact_nested_code_row();

	code.path = "assets/a.zip!lib/x86/libx.so";
	code.kind = "elf";
	code.soname = "libads.so";
	code.sha256 = "aa";
	code.size = 5;
	fact_nested_code_emit(&reading->sink, &code);
	code.path = "assets/a.zip!libdex.so";
	code.kind = "dex";
	code.soname = NULL;
	code.sha256 = "bb";
	fact_nested_code_emit(&reading->sink, &code);
	check_shown(reading, BLACKLIST_LIBRARY, "and libx.so|libads.so|");
	check_shown(reading, BLACKLIST_FILE, "and aa|bb|");
	check_shown(reading, BLACKLIST_ENTRY, "and aa|bb|");
	CHECK(blacklist_in_scope(&(struct blacklist_entry){.kind = BLACKLIST_FILE, .value = "aa", .size = 5}, reading));
	CHECK(!blacklist_in_scope(&(struct blacklist_entry){.kind = BLACKLIST_FILE, .value = "aa", .size = 6}, reading));
}

TEST(keys_other_label, "labels of services and shortcuts are shown, too, and are none of the names by which an app is known")
{
	static const char *const kinds[] = {NULL, "service", "shortcut", "shortcut-long"};
	struct reading *reading READING_CLEANUP = reading_new(1 << 20);

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct fact_label label = fact_label_row();

		label.path = "";
		label.locale = "";
		label.kind = kinds[i];
		label.text = kinds[i] == NULL ? "app" : kinds[i];
		fact_label_emit(&reading->sink, &label);
	}
	check_shown(reading, BLACKLIST_LABEL, "app|and service|shortcut|shortcutlong|");
}

TEST(keys_label, "the names that a submission shows are those of the package, of every configuration, and the form's, as entries spell them")
{
	struct reading *reading READING_CLEANUP = reading_new(1 << 20);
	struct fact_package package = fact_package_row();
	struct fact_label label = fact_label_row();
	struct fact_submission submission = fact_submission_row();

	package.path = label.path = submission.path = "";
	package.label = "We Chat";
	label.locale = "zh";
	label.text = "微\xe2\x80\x8b信";
	submission.app_name = "ＷＥＣＨＡＴ";
	fact_package_emit(&reading->sink, &package);
	fact_label_emit(&reading->sink, &label);
	label.locale = "fr";
	label.text = NULL;
	fact_label_emit(&reading->sink, &label);
	fact_submission_emit(&reading->sink, &submission);
	check_shown(reading, BLACKLIST_LABEL, "wechat|微信|wechat|and chatwe|");
}

TEST(keys_numbers, "licences and documents show their numbers, filings theirs, and each the one with the other abbreviation of its province, an ISBN with its hyphens or without; ids in small letters")
{
	struct reading *reading READING_CLEANUP = reading_new(1 << 20);
	struct fact_submission submission = fact_submission_row();
	struct fact_licence licence = fact_licence_row();
	struct fact_document document = fact_document_row();
	struct fact_filing filing = fact_filing_row();

	submission.path = licence.path = document.path = filing.path = "";
	submission.developer_id = "Dev-7";
	submission.developer_name = "某某（北京）網絡 有限责任公司";
	licence.number = "蜀B2-20200928";
	document.kind = "game";
	document.number = "978-7-498-09876-4";
	filing.number = "云ICP备20209928号-3A";
	fact_submission_emit(&reading->sink, &submission);
	fact_licence_emit(&reading->sink, &licence);
	fact_document_emit(&reading->sink, &document);
	fact_filing_emit(&reading->sink, &filing);
	check_shown(reading, BLACKLIST_LICENCE, "蜀B2-20200928|ISBN9787498098764|and 川B2-20200928|978-7-498-09876-4|");
	check_shown(reading, BLACKLIST_FILING, "云ICP备20209928号-3A|and 滇ICP备20209928号-3A|云ICP备20209928号|滇ICP备20209928号|");
	check_shown(reading, BLACKLIST_DEVELOPER, "dev-7|and ");
	check_shown(reading, BLACKLIST_DEVELOPER_NAME, "某某北京网络|and ");
}

static void add_entry(struct reading *reading, const char *path, const char *sha256)
{
	struct fact_entry entry = fact_entry_row();

	entry.path = path;
	entry.sha256 = sha256;
	entry.size = 5;
	fact_entry_emit(&reading->sink, &entry);
}

TEST(keys_inner, "a package or code inside another shows its own hash, no other entry does; its size counts")
{
	struct reading *reading READING_CLEANUP = reading_new(1 << 20);
	struct fact_package package = fact_package_row();
	struct fact_anomaly anomaly = fact_anomaly_row();
	struct blacklist_entry sized = {.kind = BLACKLIST_FILE, .value = SHA256, .size = 5};

	package.path = "";
	package.md5 = MD5;
	fact_package_emit(&reading->sink, &package);
	anomaly.path = "assets/x.dat";
	anomaly.id = "embedded.apk";
	anomaly.effect = "odd";
	fact_anomaly_emit(&reading->sink, &anomaly);
	anomaly.path = "assets/y.dat";
	anomaly.id = "zip.slack-data";
	fact_anomaly_emit(&reading->sink, &anomaly);
	add_entry(reading, "assets/y.dat", MD5 MD5);
	add_entry(reading, "assets/x.dat", SHA256);
	check_shown(reading, BLACKLIST_FILE, MD5 "|and " SHA256 "|");
	CHECK(blacklist_in_scope(&sized, reading));
	sized.size = 6;
	CHECK(!blacklist_in_scope(&sized, reading));
}

TEST(keys_library, "a native library shows its file's name and the name that it has itself")
{
	struct reading *reading READING_CLEANUP = reading_new(1 << 20);
	struct fact_library library = fact_library_row();

	library.path = "lib/arm64-v8a/libx.so";
	library.soname = "libads.so";
	fact_library_emit(&reading->sink, &library);
	check_shown(reading, BLACKLIST_LIBRARY, "libx.so|libads.so|and ");
}

/* What a name begins and ends with, its words in another order, and as what it is misread, each with a | behind it. */
static void check_near(const char *name, const char *edges, const char *orders, const char *looks)
{
	static void (*const keys[])(const struct reading *facts, struct arena *arena, void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner) = {
		blacklist_edge_keys, blacklist_order_keys, blacklist_look_keys};
	const char *const wanted[] = {edges, orders, looks};
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	READING_CLEANUP struct reading *facts = reading_new(1 << 20);
	struct fact_submission row = fact_submission_row();

	row.app_name = name;
	CHECK(reading_add(facts, FACT_TABLE_submission, &row) != NULL);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct shown shown = {.kind = BLACKLIST_LABEL, .values = buf_new(1 << 20)};

		keys[i](facts, &arena, take_shown, &shown);
		buf_add(&shown.values, "", 1);
		CHECK_TEXT((const char *)shown.values.data, wanted[i]);
		buf_free(&shown.values);
	}
}

TEST(keys_near, "what a name begins and ends with, of two characters or more, and as what it is misread is looked for among listed apps")
{
	check_near("招商银行 APP", "商银行app|招商|银行app|招商银|行app|招商银行|app|招商银行a|pp|招商银行ap|", "app招商银行|", "");
	check_near("PaI", "ai|pa|al|pa|", "", "pal|");
	check_near("徽信A", "信a|徽信|信a|微信|", "", "微信a|");
	check_near("招", "", "", "");
	check_near("一二三四五六七八九十一二三四五六七八九十一二三四五", "", "", "");
}

TEST(keys_above, "the names that a site stands below are those of two labels or more")
{
	const char *above[BLACKLIST_ABOVE_MAX];

	CHECK_NUMBER(blacklist_above("*.m.bank.com.cn", above), 2);
	CHECK_TEXT(above[0], "bank.com.cn");
	CHECK_TEXT(above[1], "com.cn");
	CHECK_NUMBER(blacklist_above("bank.cn", above), 0);
	CHECK_NUMBER(blacklist_above("*bank", above), 0);
	CHECK_NUMBER(blacklist_above("1.2.3.4.5.6.7.8.9.10.11.12", above), BLACKLIST_ABOVE_MAX);
}

TEST(keys_part_looks, "what a part of a name looks like is shown beside it, that of a name of one part only as a whole")
{
	READING_CLEANUP struct reading *facts = reading_new(1 << 20);
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	struct shown shown = {.kind = BLACKLIST_LABEL, .values = buf_new(1 << 20)};
	struct fact_submission row = fact_submission_row();

	row.app_name = "徽信 - G00gle 招商银行";
	CHECK(reading_add(facts, FACT_TABLE_submission, &row) != NULL);
	row.app_name = "徽信";
	CHECK(reading_add(facts, FACT_TABLE_submission, &row) != NULL);
	blacklist_part_look_keys(facts, &arena, take_shown, &shown);
	buf_add(&shown.values, "", 1);
	CHECK_TEXT((const char *)shown.values.data, "微信|google|");
	buf_free(&shown.values);
}
