#include "store/role_table.h"

#include "store/logged.h"
#include "store/person.h"

static const struct logged roles = {
	.kind = "role",
	.what = "role",
	.queries = (const char *const[]){"SELECT number, role, person, since, until, contact FROM staff_role WHERE number = ?", NULL},
	.pairs = LOGGED_PAIRS("role", "role", "staff_role"),
	.changed = "it is not what was logged",
};

bool role_table_insert(struct archive *archive, const struct role_row *row, int64_t *number, struct error *err)
{
	char who[33];

	if (!person_id(archive, row->who, who, err) ||
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

bool role_table_log(struct archive *archive, int64_t number, const char *by, const char *detail, struct error *err)
{
	return logged_append(archive, &roles, number, by, detail, err);
}

bool role_table_each(struct archive *archive, int64_t number, const char *on,
		     void (*visit)(void *owner, const struct role_row *row), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT r.number, r.role, p.name, r.since, r.until, r.contact,"
		" r.contact IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sealed x WHERE x.id = r.contact) FROM staff_role r LEFT JOIN person p ON p.id = r.person"
		" WHERE (?1 = 0 OR r.number = ?1) AND (?2 IS NULL OR (r.since <= ?2 AND (r.until IS NULL OR r.until >= ?2)))"
		" ORDER BY r.role, r.since, r.number",
		"is", number, on);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const struct role_row found = {sqlite3_column_int64(row, 0), database_text(row, 1), database_text(row, 2),
					       database_text(row, 3),	     database_text(row, 4), database_text(row, 5),
					       sqlite3_column_int(row, 6) != 0};

		visit(owner, &found);
	}
	return status == SQLITE_DONE;
}

bool role_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	return logged_verify(archive, &roles, problem, owner, err);
}
