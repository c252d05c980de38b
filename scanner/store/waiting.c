#include "store/waiting.h"

#include "bytes/text.h"
#include "judge/signing.h"
#include "store/judged_facts.h"
#include "store/register.h"

#define WHOSE (FACT_BIT(certificate) | FACT_BIT(submission))

static bool has_signer(const struct reading *facts, const char *sha256)
{
	struct fact_certificate **rows = reading_rows(facts, certificate);

	for (size_t i = 0; i < reading_num(facts, certificate); i++)
		if (signing_is_signer(rows[i]) && (sha256 == NULL || strcmp(rows[i]->sha256, sha256) == 0))
			return true;
	return false;
}

bool waiting_same_developer(const struct reading *a, const struct reading *b)
{
	return strcmp(text_or_empty(register_developer(a)), text_or_empty(register_developer(b))) == 0;
}

bool waiting_same_signer(const struct reading *a, const struct reading *b)
{
	struct fact_certificate **rows = reading_rows(a, certificate);

	for (size_t i = 0; i < reading_num(a, certificate); i++)
		if (signing_is_signer(rows[i]) && has_signer(b, rows[i]->sha256))
			return true;
	return !has_signer(a, NULL) && !has_signer(b, NULL);
}

/* Whether they say of whom they are, though one leaves the id out: with a key in common. */
static bool names_same(const struct reading *a, const struct reading *b)
{
	const struct register_names x = register_names(a), y = register_names(b);

	return register_same(&x, &y);
}

bool waiting_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_waiting *waiting, struct error *err)
{
	READING_CLEANUP struct reading *first = NULL; /* what is damaged may be anybody's */
	struct error trouble = {0};
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err,
				 "SELECT s.number, s.date FROM submission s WHERE s.platform = ? AND s.app_id = ? AND s.state = 'received' AND " MOMENT("s")
				 " < (?, ?) ORDER BY " OLDEST_FIRST("s") " LIMIT 1",
				 "sssi", asking->platform, asking->app_id, asking->before.came, asking->before.number);
	int status = database_step(archive, row, err);

	*waiting = (struct judge_waiting){0};
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	*waiting = (struct judge_waiting){.number = sqlite3_column_int64(row, 0), .date = arena_copy(arena, database_text(row, 1))};
	first = judged_facts_load(archive, waiting->number, WHOSE, &trouble);
	if (first == NULL && trouble.code != ERROR_DAMAGED)
		return error_set(err, trouble.code, "%s", trouble.text);
	waiting->same_signer = first != NULL && waiting_same_signer(asking->facts, first);
	waiting->same_developer = first != NULL && (waiting_same_developer(asking->facts, first) ||
						    (waiting->same_signer && names_same(asking->facts, first)));
	if (waiting->same_developer && waiting->same_signer)
		*waiting = (struct judge_waiting){0};
	return arena_ok(arena, err);
}
