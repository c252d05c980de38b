/*
 * What is derived from facts is found in few steps, however many rows a package has.
 */
#include "harness.h"
#include "rules_folder.h"

#include "judge/derive.h"
#include "report/permission.h"

#include <time.h>

/* Their square would be a hang of minutes; so that it fails and does not hang, processor time has an end far beyond what is needed. */
#define MANY 60000
#define SECONDS_MAX 20.0

static double seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static void add_service(struct reading *facts, const char *name)
{
	struct fact_component component = fact_component_row();
	struct fact_undefined_class class = fact_undefined_class_row();

	component.path = class.path = "AndroidManifest.xml";
	component.kind = "service";
	component.name = class.name = name;
	CHECK(reading_add(facts, FACT_TABLE_component, &component) != NULL);
	CHECK(reading_add(facts, FACT_TABLE_undefined_class, &class) != NULL);
}

/* A package with code, in whose DEX files no service stands. */
static struct reading *package_with_code(void)
{
	struct reading *facts = reading_new((size_t)256 * 1024 * 1024);
	struct fact_package package = fact_package_row();
	struct fact_dex dex = fact_dex_row();

	package.path = dex.path = "";
	package.code_visible = 1;
	dex.classes = 1;
	CHECK(reading_add(facts, FACT_TABLE_package, &package) != NULL);
	CHECK(reading_add(facts, FACT_TABLE_dex, &dex) != NULL);
	return facts;
}

static bool is_visible(const struct rules *rules, struct reading *facts)
{
	struct error err = {0};

	reading_rows(facts, package)[0]->code_visible = 1;
	CHECK(derive_code(rules, facts, &err));
	return reading_rows(facts, package)[0]->code_visible == 1;
}

TEST(derive_code_many, "many components whose classes are in no DEX file are told apart in few steps")
{
	struct rules *rules = rules_folder_shipped();
	READING_CLEANUP struct reading *facts = package_with_code();
	char *name;
	double before;

	for (int i = 0; i < MANY; i++) {
		name = arena_printf(&facts->arena, "com.example.some.app.Service%05d", i);
		add_service(facts, name);
	}
	before = seconds();
	CHECK(!is_visible(rules, facts));
	CHECK(seconds() - before < SECONDS_MAX);
	rules_free(rules);
}

static void check_lacking_in(const struct rules *rules, struct fact_component component, const char *process, const char *entry, const char *category, bool is_a_leftover)
{
	static const char *const others[] = {"a.One", "a.Two", "a.Three", "a.Four"};
	READING_CLEANUP struct reading *facts = package_with_code();
	struct fact_undefined_class class = fact_undefined_class_row();
	struct fact_component other = fact_component_row();
	struct fact_intent_filter filter = fact_intent_filter_row();

	reading_rows(facts, package)[0]->app_id = "com.example.app";
	component.path = class.path = other.path = filter.path = "AndroidManifest.xml";
	component.name = class.name = "a.Lacking";
	filter.component = entry;
	filter.position = 0;
	filter.category = category;
	other.process = process;
	component.enabled = component.enabled == FACT_ABSENT ? 1 : component.enabled;
	other.kind = "activity";
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		other.name = others[i];
		CHECK(reading_add(facts, FACT_TABLE_component, &other) != NULL);
	}
	CHECK(reading_add(facts, FACT_TABLE_component, &component) != NULL);
	other.kind = "alias";
	other.name = "a.Alias";
	other.target = "a.Lacking";
	CHECK(reading_add(facts, FACT_TABLE_component, &other) != NULL);
	CHECK(reading_add(facts, FACT_TABLE_undefined_class, &class) != NULL);
	CHECK(reading_add(facts, FACT_TABLE_intent_filter, &filter) != NULL);
	CHECK(is_visible(rules, facts) == is_a_leftover);
}

static void check_lacking(const struct rules *rules, struct fact_component component, bool is_a_leftover)
{
	check_lacking_in(rules, component, NULL, "a.One", NULL, is_a_leftover);
}

TEST(derive_code_called, "a class that is in no DEX file is no leftover where the system calls it: a service with special access, a provider of the app's own process")
{
	const struct fact_component row = fact_component_row();
	struct fact_component special = row, provider = row;
	struct rules *rules = rules_folder_shipped();

	special.kind = "service";
	special.permission = "android.permission.BIND_ACCESSIBILITY_SERVICE";
	provider.kind = "provider";
	check_lacking(rules, special, false);
	check_lacking(rules, provider, false);
	special.enabled = 0;
	provider.process = ":push";
	check_lacking(rules, special, true);
	check_lacking(rules, provider, true);
	special.enabled = 1;
	special.split = "feature";
	check_lacking(rules, special, true);
	special.split = NULL;
	special.permission = "android.permission.BIND_JOB_SERVICE";
	check_lacking(rules, special, true);
	rules_free(rules);
}

TEST(derive_code_process, "a provider starts with the process that it runs in, however that is written; each entry of the home screen is started by users")
{
	struct fact_component provider = fact_component_row(), activity = provider;
	struct rules *rules = rules_folder_shipped();

	provider.kind = "provider";
	activity.kind = "activity";
	provider.process = "com.example.app";
	check_lacking_in(rules, provider, ":main", "a.One", NULL, false);
	provider.process = "com.example.app:main";
	check_lacking_in(rules, provider, ":main", "a.One", NULL, false);
	check_lacking_in(rules, provider, ":push", "a.One", NULL, true);
	provider.process = "com.example.app.main";
	check_lacking_in(rules, provider, "com.example.app.main", "a.One", NULL, false);
	check_lacking_in(rules, provider, NULL, "a.One", NULL, true);
	check_lacking_in(rules, activity, NULL, "a.Lacking", "android.intent.category.LAUNCHER", false);
	check_lacking_in(rules, activity, NULL, "a.Alias", "android.intent.category.LAUNCHER", false);
	check_lacking_in(rules, activity, NULL, "a.One", "android.intent.category.LAUNCHER", true);
	check_lacking_in(rules, activity, NULL, "a.Lacking", "android.intent.category.DEFAULT", true);
	activity.enabled = 0;
	check_lacking_in(rules, activity, NULL, "a.Lacking", "android.intent.category.LAUNCHER", true);
	rules_free(rules);
}

static void add_permission(struct reading *facts, const char *name)
{
	struct fact_permission asked = fact_permission_row();
	struct fact_permission_definition defined = fact_permission_definition_row();
	struct fact_purpose purpose = fact_purpose_row();

	asked.path = defined.path = purpose.path = "";
	asked.name = defined.name = purpose.permission = name;
	asked.origin = "declared";
	defined.level = "signature";
	purpose.text = "of the manifest";
	purpose.origin = "manifest";
	CHECK(reading_add(facts, FACT_TABLE_permission, &asked) != NULL);
	CHECK(reading_add(facts, FACT_TABLE_permission_definition, &defined) != NULL);
	CHECK(reading_add(facts, FACT_TABLE_purpose, &purpose) != NULL);
}

static void check_views(const struct reading *facts, size_t num)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)256 * 1024 * 1024);
	struct report report = {.facts = facts};
	struct permission_view *views;
	size_t num_views;

	CHECK(permission_views(&report, &arena, &views, &num_views));
	CHECK_NUMBER(num_views, num);
	for (size_t i = 0; i < num_views; i++) {
		CHECK_TEXT(views[i].level, "signature");
		CHECK_TEXT(views[i].purpose, i == 0 ? "of the form" : "of the manifest");
	}
}

TEST(permission_views_many, "many permissions find their definitions and purposes in few steps, the form's purpose before the manifest's")
{
	READING_CLEANUP struct reading *facts = reading_new((size_t)256 * 1024 * 1024);
	struct fact_purpose purpose = fact_purpose_row();
	double before;

	purpose.path = "";
	purpose.permission = "com.example.permission.00000";
	purpose.text = "of the form";
	purpose.origin = "submission";
	CHECK(reading_add(facts, FACT_TABLE_purpose, &purpose) != NULL);
	for (int i = 0; i < MANY; i++)
		add_permission(facts, arena_printf(&facts->arena, "com.example.permission.%05d", i));
	before = seconds();
	check_views(facts, MANY);
	CHECK(seconds() - before < SECONDS_MAX);
}

static void add_package(struct reading *facts, int64_t package, const char *split)
{
	struct fact_package row = fact_package_row();

	row.path = "";
	row.package = package;
	row.split = split;
	CHECK(reading_add(facts, FACT_TABLE_package, &row) != NULL);
}

static void add_reference(struct reading *facts, int64_t package, const char *attribute, const char *component)
{
	struct fact_manifest_reference row = fact_manifest_reference_row();

	row.path = "AndroidManifest.xml";
	row.package = package;
	row.attribute = attribute;
	row.resource = "7f010000";
	row.component = component;
	CHECK(reading_add(facts, FACT_TABLE_manifest_reference, &row) != NULL);
}

static void add_value(struct reading *facts, int64_t package, const char *type, const char *text)
{
	struct fact_split_value row = fact_split_value_row();

	row.path = "resources.arsc";
	row.package = package;
	row.resource = "7f010000";
	row.locale = "";
	row.type = type;
	row.text = text;
	CHECK(reading_add(facts, FACT_TABLE_split_value, &row) != NULL);
}

static size_t count_anomalies(const struct reading *facts, const char *id)
{
	size_t num = 0;

	for (size_t i = 0; i < reading_num(facts, anomaly); i++)
		num += strcmp(reading_rows(facts, anomaly)[i]->id, id) == 0;
	return num;
}

/* Of the split itself, or of its base. */
static void check_many(const char *attribute, int64_t package, const char *type, const char *text)
{
	READING_CLEANUP struct reading *facts = reading_new((size_t)1024 * 1024 * 1024);
	struct error err = {0};
	double before;

	add_package(facts, 0, NULL);
	add_package(facts, 1, "config.zh");
	for (int i = 0; i < MANY; i++) {
		add_reference(facts, package, attribute, arena_printf(&facts->arena, "com.example.A%05d", i));
		add_value(facts, 1, type, text);
	}
	add_reference(facts, package, "0101000f", NULL);
	before = seconds();
	CHECK(derive_split_values(facts, UINT64_MAX, &err));
	CHECK(seconds() - before < SECONDS_MAX);
	CHECK_NUMBER(count_anomalies(facts, "limit.nodes"), 1);
	CHECK_NUMBER(count_anomalies(facts, "split.overrides-value") > 0, package == 0);
}

TEST(derive_split_labels_many, "many labels beside many values of a split are left unread, by name, behind a number of them; other values are looked at")
{
	check_many("01010001", 0, "string", "Name");
	check_many("01010001", 0, "reference", "7f010000");
	check_many("01010001", 0, "reference", "7f010001");
	check_many("01010001", 0, "boolean", "true");
	check_many("01010001", 1, "string", "Name");
}

TEST(derive_split_icons_many, "so are many icons")
{
	check_many("01010002", 0, "string", "res/icon.png");
	check_many("0101052c", 0, "reference", "7f010000");
	check_many("01010002", 0, "reference", "7f010001");
}

TEST(derive_overrides_many, "of many values that a split overrides a hundred are said")
{
	READING_CLEANUP struct reading *facts = reading_new((size_t)1024 * 1024 * 1024);
	struct error err = {0};

	add_package(facts, 0, NULL);
	add_package(facts, 1, "config.v26");
	add_value(facts, 1, "boolean", "true");
	for (int i = 0; i < MANY; i++)
		add_reference(facts, 0, arena_printf(&facts->arena, "%08x", 0x01020000 + i), NULL);
	CHECK(derive_split_values(facts, UINT64_MAX, &err));
	CHECK_NUMBER(count_anomalies(facts, "split.overrides-value"), 100);
}

/* Services of a split, each of which takes from there whether it is exported. */
static void check_many_unread(const char *type, const char *text, size_t num_said)
{
	READING_CLEANUP struct reading *facts = reading_new((size_t)1024 * 1024 * 1024);
	struct fact_manifest_reference reference = fact_manifest_reference_row();
	struct fact_component component = fact_component_row();
	struct error err = {0};
	double before;

	add_package(facts, 0, NULL);
	add_package(facts, 1, "part");
	reference.path = component.path = "AndroidManifest.xml";
	reference.package = component.package = 1;
	reference.attribute = "01010010";
	reference.resource = "7f010000";
	reference.unread = component.kind = "service";
	for (int i = 0; i < MANY; i++) {
		component.name = reference.component = arena_printf(&facts->arena, "com.example.A%05d", i);
		CHECK(reading_add(facts, FACT_TABLE_component, &component) != NULL);
		CHECK(reading_add(facts, FACT_TABLE_manifest_reference, &reference) != NULL);
		add_value(facts, 0, type, text);
	}
	before = seconds();
	CHECK(derive_unread_values(facts, &err));
	CHECK(seconds() - before < SECONDS_MAX);
	CHECK_NUMBER(count_anomalies(facts, "split.unread-value"), num_said);
	CHECK_NUMBER(reading_rows(facts, component)[0]->exported, strcmp(type, "boolean") == 0 ? 1 : FACT_ABSENT);
}

TEST(derive_unread_many, "of many values that splits take from their base the first are filled in, and of those that are not a hundred are said")
{
	check_many_unread("boolean", "true", 100);
	check_many_unread("other", "00:00000000", 100);
	check_many_unread("reference", "7f010000", 100);
}

static void add_signature(struct reading *facts, const char *scheme, int64_t min_sdk, int64_t max_sdk)
{
	struct fact_signature row = fact_signature_row();

	row.path = "";
	row.scheme = scheme;
	row.status = "verified";
	row.min_sdk = min_sdk;
	row.max_sdk = max_sdk;
	CHECK(reading_add(facts, FACT_TABLE_signature, &row) != NULL);
}

/* What becomes of v2 where v3.1 has a signer for each of two ranges, for the versions up to that one. */
static const char *derived_v2(const int64_t one[2], const int64_t other[2], int64_t max_sdk)
{
	const struct judge_run run = {.min_sdk = 33, .max_sdk = max_sdk};
	READING_CLEANUP struct reading *facts = reading_new(1 << 20);
	struct fact_package package = fact_package_row();
	struct error err = {0};

	package.path = "";
	CHECK(reading_add(facts, FACT_TABLE_package, &package) != NULL);
	add_signature(facts, "v2", FACT_ABSENT, FACT_ABSENT);
	add_signature(facts, "v3.1", one[0], one[1]);
	add_signature(facts, "v3.1", other[0], other[1]);
	CHECK(derive_signatures(facts, &run, &err));
	return strcmp(reading_rows(facts, signature)[0]->status, "unused") == 0 ? "unused" : "verified";
}

TEST(derive_v31_ranges, "v2 counts where some version has no signer of v3.1, in whatever order these stand and however they overlap")
{
	static const int64_t wide[2] = {33, 40}, early[2] = {33, 35}, late[2] = {41, FACT_ABSENT};

	CHECK_TEXT(derived_v2(wide, early, 40), "unused");
	CHECK_TEXT(derived_v2(early, wide, 40), "unused");
	CHECK_TEXT(derived_v2(wide, early, 41), "verified");
	CHECK_TEXT(derived_v2(late, wide, FACT_ABSENT), "unused");
	CHECK_TEXT(derived_v2(late, early, FACT_ABSENT), "verified");
}
