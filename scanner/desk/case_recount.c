#include "desk/case.h"

#include "bytes/text.h"

#include <stdio.h>

struct recounted {
	int64_t number; /* 0: there is none */
	char due[DATE_TEXT_LEN];
};

/* What was due at once still is; nothing is due later than it was. */
static bool count_anew(struct desk *desk, sqlite3_stmt *row, struct date since, struct recounted *found)
{
	const char *opened = text_or_empty(database_text(row, 2)), *due = text_or_empty(database_text(row, 3));
	int kind = case_kind_find(text_or_empty(database_text(row, 1)));

	if (kind < 0)
		return false;
	found->number = sqlite3_column_int64(row, 0);
	date_format(strcmp(opened, due) == 0 ? since : case_deadline(desk, (enum case_kind)kind, since), found->due);
	if (strcmp(due, found->due) < 0)
		snprintf(found->due, sizeof found->due, "%s", due);
	return true;
}

static bool next(struct desk *desk, int64_t after, struct date since, struct recounted *found, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err, "SELECT number, kind, opened, due FROM case_file WHERE state = 'open' AND opened > ?1 AND number > ?2 ORDER BY number",
		"si", desk->today_text, after);
	int status;

	*found = (struct recounted){.number = 0};
	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW)
		if (count_anew(desk, row, since, found))
			return true;
	return status == SQLITE_DONE;
}

bool case_recount(struct desk *desk, const char *since, uint64_t *num, struct error *err)
{
	struct recounted found = {.number = 0};
	struct date from;
	char detail[60];

	*num = 0;
	if (!date_parse(since, &from))
		return error_set(err, ERROR_DAMAGED, "'%s' in the archive is no date: run prelist archive verify", since);
	while (next(desk, found.number, from, &found, err) && found.number != 0) {
		snprintf(detail, sizeof detail, "deadline counted anew: %s", found.due);
		if (!case_table_set_due(desk->archive, found.number, found.due, err) || !case_table_log(desk->archive, found.number, desk->by, detail, err))
			return false;
		++*num;
	}
	return err->code == ERROR_NONE;
}
