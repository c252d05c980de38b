#include "desk/desk.h"

#include "desk/zone.h"

static void day_of(sqlite3_context *context, int num, sqlite3_value **values)
{
	const char *time = (const char *)sqlite3_value_text(values[0]);
	char day[DATE_TEXT_LEN];
	int64_t seconds;

	(void)num;
	if (time == NULL || !time_parse(time, &seconds)) {
		sqlite3_result_null(context);
		return;
	}
	zone_day(sqlite3_user_data(context), seconds, day);
	sqlite3_result_text(context, day, -1, SQLITE_TRANSIENT);
}

static bool add_function(struct desk *desk, struct error *err)
{
	const char *zone = rules_policy(desk->rules, "timezone");

	return sqlite3_create_function_v2(desk->archive->db, "zone_day", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, (void *)(uintptr_t)zone, day_of, NULL,
					  NULL, NULL) == SQLITE_OK || error_memory(err);
}

bool desk_open(struct desk *desk, struct archive *archive, const struct rules *rules, const char *today, const char *by,
	       struct error *err)
{
	*desk = (struct desk){.archive = archive, .rules = rules, .by = by};
	if (!date_parse(today, &desk->today))
		return error_set(err, ERROR_USAGE, "'%s' is no date YYYY-MM-DD", today);
	date_format(desk->today, desk->today_text);
	return add_function(desk, err) && workday_calendar(&desk->calendar, rules, err);
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
