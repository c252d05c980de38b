#include "desk/appeal.h"

#include "store/person.h"

#include <stdio.h>

static bool is_appeal(const struct case_row *row)
{
	return strcmp(row->kind, case_kind_info(CASE_APPEAL)->name) == 0;
}

bool appeal_may(struct desk *desk, const struct case_row *row, const char *who, struct error *err)
{
	char id[SEAL_ID_LEN];
	int64_t decided;
	bool known;

	if (!is_appeal(row) || who == NULL)
		return true;
	if (!person_find(desk->archive, who, id, &known, err) || !known)
		return err->code == ERROR_NONE;
	if (!database_number(desk->archive, &decided, 0, err,
			     "SELECT EXISTS (SELECT 1 FROM decision WHERE number = ?1 AND ?3 IN (person, first_person)) OR"
			     " EXISTS (SELECT 1 FROM case_file WHERE number = ?2 AND person = ?3)",
			     "iis", row->submission, row->parent, id))
		return false;
	return decided == 0 || error_set(err, ERROR_USAGE, "%s decided what case #%lld appeals against: somebody else deals with it", who,
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
