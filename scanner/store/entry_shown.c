#include "store/entry_shown.h"

#include "bytes/name_set.h"
#include "store/reading_digest.h"

#define ARENA_MAX ((size_t)1 << 30)

struct looking {
	struct archive *archive;
	struct arena arena;
	struct name_set wanted;
};

static bool make_tables(struct archive *archive, struct error *err)
{
	return database_run(archive, err,
			    "CREATE TEMP TABLE IF NOT EXISTS entry_wanted (value TEXT PRIMARY KEY, is_done INTEGER NOT NULL) WITHOUT ROWID", "") &&
	       database_run(archive, err,
			    "CREATE TEMP TABLE IF NOT EXISTS entry_shown (value TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (value, sha256))"
			    " WITHOUT ROWID",
			    "");
}

static bool load_wanted(struct looking *looking, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(looking->archive, err, "SELECT value FROM temp.entry_wanted WHERE NOT is_done", "");
	int status;

	while ((status = database_step(looking->archive, row, err)) == SQLITE_ROW) {
		const char *value = arena_copy(&looking->arena, database_text(row, 0));

		if (value == NULL || name_set_add(&looking->wanted, &looking->arena, 0, span_of_text(value)) == NAME_SET_NO_MEMORY)
			return error_memory(err);
	}
	return status == SQLITE_DONE;
}

static bool take(struct looking *looking, const char *sha256, sqlite3_stmt *package, struct error *err)
{
	return sha256 == NULL || name_set_find(&looking->wanted, 0, span_of_text(sha256)) == NAME_SET_NONE ||
	       database_run(looking->archive, err, "INSERT OR IGNORE INTO temp.entry_shown VALUES (?, ?)", "ss", sha256, database_text(package, 0));
}

static bool look_at(struct looking *looking, sqlite3_stmt *package, struct error *err)
{
	READING_CLEANUP struct reading *reading = reading_logged(package, 1, FACT_BIT(entry) | FACT_BIT(nested_code), err);

	if (reading == NULL)
		return false;
	for (size_t i = 0; i < reading_num(reading, entry); i++)
		if (!take(looking, reading_rows(reading, entry)[i]->sha256, package, err))
			return false;
	for (size_t i = 0; i < reading_num(reading, nested_code); i++)
		if (!take(looking, reading_rows(reading, nested_code)[i]->sha256, package, err))
			return false;
	return true;
}

static bool look_at_all(struct looking *looking, const struct entry_search *search, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(looking->archive, err, "SELECT k.sha256, " READING_LOGGED " FROM package k", "");
	int64_t total;
	uint64_t done = 0;
	int status;

	if (!database_number(looking->archive, &total, 0, err, "SELECT count(*) FROM package", ""))
		return false;
	while ((status = database_step(looking->archive, row, err)) == SQLITE_ROW) {
		if (!look_at(looking, row, err))
			return false;
		if (search->progress != NULL)
			search->progress(search->owner, ++done, (uint64_t)total);
	}
	return status == SQLITE_DONE;
}

static bool look(struct archive *archive, const struct entry_search *search, struct error *err)
{
	struct looking looking = {.archive = archive, .arena = arena_new(ARENA_MAX)};
	bool ok = load_wanted(&looking, err) && (looking.wanted.num == 0 || look_at_all(&looking, search, err)) &&
		  database_run(archive, err, "UPDATE temp.entry_wanted SET is_done = 1", "");

	arena_free(&looking.arena);
	return ok;
}

bool entry_shown_of(struct archive *archive, const char *value, const struct entry_search *search, struct error *err)
{
	return make_tables(archive, err) && database_run(archive, err, "INSERT OR IGNORE INTO temp.entry_wanted VALUES (?, 0)", "s", value) &&
	       look(archive, search, err);
}

bool entry_shown_of_rows(struct archive *archive, int64_t first, int64_t last, const struct entry_search *search, struct error *err)
{
	return make_tables(archive, err) &&
	       database_run(archive, err,
			    "INSERT OR IGNORE INTO temp.entry_wanted SELECT value, 0 FROM main.blacklist_entry WHERE number BETWEEN ? AND ? AND"
			    " kind = 'entry' AND removed IS NULL",
			    "ii", first, last) &&
	       look(archive, search, err);
}
