#include "harness.h"

#include "judge/catalogue_kind.h"
#include "judge/judge.h"
#include "rules_folder.h"

static const struct judge_run gate = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};

static struct reading *package_with(const char *app_id, int64_t target)
{
	struct reading *reading = reading_new((size_t)64 << 20);
	struct fact_package row = fact_package_row();
	struct fact_signature signature = fact_signature_row();

	row.path = "";
	row.format = "apk";
	row.platform = "android";
	row.app_id = app_id;
	row.version_code = 1;
	row.version_name = "1";
	row.label = "App";
	row.min_sdk = 26;
	row.target_sdk = target;
	row.main_component = "a.Main";
	row.sha256 = row.content_digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	signature.path = "";
	signature.scheme = "v2";
	signature.status = "verified";
	fact_package_emit(&reading->sink, &row);
	fact_signature_emit(&reading->sink, &signature);
	return reading;
}

static void add_permission(struct reading *reading, const char *name)
{
	struct fact_permission row = fact_permission_row();

	row.path = "AndroidManifest.xml";
	row.name = name;
	row.origin = "declared";
	fact_permission_emit(&reading->sink, &row);
}

static struct reading *assemble(const struct rules *rules, const struct reading *reading, const struct form *form)
{
	struct submitted_package package = {.reading = reading, .file = "a.apk"};

	return judge_assemble(rules, &package, 1, form, &gate, NULL);
}

static struct judgement *judge_with(const struct rules *rules, const struct reading *reading, const struct form *form,
				    const struct judge_history *history)
{
	struct error err = {0};
	struct judge *judge = judge_open(rules, &err);
	struct reading *facts = assemble(rules, reading, form);
	struct judgement *judgement =
		judge == NULL ? NULL : judge_submission(judge, facts, history, rules_blacklist(rules), &gate, &err);

	CHECK_TEXT(err.text, "");
	reading_free(facts);
	judge_close(judge);
	return judgement;
}

TEST(judge_clean, "a package with nothing against it passes, by every shipped rule")
{
	struct rules *rules = rules_folder_shipped();
	READING_CLEANUP struct reading *reading = package_with("com.example.app", 36);
	struct judgement *judgement = judge_with(rules, reading, NULL, NULL);

	CHECK(judgement != NULL && judgement->verdict == VERDICT_PASS && judgement->complete && judgement->code_visible);
	for (size_t i = 0; judgement != NULL && i < judgement->num_findings; i++)
		CHECK_TEXT(judgement->findings[i].rule, "none");
	judgement_free(judgement);
	rules_free(rules);
}

TEST(judge_unread, "what was not read whole is at best review, and says so")
{
	struct rules *rules = rules_folder_shipped();
	READING_CLEANUP struct reading *reading = package_with("com.example.app", 36);
	struct fact_anomaly row = fact_anomaly_row();
	struct judgement *judgement;

	row.path = "";
	row.id = "limit.entries";
	row.effect = "unread";
	fact_anomaly_emit(&reading->sink, &row);
	judgement = judge_with(rules, reading, NULL, NULL);
	CHECK(judgement != NULL && judgement->verdict == VERDICT_REVIEW && !judgement->complete);
	CHECK(judgement_of_rule(judgement, "limit.entries") != NULL);
	judgement_free(judgement);
	rules_free(rules);
}

TEST(judge_licence, "the licence that ended on 2025-07-30 is well formed and expired")
{
	struct rules *rules = rules_folder_shipped();
	READING_CLEANUP struct reading *reading = package_with("com.example.app", 36);
	struct form *form = form_parse(span_of_text("{\"developer\":{\"name\":\"常州五百像素网络科技有限公司\",\"licences\":[{\"kind\":\"EDI\","
						    "\"number\":\"苏B2-20200928\",\"holder\":\"常州五百像素网络科技有限公司\","
						    "\"valid_from\":\"2022 03 16\",\"valid_until\":\"2025 07 30\"}]}}"),
				       "form.json", NULL);
	struct judgement *judgement = judge_with(rules, reading, form, NULL);

	CHECK(judgement_of_rule(judgement, "licence.expired") != NULL && judgement->verdict == VERDICT_REJECT);
	CHECK(judgement_of_rule(judgement, "licence.number-malformed") == NULL && judgement_of_rule(judgement, "licence.holder-mismatch") == NULL);
	judgement_free(judgement);
	form_free(form);
	rules_free(rules);
}

TEST(judge_permissions, "a dangerous permission without purpose is for review, implied ones are derived")
{
	struct rules *rules = rules_folder_shipped();
	READING_CLEANUP struct reading *reading = package_with("com.example.app", 28);
	READING_CLEANUP struct reading *facts = NULL;
	struct judgement *judgement;

	add_permission(reading, "android.permission.ACCESS_FINE_LOCATION");
	facts = assemble(rules, reading, NULL);
	CHECK_NUMBER(reading_num(facts, permission), 3);
	judgement = judge_with(rules, reading, NULL, NULL);
	CHECK(judgement_of_rule(judgement, "permission.no-purpose") != NULL);
	CHECK(judgement_of_rule(judgement, "manifest.low-target") != NULL && judgement->verdict == VERDICT_REJECT);
	judgement_free(judgement);
	rules_free(rules);
}

static int64_t first_version_of(const struct reading *facts, const char *name)
{
	struct fact_permission **rows = reading_rows(facts, permission);

	for (size_t i = 0; i < reading_num(facts, permission); i++)
		if (strcmp(rows[i]->name, name) == 0 && strcmp(rows[i]->origin, "split") == 0)
			return rows[i]->min_sdk;
	return 0;
}

TEST(judge_split_since, "a permission that is split later than it came is had from that version on, by old targets")
{
	static const char *const heart = "android.permission.health.READ_HEART_RATE", *const network = "android.permission.ACCESS_LOCAL_NETWORK";
	struct rules *rules = rules_folder_shipped();

	for (int64_t target = 35; target <= 37; target++) {
		READING_CLEANUP struct reading *reading = package_with("com.example.app", target);
		READING_CLEANUP struct reading *facts = NULL;

		add_permission(reading, "android.permission.BODY_SENSORS");
		add_permission(reading, "android.permission.INTERNET");
		facts = assemble(rules, reading, NULL);
		CHECK_NUMBER(first_version_of(facts, heart), target < 36 ? 36 : 0);
		CHECK_NUMBER(first_version_of(facts, network), target < 37 ? 37 : 0);
	}
	rules_free(rules);
}

TEST(judge_history, "an update is compared with the version before: a permission added, a code that falls")
{
	struct rules *rules = rules_folder_shipped();
	READING_CLEANUP struct reading *before = package_with("com.example.app", 36), *after = package_with("com.example.app", 36);
	READING_CLEANUP struct reading *previous = NULL;
	struct judgement *judgement;

	reading_rows(before, package)[0]->version_code = 5;
	add_permission(after, "android.permission.READ_CONTACTS");
	previous = assemble(rules, before, NULL);
	judgement = judge_with(rules, after, NULL, &(struct judge_history){.previous = previous});
	CHECK(judgement_of_rule(judgement, "history.permission-added") != NULL);
	CHECK(judgement_of_rule(judgement, "history.version-code-not-rising") != NULL);
	CHECK_TEXT(judgement_of_rule(judgement, "history.version-code-not-rising")->detail, "version code 1, listed is 5");
	CHECK(judgement != NULL && judgement->num_changes == 2);
	judgement_free(judgement);
	judgement = judge_with(rules, after, NULL, &(struct judge_history){.previous = previous, .is_delisted = true});
	CHECK_TEXT(judgement_of_rule(judgement, "history.version-code-not-rising")->detail, "version code 1, listed is 5; the version before is delisted");
	CHECK(strstr(judgement_of_rule(judgement, "permission.no-purpose")->detail == NULL ? "" : judgement_of_rule(judgement, "permission.no-purpose")->detail, "delisted") == NULL);
	judgement_free(judgement);
	rules_free(rules);
}

/* A provider that is exported, and a path of it with permissions of its own, where read or write of it is not NULL. */
struct provider {
	const char *permission, *read, *write;
	const char *path_read, *path_write;
};

static void add_provider(struct reading *reading, const struct provider *provider)
{
	struct fact_component row = fact_component_row();
	struct fact_path_permission path = fact_path_permission_row();

	row.path = path.path = "AndroidManifest.xml";
	row.kind = "provider";
	row.name = path.component = "com.example.app.Provider";
	row.exported = row.enabled = 1;
	row.permission = provider->permission;
	row.read_permission = provider->read;
	row.write_permission = provider->write;
	fact_component_emit(&reading->sink, &row);
	path.pattern_kind = "prefix";
	path.path_pattern = "/private";
	path.read_permission = provider->path_read;
	path.write_permission = provider->path_write;
	if (path.read_permission != NULL || path.write_permission != NULL)
		fact_path_permission_emit(&reading->sink, &path);
}

/* What the update is said to open; "": nothing. */
static void check_opened(const struct rules *rules, const struct provider *provider_before, const struct provider *provider_after, const char *wanted)
{
	READING_CLEANUP struct reading *before = package_with("com.example.app", 36), *after = package_with("com.example.app", 36);
	READING_CLEANUP struct reading *previous = NULL;
	struct judgement *judgement;
	const struct finding *finding;

	add_provider(before, provider_before);
	add_provider(after, provider_after);
	previous = assemble(rules, before, NULL);
	judgement = judge_with(rules, after, NULL, &(struct judge_history){.previous = previous});
	finding = judgement_of_rule(judgement, "history.component-exported");
	CHECK_TEXT(finding == NULL ? "" : finding->detail, wanted);
	judgement_free(judgement);
}

static const char system_permission[] = "android.permission.DUMP", normal_permission[] = "android.permission.INTERNET";

TEST(judge_opened, "an update that puts a provider behind a permission that every app gets, or behind none, opens it")
{
	const struct provider system = {.permission = system_permission}, normal = {.permission = normal_permission}, none = {.permission = NULL},
			      notified = {.permission = "android.permission.POST_NOTIFICATIONS"};
	struct rules *rules = rules_folder_shipped();

	check_opened(rules, &system, &normal, "provider");
	check_opened(rules, &system, &none, "provider");
	check_opened(rules, &system, &notified, "provider");
	check_opened(rules, &normal, &none, "");
	check_opened(rules, &none, &system, "");
	check_opened(rules, &system, &system, "");
	rules_free(rules);
}

TEST(judge_opened_for, "an update that takes the permission to write away from a provider that every app may read opens it for writing")
{
	const struct provider readable = {.write = system_permission}, writable = {.read = system_permission}, both = {.permission = NULL},
			      system = {.permission = system_permission};
	struct rules *rules = rules_folder_shipped();

	check_opened(rules, &readable, &both, "provider, write");
	check_opened(rules, &writable, &both, "provider, read");
	check_opened(rules, &readable, &writable, "provider, write");
	check_opened(rules, &system, &readable, "provider, read");
	check_opened(rules, &both, &readable, "");
	check_opened(rules, &readable, &readable, "");
	rules_free(rules);
}

TEST(judge_opened_path, "an update that opens a path of a provider, or takes its permission away from it, is said to, with the path")
{
	const struct provider system = {.permission = system_permission}, none = {.permission = NULL},
			      opened = {.permission = system_permission, .path_write = normal_permission},
			      guarded = {.path_read = system_permission}, given = {.path_read = normal_permission},
			      normal = {.permission = normal_permission, .path_read = system_permission};
	struct rules *rules = rules_folder_shipped();

	check_opened(rules, &system, &opened, "provider, write /private");
	check_opened(rules, &opened, &opened, "");
	check_opened(rules, &guarded, &none, "provider, read /private");
	check_opened(rules, &guarded, &given, "provider, read /private");
	check_opened(rules, &guarded, &guarded, "");
	check_opened(rules, &none, &guarded, "");
	check_opened(rules, &none, &given, "");
	check_opened(rules, &normal, &none, "");
	rules_free(rules);
}

#define MANY_PATHS 30000

/* Each path of the provider, guarded by that permission; NULL: it has no paths. */
static struct reading *with_paths(const char *permission)
{
	struct reading *reading = package_with("com.example.app", 36);
	struct fact_path_permission path = fact_path_permission_row();
	char text[16];

	add_provider(reading, &(struct provider){.permission = NULL});
	path.path = "AndroidManifest.xml";
	path.component = "com.example.app.Provider";
	path.pattern_kind = "literal";
	path.path_pattern = text;
	path.read_permission = path.write_permission = permission;
	for (int i = 0; permission != NULL && i < MANY_PATHS; i++) {
		snprintf(text, sizeof text, "/%05d", i);
		fact_path_permission_emit(&reading->sink, &path);
	}
	return reading;
}

TEST(judge_opened_many, "a provider of very many paths is compared with that of the version before in few steps")
{
	const char *const after[] = {normal_permission, system_permission, NULL};
	const char *const wanted[] = {"provider, read /00000", "", "provider, read /00000; provider, read /00001"};
	struct rules *rules = rules_folder_shipped();

	for (size_t i = 0; i < sizeof after / sizeof after[0]; i++) {
		READING_CLEANUP struct reading *one = with_paths(system_permission), *two = with_paths(after[i]), *previous = assemble(rules, one, NULL);
		struct judgement *judgement = judge_with(rules, two, NULL, &(struct judge_history){.previous = previous});
		const struct finding *finding = judgement_of_rule(judgement, "history.component-exported");

		CHECK(judgement_of_rule(judgement, "limit.rule-time") == NULL);
		CHECK(finding == NULL ? *wanted[i] == '\0' : strncmp(finding->detail, wanted[i], strlen(wanted[i])) == 0);
		judgement_free(judgement);
	}
	rules_free(rules);
}

/* What permission-widened says of a permission asked for from SDK `now` on, and from `before` on in the version before; 0: on all. */
static void check_widened(int64_t min_sdk, int64_t before_sdk, int64_t now_sdk, const char *wanted)
{
	struct rules *rules = rules_folder_shipped();
	READING_CLEANUP struct reading *before = package_with("com.example.app", 36), *after = package_with("com.example.app", 36);
	READING_CLEANUP struct reading *previous = NULL;
	struct judgement *judgement;
	const struct finding *finding;

	reading_rows(before, package)[0]->min_sdk = reading_rows(after, package)[0]->min_sdk = min_sdk;
	add_permission(before, "android.permission.CAMERA");
	add_permission(after, "android.permission.CAMERA");
	reading_rows(before, permission)[0]->min_sdk = before_sdk == 0 ? FACT_ABSENT : before_sdk;
	reading_rows(after, permission)[0]->min_sdk = now_sdk == 0 ? FACT_ABSENT : now_sdk;
	reading_rows(before, permission)[0]->origin = before_sdk == 0 ? "declared" : "declared-sdk-23";
	reading_rows(after, permission)[0]->origin = now_sdk == 0 ? "declared" : "declared-sdk-23";
	previous = assemble(rules, before, NULL);
	judgement = judge_with(rules, after, NULL, &(struct judge_history){.previous = previous});
	finding = judgement_of_rule(judgement, "history.permission-widened");
	CHECK_TEXT(finding == NULL ? "" : finding->detail, wanted);
	judgement_free(judgement);
	rules_free(rules);
}

TEST(judge_widened, "a permission that was asked for from some version on is widened where the app runs on versions before that")
{
	check_widened(21, 23, 0, "from SDK 23 before, on all versions now");
	check_widened(35, 37, 36, "from SDK 37 before, from SDK 36 now");
	check_widened(21, 29, 23, "");
	check_widened(23, 23, 0, "");
	check_widened(21, 23, 23, "");
	check_widened(21, 23, 29, "");
	check_widened(21, 0, 0, "");
}

TEST(judge_idle, "a rule that joins a table without rows is not run, whether it was prepared before or not")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *bare = package_with("com.example.app", 36), *with = package_with("com.example.app", 36);
	READING_CLEANUP struct reading *facts = NULL;
	struct error err = {0};
	struct judgement *judgement;
	struct judge *judge;
	struct rules *rules;

	rules_folder_rule(&folder, "SELECT name AS subject FROM permission WHERE abs(-9223372036854775807 - 1) > 0");
	rules = rules_folder_load(&folder, NULL);
	judgement = judge_with(rules, bare, NULL, NULL);
	CHECK(judgement != NULL && judgement_of_rule(judgement, "limit.rule-time") == NULL);
	judgement_free(judgement);
	add_permission(with, "android.permission.CAMERA");
	facts = assemble(rules, with, NULL);
	judge = judge_open(rules, &err);
	judgement = judge_submission(judge, facts, NULL, rules_blacklist(rules), &gate, &err);
	CHECK(judgement != NULL && judgement_of_rule(judgement, "limit.rule-time") != NULL);
	judgement_free(judgement);
	judge_close(judge);
	rules_free(rules);
}

TEST(finding_keys, "a finding's key is the digest of rule, app and subject")
{
	char key[17], other[17];

	finding_key(key, "a", "b", "c");
	CHECK_TEXT(key, "8badde10c760e9b7");
	finding_key(other, "a", "bc", "");
	CHECK(strcmp(key, other) != 0);
}

static void check_kinds(const struct rules *rules, const char *name)
{
	const struct catalogue *kinds = rules_catalogue(rules, name), *called = kinds->called;
	const char *kind;

	CHECK(called != NULL && called->num_rows >= 3 * kinds->num_rows);
	for (size_t row = 0; row < called->num_rows; row++) {
		CHECK(catalogue_kind(kinds, catalogue_value(called, row, 0), &kind));
		CHECK_TEXT(kind, catalogue_value(called, row, 1));
	}
}

TEST(kinds, "whatever documents and licences are called, it is one kind alone")
{
	struct rules *rules = rules_folder_shipped();
	const char *kind;

	check_kinds(rules, "document_kinds");
	check_kinds(rules, "licence_kinds");
	CHECK(catalogue_kind(rules_catalogue(rules, "document_kinds"), "no such", &kind) && kind == NULL);
	rules_free(rules);
}
