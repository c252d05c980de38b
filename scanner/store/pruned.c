#include "store/pruned.h"

#include "store/event.h"
#include "store/package_file.h"
#include "store/person.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool digest_row(struct archive *archive, int64_t row, char content[65], struct error *err)
{
	static const char *const queries[] = {"SELECT sha256, date, until, reason, person FROM pruned WHERE rowid = ?"};

	return event_digest(archive, queries, 1, row, content, err);
}

bool pruned_put(struct archive *archive, const struct pruned_row *row, struct error *err)
{
	char subject[80], detail[2000], content[65], by[33];
	struct event event = {.kind = "prune", .person = row->by, .subject = subject, .detail = detail, .content = content};

	snprintf(subject, sizeof subject, "package %s", row->sha256);
	snprintf(detail, sizeof detail, "kept until %s; %.1800s", row->until, row->reason);
	return person_id(archive, row->by, by, err) &&
	       database_run(archive, err, "INSERT INTO pruned VALUES (?, ?, ?, ?, ?)", "sssss", row->sha256, row->date, row->until, row->reason, by) &&
	       digest_row(archive, sqlite3_last_insert_rowid(archive->db), content, err) && event_append(archive, &event, err) &&
	       database_run(archive, err, "UPDATE pack SET loose = 1 WHERE number = (SELECT pack FROM pack_recipe WHERE sha256 = ?)", "s",
			    row->sha256) &&
	       database_run(archive, err, "DELETE FROM pack_recipe WHERE sha256 = ?", "s", row->sha256);
}

bool pruned_date(struct archive *archive, const char *sha256, char date[DATE_TEXT_LEN], struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT date FROM pruned WHERE sha256 = ?", "s", sha256);
	int status = database_step(archive, row, err);

	snprintf(date, DATE_TEXT_LEN, "%s", status == SQLITE_ROW ? database_text(row, 0) : "");
	return status != SQLITE_ERROR;
}

bool pruned_return(struct archive *archive, const struct incoming *incoming, struct error *err)
{
	char date[DATE_TEXT_LEN];

	if (!pruned_date(archive, incoming->sha256, date, err))
		return false;
	return *date == '\0' || (database_run(archive, err, "DELETE FROM pruned WHERE sha256 = ?", "s", incoming->sha256) &&
				 package_file_stays(archive->dir_fd, incoming, err));
}

static bool has_file(struct archive *archive, const char *sha256)
{
	struct error none = {0};
	int fd = package_file_open(archive->dir_fd, sha256, &none);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Under the write lock: bytes that come back meanwhile are not taken away again. */
static bool drop_one(struct archive *archive, const char *sha256, struct error *err)
{
	char date[DATE_TEXT_LEN];
	bool ok;

	if (!database_begin(archive, err))
		return false;
	ok = pruned_date(archive, sha256, date, err) && (*date == '\0' || package_file_drop(archive->dir_fd, sha256, err));
	database_rollback(archive);
	return ok;
}

bool pruned_drop_files(struct archive *archive, void (*progress)(void *owner, uint64_t done, uint64_t total), void *owner, struct error *err)
{
	char sha256[DATABASE_KEY];
	int64_t total, row = 0;
	uint64_t done = 0;

	if (!database_number(archive, &total, 0, err, "SELECT count(*) FROM pruned", ""))
		return false;
	while (database_next_key(archive, "pruned", &row, sha256, err)) {
		if (has_file(archive, sha256) && !drop_one(archive, sha256, err))
			return false;
		if (progress != NULL)
			progress(owner, ++done, (uint64_t)total);
	}
	return err->code == ERROR_NONE;
}

bool pruned_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT u.rowid, u.sha256, (SELECT e.content FROM event e WHERE e.kind = 'prune' AND e.subject = 'package ' || u.sha256"
		" ORDER BY e.number DESC LIMIT 1) FROM pruned u ORDER BY u.sha256",
		"");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const char *logged = database_text(row, 2);
		char content[65], text[160];

		if (!digest_row(archive, sqlite3_column_int64(row, 0), content, err))
			return false;
		if (logged != NULL && strcmp(logged, content) == 0)
			continue;
		snprintf(text, sizeof text, "package %.64s: that it was pruned is not what was logged", database_text(row, 1));
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}
