/*
 * Who signs a package, and on which Android versions: as reports and the archive have it, and beside who signs the version before.
 */
#include "harness.h"
#include "rules_folder.h"
#include "judge/blacklist.h"
#include "judge/blacklist_scope.h"
#include "judge/judge.h"
#include "judge/signing.h"
#include "report/report.h"
#include "report/sheet.h"
#include "store/register.h"
#include "store/same_hand.h"

#include <stdlib.h>

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

/* Rows are in the order of their paths: those of v1 stand behind all others. */
static const char *path_of(const struct by *by)
{
	return strcmp(by->scheme, "v1") == 0 ? "META-INF/A.RSA" : "";
}

static void add_certificate(struct reading *reading, const struct by *by, int64_t number, const char *role, int64_t position, char key)
{
	struct fact_certificate row = fact_certificate_row();
	char hash[65];

	memset(hash, key, 64);
	hash[64] = '\0';
	row.path = path_of(by);
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

	row.path = path_of(by);
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

static struct reading *package_by(const struct signers *signers, const char *split)
{
	struct reading *reading = reading_new(1 << 20);
	struct fact_package row = fact_package_row();

	row.path = "";
	row.format = "apk";
	row.platform = "android";
	row.app_id = "com.example.app";
	row.version_code = 1;
	row.split = split;
	row.min_sdk = signers->min_sdk;
	row.target_sdk = 36;
	CHECK(reading_add(reading, FACT_TABLE_package, &row) != NULL);
	for (int64_t i = 0; i < MOST && signers->by[i].scheme != NULL; i++)
		add_signer(reading, &signers->by[i], i);
	return reading;
}

static struct reading *signed_by(const struct rules *rules, const struct signers *signers)
{
	READING_CLEANUP struct reading *reading = package_by(signers, NULL);
	const struct submitted_package submitted = {.reading = reading, .file = "a.apk"};

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

/* As apksigner rotates for a package that runs on versions before v2, too; and what another one signed by v1, at which the first or no phone looks. */
static const struct signers rotated_jar = {21, {BY("v2", "a"), HANDED_ON("v3", "b", "a", ALL), BY("v1", "a")}};
static const struct signers jar_by_other = {21, {BY("v2", "a"), BY("v1", "c")}}, jar_by_nobody = {24, {BY("v2", "a"), BY("v1", "c")}};

/* A letter for each certificate by which phones know who signs, or which its proof of rotation names. */
static void seen(const struct signers *signers, bool with_lineage, char found[MOST * 2])
{
	READING_CLEANUP struct reading *facts = package_by(signers, NULL);
	size_t num = 0;

	for (size_t i = 0; i < reading_num(facts, certificate); i++) {
		const struct fact_certificate *row = reading_rows(facts, certificate)[i];

		if (with_lineage ? signing_counts(facts, row) : signing_is_signer(facts, row))
			found[num++] = row->sha256[0];
	}
	found[num] = '\0';
}

TEST(signer_seen, "who signs is who does by the newest scheme that some version of the package's looks at; whoever an older one shows is nobody")
{
	static const struct {
		const struct signers *signers;
		const char *wanted, *with_lineage;
	} cases[] = {{&jar_by_nobody, "a", "a"}, {&jar_by_other, "ac", "ac"}, {&rotated_jar, "aba", "ababa"}, {&rotated_late, "aab", "aabab"}, {&rotated, "ab", "abab"}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char found[MOST * 2];

		seen(cases[i].signers, false, found);
		CHECK_TEXT(found, cases[i].wanted);
		seen(cases[i].signers, true, found);
		CHECK_TEXT(found, cases[i].with_lineage);
	}
}

static void take_certificate(void *owner, enum blacklist_kind kind, const char *value)
{
	size_t len = strlen(owner);

	if (kind == BLACKLIST_CERTIFICATE || kind == BLACKLIST_SPKI)
		snprintf((char *)owner + len, 16 - len, "%c", value[0]);
}

TEST(signer_blacklist, "a package shows a blacklist no certificate at which no phone looks: what is blocked with it is nobody else's")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	READING_CLEANUP struct reading *nobody = package_by(&jar_by_nobody, NULL), *rotation = package_by(&rotated, NULL);
	char shown[16] = "";

	blacklist_keys(nobody, &arena, take_certificate, shown);
	CHECK_TEXT(shown, "aa");
	*shown = '\0';
	blacklist_keys(rotation, &arena, take_certificate, shown);
	CHECK_TEXT(shown, "aabbaabb");
}

TEST(signer_waiver, "a waiver of a certificate holds for no package in which no phone looks at it")
{
	static const struct signers other = {24, {BY("v2", "c")}};
	struct rules *rules = rules_folder_shipped();
	READING_CLEANUP struct reading *nobody = signed_by(rules, &jar_by_nobody), *his = signed_by(rules, &other);
	const struct blacklist_entry waiver = {.kind = BLACKLIST_RULE, .certificate = reading_rows(his, certificate)[0]->sha256};

	CHECK(blacklist_in_scope(&waiver, his) && !blacklist_in_scope(&waiver, nobody));
	rules_free(rules);
}

TEST(signer_page, "the public page has each certificate once by which phones know who signs, and no other")
{
	READING_CLEANUP struct reading *nobody = package_by(&jar_by_nobody, NULL), *rotation = package_by(&rotated_jar, NULL);
	size_t num = 0;

	CHECK(sheet_is_signer(nobody, 0) && !sheet_is_signer(nobody, 1));
	for (size_t i = 0; i < reading_num(rotation, certificate); i++)
		num += sheet_is_signer(rotation, i);
	CHECK(num == 2);
}

TEST(signer_same_hand, "what shows another's certificate where no phone looks is not of his hand")
{
	static const struct signers other = {24, {BY("v2", "c")}};
	READING_CLEANUP struct reading *nobody = package_by(&jar_by_nobody, NULL), *counts = package_by(&jar_by_other, NULL), *his = package_by(&other, NULL);

	CHECK(!same_hand(nobody, his) && !same_hand(his, nobody));
	CHECK(same_hand(counts, his) && same_hand(counts, nobody));
}

static bool has_mismatch(const struct rules *rules, const struct signers *base, const struct signers *split)
{
	READING_CLEANUP struct reading *first = package_by(base, NULL), *second = package_by(split, "config.zh");
	const struct submitted_package submitted[] = {{.reading = first, .file = "a.apk"}, {.reading = second, .file = "b.apk"}};
	READING_CLEANUP struct reading *facts = judge_assemble(rules, submitted, 2, NULL, &gate, NULL);

	for (size_t i = 0; i < reading_num(facts, anomaly); i++)
		if (strcmp(reading_rows(facts, anomaly)[i]->id, anomaly_info(ANOMALY_SPLIT_SIGNER_MISMATCH)->name) == 0)
			return true;
	return false;
}

TEST(signer_split, "a split has other signers than its base where some version that takes both sees others, whatever schemes have them")
{
	static const struct signers plain = {24, {BY("v2", "a")}}, crossed = {24, {BY("v2", "c"), BY("v1", "a")}}, newer = {24, {BY("v3", "a")}},
				    late = {24, {BY("v2", "a"), HANDED_ON("v3", "b", "a", ALL)}};
	struct rules *rules = rules_folder_shipped();

	CHECK(!has_mismatch(rules, &plain, &jar_by_nobody) && !has_mismatch(rules, &plain, &newer) && !has_mismatch(rules, &rotated_jar, &late));
	CHECK(has_mismatch(rules, &crossed, &newer) && has_mismatch(rules, &plain, &late) && has_mismatch(rules, &crossed, &plain));
	rules_free(rules);
}

TEST(signer_register, "the register keeps no certificate of a developer's package at which no phone looks")
{
	static const struct signers *const handed_in[] = {&jar_by_nobody, &rotated_jar};
	char dir[] = "/tmp/prelist-signer-XXXXXX", command[64];
	struct rules *rules = rules_folder_shipped();
	struct error err = {0};
	struct archive *archive = mkdtemp(dir) == NULL ? NULL : archive_open(dir, ARCHIVE_WRITE, &err);
	int64_t num = 0, others = 0;

	CHECK(archive != NULL);
	for (int64_t i = 0; archive != NULL && i < 2; i++) {
		READING_CLEANUP struct reading *facts = signed_by(rules, handed_in[i]);
		struct fact_submission form = fact_submission_row();

		form.developer_id = "dev-7";
		CHECK(reading_add(facts, FACT_TABLE_submission, &form) != NULL);
		CHECK(database_run(archive, &err, "INSERT INTO submission (number, time, platform, app_id, verdict, complete, code_visible, truncated, state,"
				   " date, rules, facts) VALUES (?, '2026-10-01', 'android', 'com.example.app', 'pass', 1, 1, 0, 'received', '2026-10-01', 'r', x'')",
				   "i", i + 1));
		CHECK(register_keep(archive, &(struct register_entry){.facts = facts, .rules = rules, .number = i + 1, .date = "2026-10-01", .by = "li"}, &err));
	}
	CHECK(database_number(archive, &num, 0, &err, "SELECT count(*) FROM developer_certificate", ""));
	CHECK(database_number(archive, &others, 0, &err, "SELECT count(*) FROM developer_certificate WHERE sha256 LIKE 'c%'", ""));
	CHECK_TEXT(err.text, "");
	CHECK(num == 2 && others == 0);
	archive_close(archive);
	rules_free(rules);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	CHECK(system(command) == 0);
}

/* The lines of the report from that head on which are about who signs. */
static void check_report(const struct bench_of_rules *opened, const struct signers *signers, const struct judge_run *run, enum language language, const char *wanted)
{
	READING_CLEANUP struct reading *facts = signed_by(opened->rules, signers);
	struct judgement *judgement = judge_submission(opened->judge, facts, NULL, rules_blacklist(opened->rules), run, NULL);
	const char *file = "a.apk", *found;
	const struct report report = {.file = file, .files = &file, .num_files = 1, .rules = opened->rules, .facts = facts, .judgement = judgement, .run = run, .seconds = -1};
	struct error err = {0};
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	CHECK(writer_find("text")->write(&(struct report_options){.out = out, .language = language, .version = "1"}, &report, true, &err));
	fclose(out);
	found = strstr(text, language == LANGUAGE_ZH ? "\n签名" : "\nSigned");
	if (found == NULL || strncmp(found + 1, wanted, strlen(wanted)) != 0)
		test_fail(__FILE__, __LINE__, "%s\nis not\n%s", found == NULL ? text : found, wanted);
	free(text);
	judgement_free(judgement);
}

#define INDENT "             "
#define A "SHA-256 aaaa aaaa…"
#define B "SHA-256 bbbb bbbb…"
#define C "SHA-256 cccc cccc…"

TEST(signer_report, "a report names who signs as the newest Android of the range sees it, each one once, and whom older ones see in a line of their own")
{
	static const struct signers two = {21, {BY("v2", "a"), BY("v2", "b"), BY("v1", "a"), BY("v1", "b")}}, late = {24, {BY("v2", "a"), BY_UP_TO("v3", "b", 32),
											      HANDED_ON_FROM("v3.1", "c", "b", ALL, 33)}};
	const struct judge_run old = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = 27}, newer = {.today = "2026-10-01", .min_sdk = 28, .max_sdk = FACT_ABSENT};
	struct bench_of_rules opened = open_rules();

	check_report(&opened, &rotated_jar, &gate, LANGUAGE_EN, "Signed       v2, v3, v1 · " B "\n" INDENT "Android 5.0 (21) to 8.1 (27) see another signer · " A "\nPermissions");
	check_report(&opened, &rotated_jar, &gate, LANGUAGE_ZH, "签名         v2, v3, v1 · " B "\n" INDENT "Android 5.0 (21) 至 8.1 (27) 识别为另一签名者 · " A "\n权限");
	check_report(&opened, &rotated_jar, &old, LANGUAGE_EN, "Signed       v2, v3, v1 · looked at for Android 5.0 (21) to 8.1 (27) only · " A "\nPermissions");
	check_report(&opened, &rotated_jar, &newer, LANGUAGE_EN, "Signed       v2, v3, v1 · looked at for Android 9 (28) and later only · " B "\nPermissions");
	check_report(&opened, &jar_by_nobody, &gate, LANGUAGE_EN, "Signed       v2 · " A "\nPermissions");
	check_report(&opened, &jar_by_other, &gate, LANGUAGE_EN, "Signed       v2, v1 · " A "\n" INDENT "Android 5.0 (21) to 6.0 (23) see another signer · " C "\nPermissions");
	check_report(&opened, &two, &gate, LANGUAGE_EN, "Signed       v2, v1 · " A " · and 1 more signer\nPermissions");
	check_report(&opened, &late, &gate, LANGUAGE_EN, "Signed       v2, v3, v3.1 · " C "\n" INDENT "Android 9 (28) to 12L (32) see another signer · " B "\n" INDENT
		     "Android 7.0 (24) to 8.1 (27) see another signer · " A "\nPermissions");
	close_rules(&opened);
}
