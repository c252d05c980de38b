#include "desk/appeal.h"

#include <stdio.h>

static bool is_appeal(const struct case_row *row)
{
	return strcmp(row->kind, case_kind_info(CASE_APPEAL)->name) == 0;
}

bool appeal_may(struct desk *desk, const struct case_row *row, const char *who, struct error *err)
{
	int64_t decided;

	if (!is_appeal(row) || who == NULL)
		return true;
	if (!database_number(desk->archive, &decided, 0, err,
			     "SELECT EXISTS (SELECT 1 FROM decision d JOIN person p ON p.id IN (d.person, d.first_person) WHERE d.number = ?1 AND"
			     " p.name = ?3) OR EXISTS (SELECT 1 FROM case_file c JOIN person p ON p.id = c.person WHERE c.number = ?2 AND p.name = ?3)",
			     "iis", row->submission, row->parent, who))
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
