#include "store/review_table.h"

#include "bytes/text.h"
#include "store/finding_row.h"
#include "store/logged.h"
#include "store/package.h"
#include "store/person.h"

bool review_table_claim(struct archive *archive, int64_t number, const char *date, const char *who, struct error *err)
{
	char id[33];

	return person_id(archive, who, id, err) &&
	       database_run(archive, err, "INSERT INTO claim VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET date = excluded.date, person = excluded.person",
			    "iss", number, date, id);
}

bool review_table_release(struct archive *archive, int64_t number, struct error *err)
{
	return database_run(archive, err, "DELETE FROM claim WHERE number = ?", "i", number);
}

bool review_table_settle(struct archive *archive, int64_t number, const struct outcome_row *o, struct error *err)
{
	char id[33];

	if (o->by != NULL && !person_id(archive, o->by, id, err))
		return false;
	return database_run(archive, err,
			    "INSERT INTO finding_outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET outcome = excluded.outcome,"
			    " date = excluded.date, note = excluded.note, tell = excluded.tell, person = excluded.person, verdict = excluded.verdict,"
			    " entry = excluded.entry",
			    "isssssssss", number, o->key, o->rule, o->outcome, o->date, o->note, o->tell, o->by != NULL ? id : NULL, o->verdict, o->entry);
}

bool review_table_raise(struct archive *archive, int64_t number, const struct finding *finding, struct error *err)
{
	return database_run(archive, err, "UPDATE finding_outcome SET verdict = ?3, entry = ?4 WHERE number = ?1 AND key = ?2", "isss", number,
			    finding->key, verdict_name(finding->verdict), finding_row_entry(finding));
}

bool review_table_holds(const struct outcome_row *outcome, const struct finding *finding)
{
	return (outcome->verdict == NULL || verdict_parse(outcome->verdict) >= finding->verdict) &&
	       (outcome->entry == NULL || strcmp(outcome->entry, text_or_empty(finding->detail)) == 0);
}

bool review_table_propose(struct archive *archive, int64_t number, const struct proposal_row *p, struct error *err)
{
	char id[33];

	return person_id(archive, p->by, id, err) && review_table_withdraw(archive, number, err) &&
	       database_run(archive, err, "INSERT INTO proposal VALUES (?, ?, ?, ?, ?, ?)", "isssss", number, p->date, p->keys, p->reason,
			    p->basis, id);
}

bool review_table_withdraw(struct archive *archive, int64_t number, struct error *err)
{
	return database_run(archive, err, "DELETE FROM proposal WHERE number = ?", "i", number);
}

static const struct logged reviews = {
	.what = "submission",
	.queries =
		(const char *const[]){
			"SELECT number, date, person FROM claim WHERE number = ?",
			"SELECT key, rule, outcome, date, note, tell, person FROM finding_outcome WHERE number = ? ORDER BY key",
			"SELECT key, verdict, entry FROM finding_outcome WHERE number = ? AND (verdict IS NOT NULL OR entry IS NOT NULL) ORDER BY key",
			"SELECT number, date, keys, reason, basis, person FROM proposal WHERE number = ?",
			NULL},
	.pairs = "SELECT s.number, (SELECT e.content FROM event e WHERE e.kind = 'review' AND e.subject = s.platform || ':' || s.app_id || '@#' ||"
		 " s.number ORDER BY e.number DESC LIMIT 1) AS content FROM submission s WHERE content IS NOT NULL"
		 " OR s.number IN (SELECT number FROM claim UNION SELECT number FROM finding_outcome UNION SELECT number FROM proposal)"
		 " ORDER BY s.number",
	.changed = "its review is not what was logged",
};

static bool subject_of(struct archive *archive, int64_t number, char subject[EVENT_SUBJECT_LEN], struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT platform, app_id FROM submission WHERE number = ?", "i", number);

	if (database_step(archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_USAGE, "the archive has no submission #%lld", (long long)number);
	event_subject(subject, database_text(row, 0), database_text(row, 1), number);
	return true;
}

bool review_table_log(struct archive *archive, int64_t number, const char *by, const char *detail, struct error *err)
{
	char subject[EVENT_SUBJECT_LEN];
	const struct event event = {.kind = "review", .person = by, .subject = subject, .detail = detail};

	return subject_of(archive, number, subject, err) && logged_event(archive, &reviews, number, event, err);
}

static bool copy(struct arena *arena, sqlite3_stmt *row, int column, const char **out)
{
	const char *text = database_text(row, column);

	*out = arena_copy(arena, text);
	return text == NULL || *out != NULL;
}

bool review_table_claimed(struct archive *archive, int64_t number, struct arena *arena, const char **who, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT p.name FROM claim c LEFT JOIN person p ON p.id = c.person WHERE c.number = ?", "i", number);
	int status = database_step(archive, row, err);

	*who = NULL;
	return status == SQLITE_DONE || (status == SQLITE_ROW && (copy(arena, row, 0, who) || error_memory(err)));
}

bool review_table_outcome(struct archive *archive, int64_t number, const char *key, struct arena *arena, struct outcome_row *o,
			  bool *found, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT o.key, o.rule, o.outcome, o.date, p.name, o.note, o.tell, o.verdict, o.entry FROM finding_outcome o LEFT JOIN person p ON p.id = o.person"
		" WHERE o.number = ? AND o.key = ?",
		"is", number, key);
	int status = database_step(archive, row, err);

	*found = status == SQLITE_ROW;
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	return (copy(arena, row, 0, &o->key) && copy(arena, row, 1, &o->rule) && copy(arena, row, 2, &o->outcome) &&
		copy(arena, row, 3, &o->date) && copy(arena, row, 4, &o->by) && copy(arena, row, 5, &o->note) && copy(arena, row, 6, &o->tell) &&
		copy(arena, row, 7, &o->verdict) && copy(arena, row, 8, &o->entry)) || error_memory(err);
}

bool review_table_confirmed(struct archive *archive, int64_t number, const char *key, int64_t *in, struct error *err)
{
	return database_number(archive, in, 0, err,
			       "SELECT iif(outcome = 'confirmed', number, 0) FROM finding_outcome WHERE key = ?2 AND number <> ?1 AND number IN "
			       OF_SAME_PACKAGES("?1") " ORDER BY date DESC, outcome = 'confirmed' DESC LIMIT 1",
			       "is", number, key);
}

bool review_table_confirmed_of_app(struct archive *archive, int64_t number, const struct finding *finding, int64_t *in, struct error *err)
{
	return database_number(archive, in, 0, err,
			       "SELECT iif(outcome = 'confirmed', number, 0) FROM finding_outcome WHERE rule = ?2 AND key = ?3 AND number <> ?1"
			       " ORDER BY date DESC, outcome = 'confirmed' DESC LIMIT 1",
			       "iss", number, finding->rule, finding->key);
}

bool review_table_proposal(struct archive *archive, int64_t number, struct arena *arena, struct proposal_row *p, bool *found,
			   struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT q.date, p.name, q.reason, q.basis, q.keys, (SELECT e.account FROM event e JOIN submission s ON e.subject = s.platform ||"
		" ':' || s.app_id || '@#' || s.number WHERE s.number = q.number AND e.kind = 'review' AND e.detail = '" REVIEW_PROPOSED "'"
		" ORDER BY e.number DESC LIMIT 1) FROM proposal q LEFT JOIN person p ON p.id = q.person WHERE q.number = ?",
		"i", number);
	int status = database_step(archive, row, err);

	*found = status == SQLITE_ROW;
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	return (copy(arena, row, 0, &p->date) && copy(arena, row, 1, &p->by) && copy(arena, row, 2, &p->reason) &&
		copy(arena, row, 3, &p->basis) && copy(arena, row, 4, &p->keys) && copy(arena, row, 5, &p->account)) || error_memory(err);
}

bool review_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner,
			 struct error *err)
{
	return logged_verify(archive, &reviews, problem, owner, err);
}
