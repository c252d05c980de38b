#include "store/reindex.h"

#include "store/blob.h"
#include "store/event.h"
#include "store/posting.h"

#include <stdio.h>

static bool post_again(struct archive *archive, sqlite3_stmt *row, struct error *err)
{
	const struct posting_of of = {database_text(row, 1), database_text(row, 2), sqlite3_column_int64(row, 0)};
	READING_CLEANUP struct reading *facts =
		blob_read(span_of(sqlite3_column_blob(row, 3), (size_t)sqlite3_column_bytes(row, 3)), FACT_READERS, err);

	return facts != NULL && posting_keep(archive, &of, facts, err);
}

static bool post_all(struct archive *archive, struct reindexing *reindexing, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT number, platform, app_id, facts FROM submission ORDER BY number", "");
	int64_t total;
	int status;

	if (!database_number(archive, &total, 0, err, "SELECT count(*) FROM submission", ""))
		return false;
	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		if (!post_again(archive, row, err))
			return false;
		reindexing->num_submissions++;
		if (reindexing->progress != NULL)
			reindexing->progress(reindexing->owner, (uint64_t)reindexing->num_submissions, (uint64_t)total);
	}
	return status == SQLITE_DONE;
}

static bool count(struct archive *archive, struct reindexing *reindexing, struct error *err)
{
	return database_number(archive, &reindexing->num_postings, 0, err, "SELECT count(*) FROM posting", "") &&
	       database_number(archive, &reindexing->num_mended, 0, err,
			       "SELECT (SELECT count(*) FROM (SELECT * FROM posting EXCEPT SELECT * FROM temp.posting_before)) +"
			       " (SELECT count(*) FROM (SELECT * FROM temp.posting_before EXCEPT SELECT * FROM posting))",
			       "") &&
	       database_run(archive, err, "DROP TABLE temp.posting_before", "");
}

static bool log_it(struct archive *archive, const char *by, const struct reindexing *reindexing, struct error *err)
{
	char detail[160];
	struct event event = {.kind = "reindex", .person = by, .subject = "postings", .detail = detail, .content = ""};

	snprintf(detail, sizeof detail, "%lld postings of %lld submissions, %lld mended", (long long)reindexing->num_postings,
		 (long long)reindexing->num_submissions, (long long)reindexing->num_mended);
	return event_append(archive, &event, err);
}

bool reindex_archive(struct archive *archive, const char *by, struct reindexing *reindexing, struct error *err)
{
	if (database_begin(archive, err) && database_run(archive, err, "CREATE TEMP TABLE posting_before AS SELECT * FROM main.posting", "") &&
	    database_run(archive, err, "DELETE FROM posting", "") && post_all(archive, reindexing, err) && count(archive, reindexing, err) &&
	    log_it(archive, by, reindexing, err) && database_commit(archive, err))
		return true;
	database_rollback(archive);
	return false;
}
