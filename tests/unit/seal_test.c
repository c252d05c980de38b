#include "harness.h"

#include "store/seal.h"
#include "store/seal_key.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

	CHECK(mkdtemp(place.dir) != NULL);
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
	CHECK_NUMBER(number(&place, "SELECT count(*) FROM event WHERE kind = 'seal' AND length(content) = 64"), 1);
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
		CHECK_NUMBER(place.err.code, ERROR_ARCHIVE);
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
	CHECK_NUMBER(number(&place, "SELECT count(DISTINCT content) FROM event WHERE kind = 'seal'"), 2);
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
	change(&place, "DELETE FROM sealed");
	CHECK_NUMBER(problems(&place), 1);
	change(&place, "INSERT INTO sealed SELECT * FROM aside");
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
