#include "store/hold_table.h"

#include "store/logged.h"
#include "store/person.h"

#include <stdio.h>

static const struct logged holds = {
	.kind = "hold",
	.what = "hold",
	.queries = (const char *const[]){"SELECT number, date, platform, app_id, submission, reason, person, lifted, lifted_reason,"
					 " lifted_person FROM hold WHERE number = ?",
					 NULL},
	.pairs = LOGGED_PAIRS("hold", "hold", "hold"),
	.changed = "it is not what was logged",
};

/* "held android:com.example@#7: why" */
static bool log_what(struct archive *archive, const char *what, int64_t number, const struct hold_row *row, struct error *err)
{
	char detail[3300], version[32] = "";

	if (row->submission != FACT_ABSENT)
		snprintf(version, sizeof version, "@#%lld", (long long)row->submission);
	snprintf(detail, sizeof detail, "%s %s:%.1000s%s: %.1800s", what, row->platform, row->app_id, version, row->reason);
	return logged_append(archive, &holds, number, row->by, detail, err);
}

bool hold_table_add(struct archive *archive, const struct hold_row *row, size_t *num_new, struct error *err)
{
	bool stands;
	char by[33];

	if (!database_any(archive, &stands, err,
			  "SELECT EXISTS (SELECT 1 FROM hold WHERE lifted IS NULL AND platform = ? AND app_id = ? AND submission IS ? AND reason = ?)",
			  "ssis", row->platform, row->app_id, row->submission, row->reason))
		return false;
	if (stands)
		return true;
	if (!person_id(archive, row->by, by, err) ||
	    !database_run(archive, err, "INSERT INTO hold (date, platform, app_id, submission, reason, person) VALUES (?, ?, ?, ?, ?, ?)", "sssiss",
			  row->date, row->platform, row->app_id, row->submission, row->reason, by))
		return false;
	(*num_new)++;
	return log_what(archive, "held", sqlite3_last_insert_rowid(archive->db), row, err);
}

static bool lift_one(struct archive *archive, int64_t number, const char *platform, const struct hold_row *row, struct error *err)
{
	struct hold_row lifted = *row;
	char by[33];

	lifted.platform = platform;
	return person_id(archive, row->by, by, err) &&
	       database_run(archive, err, "UPDATE hold SET lifted = ?, lifted_reason = ?, lifted_person = ? WHERE number = ?", "sssi", row->date,
			    row->reason, by, number) &&
	       log_what(archive, "lifted", number, &lifted, err);
}

/* One at a time: what is lifted is not found again. */
static bool lift_next(struct archive *archive, const struct hold_row *row, bool *any, struct error *err)
{
	sqlite3_stmt *found STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT number, platform FROM hold WHERE lifted IS NULL AND app_id = ?1 AND (?2 IS NULL OR platform = ?2) AND submission IS ?3 LIMIT 1",
		"ssi", row->app_id, row->platform, row->submission);
	int status = database_step(archive, found, err);
	char platform[64];
	int64_t number;

	*any = status == SQLITE_ROW;
	if (!*any)
		return status == SQLITE_DONE;
	number = sqlite3_column_int64(found, 0);
	snprintf(platform, sizeof platform, "%s", database_text(found, 1));
	sqlite3_reset(found);
	return lift_one(archive, number, platform, row, err);
}

bool hold_table_lift(struct archive *archive, const struct hold_row *row, size_t *num, struct error *err)
{
	bool any = true;

	for (*num = 0; any; *num += any)
		if (!lift_next(archive, row, &any, err))
			return false;
	return true;
}

bool hold_table_each(struct archive *archive, bool all, void (*visit)(void *owner, const struct hold_row *row), void *owner,
		     struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT h.number, h.date, h.platform, h.app_id, h.submission, h.reason, p.name, h.lifted, h.lifted_reason, l.name FROM hold h"
		" LEFT JOIN person p ON p.id = h.person LEFT JOIN person l ON l.id = h.lifted_person WHERE ?1 OR h.lifted IS NULL ORDER BY h.number",
		"i", (int64_t)all);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const struct hold_row found = {
			.number = sqlite3_column_int64(row, 0),
			.date = database_text(row, 1),
			.platform = database_text(row, 2),
			.app_id = database_text(row, 3),
			.submission = database_integer(row, 4),
			.reason = database_text(row, 5),
			.by = database_text(row, 6),
			.lifted = database_text(row, 7),
			.lifted_reason = database_text(row, 8),
			.lifted_by = database_text(row, 9)};

		visit(owner, &found);
	}
	return status == SQLITE_DONE;
}

bool hold_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	return logged_verify(archive, &holds, problem, owner, err);
}
