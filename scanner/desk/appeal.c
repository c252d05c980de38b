#include "desk/appeal.h"

#include "store/person.h"

#include <stdio.h>

static bool is_appeal(const struct case_row *row)
{
	return strcmp(row->kind, case_kind_info(CASE_APPEAL)->name) == 0;
}

/*
 * Did person ?3 decide what case ?1 is against: the version ?2, or, where only the app ?4 of platform ?5 is named, any of its versions;
 * the case ?6 that it comes from; the entry of the blacklist that it is about, or that names the app or the developer ?7?
 */
#define DECIDED_BY                                                                                                                     \
	"SELECT EXISTS (SELECT 1 FROM decision WHERE number = ?2 AND ?3 IN (person, first_person)) OR"                                 \
	" (?2 IS NULL AND EXISTS (SELECT 1 FROM submission s JOIN decision d ON d.number = s.number WHERE s.app_id = ?4 AND"           \
	" (?5 IS NULL OR s.platform = ?5) AND d.state IN ('rejected', 'delisted') AND ?3 IN (d.person, d.first_person))) OR"           \
	" EXISTS (SELECT 1 FROM case_file WHERE number = ?6 AND person = ?3) OR"                                                       \
	" EXISTS (SELECT 1 FROM blacklist b WHERE ?3 IN (b.person, b.second) AND (b.appeal = ?1 OR (b.kind = 'package' AND b.value = ?4)" \
	" OR (b.kind = 'developer' AND b.value = ?7)))"

bool appeal_may(struct desk *desk, const struct case_row *row, const char *who, struct error *err)
{
	char id[SEAL_ID_LEN];
	bool known, decided;

	if (!is_appeal(row) || who == NULL)
		return true;
	if (!person_find(desk->archive, who, id, &known, err) || !known)
		return err->code == ERROR_NONE;
	if (!database_any(desk->archive, &decided, err, DECIDED_BY, "iisssis", row->number, row->submission, id, row->app_id, row->platform,
			  row->parent, row->developer))
		return false;
	return !decided || error_set(err, ERROR_USAGE, "%s decided what case #%lld appeals against: somebody else deals with it", who,
				     (long long)row->number);
}

bool appeal_tell(struct desk *desk, const struct case_row *row, const char *outcome, struct error *err)
{
	char text[120];

	if (!is_appeal(row) || row->parent == FACT_ABSENT)
		return true;
	snprintf(text, sizeof text, "appeal, case #%lld: %s", (long long)row->number, outcome);
	return case_note(desk, row->parent, "appeal", text, err);
}

/* Nothing is taken off by itself: whoever closed the appeal may not be who removes it. */
bool appeal_each_unheeded(struct desk *desk, bool (*visit)(void *owner, const struct appeal_entry *entry), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(desk->archive, err,
				 "SELECT b.kind, b.value, c.number, c.closed, b.reason FROM blacklist b JOIN case_file c ON c.number = b.appeal WHERE"
				 " c.outcome = 'granted' AND (b.until IS NULL OR b.until >= ?) ORDER BY b.number",
				 "s", desk->today_text);
	int status;

	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW) {
		const struct appeal_entry entry = {database_text(row, 0), database_text(row, 1), sqlite3_column_int64(row, 2), database_text(row, 3),
						   database_text(row, 4)};

		if (!visit(owner, &entry))
			return false;
	}
	return status == SQLITE_DONE;
}
