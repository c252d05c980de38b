#include "store/log_proof.h"

#include "bytes/text.h"
#include "store/database.h"

#include <stdio.h>

struct log_source {
	struct merkle_source source; /* first */
	struct archive *archive;
};

/* Event n is the leaf n - 1. */
static bool append(struct merkle_source *self, uint64_t from, uint64_t to, struct merkle *tree, struct error *err)
{
	struct archive *archive = ((struct log_source *)self)->archive;
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT leaf FROM event WHERE number > ? AND number <= ? ORDER BY number", "ii", (int64_t)from, (int64_t)to);
	uint8_t leaf[MERKLE_HASH];
	uint64_t num = 0;
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		if (!text_unhex(database_text(row, 0), leaf, MERKLE_HASH))
			break;
		merkle_append(tree, leaf);
		num++;
	}
	if (status == SQLITE_ERROR)
		return false;
	return num == to - from || error_set(err, ERROR_DAMAGED, "the archive's log is damaged: run prelist archive verify");
}

static struct log_source source_of(struct archive *archive)
{
	return (struct log_source){.source = {.append = append}, .archive = archive};
}

bool log_proof_inclusion(struct archive *archive, int64_t number, int64_t size, struct merkle_path *path,
			 uint8_t root[MERKLE_HASH], struct error *err)
{
	struct log_source source = source_of(archive);

	if (number < 1 || number > size)
		return error_set(err, ERROR_USAGE, "event %lld is not in the log of %lld events", (long long)number, (long long)size);
	return merkle_inclusion(&source.source, (uint64_t)number - 1, (uint64_t)size, path, root, err);
}

bool log_proof_consistency(struct archive *archive, int64_t first, int64_t second, struct merkle_path *path,
			   uint8_t first_root[MERKLE_HASH], uint8_t second_root[MERKLE_HASH], struct error *err)
{
	struct log_source source = source_of(archive);

	if (first < 1 || first > second)
		return error_set(err, ERROR_USAGE, "a log of %lld events does not begin with one of %lld: 1 to %lld", (long long)second,
				 (long long)first, (long long)second);
	return merkle_consistency(&source.source, (uint64_t)first, (uint64_t)second, path, first_root, second_root, err);
}

bool log_proof_around(struct archive *archive, int64_t first, int64_t last, int64_t size, struct merkle_path *before,
		      struct merkle_path *behind, struct error *err)
{
	struct log_source source = source_of(archive);

	return merkle_around(&source.source, (uint64_t)first - 1, (uint64_t)(last < first ? first - 1 : last), (uint64_t)size, before, behind,
			     err);
}

static const char *keep(struct arena *arena, sqlite3_stmt *row, int column)
{
	const char *text = database_text(row, column);

	return arena_strdup(arena, text != NULL ? text : "");
}

bool log_record_load(struct archive *archive, int64_t number, struct arena *arena, struct log_record *record, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT content, detail, kind, person, subject, time, leaf, account, today FROM event WHERE number = ?", "i", number);
	int status = database_step(archive, row, err);

	if (status == SQLITE_DONE)
		return error_set(err, ERROR_USAGE, "there is no event %lld; prelist archive log has them all", (long long)number);
	if (status != SQLITE_ROW)
		return false;
	*record = (struct log_record){number, keep(arena, row, 0), keep(arena, row, 1), keep(arena, row, 2), keep(arena, row, 3),
				      keep(arena, row, 4), keep(arena, row, 5), arena_copy(arena, database_text(row, 7)),
				      arena_copy(arena, database_text(row, 8)), ""};
	snprintf(record->leaf, sizeof record->leaf, "%s", database_text(row, 6));
	return (arena_ok(arena, err) && record->content != NULL && record->detail != NULL && record->kind != NULL && record->person != NULL &&
		record->subject != NULL && record->time != NULL) || error_memory(err);
}
