#include "harness.h"

#include "store/event.h"
#include "store/person.h"
#include "store/seal.h"
#include "store/seal_key.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FIRST "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define SECOND "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define PHONE "13812345678"

/* An archive of its own, and a key file beside it. */
struct place {
	char dir[64], archive_dir[96], key_file[96];
	struct archive *archive;
	struct error err;
	struct arena arena;
};

static void write_key(struct place *place, const char *text, mode_t mode)
{
	FILE *file = fopen(place->key_file, "w");

	CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0 && chmod(place->key_file, mode) == 0);
}

static void reopen(struct place *place, const char *keys)
{
	archive_close(place->archive);
	place->err = (struct error){0};
	if (keys != NULL) {
		write_key(place, keys, 0600);
		setenv("PRELIST_KEY_FILE", place->key_file, 1);
	} else {
		unsetenv("PRELIST_KEY_FILE");
	}
	place->archive = archive_open(place->archive_dir, ARCHIVE_WRITE, &place->err);
	unsetenv("PRELIST_KEY_FILE");
}

static struct place begin(const char *keys)
{
	struct place place = {.dir = "/tmp/prelist-seal-XXXXXX", .arena = arena_new(1 << 20)};
	mode_t before = umask(077);

	CHECK(mkdtemp(place.dir) != NULL);
	umask(before);
	snprintf(place.archive_dir, sizeof place.archive_dir, "%s/archive", place.dir);
	snprintf(place.key_file, sizeof place.key_file, "%s/key", place.dir);
	reopen(&place, keys);
	return place;
}

static void end(struct place *place)
{
	char command[128];

	archive_close(place->archive);
	arena_free(&place->arena);
	snprintf(command, sizeof command, "rm -rf %s", place->dir);
	CHECK(system(command) == 0);
}

static void put(struct place *place, char id[SEAL_ID_LEN])
{
	CHECK(database_begin(place->archive, &place->err) && seal_put(place->archive, "contact", PHONE, id, &place->err) &&
	      database_commit(place->archive, &place->err));
}

static const char *get(struct place *place, const char *id)
{
	const char *text = NULL;
	bool ok = database_begin(place->archive, &place->err) &&
		  seal_get(place->archive, id, "li", "asked back", &place->arena, &text, &place->err);

	if (ok)
		CHECK(database_commit(place->archive, &place->err));
	else
		database_rollback(place->archive);
	return text;
}

static void count_problem(void *owner, const char *text)
{
	(void)text;
	++*(int *)owner;
}

static int problems(struct place *place)
{
	int num = 0;

	CHECK(seal_verify(place->archive, count_problem, &num, &place->err));
	CHECK(person_verify(place->archive, count_problem, &num, &place->err));
	return num;
}

static void change(struct place *place, const char *sql)
{
	CHECK(database_run(place->archive, &place->err, sql, ""));
}

static int64_t number(struct place *place, const char *sql)
{
	int64_t value = -1;

	CHECK(database_number(place->archive, &value, -1, &place->err, sql, ""));
	return value;
}

TEST(seal_round, "what was sealed is read again, and putting and reading are events without the text")
{
	struct place place = begin(FIRST "\n");
	char id[SEAL_ID_LEN];

	put(&place, id);
	CHECK_TEXT(get(&place, id), PHONE);
	CHECK_NUMBER(number(&place, "SELECT count(*) FROM event WHERE kind = 'unseal' AND detail = 'asked back'"), 1);
	CHECK_NUMBER(number(&place, "SELECT count(*) FROM event WHERE kind = 'seal' AND detail LIKE 'contact %' AND length(content) = 64"), 1);
	CHECK_NUMBER(number(&place, "SELECT count(*) FROM event WHERE detail LIKE '%138%' AND detail LIKE '%5678%'"), 0);
	CHECK_NUMBER(number(&place, "SELECT instr(box, CAST('" PHONE "' AS BLOB)) FROM sealed"), 0);
	CHECK_NUMBER(problems(&place), 0);
	end(&place);
}

TEST(seal_twice, "the same text twice is two rows that cannot be told to be the same")
{
	struct place place = begin(FIRST);
	char a[SEAL_ID_LEN], b[SEAL_ID_LEN];

	put(&place, a);
	put(&place, b);
	CHECK_NUMBER(number(&place, "SELECT count(DISTINCT box) + count(DISTINCT nonce) FROM sealed"), 4);
	CHECK_NUMBER(number(&place, "SELECT count(DISTINCT content) FROM event"), 2);
	end(&place);
}

TEST(seal_tampered, "a changed box, kind or id does not open, and verify finds it with a key and without")
{
	static const char *const changes[] = {"UPDATE sealed SET box = CAST(zeroblob(16) || substr(box, 17) AS BLOB)", "UPDATE sealed SET kind = 'person'",
					      "UPDATE sealed SET nonce = zeroblob(12)", "UPDATE sealed SET box = x'00'",
					      "UPDATE sealed SET nonce = x''"};

	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		struct place place = begin(FIRST);
		char id[SEAL_ID_LEN];

		put(&place, id);
		change(&place, changes[i]);
		CHECK(get(&place, id) == NULL);
		CHECK_NUMBER(place.err.code, ERROR_DAMAGED);
		place.err = (struct error){0};
		CHECK(problems(&place) > 0);
		reopen(&place, NULL);
		CHECK(problems(&place) > 0);
		end(&place);
	}
}

TEST(seal_moved, "a row that stands under another row's id does not open")
{
	struct place place = begin(FIRST);
	char a[SEAL_ID_LEN], b[SEAL_ID_LEN];

	put(&place, a);
	put(&place, b);
	change(&place, "CREATE TABLE aside AS SELECT * FROM sealed");
	change(&place, "UPDATE sealed SET (nonce, box) = (SELECT nonce, box FROM aside s WHERE s.id <> sealed.id)");
	CHECK(get(&place, a) == NULL && get(&place, b) == NULL);
	end(&place);
}

TEST(seal_wrong_key, "another key neither reads nor seals, and says which one is needed; without a key nothing is sealed")
{
	struct place place = begin(FIRST);
	char id[SEAL_ID_LEN], other[SEAL_ID_LEN];

	put(&place, id);
	reopen(&place, SECOND);
	CHECK(get(&place, id) == NULL);
	CHECK_NUMBER(place.err.code, ERROR_INPUT);
	place.err = (struct error){0};
	CHECK(!seal_put(place.archive, "contact", PHONE, other, &place.err));
	CHECK(strstr(place.err.text, "rekey") != NULL);
	place.err = (struct error){0};
	CHECK_NUMBER(problems(&place), 0);
	reopen(&place, NULL);
	CHECK(!seal_has_key(place.archive) && get(&place, id) == NULL);
	place.err = (struct error){0};
	CHECK(!seal_put(place.archive, "contact", PHONE, other, &place.err));
	CHECK(strstr(place.err.text, "PRELIST_KEY_FILE") != NULL);
	end(&place);
}

TEST(seal_rotation, "after rekey the new key alone opens every row, and verify still holds it against the first record")
{
	struct place place = begin(FIRST);
	char a[SEAL_ID_LEN], b[SEAL_ID_LEN];
	uint64_t num = 0;

	put(&place, a);
	put(&place, b);
	reopen(&place, "# new\n" SECOND "\n# old\n" FIRST "\n");
	CHECK_TEXT(get(&place, a), PHONE);
	CHECK(database_begin(place.archive, &place.err) && seal_rekey(place.archive, "li", &num, &place.err) &&
	      database_commit(place.archive, &place.err));
	CHECK_NUMBER(num, 2);
	reopen(&place, SECOND);
	CHECK_TEXT(get(&place, a), PHONE);
	CHECK_TEXT(get(&place, b), PHONE);
	CHECK_NUMBER(problems(&place), 0);
	CHECK_NUMBER(number(&place, "SELECT count(DISTINCT content) FROM event WHERE kind = 'seal' AND detail LIKE 'contact %'"), 2);
	end(&place);
}

TEST(seal_erased, "an erased row is gone and logged; one taken away or brought back without record is found")
{
	struct place place = begin(FIRST);
	char a[SEAL_ID_LEN], b[SEAL_ID_LEN];

	put(&place, a);
	put(&place, b);
	change(&place, "CREATE TABLE aside AS SELECT * FROM sealed");
	CHECK(seal_erase(place.archive, a, "li", "asked for", &place.err));
	CHECK(get(&place, a) == NULL);
	CHECK_NUMBER(place.err.code, ERROR_NONE);
	CHECK_NUMBER(problems(&place), 0);
	change(&place, "DELETE FROM sealed WHERE kind = 'contact'");
	CHECK_NUMBER(problems(&place), 1);
	change(&place, "INSERT INTO sealed SELECT * FROM aside WHERE kind = 'contact'");
	CHECK_NUMBER(problems(&place), 1);
	end(&place);
}

static void check_refused(const char *keys, mode_t mode, const char *words)
{
	struct place place = begin(NULL);
	struct error err = {0};
	struct seal_keys *loaded;

	write_key(&place, keys, mode);
	loaded = seal_keys_load(place.key_file, place.archive_dir, &err);
	CHECK(loaded == NULL);
	seal_keys_free(loaded);
	if (strstr(err.text, words) == NULL)
		test_fail(__FILE__, __LINE__, "'%s' does not say '%s'", err.text, words);
	CHECK(strstr(err.text, "0102") == NULL);
	end(&place);
}

TEST(seal_key_file, "a key file that others can read, that is empty, short, monotonous or no hex is refused with the remedy")
{
	check_refused(FIRST, 0640, "chmod 600");
	check_refused(FIRST, 0604, "chmod 600");
	check_refused("", 0600, "openssl rand");
	check_refused("# none\n\n", 0600, "openssl rand");
	check_refused("0102030405\n", 0600, "openssl rand");
	check_refused("zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0600, "64 hex");
	check_refused("0000000000000000000000000000000000000000000000000000000000000000", 0600, "same byte");
}

TEST(seal_key_inside, "a key file inside the archive is refused")
{
	struct place place = begin(NULL);
	struct error err = {0};

	snprintf(place.key_file, sizeof place.key_file, "%s/archive/key", place.dir);
	write_key(&place, FIRST, 0600);
	CHECK(seal_keys_load(place.key_file, place.archive_dir, &err) == NULL);
	CHECK(strstr(err.text, "elsewhere") != NULL);
	end(&place);
}

TEST(seal_key_raw, "32 raw bytes are the key that their hex digits are")
{
	struct place place = begin(NULL);
	struct error err = {0};
	struct seal_keys *hex, *raw;

	write_key(&place, "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", 0600);
	raw = seal_keys_load(place.key_file, place.archive_dir, &err);
	write_key(&place, "4142434445464748494a4b4c4d4e4f505152535455565758595a303132333435\r\n", 0400);
	hex = seal_keys_load(place.key_file, place.archive_dir, &err);
	CHECK(raw != NULL && hex != NULL && strcmp(raw->keys[0].id, hex->keys[0].id) == 0 &&
	      seal_keys_find(raw, hex->keys[0].id) == raw->keys);
	seal_keys_free(raw);
	seal_keys_free(hex);
	end(&place);
}

static const char *name_of(struct place *place, const char *id, char out[64])
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(place->archive, &place->err, "SELECT name FROM person WHERE id = ?", "s", id);

	snprintf(out, 64, "%s", database_step(place->archive, row, &place->err) == SQLITE_ROW ? database_text(row, 0) : "(none)");
	return out;
}

TEST(person_sealed, "names are sealed where there is a key: with it they read as they are, without it as a stand-in")
{
	struct place place = begin(FIRST);
	char li[33], again[33], stand_in[64], name[64];

	CHECK(database_begin(place.archive, &place.err) && person_id(place.archive, "li", li, &place.err) &&
	      person_id(place.archive, "li", again, &place.err) && database_commit(place.archive, &place.err));
	CHECK_TEXT(again, li);
	CHECK_NUMBER(number(&place, "SELECT count(*) FROM main.person WHERE name IS NOT NULL"), 0);
	reopen(&place, FIRST);
	CHECK_TEXT(name_of(&place, li, name), "li");
	CHECK(person_id(place.archive, "li", again, &place.err));
	CHECK_TEXT(again, li);
	reopen(&place, NULL);
	snprintf(stand_in, sizeof stand_in, "person %.8s", li);
	CHECK_TEXT(name_of(&place, li, name), stand_in);
	CHECK(!person_id(place.archive, "li", again, &place.err));
	CHECK_NUMBER(place.err.code, ERROR_INPUT);
	CHECK(strstr(place.err.text, "PRELIST_KEY_FILE") != NULL);
	end(&place);
}

TEST(person_renamed, "a name in clear that was changed is not the one of its id")
{
	struct place place = begin(NULL);
	char li[33];

	CHECK(person_id(place.archive, "li", li, &place.err));
	CHECK_NUMBER(problems(&place), 0);
	CHECK(database_run(place.archive, &place.err, "UPDATE main.person SET name = 'wang'", ""));
	CHECK_NUMBER(problems(&place), 1);
	end(&place);
}

TEST(person_rekeyed, "names that were kept in clear are sealed by rekey, and keep their ids")
{
	struct place place = begin(NULL);
	char li[33], name[64];
	uint64_t num = 0;

	CHECK(person_id(place.archive, "li", li, &place.err));
	CHECK_NUMBER(number(&place, "SELECT count(*) FROM main.person WHERE name = 'li'"), 1);
	reopen(&place, FIRST);
	CHECK(database_begin(place.archive, &place.err) && person_seal_all(place.archive, &num, &place.err) &&
	      database_commit(place.archive, &place.err));
	CHECK_NUMBER(num, 1);
	CHECK_NUMBER(number(&place, "SELECT count(*) FROM main.person WHERE name IS NOT NULL"), 0);
	reopen(&place, FIRST);
	CHECK_TEXT(name_of(&place, li, name), "li");
	CHECK_NUMBER(problems(&place), 0);
	end(&place);
}

TEST(person_others, "a name that another connection made meanwhile is the same person, and a rollback forgets one")
{
	struct place place = begin(FIRST);
	char here[33], there[33], gone[33];
	struct archive *other;

	setenv("PRELIST_KEY_FILE", place.key_file, 1);
	other = archive_open(place.archive_dir, ARCHIVE_WRITE, &place.err);
	unsetenv("PRELIST_KEY_FILE");
	CHECK(other != NULL && database_begin(other, &place.err) && person_id(other, "li", there, &place.err) &&
	      database_commit(other, &place.err));
	CHECK(database_begin(place.archive, &place.err) && person_id(place.archive, "li", here, &place.err) &&
	      person_id(place.archive, "wang", gone, &place.err));
	CHECK_TEXT(here, there);
	database_rollback(place.archive);
	CHECK(database_begin(place.archive, &place.err) && person_id(place.archive, "wang", here, &place.err) &&
	      database_commit(place.archive, &place.err));
	CHECK(strcmp(here, gone) != 0);
	CHECK_NUMBER(number(&place, "SELECT count(*) FROM person"), 2);
	CHECK_NUMBER(problems(&place), 0);
	archive_close(other);
	end(&place);
}

static int mode_of(struct place *place, const char *name)
{
	struct stat about;
	char path[200];

	snprintf(path, sizeof path, "%s%s", place->archive_dir, name);
	return stat(path, &about) == 0 ? (int)(about.st_mode & 0777) : -1;
}

TEST(archive_private, "the archive's folders and files are nobody else's, whatever the umask")
{
	static const mode_t masks[] = {0, 022, 0777};

	for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
		mode_t before = umask(masks[i]);
		struct place place = begin(NULL);
		char li[33];

		umask(before);
		CHECK(person_id(place.archive, "li", li, &place.err));
		CHECK_NUMBER(mode_of(&place, ""), 0700);
		CHECK_NUMBER(mode_of(&place, "/prelist.db"), 0600);
		CHECK_NUMBER(mode_of(&place, "/prelist.db-wal"), 0600);
		CHECK_NUMBER(mode_of(&place, "/prelist.db-shm"), 0600);
		CHECK_NUMBER(mode_of(&place, "/packages"), 0700);
		end(&place);
	}
}
