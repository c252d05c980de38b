#include "desk/reveal.h"

#include "bytes/mask.h"
#include "desk/case.h"
#include "desk/words.h"
#include "store/seal.h"

static bool reveal_row(struct desk *desk, sqlite3_stmt *row, const char *why, struct arena *arena, struct revealed *revealed,
		       struct error *err)
{
	revealed->entry = sqlite3_column_int64(row, 0);
	revealed->what = database_text(row, 1);
	return seal_get(desk->archive, database_text(row, 2), desk->by, why, arena, &revealed->text, err);
}

static bool reveal_all(struct desk *desk, int64_t number, const char *why, struct arena *arena,
		       bool (*visit)(void *owner, const struct revealed *revealed), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(desk->archive, err, "SELECT * FROM (" REVEAL_SEALED ") WHERE what <> 'attachment' ORDER BY entry, what", "i", number);
	int status;

	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW) {
		struct revealed revealed;

		if (!reveal_row(desk, row, why, arena, &revealed, err) || !visit(owner, &revealed))
			return false;
	}
	return status == SQLITE_DONE;
}

bool case_reveal(struct desk *desk, int64_t number, const char *why, struct arena *arena,
		 bool (*visit)(void *owner, const struct revealed *revealed), void *owner, struct error *err)
{
	const char *reason = words_masked(arena, why, err);
	struct case_row row;

	return reason != NULL && case_load(desk, number, arena, &row, err) &&
	       reveal_all(desk, number, reason, arena, visit, owner, err) &&
	       case_table_log(desk->archive, number, desk->by, "read in clear", err);
}

bool case_masked_contact(struct desk *desk, const char *sealed, struct arena *arena, const char **text, struct error *err)
{
	if (!seal_peek(desk->archive, sealed, arena, text, err))
		return false;
	if (*text == NULL)
		return true;
	*text = mask_contact(arena, *text);
	return *text != NULL || error_memory(err);
}
