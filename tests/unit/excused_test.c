/*
 * What listed versions were found to have excuses a later one where a person has looked at it, and it is the same still.
 */
#include "harness.h"
#include "rules_folder.h"
#include "judge/judge.h"
#include "judge/rules.h"

#include <stdlib.h>

#define BANK "招商银行"
#define OTHER "com.example.other"
#define ISBN "9787498098764"
#define PACKAGES "application/vnd.android.package-archive"
#define ADD(facts, table, row) CHECK(reading_add(facts, FACT_TABLE_##table, row) != NULL)

static const struct judge_run gate = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};

static const struct judge_elsewhere elsewhere[] = {
	{.kind = "filing", .value = "ICP-1", .app_id = OTHER},
	{.kind = "licence", .value = ISBN, .app_id = OTHER},
	{.kind = "developer_name", .value = BANK, .app_id = OTHER},
	{.kind = "label", .value = BANK, .app_id = OTHER},
	{.kind = "icon", .value = "ab", .app_id = OTHER},
	{.kind = "spki", .value = "aabbccddeeff00112233", .app_id = OTHER, .other_developer = "li"},
	{.kind = "permission_definition", .value = "com.example.P", .app_id = OTHER},
	{.kind = "provider_authority", .value = "com.example.files", .app_id = OTHER},
	{.kind = "shared_user_id", .value = "com.example.uid", .app_id = OTHER},
	{.kind = "scheme", .value = "example", .app_id = OTHER},
	{.kind = "domain", .value = "shop.example", .app_id = OTHER, .opens = true},
	{.kind = "package_inside", .value = OTHER, .app_id = OTHER, .label = BANK},
};

static struct reading *app(const char *device)
{
	struct reading *facts = reading_new(1 << 20);
	struct fact_package row = fact_package_row();

	row.package = 0;
	row.path = "";
	row.role = "main";
	row.format = "apk";
	row.platform = "android";
	row.app_id = "com.android.packageinstaller";
	row.version_code = 1;
	row.version_name = "1";
	row.label = "计算器";
	row.main_component = "a.Main";
	row.min_sdk = row.target_sdk = 36;
	row.complete = row.code_visible = 1;
	row.device = device;
	ADD(facts, package, &row);
	return facts;
}

static void add_names(struct reading *facts)
{
	struct fact_submission form = fact_submission_row();
	struct fact_label label = fact_label_row();
	struct fact_document document = fact_document_row();
	struct fact_licence licence = fact_licence_row();
	struct fact_permission permission = fact_permission_row();
	struct fact_purpose purpose = fact_purpose_row();

	form.package = label.package = document.package = licence.package = permission.package = purpose.package = 0;
	form.path = label.path = document.path = licence.path = permission.path = purpose.path = "";
	form.app_name = "日历";
	form.privacy_policy_url = "https://shop.example/policy";
	form.category = "新闻资讯";
	form.price = "free";
	form.developer_name = "有限公司";
	form.subject_type = "individual";
	form.uscc = "91000000123456788T";
	form.uscc_ok = 1;
	label.component = "a.Main";
	label.locale = "";
	label.text = BANK;
	label.shown = 1;
	label.chinese = "default";
	document.kind = "game";
	document.number = ISBN;
	ADD(facts, submission, &form);
	ADD(facts, label, &label);
	label.component = "a.Second";
	label.text = label.chinese = NULL;
	label.shown = FACT_ABSENT;
	ADD(facts, label, &label);
	licence.kind = "icp";
	licence.number = "B2-1";
	licence.valid_until = "2099-01-01";
	licence.holder = BANK;
	permission.name = "android.permission.READ_SMS";
	permission.origin = "declared";
	ADD(facts, document, &document);
	document.kind = "copyright";
	document.number = "2026SR0000001";
	document.holder = BANK;
	ADD(facts, document, &document);
	ADD(facts, licence, &licence);
	licence.kind = "business";
	licence.number = "91440300123456788M";
	ADD(facts, licence, &licence);
	ADD(facts, permission, &permission);
	purpose.permission = permission.name;
	purpose.text = "拍照";
	ADD(facts, purpose, &purpose);
}

static void add_code(struct reading *facts)
{
	struct fact_packer packer = fact_packer_row();
	struct fact_sdk sdk = fact_sdk_row();

	packer.package = sdk.package = 0;
	packer.path = sdk.path = "";
	packer.name = "Jiagu";
	packer.kind = "packer";
	packer.claimed = 1;
	ADD(facts, packer, &packer);
	packer.name = "Tinker";
	packer.kind = "hot-update";
	packer.claimed = FACT_ABSENT;
	ADD(facts, packer, &packer);
	sdk.name = "Unity";
	sdk.category = "gameengine";
	sdk.evidence = "assets/bin/Data/a";
	ADD(facts, sdk, &sdk);
	sdk.name = "Alipay 支付宝";
	sdk.category = "pay";
	ADD(facts, sdk, &sdk);
	sdk.name = "Umeng";
	sdk.category = "analytics";
	ADD(facts, sdk, &sdk);
}

static void add_home(struct reading *facts)
{
	struct fact_component component = fact_component_row();
	struct fact_intent_filter filter = fact_intent_filter_row();

	component.package = filter.package = 0;
	component.path = filter.path = "AndroidManifest.xml";
	component.kind = "activity";
	component.name = filter.component = "a.Home";
	component.exported = 1;
	filter.position = 0;
	filter.action = "android.intent.action.MAIN";
	ADD(facts, component, &component);
	ADD(facts, intent_filter, &filter);
	filter.action = NULL;
	filter.category = "android.intent.category.HOME";
	ADD(facts, intent_filter, &filter);
}

static void add_component(struct reading *facts)
{
	struct fact_component component = fact_component_row();
	struct fact_intent_filter filter = fact_intent_filter_row();
	struct fact_permission_tree tree = fact_permission_tree_row();
	struct fact_permission_definition permission = fact_permission_definition_row();
	struct fact_account_authenticator account = fact_account_authenticator_row();

	component.package = filter.package = tree.package = permission.package = account.package = 0;
	component.path = filter.path = tree.path = permission.path = account.path = "AndroidManifest.xml";
	account.account_type = "com.tencent.mm";
	permission.name = "android.permission.FUTURE";
	component.kind = "receiver";
	component.name = filter.component = "a.Receiver";
	component.exported = 1;
	component.task_affinity = "com.android.settings";
	filter.position = 0;
	filter.action = "android.provider.Telephony.SMS_DELIVER";
	tree.name = "com.example.other.tree";
	ADD(facts, component, &component);
	ADD(facts, intent_filter, &filter);
	filter.position = 1;
	filter.action = "android.intent.action.VIEW";
	ADD(facts, intent_filter, &filter);
	filter.action = "android.accounts.AccountAuthenticator";
	ADD(facts, intent_filter, &filter);
	filter.action = NULL;
	filter.scheme = "alipays";
	ADD(facts, intent_filter, &filter);
	filter.scheme = "example";
	ADD(facts, intent_filter, &filter);
	filter.scheme = "https";
	filter.host = "shop.example";
	ADD(facts, intent_filter, &filter);
	ADD(facts, permission_tree, &tree);
	ADD(facts, permission_definition, &permission);
	ADD(facts, account_authenticator, &account);
}

/* A build for phones, which its users cannot open. */
static void add_build(struct reading *facts)
{
	struct fact_package row = *(const struct fact_package *)reading_rows(facts, package)[0];
	struct fact_component component = fact_component_row();

	row.package = component.package = 1;
	row.device = row.main_component = NULL;
	component.path = "AndroidManifest.xml";
	component.kind = "activity";
	component.name = "a.Main";
	ADD(facts, package, &row);
	ADD(facts, component, &component);
}

/* Whatever such a rule looks for is in it. */
static void add_inside(struct reading *facts)
{
	struct fact_nested_package row = fact_nested_package_row();

	row.package = 0;
	row.path = "assets/core.bin";
	row.app_id = OTHER;
	ADD(facts, nested_package, &row);
}

static struct reading *update(void)
{
	struct reading *facts = app("watch");

	add_names(facts);
	add_code(facts);
	add_component(facts);
	add_build(facts);
	add_inside(facts);
	reading_sort(facts);
	return facts;
}

struct opened {
	struct rules *rules;
	struct judge *judge;
	struct reading *facts, *previous;
};

static struct opened open_rules(void)
{
	struct error err = {0};
	struct opened opened = {.rules = rules_folder_shipped(),
				.facts = update(), .previous = app(NULL)};

	opened.judge = judge_open(opened.rules, &err);
	CHECK_TEXT(err.text, "");
	return opened;
}

static void close_rules(struct opened *opened)
{
	judge_close(opened->judge);
	rules_free(opened->rules);
	reading_free(opened->facts);
	reading_free(opened->previous);
}

static struct judgement *judge_after(const struct opened *opened, const struct judge_listed_finding *findings, size_t num_findings)
{
	const struct judge_history history = {.previous = opened->previous, .findings = findings, .num_findings = num_findings,
					      .elsewhere = elsewhere, .num_elsewhere = sizeof elsewhere / sizeof elsewhere[0]};

	return judge_submission(opened->judge, opened->facts, &history, NULL, &gate, NULL);
}

/* What was found is listed, with that verdict and detail (NULL: what it said), and the same comes again. */
static struct judgement *judge_again(const struct opened *opened, const struct judgement *found, const char *verdict, const char *detail)
{
	struct judge_listed_finding *findings = calloc(found->num_findings + 1, sizeof *findings);
	struct judgement *judgement;

	for (size_t i = 0; i < found->num_findings; i++)
		findings[i] = (struct judge_listed_finding){found->findings[i].rule, found->findings[i].subject, verdict,
							    detail != NULL ? detail : found->findings[i].detail};
	judgement = judge_after(opened, findings, found->num_findings);
	free(findings);
	return judgement;
}

static bool is_excused(const struct judgement *judgement, const char *rule)
{
	const struct finding *finding = judgement_of_rule(judgement, rule);

	return finding == NULL || finding->verdict == VERDICT_NOTICE;
}

/* Of every rule that looks at what was listed. */
static void check_excused(const struct opened *opened, const struct judgement *judgement, bool wanted)
{
	for (size_t i = 0; i < rules_count(opened->rules); i++) {
		const struct rule *rule = rules_at(opened->rules, i);

		if (rule->sql != NULL && strstr(rule->sql, "listed_finding") != NULL && is_excused(judgement, rule->id) != wanted)
			test_fail(__FILE__, __LINE__, "%s is %s", rule->id, wanted ? "said again" : "excused");
	}
}

TEST(excused_notice, "what was listed as a notice, which nobody looks at, makes no later finding of the same rule and subject lighter")
{
	struct opened opened = open_rules();
	struct judgement *first = judge_after(&opened, NULL, 0), *again = judge_again(&opened, first, "notice", ""),
			 *seen = judge_again(&opened, first, "review", NULL);

	check_excused(&opened, first, false);
	check_excused(&opened, again, false);
	check_excused(&opened, seen, true);
	judgement_free(first);
	judgement_free(again);
	judgement_free(seen);
	close_rules(&opened);
}

TEST(excused_detail, "names, numbers and definitions that a person has not seen are for review, though others of the same subject were listed")
{
	static const char *const by_detail[] = {"filing.elsewhere", "game.elsewhere", "developer.elsewhere", "app.elsewhere", "signer.elsewhere", "permission.elsewhere",
						"provider.elsewhere", "shared-user.elsewhere", "scheme.elsewhere", "host.elsewhere", "label.form-differs", "label.launcher-differs", "manifest.task-affinity", "manifest.permission-not-yet",
						"privacy.policy-text-missing", "licence.too-long", "document.missing", "permission.unusual-for-category", "permission.purpose-of-another"};
	struct opened opened = open_rules();
	struct judgement *first = judge_after(&opened, NULL, 0), *others = judge_again(&opened, first, "review", "another: of " OTHER);

	for (size_t i = 0; i < sizeof by_detail / sizeof by_detail[0]; i++)
		CHECK(!is_excused(others, by_detail[i]));
	CHECK(is_excused(others, "packer.claimed"));
	judgement_free(first);
	judgement_free(others);
	close_rules(&opened);
}

TEST(excused_some, "of several values that another app has, all were seen where a listed version was found to have each, in one finding or several")
{
	static const struct judge_listed_finding in_one[] = {{"permission.elsewhere", OTHER, "review", "permission a.P, com.example.P: of " OTHER}},
						 in_several[] = {{"permission.elsewhere", OTHER, "review", "permission a.P: of " OTHER},
								 {"permission.elsewhere", OTHER, "review", "permission b.P: of " OTHER "; permission com.example.P: of " OTHER}},
						 longer[] = {{"permission.elsewhere", OTHER, "review", "permission com.example.P2: of " OTHER}};
	struct opened opened = open_rules();
	struct judgement *one = judge_after(&opened, in_one, 1), *several = judge_after(&opened, in_several, 2), *other = judge_after(&opened, longer, 1);

	CHECK(is_excused(one, "permission.elsewhere"));
	CHECK(is_excused(several, "permission.elsewhere"));
	CHECK(!is_excused(other, "permission.elsewhere"));
	judgement_free(one);
	judgement_free(several);
	judgement_free(other);
	close_rules(&opened);
}

TEST(excused_home, "a home screen that was listed in one category of the listing is for review in another one that is no utility")
{
	static const struct judge_listed_finding utility[] = {{"android.default-role", "home", "review", "component a.Home; the listed version does not"}},
						 shop[] = {{"android.default-role", "home", "review", "component a.Home; category 网上购物, type online shopping"}},
						 notice[] = {{"android.default-role", "home", "notice", NULL}};
	struct opened opened = open_rules();
	struct fact_submission *form = reading_rows(opened.facts, submission)[0];
	struct judgement *judgements[3];

	opened.facts->tables[FACT_TABLE_intent_filter].num_rows = 0;
	add_home(opened.facts);
	add_home(opened.previous);
	form->category = "网上购物";
	judgements[0] = judge_after(&opened, utility, 1);
	judgements[1] = judge_after(&opened, notice, 1);
	judgements[2] = judge_after(&opened, shop, 1);
	CHECK_TEXT(judgement_of_rule(judgements[0], "android.default-role")->detail, "component a.Home; category 网上购物, type online shopping");
	for (int i = 0; i < 3; i++) {
		CHECK(is_excused(judgements[i], "android.default-role") == (i == 2));
		judgement_free(judgements[i]);
	}
	close_rules(&opened);
}

TEST(excused_packages, "who opens packages to be installed is for review, unless the listing is a store or a utility, or a person has listed it so")
{
	static const struct judge_listed_finding seen = {"android.others-links", PACKAGES, "review", "component a.Receiver; packages to be installed"};
	static const char *const categories[] = {"网上购物", "工具", "应用商店", "网上购物"};
	struct opened opened = open_rules();
	struct fact_submission *form = reading_rows(opened.facts, submission)[0];
	struct fact_intent_filter filter = fact_intent_filter_row();

	opened.facts->tables[FACT_TABLE_intent_filter].num_rows = 0;
	filter.package = filter.position = 0;
	filter.path = "AndroidManifest.xml";
	filter.component = "a.Receiver";
	filter.action = "android.intent.action.VIEW";
	ADD(opened.facts, intent_filter, &filter);
	filter.action = NULL;
	filter.mime = PACKAGES;
	ADD(opened.facts, intent_filter, &filter);
	for (int i = 0; i < 4; i++) {
		struct judgement *judgement;

		form->category = categories[i];
		judgement = judge_after(&opened, &seen, i == 3);
		CHECK_TEXT(judgement_of_rule(judgement, "android.others-links")->subject, PACKAGES);
		CHECK(is_excused(judgement, "android.others-links") == (i > 0));
		judgement_free(judgement);
	}
	close_rules(&opened);
}
