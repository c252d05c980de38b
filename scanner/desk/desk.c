#include "desk/desk.h"

bool desk_open(struct desk *desk, struct archive *archive, const struct rules *rules, const char *today, const char *by,
	       struct error *err)
{
	*desk = (struct desk){.archive = archive, .rules = rules, .by = by};
	if (!date_parse(today, &desk->today))
		return error_set(err, ERROR_USAGE, "'%s' is no date YYYY-MM-DD", today);
	date_format(desk->today, desk->today_text);
	return workday_calendar(&desk->calendar, rules, err);
}

void desk_note_years(struct desk *desk, int first, int last)
{
	for (int year = first; year <= last && (desk->uncovered_year == 0 || year < desk->uncovered_year); year++)
		if (!workday_covers(&desk->calendar, year))
			desk->uncovered_year = year;
}

bool desk_keep(struct desk *desk, bool (*step)(struct desk *desk, void *owner, struct error *err), void *owner,
	       struct error *err)
{
	if (database_begin(desk->archive, err) && step(desk, owner, err) && database_commit(desk->archive, err))
		return true;
	database_rollback(desk->archive);
	return false;
}

bool desk_seal(struct desk *desk, const char *kind, const char *contact, char id[SEAL_ID_LEN], const char **out, struct error *err)
{
	*out = contact == NULL ? NULL : id;
	return contact == NULL || (seal_ready(desk->archive, "the contact", err) && seal_put(desk->archive, kind, contact, id, err));
}
