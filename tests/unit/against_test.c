/*
 * What the view newly_against shows of a finding that a patrol has of a listed version, by how it came, was listed and ended.
 */
#include "harness.h"

#include "store/review_table.h"

#include <stdlib.h>

#define KEY "00000000000000ab"
#define DETAIL "com.a: fake"

/* verdict NULL: it had none. Of an outcome the verdict NULL: of before that was kept. */
struct story {
	const char *came;			       /* the finding's verdict when it came */
	const char *listed;			       /* the judgement's when it was listed; "import" */
	const char *outcome, *date, *verdict, *entry;  /* listed on 2026-02-01 */
	const char *found;			       /* a patrol of 2026-03-01 */
	bool is_new;
};

static void put(struct archive *archive, const struct story *story)
{
	struct error err = {0};
	bool is_import = strcmp(story->listed, "import") == 0;
	const struct finding finding = {.key = KEY, .rule = "blacklist.package", .verdict = verdict_parse(story->found), .detail = DETAIL};
	const struct outcome_row outcome = {KEY, finding.rule, story->outcome, story->date, NULL, NULL, NULL, story->verdict, story->entry};

	CHECK(database_run(archive, &err, "INSERT INTO submission (number, time, platform, app_id, verdict, complete, code_visible, truncated, state,"
			   " date, rules, facts) VALUES (1, '2026-01-01', 'android', 'com.a', 'pass', 1, 1, 0, 'listed', '2026-01-01', 'r', x'')", ""));
	CHECK(database_run(archive, &err, "INSERT INTO decision (number, date, what, state, verdict, finding) VALUES (1, '2026-02-01', ?, 'listed', ?, '" KEY "')",
			   "ss", is_import ? "import" : "list", is_import ? NULL : story->listed));
	CHECK(story->came == NULL || database_run(archive, &err, "INSERT INTO finding (number, position, key, rule, verdict, title, title_zh) VALUES (1, 0, '"
						  KEY "', 'blacklist.package', ?, '', '')", "s", story->came));
	CHECK(story->outcome == NULL || review_table_settle(archive, 1, &outcome, &err));
	CHECK(database_run(archive, &err, "INSERT INTO rule_set VALUES (1, '', '', '')", ""));
	CHECK(database_run(archive, &err, "INSERT INTO patrol VALUES (1, '2026-03-01', '', '', 1, 0, 0, '', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)", ""));
	CHECK(database_run(archive, &err, "INSERT INTO standing VALUES (1, 1, ?, 1, 0, NULL)", "s", story->found));
	CHECK(database_run(archive, &err, "INSERT INTO standing_finding VALUES (1, ?, ?, ?, '', '', '', ?, NULL, 1, NULL)", "ssss", finding.key, finding.rule,
			   story->found, DETAIL));
}

static bool is_new(const struct story *story)
{
	char dir[] = "/tmp/prelist-against-XXXXXX", command[64];
	struct error err = {0};
	struct archive *archive;
	int64_t num = -1;

	CHECK(mkdtemp(dir) != NULL);
	archive = archive_open(dir, ARCHIVE_WRITE, &err);
	CHECK(archive != NULL);
	put(archive, story);
	CHECK(database_number(archive, &num, -1, &err, "SELECT count(*) FROM newly_against", ""));
	archive_close(archive);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	CHECK(system(command) == 0);
	return num == 1;
}

static void check_all(const struct story *stories, size_t num)
{
	for (size_t i = 0; i < num; i++)
		CHECK(is_new(&stories[i]) == stories[i].is_new);
}

TEST(against_outcomes, "a finding of a listed version is new unless it ended when it was as grave, and of the same entry of the blacklist")
{
	static const struct story stories[] = {
		{NULL, "pass", NULL, NULL, NULL, NULL, "review", true},
		{"review", "review", "accepted", "2026-02-01", "review", NULL, "review", false},
		{"review", "review", "accepted", "2026-02-01", "review", NULL, "reject", true},
		{"review", "review", "false-positive", "2026-02-01", "review", NULL, "reject", true},
		{"reject", "reject", "accepted", "2026-02-01", "reject", NULL, "reject", false},
		{"reject", "reject", "accepted", "2026-02-01", "reject", NULL, "review", false},
		{"reject", "pass", "accepted", "2026-02-01", "pass", NULL, "reject", true},
		{"review", "pass", "accepted", "2026-02-01", "pass", NULL, "review", true},
		{NULL, "pass", "accepted", "2026-03-02", "review", DETAIL, "review", false},
		{NULL, "pass", "accepted", "2026-03-02", "review", "com.a: by order", "review", true},
	};

	check_all(stories, sizeof stories / sizeof stories[0]);
}

TEST(against_confirmed, "what two persons listed over, though one had confirmed it, is nothing new; what is confirmed of a listed version is")
{
	static const struct story stories[] = {
		{"reject", "reject", "confirmed", "2026-01-15", "reject", NULL, "reject", false},
		{NULL, "pass", "confirmed", "2026-03-02", "reject", NULL, "reject", true},
		{"review", "review", "confirmed", "2026-03-02", "review", NULL, "review", true},
	};

	check_all(stories, sizeof stories / sizeof stories[0]);
}

TEST(against_without_verdict, "where it was not kept how grave a finding was when it ended, the judgement that the version was listed by says so, or what it stood as")
{
	static const struct story stories[] = {
		{"review", "import", NULL, NULL, NULL, NULL, "review", false},
		{"review", "import", NULL, NULL, NULL, NULL, "reject", true},
		{"reject", "import", NULL, NULL, NULL, NULL, "reject", false},
		{"review", "review", "accepted", "2026-02-01", NULL, NULL, "review", false},
		{"review", "review", "accepted", "2026-02-01", NULL, NULL, "reject", true},
		{"reject", "pass", "accepted", "2026-02-01", NULL, NULL, "reject", true},
		{"reject", "reject", "accepted", "2026-02-01", NULL, NULL, "reject", false},
		{NULL, "pass", "accepted", "2026-03-02", NULL, NULL, "reject", false},
		{NULL, "pass", "accepted", "2026-02-02", NULL, NULL, "reject", true},
		{NULL, "pass", "confirmed", "2026-03-02", NULL, NULL, "reject", true},
	};

	check_all(stories, sizeof stories / sizeof stories[0]);
}
