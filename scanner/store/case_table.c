#include "store/case_table.h"

#include "bytes/digest.h"
#include "store/finding_row.h"
#include "store/logged.h"
#include "store/person.h"

#include <stdio.h>

#define PERSON_ID_LEN 33

static const struct logged cases = {
	.kind = "case",
	.what = "case",
	.queries =
		(const char *const[]){
			"SELECT number, kind, state, opened, due, closed, outcome, platform, app_id, submission, developer, sha256, text, text_sealed,"
			" contact, basis, source, ticket, parent, assignee, person FROM case_file WHERE number = ?",
			"SELECT key, position, rule, verdict, title, title_zh, subject, detail, path, basis, state, fixed_by FROM case_finding"
			" WHERE number = ? ORDER BY position, key",
			"SELECT position, date, kind, person, text, text_sealed, name, sha256, size FROM case_entry WHERE number = ? ORDER BY position",
			"SELECT position, sha256, source, rule, subject, behaviour, outcome, level, detail, place, date, taken FROM lab_finding WHERE number = ?"
			" ORDER BY position",
			"SELECT key, packages FROM case_finding WHERE number = ? AND packages IS NOT NULL ORDER BY position, key",
			NULL},
	.pairs = LOGGED_PAIRS("case", "case", "case_file"),
};

/* Names become ids on their way in; a missing one stays null. */
static bool id_of(struct archive *archive, const char *name, char id[PERSON_ID_LEN], const char **out, struct error *err)
{
	*out = name == NULL ? NULL : id;
	return name == NULL || person_id(archive, name, id, err);
}

bool case_table_insert(struct archive *archive, const struct case_row *row, int64_t *number, struct error *err)
{
	char by_id[PERSON_ID_LEN], assignee_id[PERSON_ID_LEN];
	const char *by, *assignee;

	if (!id_of(archive, row->by, by_id, &by, err) || !id_of(archive, row->assignee, assignee_id, &assignee, err) ||
	    !database_run(archive, err,
			  "INSERT INTO case_file (kind, state, opened, due, platform, app_id, submission, developer, sha256, text, text_sealed,"
			  " contact, basis, source, ticket, parent, assignee, person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			  "ssssssissssssssiss", row->kind, row->state, row->opened, row->due, row->platform, row->app_id, row->submission,
			  row->developer, row->sha256, row->text, row->text_sealed, row->contact, row->basis, row->source, row->ticket,
			  row->parent, assignee, by))
		return false;
	*number = sqlite3_last_insert_rowid(archive->db);
	return true;
}

bool case_table_add_finding(struct archive *archive, int64_t number, const struct finding *f, const char *basis, struct error *err)
{
	return database_run(archive, err,
			    "INSERT INTO case_finding SELECT ?1, ?2, (SELECT count(*) FROM case_finding WHERE number = ?1), ?3, ?4, ?5, ?6, ?7,"
			    " ?8, ?9, ?10, 'open', NULL, ?11 WHERE true ON CONFLICT DO NOTHING",
			    "issssssssss", number, f->key, f->rule, verdict_name(f->verdict), f->title, f->title_zh, f->subject, f->detail,
			    f->path, basis, f->packages);
}

bool case_table_add_entry(struct archive *archive, int64_t number, const struct case_entry_row *entry, struct error *err)
{
	char by_id[PERSON_ID_LEN];
	const char *by;

	return id_of(archive, entry->by, by_id, &by, err) &&
	       database_run(archive, err,
			    "INSERT INTO case_entry SELECT ?1, (SELECT count(*) + 1 FROM case_entry WHERE number = ?1), ?2, ?3, ?4, ?5, ?6, ?7,"
			    " ?8, ?9",
			    "isssssssi", number, entry->date, entry->kind, by, entry->text, entry->text_sealed, entry->name, entry->sha256,
			    entry->size);
}

bool case_table_assign(struct archive *archive, int64_t number, const char *who, struct error *err)
{
	char id[PERSON_ID_LEN];
	const char *assignee;

	return id_of(archive, who, id, &assignee, err) &&
	       database_run(archive, err, "UPDATE case_file SET assignee = ? WHERE number = ?", "si", assignee, number);
}

bool case_table_set_due(struct archive *archive, int64_t number, const char *due, struct error *err)
{
	return database_run(archive, err, "UPDATE case_file SET due = ? WHERE number = ?", "si", due, number);
}

bool case_table_close(struct archive *archive, int64_t number, const char *date, const char *outcome, struct error *err)
{
	return database_run(archive, err, "UPDATE case_file SET state = 'closed', closed = ?, outcome = ? WHERE number = ?", "ssi", date,
			    outcome, number);
}

bool case_table_set_finding(struct archive *archive, int64_t number, const char *key, const char *state, int64_t fixed_by,
			    struct error *err)
{
	return database_run(archive, err, "UPDATE case_finding SET state = ?, fixed_by = ? WHERE number = ? AND key = ?", "siis", state,
			    fixed_by, number, key);
}

bool case_table_attach(struct archive *archive, struct span content, char sha256[65], struct error *err)
{
	char hex[DIGEST_HEX_MAX];

	digest_hex_of(DIGEST_SHA256, content, hex);
	snprintf(sha256, 65, "%.64s", hex);
	return database_run(archive, err, "INSERT INTO attachment VALUES (?, ?, ?) ON CONFLICT DO NOTHING", "sib", sha256,
			    (int64_t)content.len, &content);
}

bool case_table_attachment(struct archive *archive, const char *sha256, struct buf *content, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT content FROM attachment WHERE sha256 = ?", "s", sha256);
	int status = database_step(archive, row, err);
	char hex[DIGEST_HEX_MAX];

	if (status != SQLITE_ROW)
		return error_set(err, ERROR_DAMAGED, "the attachment %s is not in the archive: run prelist archive verify", sha256);
	digest_hex_of(DIGEST_SHA256, database_blob(row, 0), hex);
	if (strcmp(hex, sha256) != 0)
		return error_set(err, ERROR_DAMAGED, "the attachment %s is not what it was: run prelist archive verify", sha256);
	buf_add(content, sqlite3_column_blob(row, 0), (size_t)sqlite3_column_bytes(row, 0));
	return !content->failed || error_memory(err);
}

bool case_table_log(struct archive *archive, int64_t number, const char *by, const char *detail, struct error *err)
{
	return logged_append(archive, &cases, number, by, detail, err);
}

#define IS_ERASED(id) id " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sealed x WHERE x.id = " id ")"

static struct case_row row_of(sqlite3_stmt *row)
{
	return (struct case_row){.number = sqlite3_column_int64(row, 0),
				 .kind = database_text(row, 1),
				 .state = database_text(row, 2),
				 .opened = database_text(row, 3),
				 .due = database_text(row, 4),
				 .closed = database_text(row, 5),
				 .outcome = database_text(row, 6),
				 .platform = database_text(row, 7),
				 .app_id = database_text(row, 8),
				 .submission = database_integer(row, 9),
				 .developer = database_text(row, 10),
				 .sha256 = database_text(row, 11),
				 .text = database_text(row, 12),
				 .text_sealed = database_text(row, 13),
				 .contact = database_text(row, 14),
				 .basis = database_text(row, 15),
				 .source = database_text(row, 16),
				 .ticket = database_text(row, 17),
				 .parent = database_integer(row, 18),
				 .assignee = database_text(row, 19),
				 .by = database_text(row, 20),
				 .contact_is_erased = sqlite3_column_int(row, 21) != 0};
}

bool case_table_each(struct archive *archive, const struct case_filter *filter,
		     bool (*visit)(void *owner, const struct case_row *row), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT c.number, c.kind, c.state, c.opened, c.due, c.closed, c.outcome, c.platform, c.app_id, c.submission, c.developer,"
		" c.sha256, c.text, c.text_sealed, c.contact, c.basis, c.source, c.ticket, c.parent, a.name, p.name, " IS_ERASED("c.contact") " FROM case_file c"
		" LEFT JOIN person a ON a.id = c.assignee LEFT JOIN person p ON p.id = c.person"
		" WHERE c.number BETWEEN ?1 AND ?9 AND (?2 IS NULL OR c.kind = ?2) AND (?3 IS NULL OR c.state = ?3)"
		" AND (?4 IS NULL OR c.platform = ?4) AND (?5 IS NULL OR c.app_id = ?5) AND (?6 IS NULL OR a.name = ?6)"
		" AND (?7 IS NULL OR c.due <= ?7) AND (?8 = 0 OR c.parent = ?8) ORDER BY c.due, c.number",
		"issssssii", filter->number, filter->kind, filter->state, filter->platform, filter->app_id, filter->assignee,
		filter->due_before, filter->parent, filter->number != 0 ? filter->number : INT64_MAX);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		struct case_row found = row_of(row);

		if (!visit(owner, &found))
			return true;
	}
	return status == SQLITE_DONE;
}

bool case_table_each_finding(struct archive *archive, int64_t number,
			     bool (*visit)(void *owner, const struct case_finding_row *finding), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT " FINDING_COLUMNS ", basis, state, fixed_by FROM case_finding WHERE number = ?"
		" ORDER BY position, key",
		"i", number);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		struct case_finding_row finding = {finding_row(row, 0), database_text(row, 9), database_text(row, 10), database_integer(row, 11)};

		if (!visit(owner, &finding))
			return true;
	}
	return status == SQLITE_DONE;
}

bool case_table_each_entry(struct archive *archive, int64_t number,
			   bool (*visit)(void *owner, const struct case_entry_row *entry), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT e.position, e.date, e.kind, p.name, e.text, e.text_sealed, e.name, e.sha256, e.size, " IS_ERASED("e.text_sealed") " FROM case_entry e"
		" LEFT JOIN person p ON p.id = e.person WHERE e.number = ? ORDER BY e.position",
		"i", number);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		struct case_entry_row entry = {sqlite3_column_int64(row, 0), database_text(row, 1), database_text(row, 2),
					       database_text(row, 3),	     database_text(row, 4), database_text(row, 5),
					       database_text(row, 6),	     database_text(row, 7), database_integer(row, 8),
					       sqlite3_column_int(row, 9) != 0};

		if (!visit(owner, &entry))
			return true;
	}
	return status == SQLITE_DONE;
}

static bool verify_attachments(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner,
			       struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT a.content, e.sha256, e.number, a.size FROM (SELECT DISTINCT sha256, min(number) AS number FROM case_entry WHERE sha256 IS NOT"
		" NULL GROUP BY sha256) e LEFT JOIN attachment a ON a.sha256 = e.sha256",
		"");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		struct span content = database_blob(row, 0);
		char hex[DIGEST_HEX_MAX], text[80];

		digest_hex_of(DIGEST_SHA256, content, hex);
		if (strcmp(hex, database_text(row, 1)) == 0 && (int64_t)content.len == sqlite3_column_int64(row, 3))
			continue;
		snprintf(text, sizeof text, "case #%lld: an attachment is missing or changed", (long long)sqlite3_column_int64(row, 2));
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}

bool case_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner,
		       struct error *err)
{
	return logged_verify(archive, &cases, problem, owner, err) && verify_attachments(archive, problem, owner, err) &&
	       logged_none(archive, "SELECT count(*) FROM attachment WHERE sha256 NOT IN (SELECT sha256 FROM case_entry WHERE sha256 IS NOT NULL)",
			   "attachments: there are some that no case has", problem, owner, err);
}
