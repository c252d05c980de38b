#include "store/reindex.h"

#include "bytes/plural.h"
#include "store/event.h"
#include "store/judged_facts.h"
#include "store/listing.h"
#include "store/posting.h"

static bool post_again(struct archive *archive, sqlite3_stmt *row, struct reindexing *reindexing, struct error *err)
{
	const struct posting_of of = {database_text(row, 1), database_text(row, 2), sqlite3_column_int64(row, 0)};
	READING_CLEANUP struct reading *facts =
		judged_facts_load(archive, of.number, UINT64_MAX, err);

	return facts != NULL && posting_keep(archive, &of, facts, err) &&
	       listing_devices(archive, of.number, facts, !reindexing->is_look, &reindexing->num_devices, err);
}

static bool post_all(struct archive *archive, struct reindexing *reindexing, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT number, platform, app_id FROM submission ORDER BY number", "");
	int64_t total;
	int status;

	if (!database_number(archive, &total, 0, err, "SELECT count(*) FROM submission", ""))
		return false;
	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		if (!post_again(archive, row, reindexing, err))
			return false;
		reindexing->num_submissions++;
		if (reindexing->progress != NULL)
			reindexing->progress(reindexing->owner, (uint64_t)reindexing->num_submissions, (uint64_t)total);
	}
	return status == SQLITE_DONE;
}

static bool count(struct archive *archive, struct reindexing *reindexing, struct error *err)
{
	if (!database_number(archive, &reindexing->num_postings, 0, err, "SELECT count(*) FROM posting", "") ||
	    !database_number(archive, &reindexing->num_mended, 0, err,
			     "SELECT (SELECT count(*) FROM (SELECT * FROM posting EXCEPT SELECT * FROM temp.posting_before)) +"
			     " (SELECT count(*) FROM (SELECT * FROM temp.posting_before EXCEPT SELECT * FROM posting))",
			     ""))
		return false;
	reindexing->num_mended += reindexing->num_devices;
	return database_run(archive, err, "DROP TABLE temp.posting_before", "");
}

static bool log_it(struct archive *archive, const char *by, const struct reindexing *reindexing, struct error *err)
{
	char detail[160];
	struct event event = {.kind = "reindex", .person = by, .subject = "postings", .detail = detail, .content = ""};

	plural_print(detail, sizeof detail, "%lld postings of %lld submission{|s}, %lld mended", (long long)reindexing->num_postings,
		     (long long)reindexing->num_submissions, (long long)reindexing->num_mended);
	return event_append(archive, &event, err);
}

bool reindex_archive(struct archive *archive, const char *by, struct reindexing *reindexing, struct error *err)
{
	if (database_begin(archive, err) && database_run(archive, err, "CREATE TEMP TABLE posting_before AS SELECT * FROM main.posting", "") &&
	    database_run(archive, err, "DELETE FROM posting", "") && post_all(archive, reindexing, err) && listing_settle_all(archive, err) &&
	    count(archive, reindexing, err) && log_it(archive, by, reindexing, err) && database_commit(archive, err))
		return true;
	database_rollback(archive);
	return false;
}

#define DIFFERENCE                                                                                                                    \
	"SELECT (SELECT count(*) FROM (SELECT * FROM main.posting EXCEPT SELECT * FROM temp.posting)) +"                              \
	" (SELECT count(*) FROM (SELECT * FROM temp.posting EXCEPT SELECT * FROM main.posting))"

/* A temporary table hides the one of the same name, so what posts to it is what posts to the index. */
bool reindex_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	struct reindexing reindexing = {.is_look = true};
	int64_t differ = 0;
	char text[160];
	bool ok = database_run(archive, err,
			       "CREATE TEMP TABLE posting (kind TEXT NOT NULL, value TEXT NOT NULL, platform TEXT NOT NULL, app_id TEXT NOT NULL,"
			       " first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (kind, value, platform, app_id, first)) STRICT,"
			       " WITHOUT ROWID",
			       "") &&
		  post_all(archive, &reindexing, err) && database_number(archive, &differ, 0, err, DIFFERENCE, "");

	if (ok && differ > 0) {
		plural_print(text, sizeof text, "postings: %lld {is|are} missing, wrong or too many; prelist archive reindex makes them anew", (long long)differ);
		problem(owner, text);
	}
	if (ok && reindexing.num_devices > 0) {
		plural_print(text, sizeof text, "kinds of devices: %lld {is|are} not what was read; prelist archive reindex makes them anew",
			     (long long)reindexing.num_devices);
		problem(owner, text);
	}
	return ok && database_run(archive, err, "DROP TABLE temp.posting", "");
}
