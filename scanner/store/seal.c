#include "store/seal.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "store/event.h"
#include "store/seal_box.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdio.h>

#define SALT_LEN 32

/* Rows in the clear, wiped when they are done with. */
static void wipe(struct buf *buf)
{
	if (buf->data != NULL)
		OPENSSL_cleanse(buf->data, buf->room);
	buf_free(buf);
}
#define WIPE_CLEANUP __attribute__((cleanup(wipe)))

bool seal_has_key(const struct archive *archive)
{
	return archive->keys != NULL;
}

/* A key that opens nothing of what is sealed is most likely the wrong file. */
static bool is_ours(struct archive *archive, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	bool any = false;
	int status;

	for (size_t i = 0; i < archive->keys->num && !any; i++)
		if (!database_any(archive, &any, err, "SELECT EXISTS (SELECT 1 FROM sealed WHERE key = ?)", "s", archive->keys->keys[i].id))
			return false;
	if (any)
		return true;
	row = database_prepare(archive, err, "SELECT key FROM sealed LIMIT 1", "");
	status = database_step(archive, row, err);
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	return error_set(err, ERROR_INPUT,
			 "the archive's personal data is sealed with the key %s, and $PRELIST_KEY_FILE holds %s: is it another archive's file?"
			 " To change keys, put the new one on its first line, keep the old one below, and run prelist archive rekey",
			 database_text(row, 0), archive->keys->keys[0].id);
}

bool seal_ready(struct archive *archive, const char *what, struct error *err)
{
	if (!seal_has_key(archive))
		return error_set(err, ERROR_INPUT,
				 "%s is personal data, and there is no key to seal it: set $PRELIST_KEY_FILE to a file of 64 hex digits outside the"
				 " archive, (umask 077; openssl rand -hex 32 > FILE) makes one",
				 what);
	return is_ours(archive, err);
}

/* What the box is bound to. */
static void add_bound(struct buf *bound, const char *id, const char *kind)
{
	static const char scheme[] = "prelist-seal/1";

	buf_add(bound, scheme, sizeof scheme);
	buf_add(bound, id, strlen(id) + 1);
	buf_add(bound, kind, strlen(kind) + 1);
}

/* salted: salt and text. */
static bool commit_to(const char *kind, struct span salted, char commitment[65], struct error *err)
{
	WIPE_CLEANUP struct buf all = buf_new(SEAL_TEXT_MAX + 1024);
	static const char scheme[] = "prelist-commitment/1";
	char hex[DIGEST_HEX_MAX];

	buf_add(&all, scheme, sizeof scheme);
	buf_add(&all, kind, strlen(kind) + 1);
	buf_add(&all, salted.data, salted.len);
	if (all.failed)
		return error_memory(err);
	digest_hex_of(DIGEST_SHA256, buf_span(&all), hex);
	memcpy(commitment, hex, 65);
	return true;
}

static bool digest_row(struct archive *archive, const char *id, char digest[65], struct error *err)
{
	static const char *const queries[] = {"SELECT id, kind, key, nonce, box FROM sealed WHERE rowid = ?"};
	int64_t row;

	return database_number(archive, &row, 0, err, "SELECT rowid FROM sealed WHERE id = ?", "s", id) &&
	       event_digest(archive, queries, 1, row, digest, err);
}

static bool log_it(struct archive *archive, const char *what, const char *id, const char *who, const char *detail,
		   const char *content, struct error *err)
{
	char subject[48];
	struct event event = {.kind = what, .person = who, .subject = subject, .detail = detail, .content = content};

	snprintf(subject, sizeof subject, "sealed %s", id);
	return event_append(archive, &event, err);
}

/* The record by which seal_verify knows the row again, with a key and without. */
static bool log_row(struct archive *archive, const char *id, const char *kind, const char *who, const char *commitment, struct error *err)
{
	char digest[65], detail[160];

	if (!digest_row(archive, id, digest, err))
		return false;
	snprintf(detail, sizeof detail, "%.40s key %s row %s", kind, archive->keys->keys[0].id, digest);
	return log_it(archive, "seal", id, who, detail, commitment, err);
}

/* Closes by the first key, into a new row or the one of that id. */
static bool close_row(struct archive *archive, const char *id, const char *kind, struct span salted, struct error *err)
{
	BUF_CLEANUP struct buf bound = buf_new(1024), box = buf_new(SEAL_TEXT_MAX + 1024);
	uint8_t nonce[SEAL_NONCE_LEN];
	struct span nonce_span = span_of(nonce, sizeof nonce), box_span;

	add_bound(&bound, id, kind);
	if (bound.failed)
		return error_memory(err);
	if (!seal_box_close(&archive->keys->keys[0], buf_span(&bound), salted, nonce, &box, err))
		return false;
	box_span = buf_span(&box);
	return database_run(archive, err,
			    "INSERT INTO sealed VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET key = excluded.key, nonce = excluded.nonce,"
			    " box = excluded.box",
			    "sssbb", id, kind, archive->keys->keys[0].id, &nonce_span, &box_span);
}

bool seal_new_id(char id[SEAL_ID_LEN], struct error *err)
{
	uint8_t bytes[16];

	if (RAND_bytes(bytes, sizeof bytes) != 1)
		return error_set(err, ERROR_INTERNAL, "no random numbers are to be had");
	text_hex_to(id, span_of(bytes, sizeof bytes));
	return true;
}

bool seal_put_as(struct archive *archive, const char *kind, const char *id, struct span bytes, struct error *err)
{
	WIPE_CLEANUP struct buf salted = buf_new(SEAL_TEXT_MAX);
	char commitment[65];

	if (!seal_ready(archive, kind, err))
		return false;
	if (!buf_reserve(&salted, SALT_LEN + bytes.len) || RAND_bytes(salted.data, SALT_LEN) != 1)
		return error_memory(err);
	salted.len = SALT_LEN;
	buf_add(&salted, bytes.data, bytes.len);
	return commit_to(kind, buf_span(&salted), commitment, err) && close_row(archive, id, kind, buf_span(&salted), err) &&
	       log_row(archive, id, kind, NULL, commitment, err);
}

bool seal_put_bytes(struct archive *archive, const char *kind, struct span bytes, char id[SEAL_ID_LEN], struct error *err)
{
	return seal_new_id(id, err) && seal_put_as(archive, kind, id, bytes, err);
}

bool seal_put(struct archive *archive, const char *kind, const char *text, char id[SEAL_ID_LEN], struct error *err)
{
	return seal_put_bytes(archive, kind, span_of_text(text), id, err);
}

enum opened { OPENED, OPENED_NOT, OPENED_GONE, OPENED_FOREIGN, OPENED_CHANGED };

static bool was_changed(const char *id, struct error *err)
{
	return error_set(err, ERROR_DAMAGED, "the sealed row %s was changed: run prelist archive verify", id);
}

/* Salt and text of a row. OPENED_NOT: err. key: of the row. */
static enum opened open_row(struct archive *archive, const char *id, struct buf *salted, char key[17], char kind[41], struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT kind, key, nonce, box FROM sealed WHERE id = ?", "s", id);
	BUF_CLEANUP struct buf bound = buf_new(4096);
	int status = database_step(archive, row, err);
	const struct seal_key *found;
	bool ok;

	if (status != SQLITE_ROW)
		return status == SQLITE_DONE ? OPENED_GONE : OPENED_NOT;
	snprintf(kind, 41, "%s", database_text(row, 0));
	snprintf(key, 17, "%s", database_text(row, 1));
	found = seal_keys_find(archive->keys, key);
	if (found == NULL)
		return OPENED_FOREIGN;
	if (strlen(id) >= SEAL_ID_LEN)
		return OPENED_CHANGED;
	add_bound(&bound, id, kind);
	if (bound.failed) {
		error_memory(err);
		return OPENED_NOT;
	}
	if (!seal_box_open(found, buf_span(&bound), database_blob(row, 2),
			   database_blob(row, 3), salted, &ok, err))
		return OPENED_NOT;
	return ok && salted->len >= SALT_LEN ? OPENED : OPENED_CHANGED;
}

static bool need_key(struct archive *archive, const char *key, struct error *err)
{
	return error_set(err, ERROR_INPUT, "that is sealed with the key %s, which %s", key,
			 archive->keys == NULL ? "is in no file: set $PRELIST_KEY_FILE" : "$PRELIST_KEY_FILE does not hold");
}

/* In clear. *found false: erased. */
static bool read_row(struct archive *archive, const char *id, struct buf *bytes, bool *found, struct error *err)
{
	WIPE_CLEANUP struct buf salted = buf_new(SEAL_TEXT_MAX);
	char key[17], kind[41];
	enum opened opened = open_row(archive, id, &salted, key, kind, err);
	struct span text = span_slice(buf_span(&salted), SALT_LEN, SEAL_TEXT_MAX);

	*found = opened == OPENED;
	if (opened == OPENED_FOREIGN)
		return need_key(archive, key, err);
	if (opened == OPENED_CHANGED)
		return was_changed(id, err);
	if (opened == OPENED)
		buf_add(bytes, text.data, text.len);
	return opened != OPENED_NOT && (!bytes->failed || error_memory(err));
}

bool seal_get_bytes(struct archive *archive, const char *id, const char *who, const char *why, struct buf *bytes, bool *found,
		    struct error *err)
{
	return read_row(archive, id, bytes, found, err) && (!*found || log_it(archive, "unseal", id, who, why, "", err));
}

static bool to_arena(struct arena *arena, const struct buf *bytes, const char **text, struct error *err)
{
	*text = arena_text(arena, buf_span(bytes));
	return *text != NULL || error_memory(err);
}

bool seal_get(struct archive *archive, const char *id, const char *who, const char *why, struct arena *arena, const char **text,
	      struct error *err)
{
	WIPE_CLEANUP struct buf bytes = buf_new(SEAL_TEXT_MAX);
	bool found;

	*text = NULL;
	return seal_get_bytes(archive, id, who, why, &bytes, &found, err) && (!found || to_arena(arena, &bytes, text, err));
}

bool seal_peek(struct archive *archive, const char *id, struct arena *arena, const char **text, struct error *err)
{
	WIPE_CLEANUP struct buf salted = buf_new(SEAL_TEXT_MAX);
	char key[17], kind[41];
	enum opened opened = open_row(archive, id, &salted, key, kind, err);

	*text = NULL;
	if (opened == OPENED_CHANGED)
		return was_changed(id, err);
	if (opened != OPENED)
		return opened != OPENED_NOT;
	*text = arena_text(arena, span_slice(buf_span(&salted), SALT_LEN, SEAL_TEXT_MAX));
	return *text != NULL || error_memory(err);
}

bool seal_erase(struct archive *archive, const char *id, const char *who, const char *why, struct error *err)
{
	return database_run(archive, err, "DELETE FROM sealed WHERE id = ?", "s", id) &&
	       (sqlite3_changes(archive->db) == 0 || log_it(archive, "erase", id, who, why, "", err));
}

static bool erase_next(struct archive *archive, const char *next, int64_t number, const char *who, const char *why, bool *any,
		       struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, next, "i", number);
	int status = database_step(archive, row, err);

	*any = status == SQLITE_ROW;
	return status == SQLITE_DONE || (*any && seal_erase(archive, database_text(row, 0), who, why, err));
}

bool seal_erase_all(struct archive *archive, const char *ids, int64_t number, const char *who, const char *why, uint64_t *num, struct error *err)
{
	BUF_CLEANUP struct buf next = buf_new(4096);
	bool any = true;

	*num = 0;
	buf_printf(&next, "SELECT id FROM (%s) WHERE id IN (SELECT id FROM sealed) LIMIT 1", ids);
	if (next.failed)
		return error_memory(err);
	while (any) {
		if (!erase_next(archive, (const char *)next.data, number, who, why, &any, err))
			return false;
		*num += any;
	}
	return true;
}

static bool rekey_row(struct archive *archive, const char *id, const char *who, struct error *err)
{
	WIPE_CLEANUP struct buf salted = buf_new(SEAL_TEXT_MAX);
	char key[17], kind[41], commitment[65];
	enum opened opened = open_row(archive, id, &salted, key, kind, err);

	if (opened == OPENED_FOREIGN)
		return need_key(archive, key, err);
	if (opened == OPENED_CHANGED)
		return was_changed(id, err);
	return opened == OPENED && commit_to(kind, buf_span(&salted), commitment, err) &&
	       close_row(archive, id, kind, buf_span(&salted), err) && log_row(archive, id, kind, who, commitment, err);
}

/* The next row after that id which another key closed; false at the end or with err. */
static bool next_foreign(struct archive *archive, char id[SEAL_ID_LEN], struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT id FROM sealed WHERE id > ? AND key <> ? ORDER BY id LIMIT 1",
							       "ss", id, archive->keys->keys[0].id);

	if (database_step(archive, row, err) != SQLITE_ROW)
		return false;
	snprintf(id, SEAL_ID_LEN, "%s", database_text(row, 0));
	return true;
}

bool seal_rekey(struct archive *archive, const char *who, uint64_t *num, struct error *err)
{
	char id[SEAL_ID_LEN] = "";

	*num = 0;
	if (!seal_ready(archive, "what is sealed", err))
		return false;
	while (next_foreign(archive, id, err)) {
		if (!rekey_row(archive, id, who, err))
			return false;
		++*num;
	}
	return err->code == ERROR_NONE;
}

static bool tell(void (*problem)(void *owner, const char *text), void *owner, const char *id, const char *trouble)
{
	char text[200];

	snprintf(text, sizeof text, "sealed %.40s: %s", id, trouble);
	problem(owner, text);
	return true;
}

/* With a key the text, too, must be the one that was put. */
static const char *fault_inside(struct archive *archive, const char *id, const char *commitment, struct error *err)
{
	WIPE_CLEANUP struct buf salted = buf_new(SEAL_TEXT_MAX);
	char key[17], kind[41], found[65];
	enum opened opened = open_row(archive, id, &salted, key, kind, err);

	if (opened == OPENED_CHANGED)
		return "it does not open: changed";
	if (opened != OPENED || !commit_to(kind, buf_span(&salted), found, err))
		return NULL;
	return strcmp(found, commitment) == 0 ? NULL : "its text is not the one that was logged";
}

static bool check_row(struct archive *archive, sqlite3_stmt *row, void (*problem)(void *owner, const char *text), void *owner,
		      struct error *err)
{
	const char *id = database_text(row, 0), *logged = database_text(row, 1), *fault, *digest_logged;
	char digest[65];

	if (logged == NULL)
		return tell(problem, owner, id, "no record of it in the log");
	if (!digest_row(archive, id, digest, err))
		return false;
	digest_logged = strstr(logged, " row ");
	if (digest_logged == NULL || strcmp(digest_logged + 5, digest) != 0)
		return tell(problem, owner, id, "the row is not the one that was logged");
	fault = fault_inside(archive, id, database_text(row, 2), err);
	if (fault != NULL)
		tell(problem, owner, id, fault);
	return err->code == ERROR_NONE;
}

static bool verify_rows(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT s.id, e.detail, e.content FROM sealed s LEFT JOIN event e ON e.number = (SELECT max(number) FROM event"
		" WHERE kind = 'seal' AND subject = 'sealed ' || s.id) ORDER BY s.id",
		"");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		if (!check_row(archive, row, problem, owner, err))
			return false;
	return status == SQLITE_DONE;
}

bool seal_forget(struct archive *archive, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "PRAGMA wal_checkpoint(TRUNCATE)", "");
	int status = database_step(archive, row, err);

	if (status == SQLITE_ROW && sqlite3_column_int(row, 0) != 0)
		return error_set(err, ERROR_ARCHIVE,
				 "it is done, but another program reads the archive in %s as it was: until that has ended and any command of prelist was run, what is gone can be found in its files",
				 archive->dir);
	return status == SQLITE_ROW;
}

/* Every row that the log knows is there, or its erasing is logged; not both. */
static bool verify_log(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT substr(e.subject, 8) AS id, EXISTS (SELECT 1 FROM sealed s WHERE s.id = substr(e.subject, 8)) AS kept,"
		" EXISTS (SELECT 1 FROM event x WHERE x.kind = 'erase' AND x.subject = e.subject) AS erased"
		" FROM event e WHERE e.kind = 'seal' GROUP BY e.subject HAVING kept = erased",
		"");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		tell(problem, owner, database_text(row, 0),
		     sqlite3_column_int(row, 1) ? "it is there again, though it was erased" : "it is gone, and the log does not say that it was erased");
	return status == SQLITE_DONE;
}

bool seal_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	return verify_rows(archive, problem, owner, err) && verify_log(archive, problem, owner, err);
}
