#include "store/event.h"

#include "bytes/date.h"
#include "bytes/digest.h"
#include "bytes/text.h"
#include "store/merkle.h"
#include "store/person.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define RECORD_MAX ((size_t)1024 * 1024)

/* Field after field with its length, so that no text of one can pass for another's. */
static void add_field(struct buf *record, const char *name, const char *value)
{
	buf_printf(record, "%s %zu ", name, value == NULL ? 0 : strlen(value));
	buf_text(record, value == NULL ? "" : value);
	buf_byte(record, '\n');
}

bool event_record(struct buf *record, const struct event_columns *columns)
{
	if (columns->account != NULL)
		add_field(record, "account", columns->account);
	add_field(record, "content", columns->content);
	add_field(record, "detail", columns->detail);
	add_field(record, "kind", columns->kind);
	add_field(record, "person", columns->person);
	add_field(record, "subject", columns->subject);
	add_field(record, "time", columns->time);
	if (columns->today != NULL)
		add_field(record, "today", columns->today);
	return !record->failed;
}

static bool load_tree(struct archive *archive, struct merkle *tree, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT level, hash FROM tree", "");
	int status;

	*tree = (struct merkle){.has = {false}};
	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		int level = sqlite3_column_int(row, 0);

		if (level < 0 || level >= MERKLE_LEVELS || !text_unhex(database_text(row, 1), tree->root[level], MERKLE_HASH))
			return error_set(err, ERROR_DAMAGED, "the archive's log is damaged: run prelist archive verify");
		tree->has[level] = true;
	}
	return status == SQLITE_DONE;
}

static bool save_tree(struct archive *archive, const struct merkle *tree, struct error *err)
{
	if (!database_run(archive, err, "DELETE FROM tree", ""))
		return false;
	for (int64_t level = 0; level < MERKLE_LEVELS; level++) {
		char hex[65];

		if (!tree->has[level])
			continue;
		text_hex_to(hex, span_of(tree->root[level], MERKLE_HASH));
		if (!database_run(archive, err, "INSERT INTO tree VALUES (?, ?)", "is", level, hex))
			return false;
	}
	return true;
}

bool event_head(struct archive *archive, char head[65], int64_t *size, struct error *err)
{
	struct merkle tree;
	uint8_t hash[MERKLE_HASH];

	if (!load_tree(archive, &tree, err) ||
	    !database_number(archive, size, 0, err, "SELECT count(*) FROM event", ""))
		return false;
	merkle_head(&tree, hash);
	text_hex_to(head, span_of(hash, MERKLE_HASH));
	return true;
}

static bool insert(struct archive *archive, const struct event_columns *c, const uint8_t leaf[MERKLE_HASH], struct error *err)
{
	char hex[65];

	text_hex_to(hex, span_of(leaf, MERKLE_HASH));
	return database_run(archive, err,
			    "INSERT INTO event (time, kind, person, subject, detail, content, leaf, account, today) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			    "sssssssss", c->time, c->kind, c->person, c->subject, c->detail, c->content, hex, c->account, c->today);
}

/* Texts are cut to lengths and come from command lines: what is no UTF-8 would not leave as it is in JSON, and fit no hash. */
static const char *as_utf8(struct arena *arena, const char *text)
{
	struct span bytes = span_of_text(text == NULL ? "" : text);

	return text != NULL && text_is_utf8(bytes) ? text : text_escape(arena, bytes);
}

void event_account(char account[EVENT_ACCOUNT_LEN])
{
	snprintf(account, EVENT_ACCOUNT_LEN, "uid:%lld", (long long)getuid());
}

static bool append(struct archive *archive, const struct event *event, struct error *err)
{
	BUF_CLEANUP struct buf record = buf_new(RECORD_MAX);
	char now[TIME_TEXT_LEN], account[EVENT_ACCOUNT_LEN], id[33];
	struct event_columns columns = {.account = account, .content = event->content, .detail = event->detail, .kind = event->kind,
					.person = event->person == NULL ? account : id, .subject = event->subject, .time = now,
					.today = *archive->day == '\0' ? NULL : archive->day};
	uint8_t leaf[MERKLE_HASH];
	struct merkle tree;

	time_format((int64_t)time(NULL), now);
	event_account(account);
	/* Where no person is named the account stands for him, which no ID can be taken for. */
	if (event->person != NULL && !person_id(archive, event->person, id, err))
		return false;
	if (!event_record(&record, &columns))
		return error_memory(err);
	merkle_leaf(buf_span(&record), leaf);
	if (!load_tree(archive, &tree, err) || !insert(archive, &columns, leaf, err))
		return false;
	merkle_append(&tree, leaf);
	return save_tree(archive, &tree, err);
}

void event_subject(char subject[EVENT_SUBJECT_LEN], const char *platform, const char *app_id, int64_t number)
{
	snprintf(subject, EVENT_SUBJECT_LEN, "%s:%s@#%lld", platform, app_id, (long long)number);
}

bool event_append(struct archive *archive, const struct event *event, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(RECORD_MAX);
	struct event valid = *event;

	valid.subject = as_utf8(&arena, event->subject);
	valid.detail = as_utf8(&arena, event->detail);
	if (valid.subject == NULL || valid.detail == NULL)
		return error_memory(err);
	return append(archive, &valid, err);
}

static void add_row(struct digest *digest, sqlite3_stmt *row)
{
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		uint8_t head[5] = {(uint8_t)sqlite3_column_type(row, i)}; /* asked for before what converts the value */
		const void *value = sqlite3_column_blob(row, i);
		int len = sqlite3_column_bytes(row, i);

		for (int shift = 0; shift < 4; shift++)
			head[1 + shift] = (uint8_t)((uint32_t)len >> (8 * shift));
		digest_add(digest, span_of(head, sizeof head));
		digest_add(digest, span_of(value, (size_t)len));
	}
}

static bool add_rows(struct archive *archive, struct digest *digest, const char *sql, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, sql, "i", number);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		add_row(digest, row);
	return status == SQLITE_DONE;
}

bool event_digest(struct archive *archive, const char *const *queries, size_t num_queries, int64_t number, char content[65],
		  struct error *err)
{
	struct digest *digest = digest_new(DIGEST_SHA256);
	uint8_t out[DIGEST_MAX];
	bool ok = digest != NULL || error_memory(err);

	if (ok)
		digest_start(digest);
	for (size_t i = 0; ok && i < num_queries; i++)
		ok = add_rows(archive, digest, queries[i], number, err);
	if (ok) {
		digest_finish(digest, out);
		text_hex_to(content, span_of(out, 32));
	}
	digest_free(digest);
	return ok;
}
