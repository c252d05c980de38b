#include "harness.h"
#include "rules_folder.h"

#include "bytes/text.h"
#include "store/blacklist_table.h"
#include "store/compact.h"
#include "store/decision.h"
#include "store/event.h"
#include "store/icon_like.h"
#include "store/listed_elsewhere.h"
#include "store/listing.h"
#include "store/logged.h"
#include "store/pack_log.h"
#include "store/package_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHA256 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

struct place {
	char dir[32];
	struct archive *archive;
	struct error err;
};

static void place_close(struct place *place)
{
	char command[64];

	CHECK_TEXT(place->err.text, "");
	archive_close(place->archive);
	snprintf(command, sizeof command, "rm -rf %s", place->dir);
	CHECK(system(command) == 0);
}
#define PLACE_CLEANUP __attribute__((cleanup(place_close)))

static struct place place_open(void)
{
	struct place place = {.dir = "/tmp/prelist-store-XXXXXX"};

	CHECK(mkdtemp(place.dir) != NULL);
	place.archive = archive_open(place.dir, ARCHIVE_WRITE, &place.err);
	CHECK(place.archive != NULL);
	return place;
}

static void count(void *owner, const char *text)
{
	(void)text;
	++*(int *)owner;
}

static int num_problems(struct archive *archive)
{
	struct error err = {0};
	int num = 0;

	CHECK(pack_log_verify(archive, count, &num, &err));
	return num;
}

TEST(pack_logged_plainly, "a pack is as sound whose log says no more than that a package of its app is in one; one that it does not know is not")
{
	PLACE_CLEANUP struct place place = place_open();
	const struct event compact = {.kind = "compact", .subject = "android:com.a", .detail = "kept entry by entry", .content = SHA256};
	const struct event prune = {.kind = "prune", .subject = "package " SHA256, .detail = "kept until 2022-03-01; x", .content = ""};
	struct archive *archive = place.archive;
	struct error *err = &place.err;

	CHECK(event_append(archive, &compact, err) &&
	      database_run(archive, err, "INSERT INTO pack (platform, app_id, size) VALUES ('android', 'com.a', 7), ('android', 'com.empty', 0)", "") &&
	      database_run(archive, err, "INSERT INTO app VALUES ('android', 'com.empty', 0)", ""));
	CHECK_NUMBER(num_problems(archive), 0);
	CHECK(database_run(archive, err, "UPDATE pack SET loose = 1 WHERE app_id = 'com.a'", ""));
	CHECK_NUMBER(num_problems(archive), 1);
	CHECK(event_append(archive, &prune, err));
	CHECK_NUMBER(num_problems(archive), 0);
	CHECK(database_run(archive, err, "INSERT INTO pack (platform, app_id, size) VALUES ('android', 'com.b', 7)", ""));
	CHECK_NUMBER(num_problems(archive), 1);
}

TEST(package_named_again, "a package whose name was taken away before it was kept gets it again, as often as that happens")
{
	char dir[] = "/tmp/prelist-store-XXXXXX", command[64];
	struct error err = {0};
	struct incoming incoming;
	int dir_fd, fd;

	CHECK(mkdtemp(dir) != NULL);
	dir_fd = open(dir, O_RDONLY | O_DIRECTORY);
	CHECK(dir_fd >= 0 && mkdirat(dir_fd, "packages", 0700) == 0);
	fd = open("/proc/self/exe", O_RDONLY);
	CHECK(fd >= 0 && package_file_receive(dir_fd, fd, &incoming, &err));
	for (int i = 0; i < 3; i++) {
		CHECK(package_file_link(dir_fd, &incoming, &err) && package_file_link(dir_fd, &incoming, &err));
		close(fd);
		fd = package_file_open(dir_fd, incoming.sha256, &err);
		CHECK(fd >= 0 && package_file_drop(dir_fd, incoming.sha256, &err));
	}
	CHECK_TEXT(err.text, "");
	incoming_close(&incoming);
	close(fd);
	close(dir_fd);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	CHECK(system(command) == 0);
}

TEST(read_only_changed, "an archive that is read without locks and is written to meanwhile is said to be, whether in the database or in a log beside it")
{
	char dir[] = "/tmp/prelist-store-XXXXXX", path[64], uri[READ_ONLY_URI_MAX];
	struct error err = {0};
	struct read_only alone = {0}, shared = {0};
	int dir_fd, fd;

	CHECK(mkdtemp(dir) != NULL);
	snprintf(path, sizeof path, "%s/prelist.db", dir);
	dir_fd = open(dir, O_RDONLY | O_DIRECTORY);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0 && read_only_begin(&alone, dir_fd, "a b?", uri, &err));
	CHECK_TEXT(uri, "file:a b%3F/prelist.db?immutable=1");
	CHECK(read_only_end(&alone, dir_fd, dir, &err));
	CHECK(write(fd, "x", 1) == 1 && !read_only_end(&alone, dir_fd, dir, &err) && err.code == ERROR_CONFLICT);
	CHECK(read_only_end(&shared, dir_fd, dir, &err));
	CHECK(ftruncate(fd, 0) == 0 && read_only_begin(&alone, dir_fd, dir, uri, &err) == true);
	close(fd);
	fd = openat(dir_fd, "prelist.db-wal", O_RDWR | O_CREAT, 0600);
	err = (struct error){0};
	CHECK(fd >= 0 && read_only_end(&alone, dir_fd, dir, &err));
	CHECK(write(fd, "x", 1) == 1 && !read_only_end(&alone, dir_fd, dir, &err));
	close(fd);
	close(dir_fd);
	snprintf(path, sizeof path, "rm -rf %s", dir);
	CHECK(system(path) == 0);
}

TEST(event_rows, "the digest of what an event changed is over the type, length and text of each value, whatever SQLite keeps it in")
{
	static const char *const queries[] = {"SELECT NULL, -7, 1.5, 'a\xe4\xb8\xad', x'00FF', '' WHERE ?1 = 2", "SELECT ?1 UNION ALL SELECT 3 WHERE ?1 = 9"};
	PLACE_CLEANUP struct place place = place_open();
	char content[65];

	CHECK(event_digest(place.archive, queries, 2, 2, content, &place.err));
	CHECK_TEXT(content, "ae36de63c4213442e8e39f17047173a21ab28eca6bc98c2cff1aa5a9dd210bc5"); /* by Python's hashlib */
}

/* Of an app of head 3, beside a blacklist of that generation. */
static struct snapshot now(struct archive *archive, struct error *err)
{
	struct snapshot snapshot = {.head = 3};

	CHECK(blacklist_table_generation(archive, &snapshot.blacklist_generation, err));
	return snapshot;
}

static void add_package(struct archive *archive, int64_t number, const char *device, struct error *err)
{
	CHECK(database_run(archive, err,
			   "INSERT INTO submission_package (number, position, sha256, reading, device) SELECT ?1, count(*), 'a', '', ?2 FROM submission_package"
			   " WHERE number = ?1", "is", number, device));
}

static void add_submission(struct archive *archive, int64_t number, const char *time, struct error *err)
{
	CHECK(database_run(archive, err, "INSERT OR IGNORE INTO app VALUES ('android', 'com.a', 3)", ""));
	CHECK(database_run(archive, err, "INSERT OR IGNORE INTO package VALUES ('a', 1, 1, x'00')", ""));
	CHECK(database_run(archive, err,
			   "INSERT INTO submission (number, time, platform, app_id, verdict, complete, code_visible, truncated, state, date, rules, facts, came)"
			   " VALUES (?1, ?2, 'android', 'com.a', 'pass', 1, 1, 0, 'received', ?2, 'r', x'00', ?2)", "is", number, time));
	add_package(archive, number, "", err);
}

static enum keep_outcome decide(struct archive *archive, const struct snapshot *judged_by, struct error *err)
{
	const struct decision decision = {.number = 1, .what = "list", .reason = "x", .judged_by = judged_by};
	enum keep_outcome outcome;

	CHECK(database_begin(archive, err));
	outcome = decision_put(archive, &decision, err);
	database_rollback(archive);
	return outcome;
}

TEST(decision_moved_on, "who decides by a judgement since which the app or the blacklist has changed is to judge again")
{
	PLACE_CLEANUP struct place place = place_open();
	struct snapshot snapshot = now(place.archive, &place.err);

	add_submission(place.archive, 1, "2026-01-01", &place.err);
	CHECK(decide(place.archive, &snapshot, &place.err) == KEPT);
	snapshot.head--;
	CHECK(decide(place.archive, &snapshot, &place.err) == KEEP_AGAIN);
	snapshot.head++;
	snapshot.blacklist_generation--;
	CHECK(decide(place.archive, &snapshot, &place.err) == KEEP_AGAIN);
}

TEST(decision_room, "what waits is listed, rejected or withdrawn, what is listed goes, and of what is withdrawn nothing is decided any more")
{
	static const char *const states[] = {"received", "listed", "rejected", "delisted", "withdrawn"};
	static const char *const whats[] = {"list", "reject", "delist", "retire", "withdraw"};
	static const char *const wanted[] = {"11001", "10110", "11000", "11000", "00000"}; /* of each state: whether there is room */
	PLACE_CLEANUP struct place place = place_open();

	add_submission(place.archive, 1, "2026-01-01", &place.err);
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		CHECK(database_run(place.archive, &place.err, "UPDATE submission SET state = ?", "s", states[i]));
		for (size_t j = 0; j < sizeof whats / sizeof whats[0]; j++) {
			struct error err = {0};

			CHECK(decision_fits(place.archive, 1, whats[j], &err) == (wanted[i][j] == '1'));
		}
	}
}

static void check_listed(struct place *place, int64_t wanted)
{
	int64_t listed;

	CHECK(database_number(place->archive, &listed, 0, &place->err, "SELECT number FROM listing", ""));
	CHECK_NUMBER(listed, wanted);
}

TEST(stands_as_listed, "what a person listed last stands as listed until it is delisted itself or what is newer was listed later and is imported; an archive"
			" where something else stood is mended")
{
	static const char *const times[] = {"2026-03-01", "2026-05-01", "2026-01-01", "2026-04-01", "2026-06-01", "2026-06-03"}; /* of #1 to #6 */
	static const struct {
		int64_t number;
		const char *what, *state; /* the state, of an import */
		const char *date;
		int64_t listed;
	} steps[] = {{1, "list", NULL, "2026-03-02", 1},	    {2, "list", NULL, "2026-05-02", 2},
		     {5, "import", "listed", "2026-06-02", 5},	    {1, "list", NULL, "2026-07-01", 1},
		     {3, "import", "listed", "2026-01-02", 1},	    {3, "import", "delisted", "2026-02-01", 1},
		     {6, "import", "listed", "2026-06-03", 1},	    {6, "import", "delisted", "2026-07-02", 1},
		     {4, "import", "listed", "2026-04-02", 1},	    {2, "delist", NULL, "2026-07-03", 1},
		     {5, "delist", NULL, "2026-07-03", 1},	    {2, "list", NULL, "2026-07-04", 2},
		     {1, "delist", NULL, "2026-07-05", 2},	    {2, "delist", NULL, "2026-07-05", 4}};
	static const char *const undo[] = {
		"DROP TABLE listing", "DROP INDEX submission_listed", "ALTER TABLE submission_package DROP COLUMN device", "ALTER TABLE app ADD COLUMN listed INTEGER REFERENCES submission",
		"UPDATE app SET listed = 3", "DROP INDEX submission_came", "ALTER TABLE submission DROP COLUMN came", "DROP INDEX posting_look_1",
		"DROP INDEX blacklist_entry_look_1", "DROP INDEX posting_look_2", "DROP INDEX blacklist_entry_look_2", "DROP INDEX posting_look_3",
		"DROP INDEX blacklist_entry_look_3", "DROP INDEX posting_look_4", "DROP INDEX blacklist_entry_look_4", "DROP VIEW newly_against",
		"ALTER TABLE finding DROP COLUMN packages", "ALTER TABLE standing_finding DROP COLUMN packages", "ALTER TABLE case_finding DROP COLUMN packages",
		"ALTER TABLE finding_outcome DROP COLUMN verdict", "ALTER TABLE finding_outcome DROP COLUMN entry",
		"CREATE VIEW newly_against AS SELECT 1 AS number", "PRAGMA user_version = 6"};
	PLACE_CLEANUP struct place place = place_open();

	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
		add_submission(place.archive, (int64_t)i + 1, times[i], &place.err);
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		const struct decision decision = {.number = steps[i].number, .what = steps[i].what, .date = steps[i].date, .reason = "x"};

		CHECK(steps[i].state == NULL ? decision_put(place.archive, &decision, &place.err) == KEPT
					     : decision_import(place.archive, &decision, steps[i].state, &place.err));
		check_listed(&place, steps[i].listed);
	}
	for (size_t i = 0; i < sizeof undo / sizeof undo[0]; i++)
		CHECK(database_run(place.archive, &place.err, undo[i], ""));
	archive_close(place.archive);
	place.archive = archive_open(place.dir, ARCHIVE_WRITE, &place.err);
	CHECK_TEXT(place.err.text, "");
	check_listed(&place, 4);
}

static void check_listings(struct place *place, const char *wanted)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		place->archive, &place->err, "SELECT group_concat(device || '#' || number, ' ') FROM (SELECT * FROM listing ORDER BY device)", "");
	int num = 0;

	CHECK(database_step(place->archive, row, &place->err) == SQLITE_ROW);
	CHECK_TEXT(text_or_empty(database_text(row, 0)), wanted);
	CHECK(listing_verify(place->archive, count, &num, &place->err) && num == 0);
}

TEST(listed_by_kind, "a version that is listed takes the place of others for the kinds of devices that it has a package for, and gives it back for these")
{
	static const struct {
		int64_t number;
		const char *what, *listings;
	} steps[] = {{1, "list", "#1"},		      {2, "list", "#1 watch#2"},    {3, "list", "#3 watch#3"}, {4, "list", "#4 watch#3"},
		     {2, "list", "#4 watch#2"},	      {4, "delist", "#3 watch#2"},  {3, "retire", "#1 watch#2"}, {1, "delist", "watch#2"},
		     {2, "delist", ""},		      {4, "list", "#4"}};
	PLACE_CLEANUP struct place place = place_open();

	for (int64_t i = 1; i <= 4; i++)
		add_submission(place.archive, i, "2026-01-01", &place.err);
	CHECK(database_run(place.archive, &place.err, "UPDATE submission_package SET device = 'watch' WHERE number = 2", ""));
	add_package(place.archive, 3, "watch", &place.err);
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		const struct decision decision = {.number = steps[i].number, .what = steps[i].what, .date = "2026-02-01", .reason = "x"};

		CHECK(decision_put(place.archive, &decision, &place.err) == KEPT);
		check_listings(&place, steps[i].listings);
	}
}

TEST(compact_listed, "what stands as listed for any kind of device is not compacted, though something newer does for another")
{
	static const char *const whats[] = {"list", "retire"}; /* of #1 */
	PLACE_CLEANUP struct place place = place_open();

	for (int64_t i = 1; i <= 2; i++)
		add_submission(place.archive, i, "2026-01-01", &place.err);
	CHECK(database_run(place.archive, &place.err, "INSERT INTO package VALUES ('b', 1, 1, x'00')", "") &&
	      database_run(place.archive, &place.err, "UPDATE submission_package SET sha256 = 'b', device = 'watch' WHERE number = 1", ""));
	for (uint64_t i = 0; i < 2; i++) {
		const struct decision decisions[] = {{.number = 1, .what = whats[i], .reason = "x"}, {.number = 2, .what = "list", .reason = "x"}};
		struct compaction compaction = {.dry_run = true};

		for (size_t j = 0; j < 2; j++)
			CHECK(decision_put(place.archive, &decisions[j], &place.err) == KEPT);
		CHECK(compact_archive(place.archive, NULL, NULL, &compaction, &place.err));
		CHECK_NUMBER(compaction.num_packages, i);
	}
}

/* Something of an app, of which no more than its name matters. request, package: or NULL. */
static enum keep_outcome keep_app(struct archive *archive, const struct snapshot *judged_by, const char *app_id, const char *request,
				  struct incoming *package, struct error *err)
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *facts = reading_new(1 << 20);
	const struct judge_run run = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};
	const struct judgement judgement = {.verdict = VERDICT_PASS};
	struct rules *rules = rules_folder_load(&folder, err);
	const struct submitted_package submitted = {.file = "a.apk", .reading = facts, .incoming = package};
	const struct submission submission = {.facts = facts, .judgement = &judgement, .rules = rules, .run = &run, .request_id = request,
					      .packages = &submitted, .num_packages = package != NULL};
	struct fact_package row = fact_package_row();
	enum keep_outcome outcome;
	int64_t number;

	row.path = "";
	row.platform = "android";
	row.app_id = app_id;
	fact_package_emit(&facts->sink, &row);
	outcome = archive_keep(archive, &submission, judged_by, &number, err);
	rules_free(rules);
	return outcome;
}

static enum keep_outcome keep_package(struct archive *archive, const struct snapshot *judged_by, const char *request, struct incoming *package,
				      struct error *err)
{
	return keep_app(archive, judged_by, "com.a", request, package, err);
}

static enum keep_outcome keep(struct archive *archive, const struct snapshot *judged_by, const char *request, struct error *err)
{
	return keep_package(archive, judged_by, request, NULL, err);
}

TEST(keep_moved_on, "a submission judged before the app or the blacklist changed is not kept as it was judged")
{
	PLACE_CLEANUP struct place place = place_open();
	struct snapshot snapshot = now(place.archive, &place.err);

	add_submission(place.archive, 1, "2026-01-01", &place.err);
	snapshot.head--;
	CHECK(keep(place.archive, &snapshot, NULL, &place.err) == KEEP_AGAIN);
	snapshot.head++;
	snapshot.blacklist_generation--;
	CHECK(keep(place.archive, &snapshot, NULL, &place.err) == KEEP_AGAIN);
	snapshot.blacklist_generation++;
	CHECK(keep(place.archive, &snapshot, NULL, &place.err) == KEPT);
}

TEST(keep_long_name, "a submission is found in the log under the longest app id that a package can have")
{
	PLACE_CLEANUP struct place place = place_open();
	struct snapshot snapshot = now(place.archive, &place.err);
	char app_id[1024 + 1] = "";
	int num = 0;

	memset(app_id, 'a', sizeof app_id - 1);
	snapshot.head = 0;
	CHECK(keep_app(place.archive, &snapshot, app_id, NULL, NULL, &place.err) == KEPT);
	CHECK(logged_verify(place.archive, &logged_submissions, count, &num, &place.err) && num == 0);
}

static void take_name(sqlite3_context *context, int num, sqlite3_value **values)
{
	struct archive *archive = sqlite3_user_data(context);
	struct error err = {0};

	CHECK(num == 1 && package_file_drop(archive->dir_fd, (const char *)sqlite3_value_text(values[0]), &err));
}

TEST(keep_stays, "a package whose file is let go before the transaction that names it is kept with its file all the same")
{
	PLACE_CLEANUP struct place place = place_open();
	struct archive *archive = place.archive;
	struct snapshot snapshot = now(archive, &place.err);
	struct incoming package;
	int fd = open("/proc/self/exe", O_RDONLY);

	snapshot.head = 0;
	CHECK(fd >= 0 && archive_receive(archive, fd, &package, &place.err));
	close(fd);
	CHECK(sqlite3_create_function(archive->db, "take_name", 1, SQLITE_UTF8, archive, take_name, NULL, NULL) == SQLITE_OK &&
	      database_run(archive, &place.err, "CREATE TEMP TRIGGER meanwhile AFTER INSERT ON main.package BEGIN SELECT take_name(new.sha256); END", ""));
	CHECK(keep_package(archive, &snapshot, NULL, &package, &place.err) == KEPT);
	fd = package_file_open(archive->dir_fd, package.sha256, &place.err);
	CHECK(fd >= 0);
	close(fd);
	incoming_close(&package);
}

TEST(keep_order, "what the clock said was later, when it was ahead, came no later than what is submitted next, and what stands as listed is by that order")
{
	PLACE_CLEANUP struct place place = place_open();
	struct snapshot snapshot = now(place.archive, &place.err);
	int64_t num;

	add_submission(place.archive, 1, "2026-01-01", &place.err);
	for (int64_t i = 2; i <= 3; i++) {
		const struct decision decision = {.number = i, .what = "import", .date = "2026-01-01", .reason = "x"};

		add_submission(place.archive, i, i == 2 ? "9999-01-02" : "9999-01-01", &place.err);
		CHECK(decision_import(place.archive, &decision, "listed", &place.err));
		check_listed(&place, 2);
		snapshot.head++;
	}
	CHECK(keep(place.archive, &snapshot, NULL, &place.err) == KEPT);
	check_listed(&place, 3);
	CHECK(database_number(place.archive, &num, 0, &place.err,
			      "SELECT count(*) FROM submission a JOIN submission b ON " MOMENT("a") " < " MOMENT("b") " WHERE a.number < b.number", ""));
	CHECK_NUMBER(num, 6);
	CHECK(database_number(place.archive, &num, 9, &place.err,
			      "SELECT count(*) FROM submission s JOIN (" SUBMISSIONS_CAME ") c ON c.number = s.number WHERE s.came <> c.came", ""));
	CHECK_NUMBER(num, 0);
}

TEST(keep_once, "a request that another process kept since it was looked for is that submission, whatever has moved on")
{
	PLACE_CLEANUP struct place place = place_open();
	struct snapshot snapshot = now(place.archive, &place.err);
	int64_t number;

	snapshot.head = 0;
	CHECK(keep(place.archive, &snapshot, "request", &place.err) == KEPT);
	CHECK(keep(place.archive, &snapshot, "request", &place.err) == KEPT_EARLIER);
	CHECK(database_number(place.archive, &number, 0, &place.err, "SELECT count(*) FROM submission", ""));
	CHECK_NUMBER(number, 1);
}

static bool runs(struct archive *archive, const char *sql)
{
	return sqlite3_exec(archive->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

TEST(database_walls, "to the archive's database no other one is attached, its schema is not written to by hand, and no row refers to what is not there")
{
	PLACE_CLEANUP struct place place = place_open();
	int64_t number;

	CHECK(!runs(place.archive, "ATTACH ':memory:' AS other"));
	runs(place.archive, "PRAGMA writable_schema = ON");
	CHECK(!runs(place.archive, "DELETE FROM sqlite_schema WHERE name = 'event_stays'"));
	CHECK(!runs(place.archive, "INSERT INTO submission_package VALUES (7, 0, 'none', NULL, NULL, NULL, 'none', '')"));
	CHECK(database_number(place.archive, &number, 0, &place.err, "PRAGMA synchronous", ""));
	CHECK_NUMBER(number, 2);
}

static void list_hash(void *owner, const char *hash)
{
	buf_printf(owner, "%s ", hash);
}

static void check_like(struct place *place, const char *hash, const char *wanted)
{
	struct arena arena ARENA_CLEANUP = arena_new(1 << 20);
	BUF_CLEANUP struct buf like = buf_new(1 << 20);

	CHECK(icon_like_each(place->archive, "com.own", hash, &arena, list_hash, &like, &place->err));
	buf_byte(&like, '\0');
	CHECK_TEXT((const char *)like.data, wanted);
}

TEST(icon_like, "icons of other apps that look like one come nearest first; to a plain one none but the same is alike")
{
	PLACE_CLEANUP struct place place = place_open();

	CHECK(runs(place.archive, "INSERT INTO posting SELECT j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, 1, 1 FROM json_each('["
				  "[\"icon\", \"e1a5968ababcb8f8\", \"android\", \"com.a\"], [\"icon\", \"e1a5968ababcb8f8\", \"android\", \"com.b\"],"
				  "[\"icon\", \"e0b4869bbabcb8f8\", \"android\", \"com.a\"], [\"icon\", \"e0b4968aabbdb8f8\", \"android\", \"com.a\"],"
				  "[\"icon\", \"e0b4968ababca9e8\", \"android\", \"com.a\"], [\"icon\", \"e0b4968ababcb8e8\", \"android\", \"com.b\"],"
				  "[\"icon\", \"e0b4968ababcb8f0\", \"android\", \"com.own\"],"
				  "[\"icon\", \"e0b4968ababcb8f8\", \"android\", \"com.a\"], [\"icon\", \"1f4b697545434707\", \"android\", \"com.a\"],"
				  "[\"label\", \"e0b4968ababcb8fa\", \"android\", \"com.a\"], [\"icon\", \"c080808080808080\", \"android\", \"com.a\"],"
				  "[\"icon\", \"0000000000000001\", \"android\", \"com.a\"]]') j"));
	check_like(&place, "e0b4968ababcb8f8", "e0b4968ababcb8e8 e0b4869bbabcb8f8 e0b4968aabbdb8f8 e0b4968ababca9e8 e1a5968ababcb8f8 ");
	check_like(&place, "c080808080808000", "c080808080808080 ");
	check_like(&place, "0000000000000002", "");
	check_like(&place, SHA256, "");
}

static void list_entry(void *owner, const struct blacklist_entry *entry)
{
	buf_printf(owner, "%s ", entry->value);
}

TEST(icon_listed, "icons of the blacklist are found by a quarter of what they look like, while they stand there")
{
	PLACE_CLEANUP struct place place = place_open();
	BUF_CLEANUP struct buf near = buf_new(1 << 20);
	struct blacklist_source *source = archive_blacklist(place.archive);

	CHECK(runs(place.archive, "INSERT INTO blacklist_change VALUES (1, '', 'add', NULL, NULL, 1, 1)"));
	CHECK(runs(place.archive, "INSERT INTO blacklist_entry (kind, value, app, certificate, versions, first_version, last_version, size, verdict, added, removed)"
				  " SELECT j.value ->> 0, j.value ->> 1, '', '', '', 0, 0, 0, 'reject', 1, j.value ->> 2 FROM json_each('["
				  "[\"icon\", \"e0b4968ababcb8e8\", null], [\"icon\", \"e0b4968ababca9e8\", 1], [\"finding\", \"e0b4968ababcb8f8\", null],"
				  "[\"icon\", \"1f4b697545434707\", null]]') j"));
	CHECK(source->icons(source, "e0b4968ababcb8f8", list_entry, &near, &place.err));
	buf_byte(&near, '\0');
	CHECK_TEXT((const char *)near.data, "e0b4968ababcb8e8 e0b4968ababcb8e8 e0b4968ababcb8e8 ");
}

static void add_listed(struct archive *archive, int64_t number, const char *app_id, struct error *err)
{
	CHECK(database_run(archive, err,
			   "INSERT INTO submission (number, time, platform, app_id, verdict, complete, code_visible, truncated, state, date, rules, facts, came)"
			   " VALUES (?1, '2026-01-01', 'android', ?2, 'pass', 1, 1, 0, 'listed', '2026-01-01', 'r', x'00', '2026-01-01')", "is", number, app_id));
	CHECK(database_run(archive, err, "INSERT INTO app VALUES ('android', ?, 1)", "s", app_id));
	CHECK(database_run(archive, err, "INSERT INTO listing VALUES ('android', ?, '', ?)", "si", app_id, number));
}

static void define(struct reading *facts, const char *name)
{
	struct fact_permission_definition row = fact_permission_definition_row();

	row.package = 0;
	row.name = name;
	CHECK(reading_add(facts, FACT_TABLE_permission_definition, &row) != NULL);
}

/* The listed apps below whose ids a permission of that name stands that com.mine.a defines, each with a comma. */
static void below(struct place *place, const char *name, char out[100])
{
	READING_CLEANUP struct reading *facts = reading_new(1 << 20);
	ARENA_CLEANUP struct arena arena = arena_new(1 << 16);
	const struct asked asked = {.facts = facts, .platform = "android", .app_id = "com.mine.a", .before = {.came = "2026-02-01", .number = 9}};
	const struct judge_elsewhere *rows;
	size_t num, len = 0;

	define(facts, name);
	CHECK(listed_elsewhere_load(place->archive, &asked, (uint64_t)1 << BLACKLIST_PERMISSION_DEFINITION, &arena, &rows, &num, &place->err));
	*out = '\0';
	for (size_t i = 0; i < num; i++)
		len += (size_t)snprintf(out + len, 100 - len, "%s,", rows[i].app_id);
}

TEST(permission_below, "a permission stands below the listed apps whose ids it begins with, up to a dot, and not rather below the own one, of however many parts its name is")
{
	static const char *const apps[] = {"com.bank", "com.bank.app", "com.bank.app.a-b", "com.bankx", "com.mine", "com.mine.a.b", "org"};
	static const struct {
		const char *name, *below;
	} names[] = {{"com.bank.app.GUARD", "com.bank,com.bank.app,"}, {"com.bank.app.x.y.z.GUARD", "com.bank,com.bank.app,"}, {"com.bank.ap.GUARD", "com.bank,"},
		     {"com.bank.app", "com.bank,"}, {"com.banky.GUARD", ""}, {"com.GUARD", ""}, {"org.GUARD", ""}, {"GUARD", ""}, {"com.mine.a.b.GUARD", "com.mine.a.b,"},
		     {"com.mine.ab.GUARD", "com.mine,"}, {"com.mine.a.GUARD", ""}, {"a.b.c", ""}};
	PLACE_CLEANUP struct place place = place_open();
	char out[100], deep[1000] = "com.bank";

	for (size_t i = 0; i < sizeof apps / sizeof apps[0]; i++)
		add_listed(place.archive, (int64_t)i + 1, apps[i], &place.err);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		below(&place, names[i].name, out);
		CHECK_TEXT(out, names[i].below);
	}
	for (size_t len = strlen(deep); len + 3 < sizeof deep; len += 2)
		memcpy(deep + len, ".x", 3);
	below(&place, deep, out);
	CHECK_TEXT(out, "com.bank,");
}

TEST(listed_of_kinds, "of an app that has other versions listed for other kinds of devices each is compared with, and once")
{
	PLACE_CLEANUP struct place place = place_open();
	char out[100];

	add_listed(place.archive, 1, "com.bank", &place.err);
	CHECK(database_run(place.archive, &place.err, "INSERT INTO listing SELECT platform, app_id, 'watch', number FROM listing", ""));
	below(&place, "com.bank.GUARD", out);
	CHECK_TEXT(out, "com.bank,");
	add_listed(place.archive, 2, "com.bank.tv", &place.err);
	CHECK(database_run(place.archive, &place.err, "UPDATE listing SET app_id = 'com.bank', device = 'tv' WHERE number = 2", ""));
	below(&place, "com.bank.GUARD", out);
	CHECK_TEXT(out, "com.bank,com.bank,");
}
