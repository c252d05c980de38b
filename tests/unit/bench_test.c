#include "harness.h"

#include "bytes/buf.h"
#include "judge/bench.h"
#include "judge/bench_listed.h"
#include "judge/bench_name.h"
#include "judge/rule_check.h"
#include "rules_folder.h"

#include <string.h>

static const struct judge_run run = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};

static void add_permission(struct reading *reading, int64_t package, const char *name, const char *origin, int64_t max_sdk)
{
	struct fact_permission row = fact_permission_row();

	row.package = package;
	row.path = "AndroidManifest.xml";
	row.name = name;
	row.origin = origin;
	row.max_sdk = max_sdk;
	fact_permission_emit(&reading->sink, &row);
}

static void add_entry(struct reading *reading, int64_t package, const char *path, int64_t size, const char *sha256)
{
	struct fact_entry row = fact_entry_row();

	row.package = package;
	row.path = path;
	row.size = size;
	row.sha256 = sha256;
	fact_entry_emit(&reading->sink, &row);
}

static void add_component(struct reading *reading, int64_t package, const char *kind, const char *name, int64_t exported,
			  const char *permission)
{
	struct fact_component row = fact_component_row();

	row.package = package;
	row.path = "AndroidManifest.xml";
	row.kind = kind;
	row.name = name;
	row.exported = exported;
	row.permission = permission;
	fact_component_emit(&reading->sink, &row);
}

/* Rows with absent values, doubles, and text that looks like numbers. */
static struct reading *sample(void)
{
	struct reading *reading = reading_new(1 << 20);

	for (int64_t package = 0; package < 2; package++) {
		struct fact_package row = fact_package_row();

		row.package = package;
		row.path = "";
		row.app_id = package == 0 ? "com.example.a" : NULL;
		row.min_sdk = package == 0 ? 21 : FACT_ABSENT;
		row.version_name = "7";
		fact_package_emit(&reading->sink, &row);
		add_permission(reading, package, "p.CAMERA", "declared", FACT_ABSENT);
		add_permission(reading, package, "p.SMS", "declared", 28);
		add_permission(reading, package, "p.sms", "implied", 28);
	}
	add_permission(reading, 1, "p.MIC", "split", 30);
	add_component(reading, 0, "activity", "A", 1, NULL);
	add_component(reading, 0, "service", "S", 0, "p.CAMERA");
	add_component(reading, 1, "provider", "P", FACT_ABSENT, "p.SMS");
	add_component(reading, 1, "receiver", "", 1, "");
	for (int i = 0; i < 300; i++) { /* of which an index on the name alone leaves too many */
		char permission[32];

		snprintf(permission, sizeof permission, "p.%d", i % 20);
		add_component(reading, i % 2, i % 4 == 0 ? "alias" : "activity", "Same", i % 3 == 0 ? FACT_ABSENT : i % 3 - 1,
			      i % 5 == 0 ? NULL : permission);
	}
	for (int i = 0; i < 40; i++) {
		char path[32], hash[65];

		snprintf(path, sizeof path, "res/%02d", i % 30);
		snprintf(hash, sizeof hash, "%064d", i % 7);
		add_entry(reading, i % 2, path, i % 5 == 0 ? FACT_ABSENT : i % 9, i % 3 == 0 ? NULL : hash);
	}
	reading_sort(reading);
	return reading;
}

static void bind_row(sqlite3_stmt *insert, const struct fact_table_info *info, const void *row)
{
	const union fact_value *values = fact_values(row);

	sqlite3_reset(insert);
	for (size_t i = 0; i < info->num_columns; i++) {
		if (!fact_is_number(info->columns[i].type))
			sqlite3_bind_text(insert, (int)i + 1, values[i].text, -1, SQLITE_STATIC);
		else if (values[i].number == FACT_ABSENT)
			sqlite3_bind_null(insert, (int)i + 1);
		else
			sqlite3_bind_int64(insert, (int)i + 1, values[i].number);
	}
	CHECK_NUMBER(sqlite3_step(insert), SQLITE_DONE);
}

/* The same rows in an ordinary table. */
static void fill_plain(sqlite3 *db, const struct reading *reading, enum fact_table table)
{
	const struct fact_table_info *info = fact_info(table);
	BUF_CLEANUP struct buf create = buf_new(8192), insert = buf_new(8192);
	sqlite3_stmt *statement = NULL;

	buf_printf(&create, "CREATE TABLE %s(", info->name);
	buf_printf(&insert, "INSERT INTO %s VALUES(", info->name);
	for (size_t i = 0; i < info->num_columns; i++) {
		buf_printf(&create, "%s%s %s", i > 0 ? ", " : "", info->columns[i].name,
			   fact_is_number(info->columns[i].type) ? "INTEGER" : "TEXT");
		buf_text(&insert, i > 0 ? ", ?" : "?");
	}
	buf_add(&create, ")", 2);
	buf_add(&insert, ")", 2);
	CHECK_NUMBER(sqlite3_exec(db, (const char *)create.data, NULL, NULL, NULL), SQLITE_OK);
	CHECK_NUMBER(sqlite3_prepare_v2(db, (const char *)insert.data, -1, &statement, NULL), SQLITE_OK);
	for (size_t i = 0; i < reading->tables[table].num_rows; i++)
		bind_row(statement, info, reading->tables[table].row[i]);
	sqlite3_finalize(statement);
}

static void dump_row(struct buf *out, sqlite3_stmt *row)
{
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		const char *text = (const char *)sqlite3_column_text(row, i);

		buf_printf(out, "%s|", text == NULL ? "NULL" : text);
	}
	buf_text(out, "\n");
}

static bool dump_visit(void *owner, struct bench_rule *rule, sqlite3_stmt *row)
{
	(void)rule;
	dump_row(owner, row);
	return true;
}

static void dump_plain(sqlite3 *db, const char *sql, struct buf *out)
{
	sqlite3_stmt *statement = NULL;

	CHECK_NUMBER(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW)
		dump_row(out, statement);
	sqlite3_finalize(statement);
}

static void compare_on(struct bench *bench, sqlite3 *plain, const char *sql)
{
	BUF_CLEANUP struct buf ours = buf_new(1 << 20), theirs = buf_new(1 << 20);
	const struct rule rule = {.id = "test", .file = "test.sql", .sql = sql};
	struct bench_rule prepared = {0};
	struct error err = {0};

	CHECK(bench_prepare(bench, &rule, &prepared, &err));
	CHECK(bench_run(bench, &prepared, dump_visit, &ours, &err));
	CHECK(bench_run(bench, &prepared, dump_visit, &theirs, &err)); /* a second run, on indexes that are made */
	CHECK(ours.len == theirs.len && ours.len > 0 && memcmp(ours.data, theirs.data, ours.len) == 0);
	bench_release(&prepared);
	theirs.len = 0;
	dump_plain(plain, sql, &theirs);
	buf_byte(&ours, 0);
	buf_byte(&theirs, 0);
	CHECK_TEXT(err.text, "");
	if (strcmp((const char *)ours.data, (const char *)theirs.data) != 0)
		test_fail(__FILE__, __LINE__, "%s\ngives\n%s\nan ordinary table\n%s", sql, (const char *)ours.data,
			  (const char *)theirs.data);
}

static const char *const queries[] = {
	"SELECT name AS subject, * FROM permission ORDER BY package, name",
	"SELECT path AS subject, size, sha256 FROM entry WHERE sha256 IS NULL ORDER BY package, path, size",
	"SELECT path AS subject, size FROM entry WHERE path = 'res/07' ORDER BY package, size",
	"SELECT path AS subject FROM entry WHERE path = 7 OR size = '3' ORDER BY path, package",
	"SELECT path AS subject, size FROM entry WHERE size = '3' ORDER BY path, package",
	"SELECT path AS subject, size FROM entry WHERE size = 3.0 ORDER BY path, package",
	"SELECT count(*) AS subject FROM entry WHERE size = 3.5 OR size = 'x' OR size = NULL OR sha256 = NULL",
	"SELECT name AS subject FROM permission WHERE name = 'P.sms' COLLATE NOCASE ORDER BY name, package",
	"SELECT version_name AS subject FROM package WHERE version_name = 7",
	"SELECT a.path AS subject, b.path, a.sha256 FROM entry a JOIN entry b ON b.sha256 = a.sha256 AND b.path > a.path ORDER BY 1, 2, 3",
	"SELECT e.path AS subject, c.name FROM entry e LEFT JOIN component c ON c.permission = e.sha256 ORDER BY 1, 2",
	"SELECT c.name AS subject, p.name, p.max_sdk FROM component c LEFT JOIN permission p ON p.name = c.permission AND p.package = c.package"
	" ORDER BY 1, 2, 3",
	"SELECT p.name AS subject FROM permission p WHERE NOT EXISTS (SELECT 1 FROM component c WHERE c.permission = p.name) ORDER BY 1, p.package",
	"SELECT package AS subject, count(*), count(size), sum(size), min(path), max(sha256), avg(size) FROM entry GROUP BY package ORDER BY 1",
	"SELECT p.app_id AS subject, (SELECT count(*) FROM entry e WHERE e.package = p.package) FROM package p ORDER BY p.package",
	"SELECT a.kind AS subject, a.permission, b.exported, b.package FROM component a JOIN component b ON b.name = a.name AND b.permission IS a.permission"
	" AND b.kind = a.kind AND a.package = 0 AND a.exported = 1 ORDER BY 1, 2, 3, 4",
	"SELECT count(*) AS subject FROM component a WHERE NOT EXISTS (SELECT 1 FROM component b WHERE b.name = a.name AND b.permission IS NULL"
	" AND b.exported IS a.exported AND b.kind = a.kind)",
	"SELECT a.permission AS subject, b.kind, b.exported FROM component a LEFT JOIN component b ON b.name = a.name AND b.exported = a.exported"
	" AND b.kind = 'service' WHERE b.permission IS NULL ORDER BY 1, 2, 3",
	"SELECT count(*) AS subject FROM component WHERE name = 'Same' AND exported = '1' AND permission = 'p.1'",
	"SELECT count(*) AS subject FROM component WHERE name = 'Same' AND exported IS 'x' AND permission = 'p.1'",
	"SELECT count(*) AS subject FROM component WHERE name = 'Same' AND permission IN ('p.1', 'p.2', 'p.2') AND kind IN ('alias', 'activity')",
	"SELECT count(*) AS subject FROM component a JOIN component b ON b.name = a.name AND b.permission = a.permission AND b.exported = a.exported",
	"SELECT kind AS subject FROM component WHERE exported IS NULL OR exported = 0 ORDER BY 1",
	"SELECT name AS subject FROM permission WHERE origin IN ('declared', 'split') AND package IN (SELECT package FROM package WHERE min_sdk = 21)"
	" ORDER BY 1",
	"SELECT DISTINCT sha256 AS subject FROM entry WHERE sha256 > '0' ORDER BY 1 DESC",
	"SELECT name AS subject FROM permission INTERSECT SELECT permission FROM component ORDER BY 1",
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i AS subject, (SELECT count(*) FROM entry WHERE size = i)"
	" FROM n ORDER BY 1",
	"WITH c AS (SELECT 1 FROM entry) SELECT count(*) AS subject FROM c",
	"SELECT group_concat(name, ',') AS subject FROM (SELECT name FROM permission WHERE max_sdk = 28 ORDER BY name, package)",
};

TEST(bench_plain, "the bench's tables answer queries as ordinary tables with the same rows do")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *reading = sample();
	struct rules *rules = rules_folder_load(&folder, NULL);
	struct bench *bench = bench_open(rules, NULL);
	sqlite3 *plain = NULL;

	CHECK_NUMBER(sqlite3_open(":memory:", &plain), SQLITE_OK);
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		fill_plain(plain, reading, table);
	CHECK(bench_load(bench, reading, &(struct judge_history){.previous = NULL}, NULL, 0, &run, NULL));
	for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
		compare_on(bench, plain, queries[i]);
	sqlite3_close(plain);
	bench_close(bench);
	rules_free(rules);
}

/* What a query returns on a bench with the sample and, where there is a before, the sample as previous version. */
static void answers(struct bench *bench, const char *sql, const char *wanted)
{
	BUF_CLEANUP struct buf out = buf_new(1 << 20);
	const struct rule rule = {.id = "test", .file = "test.sql", .sql = sql};
	struct bench_rule prepared = {0};
	struct error err = {0};

	CHECK(bench_prepare(bench, &rule, &prepared, &err));
	CHECK(bench_run(bench, &prepared, dump_visit, &out, &err));
	bench_release(&prepared);
	buf_byte(&out, 0);
	CHECK_TEXT(err.text, "");
	CHECK_TEXT((const char *)out.data, wanted);
}

TEST(bench_beside, "beside the facts stand run, policy, catalogues, the blacklist and the previous version, empty when there is none")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *reading = sample();
	const struct blacklist_entry entry = {.kind = BLACKLIST_LABEL, .value = "Bank", .verdict = VERDICT_REJECT};
	struct rules *rules;
	struct bench *bench;

	rules_folder_write(&folder, "policy.json", "{\"target_sdk\": {\"2024-01-01\": 30}, \"require_form\": true}");
	rules_folder_write(&folder, "catalogue/fruits.tsv", "kind\tlabel\tlabel_zh\taliases\napple\tred apple\t苹果(红)\tpomme apfel\n");
	rules = rules_folder_load(&folder, NULL);
	bench = bench_open(rules, NULL);
	CHECK(bench_load(bench, reading, &(struct judge_history){.previous = NULL}, &entry, 1, &run, NULL));
	answers(bench, "SELECT today AS subject, mode FROM run", "2026-10-01|gate|\n");
	answers(bench, "SELECT value AS subject FROM policy WHERE name = 'target_sdk.2024-01-01'", "30|\n");
	answers(bench, "SELECT rgb AS subject FROM colours WHERE name = 'green'", "00ff00|\n");
	answers(bench, "SELECT kind AS subject, value, verdict FROM blacklist", "label|Bank|reject|\n");
	answers(bench, "SELECT count(*) AS subject FROM previous_permission", "0|\n");
	CHECK(bench_load(bench, reading, &(struct judge_history){.previous = reading}, NULL, 0, &run, NULL));
	answers(bench, "SELECT count(*) AS subject FROM previous_permission WHERE name = 'p.SMS'", "2|\n");
	answers(bench, "SELECT count(*) AS subject FROM blacklist", "0|\n");
	answers(bench, "SELECT days_between('2026-01-01', today) AS subject, days_between('x', today) FROM run", "273|NULL|\n");
	answers(bench, "SELECT bits_apart('00f0', '0100') AS subject, bits_apart('00', '00') AS detail", "5|0|\n");
	answers(bench, "SELECT bits_apart('0', '00') AS subject, bits_apart('g', '0') AS detail, bits_apart(NULL, '0') AS path", "NULL|NULL|NULL|\n");
	answers(bench, "SELECT kind_of('fruits', ' ＰＯＭＭＥ') AS subject, kind_of('fruits', '苹果（红）') AS detail, kind_of('fruits', 'plum'), kind_of('fruits', NULL)", "apple|apple|NULL|NULL|\n");
	answers(bench, "SELECT 'android.SMS' REGEXP '(?i)sms$' AS subject, NULL REGEXP 'a', 'b' REGEXP 'a'", "1|NULL|0|\n");
	bench_close(bench);
	rules_free(rules);
}

TEST(bench_names, "a table is found by its name in any case of letters, whatever stands behind the name, and none by a part of one")
{
	static struct bench_names names;
	static char made[BENCH_NAMES_ROOM][8];

	CHECK(bench_names_add(&names, "label", 7) && bench_names_add(&names, "previous_label", 70));
	CHECK_NUMBER(bench_names_find(&names, span_of("label.text", 5)), 7);
	CHECK_NUMBER(bench_names_find(&names, span_of_text("Previous_LABEL")), 70);
	CHECK_NUMBER(bench_names_find(&names, span_of_text("labe")), -1);
	CHECK_NUMBER(bench_names_find(&names, span_of_text("labels")), -1);
	CHECK_NUMBER(bench_names_find(&names, span_of_text("")), -1);
	for (int i = 2; i < BENCH_NAMES_ROOM / 2; i++) {
		snprintf(made[i], sizeof made[i], "t%d", i);
		CHECK(bench_names_add(&names, made[i], i));
	}
	CHECK(!bench_names_add(&names, "one_more", 1));
	for (int i = 2; i < BENCH_NAMES_ROOM / 2; i++)
		CHECK_NUMBER(bench_names_find(&names, span_of_text(made[i])), i);
}

TEST(folded, "a text is folded where blanks and signs hide a word, and not where they part words")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct rules *rules = rules_folder_load(&folder, NULL);
	struct bench *bench = bench_open(rules, NULL);

	answers(bench, "SELECT folded('百*家＊乐') AS subject, folded('外百_家*乐内')", "百家乐|外百家乐内|\n");
	answers(bench, "SELECT folded('裸 聊') AS subject, folded('百-家·乐'), folded('百家/乐'), folded('裸' || char(10) || '聊天')", "裸聊|百家乐|百家乐|裸聊天|\n");
	answers(bench, "SELECT folded('裸' || char(8203) || '聊') AS subject, folded('免费裸' || char(8203, 65039) || ' 聊'), folded('Chat' || char(8203) || 'ＧＰＴ')",
		"裸聊|免费裸聊|chatgpt|\n");
	answers(bench, "SELECT folded('户外 挂件') AS subject, folded('科学/上网课'), folded('裸，聊'), folded('a b 裸 c'), folded('(外)挂'), folded('* 裸')",
		"户外 挂件|科学/上网课|裸,聊|a b 裸 c|(外)挂|* 裸|\n");
	answers(bench, "SELECT joined('户外 挂件') AS subject, joined('科学 / 上网课'), joined('滑冰' || char(10) || '毒舌'), joined('裸，聊'), joined('a b')",
		"户外挂件|科学上网课|滑冰\n毒舌|裸,聊|a b|\n");
	answers(bench, "SELECT folded('赌🎲博') AS subject, folded('裸❤️聊'), folded('⾊ ⓪ 情'), folded('翻牆'), folded('户外🎁挂件')", "赌博|裸聊|色 0 情|翻墙|户外🎁挂件|\n");
	answers(bench, "SELECT folded('') AS subject, folded(NULL), joined(NULL), folded('裸 '), folded(' 裸')", "|NULL|NULL|裸 | 裸|\n");
	bench_close(bench);
	rules_free(rules);
}

TEST(affirmed, "what a clause says behind a word of denial is left out, up to its end, which an enumeration is not")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct rules *rules = rules_folder_load(&folder, NULL);
	struct bench *bench = bench_open(rules, NULL);

	answers(bench, "SELECT affirmed('我们不会收集位置、相机，使用通讯录。', '不会', '') AS subject", "我们，使用通讯录。|\n");
	answers(bench, "SELECT affirmed('绝不用位置；用相机', '不会|绝不', '') AS subject, affirmed('不会用位置但用相机', '不会', '')", "；用相机|但用相机|\n");
	answers(bench, "SELECT affirmed('we never use a, b. we use c', 'never', '') AS subject, affirmed('whenever a', 'never', ''), affirmed('nevera', 'never', '')", "we . we use c|whenever a|nevera|\n");
	answers(bench, "SELECT affirmed('never 1.5 a,b', 'never', '') AS subject, affirmed('never a,我们', 'never', ''), affirmed('never', 'never', ''), affirmed('a.', 'never', '')", "|,我们||a.|\n");
	answers(bench, "SELECT affirmed('', 'a', '') AS subject, affirmed('a', '', '') , affirmed('a' || char(10) || 'b', 'a', ''), affirmed(NULL, 'a', ''), affirmed('a', NULL, '')", "|a|\nb|NULL|NULL|\n");
	answers(bench, "SELECT affirmed('未经您同意，我们不会用相机。不会用位置', '不会', '未经|除') AS subject, affirmed('never a without b. never c', 'never', 'without'), affirmed('never a; b without c', 'never', 'without'),"
		       " affirmed('a', 'a', NULL)", "未经您同意，我们不会用相机。|never a without b. |; b without c|NULL|\n");
	bench_close(bench);
	rules_free(rules);
}

TEST(key_fault, "a rule may ask why anybody can sign by a key, again and again")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct rules *rules = rules_folder_load(&folder, NULL);
	struct bench *bench = bench_open(rules, NULL);

	for (int i = 0; i < 2; i++) {
		answers(bench, "SELECT key_fault('301a300d06092a864886f70d01010105000309003006020123020103') AS subject", "its modulus has a small factor|\n");
		answers(bench, "SELECT key_fault('3023300d06092a864886f70d0101010500031200300f02081fffffffffffffff0203010001') AS subject", "its modulus is a prime|\n");
		answers(bench, "SELECT key_fault('3021300d06092a864886f70d0101010500031000300d02081fffffffffffffff020101') AS subject", "its exponent is below 3|\n");
		answers(bench, "SELECT key_fault('30') AS subject, key_fault('x'), key_fault(''), key_fault(NULL)", "NULL|NULL|NULL|NULL|\n");
	}
	bench_close(bench);
	rules_free(rules);
}

TEST(unseen, "a text of which nothing is seen is told, and one that hides something; blanks hide nothing")
{
	static const int blank[] = {0x85, 0x1680, 0x2003, 0x202F, 0x205F};
	static const int hidden[] = {0xAD, 0x34F, 0x115F, 0x180E, 0x200B, 0x200D, 0x200F, 0x2028, 0x2060, 0x2800, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0x1D159, 0xE0041};
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct rules *rules = rules_folder_load(&folder, NULL);
	struct bench *bench = bench_open(rules, NULL);
	char sql[256];

	for (size_t i = 0; i < sizeof blank / sizeof blank[0]; i++) {
		snprintf(sql, sizeof sql, "SELECT unseen(char(%d, 32)) AS subject, unseen('a' || char(%d)), hides('a' || char(%d) || 'b')", blank[i], blank[i], blank[i]);
		answers(bench, sql, "1|0|0|\n");
	}
	for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
		snprintf(sql, sizeof sql, "SELECT unseen(char(%d)) AS subject, hides('a' || char(%d) || 'b'), hides(char(%d))", hidden[i], hidden[i], hidden[i]);
		answers(bench, sql, "1|1|1|\n");
	}
	answers(bench, "SELECT unseen('') AS subject, unseen(NULL), hides(NULL), hides(''), unseen('\\x80')", "1|NULL|NULL|0|0|\n");
	bench_close(bench);
	rules_free(rules);
}

static void add_build(struct reading *reading, int64_t package, const char *split, const char *const *entries)
{
	struct fact_package file = fact_package_row();

	file.package = package;
	file.path = "";
	file.split = split;
	file.version_code = 7;
	file.sha256 = split == NULL ? "aa" : "bb";
	file.content_digest = "cc";
	CHECK(reading_add(reading, FACT_TABLE_package, &file) != NULL);
	for (; *entries != NULL; entries++)
		add_entry(reading, package, *entries, 1, NULL);
}

static void check_type(struct bench *bench, const char *category, const char *name)
{
	READING_CLEANUP struct reading *reading = reading_new(1 << 20), *none = reading_new(1 << 20);
	struct fact_submission row = fact_submission_row();
	char wanted[64] = "";

	row.path = "";
	row.category = category;
	CHECK(reading_add(reading, FACT_TABLE_submission, &row) != NULL);
	CHECK(bench_load(bench, reading, &(struct judge_history){.previous = NULL}, NULL, 0, &run, NULL));
	if (name != NULL)
		snprintf(wanted, sizeof wanted, "%s|\n", name);
	answers(bench, "SELECT name AS subject FROM app_type", wanted);
	answers(bench, "SELECT name AS subject FROM previous_app_type", "");
	CHECK(bench_load(bench, none, &(struct judge_history){.previous = reading}, NULL, 0, &run, NULL));
	answers(bench, "SELECT name AS subject FROM previous_app_type", wanted);
	answers(bench, "SELECT name AS subject FROM app_type", "");
}

TEST(bench_type, "an app is of the common type that its category is by number, by the store's own word for it, or by name, however that is written, and so is the version before")
{
	static const struct {
		const char *category, *name;
	} cases[] = {{"2", "网络游戏"}, {" 2 ", "网络游戏"}, {"２", "网络游戏"}, {"02", "网络游戏"}, {"2 类", "网络游戏"}, {"网络游戏", "网络游戏"}, {" 网络游戏类", "网络游戏"}, {"網絡遊戲", "网络游戏"}, {"即时通信类类", "即时通信"},
		     {"Games", "网络游戏"}, {"Ｇames类", "网络游戏"}, {"實用", "即时通信"}, {"2 网络游戏", "网络游戏"}, {"02、网络游戏类", "网络游戏"}, {"2-games", "网络游戏"}, {"网络游戏、2", "网络游戏"}, {"網絡遊戲（２）", "网络游戏"}, {"网络游戏 2", "网络游戏"},
		     {"1 网络游戏", NULL}, {"2 手游", NULL}, {"2 2", NULL}, {"实用", NULL}, {"手游", NULL}, {"22", NULL}, {"", NULL}, {NULL, NULL}};
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct rules *rules;
	struct bench *bench;

	rules_folder_write(&folder, "catalogue/app_types_39.tsv", "no\tname\n1\t即时通信\n2\t网络游戏\n");
	rules_folder_write(&folder, "catalogue/app_type_aliases.tsv", "alias\tname\ngames\t网络游戏\n實用\t即时通信\n");
	rules = rules_folder_load(&folder, NULL);
	bench = bench_open(rules, NULL);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check_type(bench, cases[i].category, cases[i].name);
	bench_close(bench);
	rules_free(rules);
}

TEST(bench_listed_kinds, "of other apps those kinds of values are loaded that a rule names, and all where it names none or says which not")
{
	const uint64_t icons = (uint64_t)1 << BLACKLIST_ICON;

	CHECK_NUMBER(bench_listed_kinds("SELECT 1 FROM listed_elsewhere e WHERE e.kind = 'icon'"), icons);
	CHECK_NUMBER(bench_listed_kinds("SELECT 1 FROM listed_elsewhere e WHERE e.kind IN ('icon', 'package')"), icons | (uint64_t)1 << BLACKLIST_PACKAGE);
	CHECK(bench_listed_kinds("SELECT 1 FROM listed_elsewhere e") == UINT64_MAX);
	CHECK(bench_listed_kinds("SELECT 1 FROM listed_elsewhere e WHERE e.kind <> 'icon'") == UINT64_MAX);
	CHECK(bench_listed_kinds("SELECT 1 FROM listed_elsewhere WHERE kind NOT IN ('icon')") == UINT64_MAX);
	CHECK(bench_listed_kinds("SELECT 1 FROM listed_elsewhere WHERE kind GLOB 'icon*'") == UINT64_MAX);
}

TEST(bench_listed, "what was listed before stands by file and ABI and by rule and subject, of the version before and of others; what was decided against and other apps, too")
{
	static const char *const both[] = {"lib/arm64-v8a/liba.so", "lib/arm64-v8a/libb.so", "lib/x86/liba.so", "assets/mips/libc.so", NULL};
	static const char *const nothing[] = {"lib/x86/a.so", "lib/x86/liba/b.so", "lib/other/liba.so", "lib/mips/liba.txt", NULL};
	static const char *const both_arm[] = {"lib/armeabi/liba.so", "lib/armeabi-v7a/liba.so", NULL};
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *reading = reading_new(1 << 20), *before = reading_new(1 << 20), *other = reading_new(1 << 20);
	const struct reading *others[] = {other};
	const struct judge_listed_finding findings[] = {{"try.a", "x", "review", "seen"}, {"try.b", NULL, "notice", NULL}};
	const struct judge_against against[] = {{"rejected", 4, 0, "2026-09-28", "trojan", "ab"}, {"authority-report", 0, 3, "2026-09-29", NULL, NULL}};
	const struct judge_elsewhere elsewhere = {.kind = "filing", .value = "x", .app_id = "com.a", .same_signer = true, .label = "A"};
	const struct judge_decided_elsewhere decided = {"delisted", "com.a", 7, "2026-09-28", NULL, .same_signer = true, .same_look = true};
	const struct judge_history history = {.previous = before, .others = others, .num_others = 1, .findings = findings, .num_findings = 2,
					      .decided_elsewhere = &decided, .num_decided_elsewhere = 1, .against = against, .num_against = 2, .elsewhere = &elsewhere, .num_elsewhere = 1};
	struct rules *rules = rules_folder_load(&folder, NULL);
	struct bench *bench = bench_open(rules, NULL);

	add_build(reading, 3, NULL, both_arm);
	add_build(before, 0, NULL, both);
	add_build(other, 0, "config", nothing);
	reading_rows(other, package)[0]->device = "watch";
	CHECK(bench_load(bench, reading, &history, NULL, 0, &run, NULL));
	answers(bench, "SELECT version_code AS subject, split, sha256, content_digest, abi, device FROM listed_package ORDER BY sha256, abi",
		"7||aa|cc|arm64-v8a||\n7||aa|cc|x86||\n7|config|bb|cc||watch|\n");
	answers(bench, "SELECT package AS subject, abi FROM native_abi", "3|armeabi-v7a|\n");
	answers(bench, "SELECT rule AS subject, subject, verdict, detail FROM listed_finding ORDER BY rule", "try.a|x|review|seen|\ntry.b||notice||\n");
	answers(bench, "SELECT kind AS subject, submission, case_number, date, reason, sha256 FROM decided_against ORDER BY kind",
		"authority-report||3|2026-09-29|||\nrejected|4||2026-09-28|trojan|ab|\n");
	answers(bench, "SELECT kind AS subject, app_id, submission, date, reason, same_signer, same_developer, same_filing, same_look FROM decided_elsewhere",
		"delisted|com.a|7|2026-09-28||1|||1|\n");
	answers(bench, "SELECT kind AS subject, value, app_id, same_developer, same_signer, label FROM listed_elsewhere", "filing|x|com.a||1|A|\n");
	CHECK(bench_load(bench, reading, &(struct judge_history){.previous = NULL}, NULL, 0, &run, NULL));
	answers(bench, "SELECT count(*) AS subject FROM listed_package, listed_finding", "0|\n");
	answers(bench, "SELECT count(*) AS subject FROM listed_elsewhere", "0|\n");
	answers(bench, "SELECT count(*) AS subject FROM decided_against, decided_elsewhere", "0|\n");
	bench_close(bench);
	rules_free(rules);
}

static void refuses(struct bench *bench, const char *sql, const char *wanted)
{
	const struct rule rule = {.id = "test", .file = "test.sql", .line = 3, .sql = sql};
	BUF_CLEANUP struct buf out = buf_new(1 << 20);
	struct bench_rule prepared = {0};
	struct error err = {0};
	bool ran = bench_prepare(bench, &rule, &prepared, &err) && rule_check(&prepared, &err) && bench_run(bench, &prepared, dump_visit, &out, &err);

	bench_release(&prepared);
	if (ran || strncmp(err.text, "test.sql:3: ", 12) != 0 || strstr(err.text, wanted) == NULL)
		test_fail(__FILE__, __LINE__, "%s: %s '%s', not '%s'", sql, ran ? "ran" : "says", err.text, wanted);
}

TEST(bench_refuses, "a rule cannot write, attach, set, load, or read what is not on the bench")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct rules *rules = rules_folder_load(&folder, NULL);
	struct bench *bench = bench_open(rules, NULL);

	refuses(bench, "CREATE TABLE t(a)", "not authorized");
	refuses(bench, "INSERT INTO package(path) VALUES ('x')", "not authorized");
	refuses(bench, "DELETE FROM colours", "may not be modified");
	refuses(bench, "UPDATE run SET today = ''", "may not be modified");
	refuses(bench, "ATTACH '/tmp/x.db' AS x", "not authorized");
	refuses(bench, "PRAGMA user_version = 3", "not authorized");
	refuses(bench, "BEGIN", "not authorized");
	refuses(bench, "SELECT name AS subject FROM sqlite_master", "prohibited");
	refuses(bench, "SELECT count(*) AS subject FROM sqlite_schema", "not authorized");
	refuses(bench, "SELECT name AS subject FROM pragma_function_list", "");
	refuses(bench, "SELECT 1 AS subject FROM pragma_database_list", "not authorized");
	refuses(bench, "SELECT value AS subject FROM json_each('[1]')", "");
	refuses(bench, "SELECT load_extension('x') AS subject", "not authorized to use function: load_extension");
	refuses(bench, "SELECT randomblob(9) AS subject", "not authorized to use function: randomblob");
	refuses(bench, "SELECT readfile('/etc/passwd') AS subject", "no such function");
	refuses(bench, "SELECT zeroblob(1000000000) AS subject", "not authorized to use function: zeroblob");
	refuses(bench, "SELECT 'a' REGEXP '(' AS subject", "the pattern is malformed");
	refuses(bench, "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX' REGEXP '^(a+)+$' AS subject", "the match reached its limit");
	bench_close(bench);
	rules_free(rules);
}

TEST(bench_clock, "a rule cannot ask the machine for its time or zone, in whatever writing; date arithmetic on columns and on the run's day is free")
{
	static const char *const clocks[] = {
		"date('now')", "DATE ( 'NOW' , '-1 day')", "time()", "datetime(/* none */)", "\"julianday\"('now')", "strftime('%Y')",
		"strftime('%Y', 'now')", "unixepoch()", "max(1, date(coalesce(NULL, 'now')))", "datetime(today, 'localtime')", "date(today, 'utc')"};
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct rules *rules = rules_folder_load(&folder, NULL);
	struct bench *bench = bench_open(rules, NULL);
	char sql[200];

	for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
		snprintf(sql, sizeof sql, "SELECT %s AS subject FROM run", clocks[i]);
		refuses(bench, sql, "asks the machine for its time");
	}
	refuses(bench, "SELECT CURRENT_DATE AS subject", "not authorized");
	refuses(bench, "SELECT CURRENT_TIME AS subject", "not authorized");
	refuses(bench, "SELECT CURRENT_TIMESTAMP AS subject", "not authorized");
	/* No row by the clock either where the text comes from elsewhere. */
	answers(bench, "SELECT 'x' AS subject WHERE date('n' || 'ow') IS NOT NULL OR julianday('no' || 'w') IS NOT NULL", "");
	answers(bench, "SELECT 'x' AS subject FROM run WHERE date('2026-02-27', '+2 days') = '2026-03-01' AND 'now' <> 'utc'"
		       " AND strftime('%j', '2026-02-01') = '032' AND date(today, '-1 day') IS NULL", "x|\n");
	bench_close(bench);
	rules_free(rules);
}

TEST(bench_time, "a rule that runs for ever ends at its limit, as an error that names it")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	struct rules *rules;
	struct bench *bench;

	rules_folder_write(&folder, "policy.json", "{\"limits\": {\"rule-time\": 50}}");
	rules = rules_folder_load(&folder, NULL);
	bench = bench_open(rules, NULL);
	refuses(bench, "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS subject FROM n",
		"rule test: interrupted");
	answers(bench, "SELECT 1 AS subject", "1|\n");
	bench_close(bench);
	rules_free(rules);
}

TEST(bench_linear, "a join of 50,000 entries, or of permissions that share a name, with themselves is answered by indexes")
{
	RULES_FOLDER_CLEANUP struct rules_folder folder = rules_folder_make();
	READING_CLEANUP struct reading *reading = reading_new((size_t)1 << 28);
	struct rules *rules;
	struct bench *bench;

	for (int i = 0; i < 50000; i++) {
		char path[32], hash[65];

		snprintf(path, sizeof path, "res/%05d", i);
		snprintf(hash, sizeof hash, "%064d", i / 2);
		add_entry(reading, 0, path, i, i % 2 == 0 || i % 4 == 1 ? hash : NULL);
		add_permission(reading, 0, "p.SAME", "declared", i);
	}
	rules_folder_write(&folder, "policy.json", "{\"limits\": {\"rule-time\": 20000}}");
	rules = rules_folder_load(&folder, NULL);
	bench = bench_open(rules, NULL);
	CHECK(bench_load(bench, reading, &(struct judge_history){.previous = reading}, NULL, 0, &run, NULL));
	answers(bench, "SELECT count(*) AS subject FROM entry a JOIN entry b ON b.sha256 = a.sha256", "62500|\n");
	answers(bench, "SELECT count(*) AS subject FROM entry a WHERE NOT EXISTS (SELECT 1 FROM previous_entry b WHERE b.path = a.path)", "0|\n");
	answers(bench, "SELECT count(*) AS subject FROM permission a WHERE NOT EXISTS (SELECT 1 FROM previous_permission b WHERE b.name = a.name AND b.max_sdk IS a.max_sdk + 1)", "1|\n");
	answers(bench, "SELECT count(*) AS subject FROM permission a WHERE EXISTS (SELECT 1 FROM permission b WHERE b.name = a.name AND b.origin = 'split' AND b.max_sdk IS NULL)", "0|\n");
	bench_close(bench);
	rules_free(rules);
}
