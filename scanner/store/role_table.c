#include "store/role_table.h"

#include "store/event.h"

#include <stdio.h>

bool role_table_insert(struct archive *archive, const struct role_row *row, int64_t *number, struct error *err)
{
	char who[33];

	if (!event_person(archive, row->who, who, err) ||
	    !database_run(archive, err, "INSERT INTO staff_role (role, person, since, until, contact) VALUES (?, ?, ?, ?, ?)", "sssss", row->role,
			  who, row->since, row->until, row->contact))
		return false;
	*number = sqlite3_last_insert_rowid(archive->db);
	return true;
}

bool role_table_end(struct archive *archive, int64_t number, const char *until, struct error *err)
{
	return database_run(archive, err, "UPDATE staff_role SET until = ? WHERE number = ?", "si", until, number);
}

static bool digest_role(struct archive *archive, int64_t number, char content[65], struct error *err)
{
	static const char *const queries[] = {"SELECT number, role, person, since, until, contact FROM staff_role WHERE number = ?"};

	return event_digest(archive, queries, 1, number, content, err);
}

bool role_table_log(struct archive *archive, int64_t number, const char *by, const char *detail, struct error *err)
{
	char subject[40], content[65];
	struct event event = {.kind = "role", .person = by, .subject = subject, .detail = detail, .content = content};

	snprintf(subject, sizeof subject, "role #%lld", (long long)number);
	return digest_role(archive, number, content, err) && event_append(archive, &event, err);
}

bool role_table_each(struct archive *archive, int64_t number, const char *on,
		     void (*visit)(void *owner, const struct role_row *row), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT r.number, r.role, p.name, r.since, r.until, r.contact FROM staff_role r LEFT JOIN person p ON p.id = r.person"
		" WHERE (?1 = 0 OR r.number = ?1) AND (?2 IS NULL OR (r.since <= ?2 AND (r.until IS NULL OR r.until >= ?2)))"
		" ORDER BY r.role, r.since, r.number",
		"is", number, on);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const struct role_row found = {sqlite3_column_int64(row, 0), database_text(row, 1), database_text(row, 2),
					       database_text(row, 3),	     database_text(row, 4), database_text(row, 5)};

		visit(owner, &found);
	}
	return status == SQLITE_DONE;
}

bool role_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT n.number, (SELECT e.content FROM event e WHERE e.kind = 'role' AND e.subject = 'role #' || n.number ORDER BY e.number"
		" DESC LIMIT 1) FROM (SELECT number FROM staff_role UNION SELECT DISTINCT CAST(substr(subject, 7) AS INTEGER) FROM event"
		" WHERE kind = 'role') n ORDER BY n.number",
		"");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const char *logged = database_text(row, 1);
		char content[65], text[120];

		if (!digest_role(archive, sqlite3_column_int64(row, 0), content, err))
			return false;
		if (logged != NULL && strcmp(logged, content) == 0)
			continue;
		snprintf(text, sizeof text, "role #%lld: it is not what was logged", (long long)sqlite3_column_int64(row, 0));
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}
