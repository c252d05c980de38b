/*
 * Who signs an update, and on which Android versions, beside who signs the version before.
 */
#include "harness.h"
#include "rules_folder.h"
#include "judge/judge.h"

#define MOST 4 /* signers of a package */
#define ALL 23 /* what apksigner leaves to an old key */
#define BACK (ALL | 8)

static const struct judge_run gate = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};

/* 0 for no first or last version. */
struct by {
	const char *scheme;
	const char *key;   /* "": a limit kept him from being read */
	const char *older; /* a letter each: keys of which he proves that his is the next */
	int64_t flags, min_sdk, max_sdk;
};

#define BY(scheme, key) {scheme, key, NULL, 0, 0, 0}
#define BY_UP_TO(scheme, key, max_sdk) {scheme, key, NULL, 0, 24, max_sdk}
#define HANDED_ON(scheme, key, older, flags) {scheme, key, older, flags, 24, 0}
#define HANDED_ON_FROM(scheme, key, older, flags, min_sdk) {scheme, key, older, flags, min_sdk, 0}

struct signers {
	int64_t min_sdk;
	struct by by[MOST];
};

static void add_certificate(struct reading *reading, const struct by *by, int64_t number, const char *role, int64_t position, char key)
{
	struct fact_certificate row = fact_certificate_row();
	char hash[65];

	memset(hash, key, 64);
	hash[64] = '\0';
	row.path = "";
	row.role = role;
	row.scheme = by->scheme;
	row.signer = number;
	row.position = position;
	row.min_sdk = by->min_sdk != 0 ? by->min_sdk : FACT_ABSENT;
	row.max_sdk = by->max_sdk != 0 ? by->max_sdk : FACT_ABSENT;
	row.sha256 = row.spki_sha256 = hash;
	if (strcmp(role, "lineage") == 0)
		row.capabilities = by->flags;
	CHECK(reading_add(reading, FACT_TABLE_certificate, &row) != NULL);
}

static void add_signer(struct reading *reading, const struct by *by, int64_t number)
{
	struct fact_signature row = fact_signature_row();
	size_t num = 0;

	row.path = "";
	row.scheme = by->scheme;
	row.status = *by->key == '\0' ? "unread" : "verified";
	row.min_sdk = by->min_sdk != 0 ? by->min_sdk : FACT_ABSENT;
	row.max_sdk = by->max_sdk != 0 ? by->max_sdk : FACT_ABSENT;
	CHECK(reading_add(reading, FACT_TABLE_signature, &row) != NULL);
	if (*by->key == '\0')
		return;
	add_certificate(reading, by, number, "signer", 0, *by->key);
	for (const char *older = by->older; older != NULL && *older != '\0'; older++)
		add_certificate(reading, by, number, "lineage", (int64_t)num++, *older);
	if (num > 0)
		add_certificate(reading, by, number, "lineage", (int64_t)num, *by->key);
}

static struct reading *signed_by(const struct rules *rules, const struct signers *signers)
{
	READING_CLEANUP struct reading *reading = reading_new(1 << 20);
	const struct submitted_package submitted = {.reading = reading, .file = "a.apk"};
	struct fact_package row = fact_package_row();

	row.path = "";
	row.format = "apk";
	row.platform = "android";
	row.app_id = "com.example.app";
	row.version_code = 1;
	row.min_sdk = signers->min_sdk;
	row.target_sdk = 36;
	CHECK(reading_add(reading, FACT_TABLE_package, &row) != NULL);
	for (int64_t i = 0; i < MOST && signers->by[i].scheme != NULL; i++)
		add_signer(reading, &signers->by[i], i);
	return judge_assemble(rules, &submitted, 1, NULL, &gate, NULL);
}

static bool is_of_signers(const char *rule)
{
	return strncmp(rule, "history.signer-", strlen("history.signer-")) == 0 || strcmp(rule, "signer.rotated") == 0 ||
	       strcmp(rule, "signer.rolled-back") == 0;
}

struct bench_of_rules {
	struct rules *rules;
	struct judge *judge;
};

static struct bench_of_rules open_rules(void)
{
	struct error err = {0};
	struct bench_of_rules opened = {.rules = rules_folder_shipped()};

	opened.judge = judge_open(opened.rules, &err);
	CHECK_TEXT(err.text, "");
	return opened;
}

static void close_rules(struct bench_of_rules *opened)
{
	judge_close(opened->judge);
	rules_free(opened->rules);
}

/* What is found about the signers of an update; "": nothing. */
static void check_update(const struct bench_of_rules *opened, const struct signers *before, const struct signers *after, const char *wanted)
{
	READING_CLEANUP struct reading *previous = signed_by(opened->rules, before), *facts = signed_by(opened->rules, after);
	struct judgement *judgement = judge_submission(opened->judge, facts, &(struct judge_history){.previous = previous},
						       rules_blacklist(opened->rules), &gate, NULL);
	char found[256] = "";

	for (size_t i = 0; judgement != NULL && i < judgement->num_findings; i++) {
		const struct finding *finding = &judgement->findings[i];
		const char *from = finding->detail == NULL ? NULL : strstr(finding->detail, " from SDK ");

		if (!is_of_signers(finding->rule))
			continue;
		snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s %s%.*s", *found == '\0' ? "" : ", ", verdict_name(finding->verdict),
			 finding->rule, from == NULL ? 0 : (int)strlen(" from SDK 28"), from == NULL ? "" : from);
	}
	CHECK(judgement != NULL);
	CHECK_TEXT(found, wanted);
	judgement_free(judgement);
}

/* As apksigner rotates for a package that runs on versions before proofs of rotation, too. */
static const struct signers rotated = {24, {BY("v2", "a"), HANDED_ON("v3", "b", "a", ALL)}};
static const struct signers may_go_back = {24, {BY("v2", "a"), HANDED_ON("v3", "b", "a", BACK)}};
static const struct signers rotated_late = {24, {BY("v2", "a"), BY_UP_TO("v3", "a", 32), HANDED_ON_FROM("v3.1", "b", "a", ALL, 33)}};
static const struct signers old_alone = {24, {BY("v2", "a"), BY("v3", "a")}};

TEST(signer_old_key, "after a rotation an update that the old key alone signs is a reject, on whichever versions the new key counts")
{
	const struct signers v2_alone = {24, {BY("v2", "a")}};
	struct bench_of_rules opened = open_rules();

	check_update(&opened, &rotated, &old_alone, "reject history.signer-changed from SDK 28");
	check_update(&opened, &rotated, &v2_alone, "reject history.signer-changed from SDK 28");
	check_update(&opened, &rotated_late, &old_alone, "reject history.signer-changed from SDK 33");
	check_update(&opened, &may_go_back, &old_alone, "review signer.rolled-back");
	check_update(&opened, &rotated, &rotated, "");
	check_update(&opened, &rotated_late, &rotated_late, "");
	close_rules(&opened);
}

TEST(signer_fork, "after a rotation a proof of rotation that does not lead from the new key proves nothing")
{
	const struct signers fork = {24, {BY("v2", "a"), HANDED_ON("v3", "c", "a", ALL)}}, next = {24, {BY("v2", "a"), HANDED_ON("v3", "c", "ab", ALL)}},
			     late_fork = {24, {BY("v2", "a"), BY_UP_TO("v3", "a", 32), HANDED_ON_FROM("v3.1", "c", "a", ALL, 33)}},
			     elsewhere = {24, {BY("v2", "a"), {"v3", "c", "a", ALL, 24, 32}, HANDED_ON_FROM("v3.1", "b", "a", ALL, 33)}};
	struct bench_of_rules opened = open_rules();

	check_update(&opened, &rotated, &fork, "reject history.signer-changed from SDK 28");
	check_update(&opened, &rotated_late, &late_fork, "reject history.signer-changed from SDK 33");
	check_update(&opened, &rotated, &elsewhere, "reject history.signer-changed from SDK 28");
	check_update(&opened, &rotated, &next, "notice signer.rotated");
	check_update(&opened, &old_alone, &rotated, "notice signer.rotated");
	check_update(&opened, &old_alone, &rotated_late, "notice signer.rotated");
	close_rules(&opened);
}

TEST(signer_capability, "a proof of rotation is one where it hands on what the old key installed")
{
	const struct signers withheld = {24, {BY("v2", "a"), HANDED_ON("v3", "b", "a", ALL & ~1)}};
	struct bench_of_rules opened = open_rules();

	check_update(&opened, &old_alone, &withheld, "reject history.signer-changed from SDK 28");
	close_rules(&opened);
}

TEST(signer_several, "several signers are one with the same ones alone, whatever proof of rotation one of them gives")
{
	const struct signers two = {24, {BY("v2", "a"), BY("v2", "b")}}, one = {24, {BY("v2", "a")}},
			     handed_on = {24, {BY("v2", "a"), BY("v2", "b"), HANDED_ON("v3", "c", "a", ALL)}};
	struct bench_of_rules opened = open_rules();

	check_update(&opened, &two, &two, "");
	check_update(&opened, &two, &one, "reject history.signer-dropped");
	check_update(&opened, &two, &handed_on, "reject history.signer-dropped, reject history.signer-dropped, notice signer.rotated");
	check_update(&opened, &one, &two, "reject history.signer-changed");
	close_rules(&opened);
}

TEST(signer_versions, "who signs for versions that the version before is not for is compared with who signs for the next of those that it is for")
{
	const struct signers newer = {28, {BY("v3", "b")}}, other = {24, {BY("v2", "c"), BY("v3", "b")}}, same = {24, {BY("v2", "b"), BY("v3", "b")}},
			     jar = {24, {BY("v1", "c"), BY("v2", "a")}}, jar_counts = {21, {BY("v1", "c"), BY("v2", "a")}}, plain = {24, {BY("v2", "a")}};
	struct bench_of_rules opened = open_rules();

	check_update(&opened, &newer, &other, "reject history.signer-changed");
	check_update(&opened, &newer, &same, "");
	check_update(&opened, &rotated, &newer, "");
	check_update(&opened, &plain, &jar, "");
	check_update(&opened, &plain, &jar_counts, "reject history.signer-changed");
	close_rules(&opened);
}

TEST(signer_unread, "who signs where a signature was not read is not known: before, those who sign on the versions below stand there")
{
	const struct signers unread = {24, {BY("v2", "a"), BY("v3", "")}}, nobody = {28, {BY("v3", "")}};
	struct bench_of_rules opened = open_rules();

	check_update(&opened, &rotated, &unread, "");
	check_update(&opened, &unread, &old_alone, "");
	check_update(&opened, &unread, &rotated, "notice signer.rotated");
	check_update(&opened, &nobody, &old_alone, "review history.signer-unknown");
	close_rules(&opened);
}

TEST(signer_key_set, "an upgrade-key-set of the version before is asked for by whatever signs on each Android version")
{
	const struct signers both = {24, {BY("v2", "b"), BY("v3", "b")}};
	const struct signers *after[] = {&old_alone, &rotated, &both};
	struct bench_of_rules opened = open_rules();
	READING_CLEANUP struct reading *previous = signed_by(opened.rules, &both);
	struct fact_key_set key = fact_key_set_row();
	char hash[65];

	memset(hash, 'b', 64);
	hash[64] = '\0';
	key.package = 0;
	key.path = "AndroidManifest.xml";
	key.name = "next";
	key.upgrade = 1;
	key.spki_sha256 = hash;
	CHECK(reading_add(previous, FACT_TABLE_key_set, &key) != NULL);
	for (size_t i = 0; i < sizeof after / sizeof after[0]; i++) {
		READING_CLEANUP struct reading *facts = signed_by(opened.rules, after[i]);
		struct judgement *judgement = judge_submission(opened.judge, facts, &(struct judge_history){.previous = previous},
							       rules_blacklist(opened.rules), &gate, NULL);

		CHECK((judgement_of_rule(judgement, "history.upgrade-key-missing") != NULL) == (after[i] != &both));
		judgement_free(judgement);
	}
	close_rules(&opened);
}
