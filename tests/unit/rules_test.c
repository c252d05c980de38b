#include "harness.h"

#include "judge/blacklist.h"
#include "judge/catalogue_check.h"
#include "judge/explain.h"
#include "judge/judge.h"
#include "judge/retention.h"
#include "rules_folder.h"

#include <string.h>

#define HEAD "-- rule: a.b\n-- verdict: review\n-- title: T\n-- title.zh: T\n-- class: quality\n"

/* Loads a folder with that file; says whether what it complains of ends so. */
static void complains(const char *name, const char *text, const char *wanted)
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct error err = {0};
	struct rules *rules;
	struct judge *judge = NULL;

	rules_folder_write(&folder, name, text);
	rules = rules_folder_load(&folder, &err);
	if (rules != NULL)
		judge = judge_open(rules, &err);
	CHECK(judge == NULL);
	if (__builtin_strstr(err.text, wanted) == NULL)
		test_fail(__FILE__, __LINE__, "'%s' does not say '%s'", err.text, wanted);
	judge_close(judge);
	rules_free(rules);
}

TEST(pack_errors, "what is wrong in a pack is named by file and line")
{
	complains("x.sql", "SELECT 1;\n", "x.sql:1: SQL without a header");
	complains("x.sql", "-- verdict: review\n", "x.sql:1: a header begins with 'rule:'");
	complains("x.sql", "-- rule: A b\n", "x.sql:1: an id is of");
	complains("x.sql", "-- rule: a.b\n-- verdikt: review\n", "x.sql:2: there is no header key 'verdikt'");
	complains("x.sql", "-- rule: a.b\n-- verdict: pass\n", "x.sql:2: a verdict is");
	complains("x.sql", "-- rule: a.b\n-- when: never\n", "x.sql:2: when is always or gate");
	complains("x.sql", "-- rule: a.b\n-- subject: mine\n", "x.sql:2: subject is free or catalogue, not 'mine'");
	complains("x.sql", "-- rule: a.b\n-- detail: mine\n", "x.sql:2: detail is free or house, not 'mine'");
	complains("x.sql", "-- rule: a.b\n-- class: other\n", "x.sql:2: there is no class 'other'");
	complains("x.sql", "-- rule: a.b\n-- platform: symbian\n", "x.sql:2: there is no platform");
	complains("x.sql", "-- rule: a.b\n-- verdict: review\nSELECT 1 AS subject;\n", "x.sql:3: verdict, title, title.zh and class");
	complains("x.sql", "-- rule: a.b\n-- verdict: review\ntitle: t\n-- title.zh: t\n-- class: quality\nSELECT 1\nAS subject;\n",
		  "x.sql:3: verdict, title, title.zh and class");
	complains("x.sql", HEAD "-- fix: f\nSELECT 1\nAS subject;\n", "x.sql:7: fix and fix.zh go together");
	complains("x.sql", HEAD "-- detail.zh: until %s\n", "x.sql:6: detail.zh is ENGLISH => CHINESE with the same pieces, not 'until %s'");
	complains("x.sql", HEAD "-- detail.zh: until %s => 至 %d\n", "x.sql:6: detail.zh is");
	complains("x.sql", HEAD "-- detail.zh: until %s => 至 %s%2$s\n", "x.sql:6: detail.zh is");
	complains("x.sql", HEAD "-- detail.zh: until %s => 至\n", "x.sql:6: detail.zh is");
	complains("x.sql", HEAD "-- detail.zh: until %s => 至 %1$s%1$s\n", "x.sql:6: detail.zh is");
	complains("x.sql", HEAD "-- detail.zh: 5 % => 百分之五\n", "x.sql:6: detail.zh is");
	complains("x.sql", HEAD "-- detail.zh: %s starts %s => %2$s 由 %s 启动\n", "x.sql:6: detail.zh is");
	complains("x.sql", HEAD "-- detail.zh: half => 50%\n", "x.sql:6: detail.zh is");
	complains("x.sql", HEAD "-- detail.zh: %s%s%s%s%s%s%s%s%s%s => %s\n", "x.sql:6: detail.zh is");
	complains("x.sql", HEAD "-- verdict: notice\n", "x.sql:6: the header has it twice: 'verdict'");
	complains("x.sql", HEAD "-- miss:\n", "x.sql:6: nothing follows the header key 'miss'");
	complains("x.sql", HEAD "-- fix: \xff\n", "x.sql:6: not UTF-8, or a NUL byte");
	complains("x.sql", HEAD, "x.sql:5: no SELECT follows the header of 'a.b'");
	complains("x.sql", HEAD "-- rule: c.d\n", "x.sql:6: no SELECT follows the header of 'a.b'");
	complains("x.sql", HEAD "SELECT 1 AS subject UNION ALL\n-- rule: c.d\nSELECT 2 AS subject;\n", "x.sql:7: no line that ends in ';' ends the SELECT of 'a.b'");
	complains("x.sql", HEAD "SELECT 1 AS subject; /* a rule follows\n--  rule: c.d\n", "x.sql:7: no line that ends in ';'");
	complains("x.sql", "-- of a Mac\r-- rule: a.b\n", "x.sql:1: a carriage return that ends no line");
	complains("x.sql", HEAD "SELECT 1 AS subject;\n" HEAD "SELECT 1 AS subject;\n", "x.sql:7: another rule has the id 'a.b'");
	complains("x.sql", "-- rule: zip.overlap\n-- verdict: notice\n-- title: T\n-- title.zh: T\n-- class: quality\nSELECT 1 AS subject;\n",
		  "x.sql:6: the id 'zip.overlap' is that of an anomaly");
}

TEST(pack_sql_errors, "a SELECT that is none, reads what there is not or returns no subject is named by file and line")
{
	complains("x.sql", HEAD "SELEKT 1;\n", "x.sql:6: rule a.b: near \"SELEKT\"");
	complains("x.sql", HEAD "SELECT 1 AS topic;\n", "x.sql:6: rule a.b: one SELECT that returns a column `subject`");
	complains("x.sql", HEAD "SELECT colour AS subject FROM package;\n", "x.sql:6: rule a.b: no such column: colour");
	complains("x.sql", HEAD "SELECT 1 AS subject FROM packages;\n", "x.sql:6: rule a.b: no such table: packages");
	complains("x.sql", HEAD "SELECT 1 AS subject; SELECT 2 AS subject;\n", "x.sql:6: rule a.b: one SELECT");
	complains("x.sql", HEAD "SELECT regexp('(', 'a') AS subj;\n", "x.sql:6: rule a.b: one SELECT");
}

static void takes(const char *sql)
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct error err = {0};
	struct rules *rules;
	struct judge *judge;

	rules_folder_rule(&folder, sql);
	rules = rules_folder_load(&folder, &err);
	judge = rules == NULL ? NULL : judge_open(rules, &err);
	CHECK_TEXT(err.text, "");
	judge_close(judge);
	rules_free(rules);
}

#define ROWS "SELECT name AS subject FROM permission "

TEST(pack_malformed_pattern, "a malformed pattern that is the same for every row is named by file and line before there is a row")
{
	complains("x.sql", HEAD ROWS "WHERE regexp('a(', name);\n", "x.sql:6: rule a.b: regexp: the pattern is malformed at byte 2: missing closing parenthesis");
	complains("x.sql", HEAD ROWS "\nWHERE name REGEXP '[' AND name <> '';\n", "x.sql:6: rule a.b: regexp: the pattern is malformed");
	complains("x.sql", HEAD ROWS "WHERE name NOT REGEXP ('(') || '?' OR 1;\n", "the pattern is malformed");
	complains("x.sql", HEAD ROWS "WHERE name REGEXP '(' COLLATE NOCASE;\n", "the pattern is malformed");
	complains("x.sql", HEAD ROWS "WHERE Regexp /* ) */ ('it''s' || '\\', name);\n", "the pattern is malformed");
	complains("x.sql", HEAD ROWS "WHERE regexp('a', name) AND regexp('(', name);\n", "the pattern is malformed");
	complains("x.sql", HEAD ROWS "WHERE regexp(iif(1, '(', 'a,b'), lower(name));\n", "the pattern is malformed");
	complains("x.sql", HEAD ROWS "WHERE CASE WHEN name REGEXP '(' THEN 1 END;\n", "the pattern is malformed");
	complains("x.sql", HEAD ROWS "WHERE regexp((SELECT '(' || name FROM colours), name);\n", "the pattern is malformed");
}

TEST(pack_pattern_of_parts, "a pattern is looked at with all its parts, and not before the row that has some of them")
{
	takes(ROWS "WHERE name REGEXP 'a(' || 'b)' AND name <> ''");
	takes(ROWS "WHERE name REGEXP ('a(') || 'b)'");
	takes(ROWS "WHERE name REGEXP 'a(' COLLATE NOCASE || 'b)'");
	takes(ROWS "WHERE regexp('(' || name || ')', 'x')");
	takes(ROWS "WHERE regexp('a', '(' || name) OR name = 'regexp(''(''' OR name REGEXP NULL");
	takes("SELECT regexp.name AS subject FROM permission AS regexp -- REGEXP '('\n");
	takes(ROWS "WHERE regexp('^(a+)+$', name)");
}

TEST(pack_sql_misspelt, "what SQLite would take for a text or a parameter is refused, so that no misspelt rule finds nothing")
{
	complains("x.sql", HEAD "SELECT path AS subject FROM package WHERE \"complet\" = 0;\n", "x.sql:6: rule a.b: no such column: complet");
	complains("x.sql", HEAD "SELECT path AS subject FROM package WHERE app_id = :app;\n", "x.sql:6: rule a.b: one SELECT");
}

TEST(catalogue_errors, "a catalogue that is none is named by file and line")
{
	complains("catalogue/x.tsv", "# nothing\n", "x.tsv:1: no header row");
	complains("catalogue/x.tsv", "a\tb\n1\t2\t3\n", "x.tsv:2: 3 fields, the header has 2");
	complains("catalogue/x.tsv", "a\tb\n1\t2\n1\n", "x.tsv:3: 1 fields, the header has 2");
	complains("catalogue/x.tsv", "a\tb\n1\t2\n\t2\n", "x.tsv:3: nothing stands in the first column");
	complains("catalogue/x.tsv", "a\t\n1\t2\n", "x.tsv:1: a column of the header has no name");
	complains("catalogue/x.tsv", "a\n\xff\n", "x.tsv:2: not UTF-8");
}

TEST(policy_errors, "keys, values, verdicts, limits and rules that a policy may not have are refused with file and line")
{
	complains("policy.json", "{\"colour\": 1}", "policy.json:1: the policy has an unknown key 'colour'");
	complains("policy.json", "{\"effects\": {\"strange\": \"review\"}}", "there is no effect 'strange'");
	complains("policy.json", "{\"effects\": {\"odd\":\n\"maybe\"}}", "policy.json:1: effects.odd");
	complains("policy.json", "{\"effects\": {\"odd\": \"notice\",\n\"refused\": \"pass\"}}", "policy.json:2: effects.refused: not notice, review or reject");
	complains("policy.json", "{\"effects\": {\"refused\": \"none\"}}", "effects.refused: not notice, review or reject");
	complains("policy.json", "{\"effects\": {\"refused\": null}}", "effects.refused: not notice, review or reject");
	complains("policy.json", "{\"effects\": {\"unread\": \"notice\"}}", "effects.unread: at least review");
	complains("policy.json", "{\"limits\": {\"colours\": 1}}", "colours");
	complains("policy.json", "{\"limits\": {\n\"rule-time\": 1.5}}", "policy.json:2: limits: limit rule-time takes a whole number");
	complains("policy.json", "{\"overrides\": [{\"rule\": \"no.such\", \"verdict\": \"notice\", \"reason\": \"x\"}]}",
		  "policy.json:1: overrides: there is no rule 'no.such'");
	complains("policy.json", "{\"overrides\": [{\"rule\": \"limit.entries\", \"verdict\": \"pass\", \"reason\": \"x\"}]}",
		  "limit.entries: what was not read is at least review");
	complains("policy.json", "{\"overrides\": [\n{\"rule\": \"zip.overlap\", \"verdict\": \"pass\"}]}", "policy.json:2: an override needs rule, verdict");
	complains("policy.json", "{\"overrides\": [{\"rule\": \"zip.overlap\", \"verdict\": \"pass\", \"reason\": \"x\", \"till\": \"\"}]}", "till");
	complains("policy.json", "{\"timezone\": \"UTC\"", "policy.json:1");
	complains("blacklist.json", "[{\"kind\": \"colour\", \"value\": \"red\"}]", "blacklist.json: an entry needs a known kind");
	complains("blacklist.json", "[{\"kind\": \"file\", \"value\": \"abc\"}]", "SHA-256 of 64 hex digits");
	complains("blacklist.json", "[{\"kind\": \"permission\", \"value\": \"a.*\"}]", "takes no pattern");
}

TEST(policy_kinds, "a value of the wrong kind or out of its range switches nothing off: the policy is refused")
{
	complains("policy.json", "{\n\"require_form\": 1}", "policy.json:2: require_form should be true or false");
	complains("policy.json", "{\"require_filing\": \"true\"}", "require_filing should be true or false");
	complains("policy.json", "{\"target_sdk\": {\"2024-1-1\": 30}}", "target_sdk.2024-1-1 should be a date YYYY-MM-DD with a whole number from 1 to 10000");
	complains("policy.json", "{\"target_sdk\": {\"2024-01-01\": \"30\"}}", "target_sdk.2024-01-01 should be");
	complains("policy.json", "{\"target_sdk\": 30}", "target_sdk should be an object");
	complains("policy.json", "{\"timezone\": \"Asia/Shangai\"}", "timezone should be a time zone");
	complains("policy.json", "{\"licence_warning_days\": -1}", "licence_warning_days should be a whole number from 0 to 3660");
	complains("policy.json", "{\"effects\": []}", "effects should be an object");
	complains("policy.json", "{\"overrides\": {}}", "overrides should be a list of objects");
	complains("policy.json", "{\"operator\": {\"valid_until\": \"2030 01 01\"}}", "operator.valid_until should be a date");
	complains("policy.json", "{\"desk\": {\n\"settle_each\": true,\n\"override_rejects\": \"Two\"}}", "policy.json:3: desk.override_rejects should be two, one or never");
	complains("policy.json", "{\"desk\": {\"sample_percnt\": 2}}", "unknown key 'desk.sample_percnt'");
	complains("policy.json", "{\"desk.sample_percent\": 2}", "unknown key 'desk.sample_percent'");
	complains("policy.json", "{\"desk\": {\"score\": {\"incidents\": 0.5}}}", "desk.score.incidents should be a whole number");
}

TEST(policy_retention, "what is kept for less than a year is refused with its line; 365 days are not")
{
	complains("policy.json", "{\n\"retention_days\": 364}", "policy.json:2: retention_days should be a year at least");
	complains("policy.json", "{\"retention_days\": \"1096\"}", "policy.json:1: retention_days");
	complains("policy.json", "{\"retention_days\": 365.5}", "policy.json:1: retention_days");
	complains("policy.json", "{\"retention_days\": 365,\n\n\"retention\": {\"personal_days\": 364}}", "policy.json:3: retention.personal_days");
	complains("policy.json", "{\"retention\": {\"log_days\": 400}}", "log_days");
}

static void kept_until(struct date from, int64_t days, const char *wanted)
{
	char text[DATE_TEXT_LEN];

	date_format(retention_until(from, days), text);
	CHECK_TEXT(text, wanted);
}

TEST(retention_days, "a year is kept to its corresponding day, whether it has 365 or 366 days, and more days by count")
{
	kept_until((struct date){2023, 2, 28}, 365, "2024-02-28");
	kept_until((struct date){2023, 3, 1}, 365, "2024-03-01");
	kept_until((struct date){2024, 2, 28}, 365, "2025-02-28");
	kept_until((struct date){2024, 2, 29}, 365, "2025-02-28");
	kept_until((struct date){2024, 3, 1}, 365, "2025-03-01");
	kept_until((struct date){2023, 3, 1}, 366, "2024-03-01");
	kept_until((struct date){2023, 3, 1}, 367, "2024-03-02");
	kept_until((struct date){2020, 3, 2}, RETENTION_DAYS_DEFAULT, "2023-03-03");
	kept_until((struct date){2024, 2, 29}, RETENTION_DAYS_DEFAULT, "2027-03-01");
}

TEST(rules_digest, "the digest of the rules is of the bytes of every file, not of where they lie")
{
	RULES_FOLDER_CLEANUP struct rules_folder first = rules_folder_make(), second = rules_folder_make();
	struct rules *a = rules_folder_load(&first, NULL), *b = rules_folder_load(&second, NULL);

	CHECK_TEXT(rules_sha256(a), rules_sha256(b));
	rules_free(b);
	rules_folder_write(&second, "catalogue/colours.tsv", "name\trgb\nred\tff0001\n");
	b = rules_folder_load(&second, NULL);
	CHECK(__builtin_strcmp(rules_sha256(a), rules_sha256(b)) != 0);
	CHECK_TEXT(rules_catalogue_value(b, "colours", "red", "rgb"), "ff0001");
	CHECK_TEXT(rules_catalogue_value(a, "colours", "green", "rgb"), "00ff00");
	CHECK(rules_catalogue_value(a, "colours", "blue", "rgb") == NULL && rules_catalogue_value(a, "colours", "grey", "rgb") == NULL);
	rules_free(a);
	rules_free(b);
}

TEST(rules_explained, "an explanation says the tables that a rule reads and how they are looked through")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	ARENA_CLEANUP struct arena arena = arena_new(1 << 20);
	struct explanation explanation = {0};
	struct rules *rules;

	rules_folder_rule(&folder, "SELECT p.name AS subject FROM Permission p WHERE NOT EXISTS (SELECT 1 FROM previous_permission b "
				   "WHERE b.name = p.name) AND EXISTS (SELECT 1 FROM colours)");
	rules = rules_folder_load(&folder, NULL);
	CHECK(explain_rule(rules, rules_at(rules, 0), &arena, &explanation, NULL));
	CHECK_TEXT(explanation.tables[0], "permission");
	CHECK(__builtin_strstr(explanation.plan, "SCAN b VIRTUAL TABLE INDEX 3:name") != NULL);
	CHECK_NUMBER(explanation.since, 1);
	rules_free(rules);
}

TEST(catalogue_extend, "a file of a catalogue's name beside the packs adds its rows, which come first; other columns are refused")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct error err = {0};
	struct rules *rules;

	rules_folder_write(&folder, "colours.tsv", "name\trgb\nred\taa0000\nblack\t000000\n");
	rules_folder_write(&folder, "shapes.tsv", "name\ncircle\n");
	rules = rules_folder_load(&folder, &err);
	CHECK_TEXT(err.text, "");
	if (rules == NULL)
		return;
	CHECK_NUMBER(rules_catalogue(rules, "colours")->num_rows, 5);
	CHECK_TEXT(rules_catalogue_value(rules, "colours", "red", "rgb"), "aa0000");
	CHECK_TEXT(rules_catalogue_value(rules, "colours", "black", "rgb"), "000000");
	CHECK_TEXT(rules_catalogue_value(rules, "colours", "green", "rgb"), "00ff00");
	CHECK_NUMBER(rules_catalogue(rules, "shapes")->num_rows, 1);
	rules_free(rules);
	complains("colours.tsv", "name\n", "colours.tsv:1: its columns are not those of the catalogue colours");
	complains("colours.tsv", "rgb\tname\n", "colours.tsv:1: its columns are not those of the catalogue colours");
}

struct faults {
	char text[2000];
	size_t num;
};

static void keep_fault(void *owner, const char *text)
{
	struct faults *faults = owner;
	const char *slash = strrchr(text, '/');
	size_t len = strlen(faults->text);

	faults->num++;
	snprintf(faults->text + len, sizeof faults->text - len, "%s\n", slash != NULL ? slash + 1 : text);
}

static struct faults faults_of(const char *text)
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct faults faults = {0};
	struct error err = {0};
	struct rules *rules;

	rules_folder_write(&folder, "catalogue/x.tsv", text);
	rules = rules_folder_load(&folder, &err);
	CHECK_TEXT(err.text, "");
	if (rules != NULL)
		catalogue_check_all(rules, keep_fault, &faults);
	rules_free(rules);
	return faults;
}

TEST(catalogue_check, "what may not stand in a column of a catalogue is named by file and line")
{
	CHECK_TEXT(faults_of("# check: a in x y\na\tb\nx\t1\ny\t2\nz\t3\n").text, "x.tsv:5: a is to be one of x y, not 'z'\n");
	CHECK_TEXT(faults_of("# check: a in colours.name\na\nred\nred\nrad\n").text, "x.tsv:5: a is to be one of colours.name, not 'rad'\n");
	CHECK_NUMBER(faults_of("# check: a in gr+colours.name re+colours.name -\nb\ta\n1\teen\n2\td\n3\t\n").num, 0);
	CHECK_NUMBER(faults_of("# check: a in gr+colours.name\nb\ta\n1\tred\n2\td\n3\t\n").num, 3);
	CHECK_NUMBER(faults_of("# no check: a in x\na\nz\n").num, 0);
}

TEST(catalogue_check_faults, "a check that would check nothing is a fault itself")
{
	CHECK_TEXT(faults_of("# check: b in x\na\nz\n").text, "x.tsv:1: a check is 'COLUMN in WORD...', of a column that is there, not 'b'\n");
	CHECK_TEXT(faults_of("# check: a of x\na\nz\n").text, "x.tsv:1: a check is 'COLUMN in WORD...', of a column that is there, not 'a'\n");
	CHECK_TEXT(faults_of("# check: a in colours.hue\na\nz\n").text, "x.tsv:1: there is no such column: 'colours.hue'\n");
	CHECK_TEXT(faults_of("# check: a in shapes.name\na\nz\n").text, "x.tsv:1: there is no such column: 'shapes.name'\n");
}
