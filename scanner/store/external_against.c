#include "store/external_against.h"

#include "bytes/text.h"
#include "store/judged_facts.h"
#include "store/register.h"
#include "store/same_hand.h"
#include "store/waiting.h"

/* As rules/external.sql finds it, which judges a note that is of no behaviour as a notice; a case in which something was found is not withdrawn. */
#define FOUND                                                                                                                  \
	"SELECT s.number, s.app_id, t.number, t.taken, iif(t.behaviour IS NULL, 'external.finding', 'external.behaviour'),"        \
	" trim(coalesce(t.behaviour, t.rule) || ' ' || coalesce(t.subject, '')), t.level = 'error', EXISTS (SELECT 1 FROM submission l"   \
	" WHERE l.platform = s.platform AND l.app_id = s.app_id AND l.state = 'listed' AND " MOMENT("l") " > " MOMENT("s") "),"       \
	" t.sha256 FROM submission s CROSS JOIN submission_package m ON m.number = s.number CROSS JOIN lab_finding t ON t.sha256 = m.sha256"        \
	" WHERE s.state NOT IN ('listed', 'delisted') AND t.outcome = 'found' AND NOT (t.level = 'note' AND t.behaviour IS NULL) AND "

enum ended { NOT_YET, CONFIRMED, NOTHING }; /* as a false positive, or accepted */

/* How that ended last, where that was said of as grave a finding, in whichever submission of the file. */
static bool load_ended(struct archive *archive, sqlite3_stmt *row, enum ended *ended, struct error *err)
{
	char key[17];
	int64_t as;

	finding_key(key, database_text(row, 4), text_or_empty(database_text(row, 1)), database_text(row, 5));
	if (!database_number(archive, &as, NOT_YET, err,
			     "SELECT CASE WHEN ?3 AND coalesce(o.verdict, 'reject') <> 'reject' THEN 0 WHEN o.outcome = 'confirmed' THEN 1 ELSE 2 END FROM"
			     " submission_package m JOIN finding_outcome o ON o.number = m.number WHERE m.sha256 = ?2 AND o.key = ?1 ORDER BY o.date"
			     " DESC, o.outcome = 'confirmed' DESC LIMIT 1",
			     "ssi", key, database_text(row, 8), sqlite3_column_int64(row, 6)))
		return false;
	*ended = (enum ended)as;
	return true;
}

bool external_unsettled(struct archive *archive, int64_t number, int64_t *from_case, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, FOUND "s.number = ? ORDER BY t.number DESC", "i", number);
	int status;

	*from_case = 0;
	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		enum ended ended;

		if (!load_ended(archive, row, &ended, err))
			return false;
		if (ended == NOT_YET) {
			*from_case = sqlite3_column_int64(row, 2);
			return true;
		}
	}
	return status == SQLITE_DONE;
}

/* Of whoever names no developer by his key alone; what is damaged may be his. */
static bool is_of_same(struct archive *archive, const struct asked *asking, int64_t number, bool *same, struct error *err)
{
	struct error trouble = {0};
	READING_CLEANUP struct reading *facts = judged_facts_load(archive, number, SAME_HAND_FACTS, &trouble);

	if (facts == NULL && trouble.code != ERROR_DAMAGED)
		return error_set(err, trouble.code, "%s", trouble.text);
	*same = facts == NULL || (register_developer(facts) != NULL && waiting_same_developer(asking->facts, facts)) ||
		waiting_same_signer(asking->facts, facts);
	return true;
}

/* A JSON array of the files' SHA-256. */
static const char *files_of(const struct asked *asking, struct arena *arena)
{
	struct fact_package **packages = reading_rows(asking->facts, package);
	const char *files = "[";

	for (size_t i = 0; files != NULL && i < reading_num(asking->facts, package); i++)
		if (packages[i]->sha256 != NULL)
			files = arena_printf(arena, "%s%s\"%s\"", files, files[1] == '\0' ? "" : ",", packages[i]->sha256);
	return files != NULL ? arena_printf(arena, "%s]", files) : NULL;
}

static bool take(struct archive *archive, const struct asked *asking, sqlite3_stmt *row, struct arena *arena, struct judge_against *against,
		 struct error *err)
{
	enum ended ended;
	bool same;

	if (!load_ended(archive, row, &ended, err))
		return false;
	if (ended == NOTHING || (ended == CONFIRMED && sqlite3_column_int(row, 7) != 0))
		return true;
	if (!is_of_same(archive, asking, sqlite3_column_int64(row, 0), &same, err))
		return false;
	if (same)
		*against = (struct judge_against){.kind = "laboratory", .number = sqlite3_column_int64(row, 0),
						  .from_case = sqlite3_column_int64(row, 2), .date = arena_copy(arena, database_text(row, 3))};
	return arena_ok(arena, err);
}

bool external_against_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_against *against, struct error *err)
{
	const char *files = files_of(asking, arena);
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		FOUND "s.platform = ? AND s.app_id = ? AND " MOMENT("s") " < (?, ?) AND coalesce(t.behaviour, t.rule) NOT IN (SELECT coalesce(n.behaviour,"
		" n.rule) FROM json_each(?5) o JOIN lab_finding n ON n.sha256 = o.value JOIN case_file e ON e.number = n.number AND e.outcome IS NOT"
		" 'withdrawn') ORDER BY " NEWEST_FIRST("s") ", t.number DESC",
		"sssis", asking->platform, asking->app_id, asking->before.came, asking->before.number, text_or_empty(files));
	int status = SQLITE_DONE;

	*against = (struct judge_against){.number = 0};
	while (against->number == 0 && (status = database_step(archive, row, err)) == SQLITE_ROW)
		if (!take(archive, asking, row, arena, against, err))
			return false;
	return against->number != 0 || status == SQLITE_DONE;
}
