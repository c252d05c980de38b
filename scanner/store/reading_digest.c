#include "store/reading_digest.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "store/blob.h"
#include "store/event.h"

#include <stdio.h>

/* SHA-256 over "readers N", a NUL and the blob. */
void reading_digest_row(sqlite3_stmt *row, int column, char digest[65])
{
	uint8_t bytes[DIGEST_MAX];
	char head[40];

	snprintf(head, sizeof head, "readers %lld", (long long)sqlite3_column_int64(row, column));
	digest_of_parts(DIGEST_SHA256, (const struct span[]){span_of(head, strlen(head) + 1), database_blob(row, column + 1)}, 2, bytes);
	text_hex_to(digest, span_of(bytes, 32));
}

static bool is_logged(sqlite3_stmt *row, int column)
{
	char digest[65];

	reading_digest_row(row, column + 1, digest);
	return strcmp(digest, text_or_empty(database_text(row, column))) == 0;
}

struct reading *reading_logged(sqlite3_stmt *row, int column, uint64_t tables, struct error *err)
{
	if (is_logged(row, column))
		return blob_read(database_blob(row, column + 2), sqlite3_column_int(row, column + 1), tables, err);
	error_set(err, ERROR_DAMAGED, "a reading in the archive is not what was logged: run prelist archive verify");
	return NULL;
}

bool reading_digest_of(struct archive *archive, const char *sha256, char digest[65], struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT readers, reading FROM package WHERE sha256 = ?", "s", sha256);

	if (database_step(archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_ARCHIVE, "the archive has no reading of package %s", sha256);
	reading_digest_row(row, 0, digest);
	return true;
}

bool reading_digest_changed(struct archive *archive, const char *sha256, bool *changed, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT " READING_LOGGED " FROM package k WHERE k.sha256 = ?", "s", sha256);

	if (database_step(archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_ARCHIVE, "the archive has no reading of package %s", sha256);
	*changed = !is_logged(row, 0);
	return true;
}

bool reading_digest_log(struct archive *archive, const char *sha256, const char *by, enum reading_why why, struct error *err)
{
	static const char *const said[] = {[READING_NEWER] = "read again by newer readers", [READING_ASKED] = "asked for what splits beside it take",
					   [READING_CHANGED] = "was not what was logged: read again"};
	char content[65];
	struct event event = {.kind = "reading", .person = by, .subject = sha256, .detail = said[why], .content = content};

	return reading_digest_of(archive, sha256, content, err) && event_append(archive, &event, err);
}

bool reading_digest_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT k.sha256, " READING_LOGGED " FROM package k ORDER BY k.rowid", "");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		char text[160];

		if (is_logged(row, 1))
			continue;
		snprintf(text, sizeof text, "package %s: its reading is not what was logged", database_text(row, 0));
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}
