#include "store/patrol_table.h"

#include "judge/rule_digest.h"
#include "store/blob.h"
#include "store/event.h"
#include "store/finding_row.h"
#include "store/judged_facts.h"
#include "store/logged.h"
#include "store/reading_digest.h"

#include <stdio.h>

#define BLOB_MAX ((size_t)1024 * 1024 * 1024)

static bool add_rules(struct archive *archive, const struct rules *rules, int64_t number, struct error *err)
{
	for (size_t i = 0; i < rules_count(rules); i++) {
		char sha256[DIGEST_HEX_MAX];

		if (!rule_digest(rules_at(rules, i), sha256))
			return error_memory(err);
		if (!database_run(archive, err, "INSERT OR REPLACE INTO rule_set_rule VALUES (?, ?, ?)", "iss", number, rules_at(rules, i)->id, sha256))
			return false;
	}
	return true;
}

bool patrol_table_rule_set(struct archive *archive, const struct rules *rules, int64_t *number, struct error *err)
{
	char policy[DIGEST_HEX_MAX], catalogues[DIGEST_HEX_MAX];

	if (!database_number(archive, number, 0, err, "SELECT number FROM rule_set WHERE sha256 = ?", "s", rules_sha256(rules)))
		return false;
	if (*number != 0)
		return true;
	if (!rule_digest_policy(rules, policy) || !rule_digest_catalogues(rules, catalogues))
		return error_memory(err);
	if (!database_run(archive, err, "INSERT INTO rule_set (sha256, policy, catalogues) VALUES (?, ?, ?)", "sss", rules_sha256(rules), policy,
			  catalogues))
		return false;
	*number = sqlite3_last_insert_rowid(archive->db);
	return add_rules(archive, rules, *number, err);
}

bool patrol_table_insert(struct archive *archive, const struct patrol_row *row, int64_t *number, struct error *err)
{
	if (!database_run(archive, err,
			  "INSERT INTO patrol (date, started, rule_set, blacklist, last_case, reasons, listed, planned, done, missed, due, re_read,"
			  " changed, hashed, hashed_bytes, damaged, fresh_bytes, all_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
			  "ssiiisii", row->date, row->started, row->rule_set, row->blacklist, row->last_case, row->reasons, row->listed, row->planned))
		return false;
	*number = sqlite3_last_insert_rowid(archive->db);
	return true;
}

bool patrol_table_update(struct archive *archive, const struct patrol_row *row, struct error *err)
{
	return database_run(archive, err,
			    "UPDATE patrol SET ended = ?, done = ?, missed = ?, due = ?, re_read = ?, changed = ?, hashed = ?, hashed_bytes = ?,"
			    " damaged = ?, fresh_bytes = ?, all_bytes = ? WHERE number = ?",
			    "siiiiiiiiiii", row->ended, row->done, row->missed, row->due, row->re_read, row->changed, row->hashed,
			    row->hashed_bytes, row->damaged, row->fresh_bytes, row->all_bytes, row->number);
}

bool patrol_table_change(struct archive *archive, int64_t patrol, int64_t number, const char *before, const char *after, struct error *err)
{
	return database_run(archive, err, "INSERT OR REPLACE INTO patrol_change VALUES (?, ?, ?, ?)", "iiss", patrol, number, before, after);
}

bool patrol_table_miss(struct archive *archive, int64_t patrol, int64_t number, const char *why, struct error *err)
{
	return database_run(archive, err, "INSERT OR REPLACE INTO patrol_missed VALUES (?, ?, ?)", "iis", patrol, number, why);
}

bool patrol_table_reread(struct archive *archive, const char *sha256, const struct reading *reading, const char *by, bool *was_changed,
			 struct error *err)
{
	BUF_CLEANUP struct buf blob = buf_new(BLOB_MAX);
	struct span bytes;

	if (!blob_make(reading, &blob, err) || !reading_digest_changed(archive, sha256, was_changed, err))
		return false;
	bytes = buf_span(&blob);
	return judged_facts_replace(archive, sha256, &bytes, reading->readers, err) &&
	       reading_digest_log(archive, sha256, by, *was_changed ? READING_CHANGED : READING_NEWER, err);
}

bool standing_writer_open(struct standing_writer *writer, struct archive *archive, struct error *err)
{
	*writer = (struct standing_writer){
		database_prepare(archive, err, "INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?, ?)", ""),
		database_prepare(archive, err, "UPDATE standing_finding SET since = -abs(since) WHERE number = ? AND rule <> '" PATROL_DAMAGED "'", ""),
		database_prepare(archive, err,
				 "INSERT INTO standing_finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number, key) DO UPDATE SET"
				 " rule = excluded.rule, verdict = excluded.verdict, title = excluded.title, title_zh = excluded.title_zh,"
				 " subject = excluded.subject, detail = excluded.detail, path = excluded.path, packages = excluded.packages, since = CASE WHEN verdict IN"
				 " (excluded.verdict, 'reject') OR excluded.verdict = 'notice' THEN abs(since) ELSE excluded.since END", ""),
		database_prepare(archive, err, "DELETE FROM standing_finding WHERE number = ? AND since < 0", "")};
	return writer->put != NULL && writer->mark != NULL && writer->add != NULL && writer->sweep != NULL;
}

void standing_writer_close(struct standing_writer *writer)
{
	database_finalize(&writer->put);
	database_finalize(&writer->mark);
	database_finalize(&writer->add);
	database_finalize(&writer->sweep);
}

static void bind_text(sqlite3_stmt *statement, int position, const char *text)
{
	sqlite3_bind_text(statement, position, text, -1, SQLITE_STATIC);
}

static bool run(struct archive *archive, sqlite3_stmt *statement, struct error *err)
{
	bool ok = database_step(archive, statement, err) == SQLITE_DONE;

	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return ok;
}

/* One that stood before as grave stands since then. */
static bool add_finding(struct standing_writer *writer, struct archive *archive, const struct standing_row *row, const struct finding *f,
			struct error *err)
{
	const char *const texts[] = {f->key, f->rule, verdict_name(f->verdict), f->title, f->title_zh, f->subject, f->detail, f->path};

	sqlite3_bind_int64(writer->add, 1, row->number);
	sqlite3_bind_int64(writer->add, 10, row->patrol);
	bind_text(writer->add, 11, f->packages);
	for (int i = 0; i < 8; i++)
		bind_text(writer->add, i + 2, texts[i]);
	return run(archive, writer->add, err);
}

bool standing_put(struct standing_writer *writer, struct archive *archive, const struct standing_row *row,
		  const struct finding *findings, size_t num_findings, struct error *err)
{
	sqlite3_bind_int64(writer->put, 1, row->number);
	sqlite3_bind_int64(writer->put, 2, row->patrol);
	bind_text(writer->put, 3, row->verdict);
	sqlite3_bind_int64(writer->put, 4, row->complete);
	sqlite3_bind_int64(writer->put, 5, row->due);
	bind_text(writer->put, 6, row->expires);
	sqlite3_bind_int64(writer->mark, 1, row->number);
	sqlite3_bind_int64(writer->sweep, 1, row->number);
	if (!run(archive, writer->put, err) || !run(archive, writer->mark, err))
		return false;
	for (size_t i = 0; i < num_findings; i++)
		if (!add_finding(writer, archive, row, &findings[i], err))
			return false;
	return run(archive, writer->sweep, err);
}

static bool add_damage(struct archive *archive, sqlite3_stmt *row, const char *sha256, struct error *err)
{
	char key[17];

	finding_key(key, PATROL_DAMAGED, database_text(row, 1), sha256);
	return database_run(archive, err,
			    "INSERT INTO standing_finding SELECT ?, ?, '" PATROL_DAMAGED "', 'reject', 'Its kept package is missing or changed',"
			    " '归档的安装包缺失或被改动', ?, NULL, NULL, (SELECT max(number) FROM patrol), NULL WHERE true ON CONFLICT DO NOTHING",
			    "iss", sqlite3_column_int64(row, 0), key, sha256);
}

static bool mark_versions(struct archive *archive, const char *sha256, bool ok, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int status;

	if (ok)
		return database_run(archive, err, "DELETE FROM standing_finding WHERE rule = '" PATROL_DAMAGED "' AND subject = ?1 AND number IN"
						  " (SELECT number FROM submission_package WHERE sha256 = ?1)", "s", sha256);
	row = database_prepare(archive, err, "SELECT DISTINCT s.number, s.app_id FROM submission_package p JOIN submission s ON s.number = p.number"
					     " WHERE p.sha256 = ?", "s", sha256);
	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		if (!add_damage(archive, row, sha256, err))
			return false;
	return status == SQLITE_DONE;
}

bool patrol_table_hashed(struct archive *archive, const char *sha256, const char *date, bool ok, struct error *err)
{
	int64_t was_ok;

	return database_number(archive, &was_ok, 1, err, "SELECT ok FROM rehash WHERE sha256 = ?", "s", sha256) &&
	       database_run(archive, err, "INSERT OR REPLACE INTO rehash VALUES (?, ?, ?)", "ssi", sha256, date, (int64_t)ok) &&
	       ((ok && was_ok != 0) || mark_versions(archive, sha256, ok, err));
}

static const struct logged patrols = {
	.kind = "patrol",
	.what = "patrol",
	.queries =
		(const char *const[]){
			"SELECT number, date, started, ended, rule_set, blacklist, last_case, reasons, listed, planned, done, missed, due, re_read, changed,"
			 " hashed, hashed_bytes, damaged, fresh_bytes, all_bytes FROM patrol WHERE number = ?",
			"SELECT number, before, after FROM patrol_change WHERE patrol = ? ORDER BY number",
			"SELECT number, why FROM patrol_missed WHERE patrol = ? ORDER BY number",
			"SELECT number, sha256, policy, catalogues FROM rule_set WHERE number = (SELECT rule_set FROM patrol WHERE number = ?)",
			"SELECT rule, sha256 FROM rule_set_rule WHERE rule_set = (SELECT rule_set FROM patrol WHERE number = ?) ORDER BY rule",
			NULL},
	.pairs = LOGGED_PAIRS("patrol", "patrol", "patrol"),
	.changed = "its record is not what was logged",
};

static bool digest_standing(struct archive *archive, char content[65], struct error *err)
{
	static const char *const queries[] = {
		"SELECT number, patrol, verdict, complete, due, expires FROM standing WHERE ?1 = 0 ORDER BY number",
		"SELECT number, key, rule, verdict, title, title_zh, subject, detail, path FROM standing_finding WHERE ?1 = 0 ORDER BY number, key",
		"SELECT sha256, date, ok FROM rehash WHERE ?1 = 0 ORDER BY sha256",
		/* None where it was not known yet: there it is the patrol of the version. */
		("SELECT f.number, f.key, f.since FROM standing_finding f LEFT JOIN standing t ON t.number = f.number"
		 " WHERE ?1 = 0 AND f.since IS NOT t.patrol ORDER BY f.number, f.key"),
		"SELECT number, key, packages FROM standing_finding WHERE ?1 = 0 AND packages IS NOT NULL ORDER BY number, key"};

	return event_digest(archive, queries, sizeof queries / sizeof queries[0], 0, content, err);
}

bool patrol_table_log(struct archive *archive, int64_t number, const char *by, const char *detail, struct error *err)
{
	char subject[40], content[65];
	struct event event = {.kind = "standing", .person = by, .subject = subject, .detail = "how listed versions stand", .content = content};

	snprintf(subject, sizeof subject, "patrol #%lld", (long long)number);
	return digest_standing(archive, content, err) && logged_append(archive, &patrols, number, by, detail, err) &&
	       event_append(archive, &event, err);
}

bool patrol_table_each(struct archive *archive, int64_t number, void (*visit)(void *owner, const struct patrol_row *row), void *owner,
		       struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT number, date, started, ended, rule_set, blacklist, last_case, reasons, listed, planned, done, missed, due, re_read, changed,"
		" hashed, hashed_bytes, damaged, fresh_bytes, all_bytes FROM patrol WHERE ?1 = 0 OR number = ?1 ORDER BY number DESC",
		"i", number);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		int64_t n[20];
		struct patrol_row found;

		for (int i = 0; i < 20; i++)
			n[i] = sqlite3_column_int64(row, i);
		found = (struct patrol_row){n[0], database_text(row, 1), database_text(row, 2), database_text(row, 3), n[4], n[5], n[6],
					    database_text(row, 7), n[8], n[9], n[10], n[11], n[12], n[13], n[14], n[15], n[16], n[17], n[18], n[19], 0};
		visit(owner, &found);
	}
	return status == SQLITE_DONE;
}

static bool verify_standing(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT (SELECT content FROM event WHERE kind = 'standing' ORDER BY number DESC LIMIT 1),"
		" EXISTS (SELECT 1 FROM standing) OR EXISTS (SELECT 1 FROM standing_finding) OR EXISTS (SELECT 1 FROM rehash)",
		"");
	const char *logged;
	char content[65];

	if (database_step(archive, row, err) != SQLITE_ROW || !digest_standing(archive, content, err))
		return false;
	logged = database_text(row, 0);
	if (logged == NULL ? sqlite3_column_int(row, 1) != 0 : strcmp(logged, content) != 0)
		problem(owner, "patrol: how listed versions stand is not what was logged");
	return true;
}

/* A patrol and the rules that it judges by come in together, and the record of the patrol covers them. */
bool patrol_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	return logged_verify(archive, &patrols, problem, owner, err) && verify_standing(archive, problem, owner, err) &&
	       logged_none(archive, "SELECT count(*) FROM rule_set WHERE number NOT IN (SELECT rule_set FROM patrol)",
			   "patrol: there are rules by which none judged", problem, owner, err);
}
