#include "harness.h"
#include "rules_folder.h"

#include "judge/judge.h"

#include <time.h>

static const struct judge_run gate = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};

static struct reading *some_package(void)
{
	struct reading *reading = reading_new(1 << 20);
	struct fact_package row = fact_package_row();

	row.path = "";
	row.platform = "android";
	row.app_id = "com.example.app";
	row.complete = row.code_visible = 1;
	fact_package_emit(&reading->sink, &row);
	return reading;
}

/* What a rule with that SELECT finds. */
static struct judgement *judge_by(const char *sql)
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *facts = some_package();

	rules_folder_rule(&folder, sql);
	return rules_folder_judge(&folder, facts);
}

TEST(finding_once, "rows of one rule about one subject are one finding, which says what each of them said, once")
{
	struct judgement *judgement = judge_by("SELECT column1 AS subject, column2 AS detail, column3 AS path FROM (VALUES ('s', 'RSA 1024', ''),"
					       " ('s', 'RSA 1024', 'META-INF/A.RSA'), ('s', 'RSA 1024', 'META-INF/A.RSA'), ('s', 'RSA 512', 'META-INF/B.RSA'),"
					       " ('t', 'RSA 1024', ''))");

	CHECK_NUMBER(judgement->num_findings, 2);
	CHECK_TEXT(judgement->findings[0].detail, "RSA 1024; also META-INF/A.RSA; RSA 512 (META-INF/B.RSA)");
	CHECK_TEXT(judgement->findings[1].detail, "RSA 1024");
	judgement_free(judgement);
}

TEST(finding_about_app, "what is about nothing of its own is about the app")
{
	struct judgement *judgement = judge_by("SELECT NULL AS subject");
	char key[17];

	finding_key(key, judgement->findings[0].rule, "com.example.app", "com.example.app");
	CHECK_TEXT(judgement->findings[0].subject, "com.example.app");
	CHECK_TEXT(judgement->findings[0].key, key);
	judgement_free(judgement);
}

TEST(finding_once_many, "of many rows about one subject the first are said and the others counted; they are no reason to leave others out")
{
	struct judgement *judgement =
		judge_by("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
			 " SELECT 's' AS subject, printf('place-%03d', i) AS detail, CASE WHEN i = 200 THEN 'reject' END AS verdict FROM n");

	CHECK_NUMBER(judgement->num_findings, 1);
	CHECK(!judgement->truncated && judgement->num_cuts == 0 && judgement->num_found == 1);
	CHECK(judgement->verdict == VERDICT_REJECT && judgement->findings[0].verdict == VERDICT_REJECT);
	CHECK_TEXT(judgement->findings[0].detail, "place-001; place-002; place-003; place-004; and 296 more");
	judgement_free(judgement);
}

TEST(finding_cut, "of a rule that finds more than it may have it is known how much, each finding counted once, whether it is kept, gave way or came twice")
{
	struct judgement *judgement =
		judge_by("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
			 " SELECT printf('s%d', i % 700) AS subject, CASE WHEN i = 650 THEN 'reject' END AS verdict FROM n");

	CHECK_NUMBER(judgement->num_findings, JUDGE_OF_RULE_MAX);
	CHECK_NUMBER(judgement->num_cuts, 1);
	CHECK_TEXT(judgement->cuts[0].rule, judgement->findings[0].rule);
	CHECK_NUMBER(judgement->cuts[0].num_found, 700);
	CHECK_NUMBER(judgement->num_found, 700);
	CHECK(judgement->truncated && judgement->findings[0].verdict == VERDICT_REJECT);
	judgement_free(judgement);
	judgement = judge_by("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT printf('s%d', i) AS subject FROM n");
	CHECK(!judgement->truncated && judgement->num_cuts == 0);
	CHECK_NUMBER(judgement->num_found, 100);
	judgement_free(judgement);
}

/* Two whose texts are the same as far as they are kept, and one before them. */
static void check_cut_subjects(const char *first, const char *second)
{
	char sql[512];
	struct judgement *judgement;

	snprintf(sql, sizeof sql, "SELECT printf('%%.*c', 5000, column1) || column2 AS subject, column2 AS path FROM (VALUES ('s', '%s'), ('s', '%s'), ('r', ''))",
		 first, second);
	judgement = judge_by(sql);
	CHECK_NUMBER(judgement->num_findings, 3);
	CHECK(judgement->findings[0].subject[0] == 'r');
	CHECK_TEXT(judgement->findings[1].subject, judgement->findings[2].subject);
	CHECK(strcmp(judgement->findings[1].key, judgement->findings[2].key) < 0);
	judgement_free(judgement);
}

TEST(finding_order, "findings stand in the order of their subjects, and those whose subjects are cut to one text in that of their keys, however they come")
{
	check_cut_subjects("a", "b");
	check_cut_subjects("b", "a");
}

TEST(finding_memory, "rows that are not kept take no memory, however many and long they are")
{
	struct judgement *judgement =
		judge_by("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
			 " SELECT printf('s%d', i % 10000) AS subject, printf('%d %4000s', i, '') AS detail FROM n");

	CHECK_NUMBER(judgement->num_findings, 100);
	CHECK(judgement->arena.used < (size_t)8 * 1024 * 1024);
	judgement_free(judgement);
}

TEST(finding_unfinished, "a rule for which there is too much in a package, or too large a number, is a finding to review, never an error")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *facts = some_package();
	struct rules *rules;
	struct judge *judge;
	struct judgement *judgement;

	rules_folder_rule(&folder, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS subject FROM n");
	rules_folder_write(&folder, "policy.json", "{\"limits\": {\"rule-time\": 50}}");
	rules = rules_folder_load(&folder, NULL);
	judge = judge_open(rules, NULL);
	judgement = judge_submission(judge, facts, NULL, NULL, &gate, NULL);
	CHECK(judgement->verdict == VERDICT_REVIEW);
	CHECK_NUMBER(judgement->num_findings, 1);
	CHECK_TEXT(judgement->findings[0].rule, "limit.rule-time");
	CHECK_TEXT(judgement->findings[0].detail, "it took too long");
	judgement_free(judgement);
	judge_close(judge);
	rules_free(rules);
	judgement = judge_by("SELECT 'x' AS subject WHERE 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX' REGEXP '^(a+)+$'");
	CHECK(judgement->verdict == VERDICT_REVIEW);
	CHECK_TEXT(judgement->findings[0].detail, "a text was too long for it, or a pattern too hard to match");
	judgement_free(judgement);
	judgement = judge_by("SELECT sum(n) AS subject FROM (SELECT 9223372036854775807 AS n UNION ALL SELECT 1)");
	CHECK(judgement->verdict == VERDICT_REVIEW);
	CHECK_TEXT(judgement->findings[0].detail, "it cannot compute with what the package says");
	judgement_free(judgement);
}

TEST(finding_hard_pattern, "a pattern that goes through a million ways to match a short text is too hard, long before it takes time")
{
	struct judgement *judgement = judge_by("SELECT 'x' AS subject WHERE 'aaaaaaaaaaaaaaaaaaaaX' REGEXP '^(a+)+$'");

	CHECK(judgement->verdict == VERDICT_REVIEW);
	CHECK_NUMBER(judgement->num_findings, 1);
	judgement_free(judgement);
}

/*
 * What one rule of that default verdict finds of the facts, under that policy, where rules that were not run to their end
 * are waived.
 */
static struct judgement *judge_under(const char *policy, const char *verdict, const char *sql, const struct reading *facts)
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	char text[1024];

	snprintf(text, sizeof text, "-- rule: test.rule\n-- verdict: %s\n-- title: T\n-- title.zh: T\n-- class: quality\n%s;\n", verdict, sql);
	rules_folder_write(&folder, "test.sql", text);
	rules_folder_write(&folder, "policy.json", policy);
	rules_folder_write(&folder, "blacklist.json", "[{\"kind\": \"rule\", \"value\": \"limit.rule-time\", \"reason\": \"known\"}]");
	return rules_folder_judge(&folder, facts);
}

static const char something[] = "SELECT 'x' AS subject";

TEST(finding_no_verdict, "a row whose own verdict is no word for one is for review, though its rule is for a notice")
{
	READING_CLEANUP struct reading *facts = some_package();
	struct judgement *judgement = judge_under("{}", "notice", "SELECT 'x' AS subject, app_id AS verdict FROM package", facts);

	CHECK(judgement->verdict == VERDICT_REVIEW && judgement->findings[0].verdict == VERDICT_REVIEW);
	judgement_free(judgement);
	judgement = judge_under("{}", "reject", "SELECT 'x' AS subject, app_id AS verdict FROM package", facts);
	CHECK(judgement->verdict == VERDICT_REJECT);
	judgement_free(judgement);
}

TEST(finding_override_until, "an override counts on its last day, and not on the day behind it")
{
	READING_CLEANUP struct reading *facts = some_package();
	struct judgement *judgement;

	judgement = judge_under("{\"overrides\": [{\"rule\": \"test.rule\", \"verdict\": \"notice\", \"until\": \"2026-10-01\", \"reason\": \"x\"}]}",
				"review", something, facts);
	CHECK(judgement->verdict == VERDICT_PASS && judgement->findings[0].verdict == VERDICT_NOTICE);
	judgement_free(judgement);
	judgement = judge_under("{\"overrides\": [{\"rule\": \"test.rule\", \"verdict\": \"notice\", \"until\": \"2026-09-30\", \"reason\": \"x\"}]}",
				"review", something, facts);
	CHECK(judgement->verdict == VERDICT_REVIEW);
	judgement_free(judgement);
}

TEST(finding_override_category, "an override for a category counts for every spelling of its type, and for no other type")
{
	static const struct {
		const char *category;
		bool counts;
	} cases[] = {{"Tools", true}, {"tools ", true}, {"３８", true}, {"038", true}, {"38 Tools", true}, {"handy", true}, {"Games", false}, {"2", false}, {"", false}, {NULL, false}};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
		READING_CLEANUP struct reading *facts = some_package();
		struct fact_submission row = fact_submission_row();
		struct judgement *judgement;

		row.category = cases[i].category;
		CHECK(reading_add(facts, FACT_TABLE_submission, &row) != NULL);
		rules_folder_write(&folder, "catalogue/app_types_39.tsv", "no\tname\n2\tgames\n38\ttools\n");
		rules_folder_write(&folder, "catalogue/app_type_aliases.tsv", "alias\tname\nhandy\ttools\n");
		rules_folder_write(&folder, "policy.json", "{\"overrides\": [{\"rule\": \"test.rule\", \"category\": \"Tools\", \"verdict\": \"reject\", \"reason\": \"x\"}]}");
		rules_folder_write(&folder, "test.sql", "-- rule: test.rule\n-- verdict: notice\n-- title: T\n-- title.zh: T\n-- class: quality\nSELECT 'x' AS subject;\n");
		judgement = rules_folder_judge(&folder, facts);
		CHECK(judgement != NULL && (judgement->verdict == VERDICT_REJECT) == cases[i].counts);
		judgement_free(judgement);
	}
}

static void add_anomaly(struct reading *facts, int64_t package, const char *id, const char *effect)
{
	struct fact_anomaly row = fact_anomaly_row();

	row.package = package;
	row.path = "";
	row.id = id;
	row.effect = effect;
	CHECK(reading_add(facts, FACT_TABLE_anomaly, &row) != NULL);
}

TEST(finding_floor, "no override makes less than a review of what was not read, and none that would of a rule that was not run to its end is taken")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *facts = some_package();
	struct error err = {0};
	struct judgement *judgement;

	add_anomaly(facts, 0, "limit.name-size", "unread");
	judgement = judge_under("{\"overrides\": [{\"rule\": \"limit.name-size\", \"verdict\": \"notice\", \"reason\": \"x\"}]}", "review",
				"SELECT 'x' AS subject WHERE 0", facts);
	CHECK(judgement->verdict == VERDICT_REVIEW && judgement->num_findings == 1 && judgement->findings[0].verdict == VERDICT_REVIEW);
	judgement_free(judgement);
	rules_folder_write(&folder, "policy.json", "{\"overrides\": [{\"rule\": \"limit.rule-time\", \"verdict\": \"notice\", \"reason\": \"x\"}]}");
	CHECK(rules_folder_load(&folder, &err) == NULL);
	CHECK(strstr(err.text, "limit.rule-time: what was not read is at least review") != NULL);
}

TEST(finding_floor_waived, "a waiver makes no less than a review of a rule that was not run to its end")
{
	READING_CLEANUP struct reading *facts = some_package();
	struct judgement *judgement =
		judge_under("{}", "notice", "SELECT sum(n) AS subject FROM (SELECT 9223372036854775807 AS n UNION ALL SELECT 1)", facts);

	CHECK_NUMBER(judgement->num_findings, 1);
	CHECK_TEXT(judgement->findings[0].rule, "limit.rule-time");
	CHECK(judgement->verdict == VERDICT_REVIEW && judgement->findings[0].verdict == VERDICT_REVIEW);
	judgement_free(judgement);
}

TEST(finding_incomplete, "a package that was not read whole is for review, though nothing is found in it")
{
	READING_CLEANUP struct reading *facts = some_package();
	struct judgement *judgement;

	reading_rows(facts, package)[0]->complete = 0;
	judgement = judge_under("{}", "notice", "SELECT 'x' AS subject WHERE 0", facts);
	CHECK(judgement->verdict == VERDICT_REVIEW && judgement->num_findings == 0);
	judgement_free(judgement);
}

TEST(finding_due, "a submission whose reading is too old for a rule is not clean")
{
	READING_CLEANUP struct reading *facts = some_package();
	struct judgement *judgement;

	facts->readers = 0;
	judgement = judge_under("{}", "notice", "SELECT name AS subject FROM permission", facts);
	CHECK_NUMBER(judgement->num_due, 1);
	CHECK(judgement->verdict == VERDICT_REVIEW && judgement->num_findings == 0);
	judgement_free(judgement);
}

/* Two packages, the second of which is that split of the first (NULL: another app); the first is by a known packer, and both have the same oddity. */
static struct reading *packed_and_other(const char *split)
{
	struct reading *facts = some_package();
	struct fact_package other = fact_package_row();
	struct fact_packer packer = fact_packer_row();

	reading_rows(facts, package)[0]->package = 0;
	other.package = 1;
	other.path = "";
	other.platform = "android";
	other.app_id = "com.example.other";
	other.split = split;
	other.complete = other.code_visible = 1;
	CHECK(reading_add(facts, FACT_TABLE_package, &other) != NULL);
	packer.package = 0;
	packer.path = "lib/arm64-v8a/libjiagu.so";
	packer.name = "jiagu";
	packer.kind = "packer";
	packer.proven = 1;
	CHECK(reading_add(facts, FACT_TABLE_packer, &packer) != NULL);
	add_anomaly(facts, 0, "elf.malformed", "evasive");
	add_anomaly(facts, 1, "elf.malformed", "evasive");
	return facts;
}

TEST(finding_packer, "a known packer explains what it leaves in its own package and its splits, and not in another package of the submission")
{
	READING_CLEANUP struct reading *with_split = packed_and_other("config.arm64_v8a"), *with_other = packed_and_other(NULL);
	struct judgement *judgement = judge_under("{}", "review", "SELECT 'x' AS subject WHERE 0", with_split);

	CHECK(judgement->verdict == VERDICT_PASS && judgement->num_findings == 1);
	judgement_free(judgement);
	judgement = judge_under("{}", "review", "SELECT 'x' AS subject WHERE 0", with_other);
	CHECK(judgement->verdict == VERDICT_REVIEW);
	judgement_free(judgement);
}

TEST(finding_matching_unfinished, "the time of a rule that matches long texts is over, too, when it is")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *facts = some_package();
	struct timespec from, to;
	struct rules *rules;
	struct judge *judge;
	struct judgement *judgement;

	rules_folder_rule(&folder, "WITH RECURSIVE n(i, t) AS (SELECT 1, printf('%.*c', 200000, 'a') UNION ALL SELECT i + 1, t FROM n WHERE i < 1900)"
				   " SELECT 'x' AS subject FROM n WHERE regexp('(?i)[b-d]+$', t)");
	rules_folder_write(&folder, "policy.json", "{\"limits\": {\"rule-time\": 50}}");
	rules = rules_folder_load(&folder, NULL);
	judge = judge_open(rules, NULL);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
	judgement = judge_submission(judge, facts, NULL, NULL, &gate, NULL);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
	CHECK_TEXT(judgement->findings[0].detail, "it took too long");
	CHECK((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 < 400);
	judgement_free(judgement);
	judge_close(judge);
	rules_free(rules);
}

TEST(finding_all_unfinished, "slow rules have a limit together; one that is quick still finds what it is for")
{
	static const char *const slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS subject FROM n";
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *facts = some_package();
	struct rules *rules;
	struct judge *judge;
	char text[2048] = "";

	for (int i = 0; i < 4; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text),
			 "-- rule: test.rule-%d\n-- verdict: notice\n-- title: T\n-- title.zh: T\n-- class: quality\n%s;\n\n", i,
			 i < 3 ? slow : "SELECT 'x' AS subject");
	rules_folder_write(&folder, "test.sql", text);
	rules_folder_write(&folder, "policy.json", "{\"limits\": {\"rule-time\": 3600000, \"rules-time\": 50}}");
	rules = rules_folder_load(&folder, NULL);
	judge = judge_open(rules, NULL);
	for (int again = 0; again < 2; again++) { /* each submission has the whole time */
		struct judgement *judgement = judge_submission(judge, facts, NULL, NULL, &gate, NULL);

		CHECK(judgement->verdict == VERDICT_REVIEW);
		CHECK_NUMBER(judgement->num_findings, 4);
		for (int i = 0; i < 3; i++) {
			CHECK_TEXT(judgement->findings[i].rule, "limit.rule-time");
			CHECK_TEXT(judgement->findings[i].detail, "all rules together took too long");
		}
		CHECK_TEXT(judgement->findings[3].rule, "test.rule-3");
		judgement_free(judgement);
	}
	judge_close(judge);
	rules_free(rules);
}
