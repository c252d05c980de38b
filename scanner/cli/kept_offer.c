/*
 * kept_offer - what is on offer: the listed version of an app, and since when.
 */
#include "cli/kept.h"
#include "desk/case.h"

#include <stdio.h>

/* Phones, watches, TVs and cars may have their own. */
static bool warn_of_others(struct session *session, const struct target *target, const char *name, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err,
		"SELECT group_concat('#' || number, ', ') FROM (SELECT DISTINCT number FROM listing WHERE app_id = ?1 AND (?2 IS NULL OR platform = ?2)"
		" AND number <> ?3 ORDER BY number)",
		"ssi", target->app_id, target->platform, number);

	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return false;
	if (database_text(row, 0) != NULL)
		session_warn(session->language, "%s has other versions listed for other devices: %s", name, database_text(row, 0));
	return true;
}

bool kept_listed_number(struct session *session, const char *name, int64_t *number, struct error *err)
{
	struct target target;
	int64_t num = 0;

	if (!target_parse(name, &target, err) || !kept_app(session, &target, err) ||
	    !database_number(session->archive, &num, 0, err,
			     "SELECT count(DISTINCT platform) FROM listing WHERE app_id = ?1 AND (?2 IS NULL OR platform = ?2)", "ss",
			     target.app_id, target.platform))
		return false;
	if (num == 0)
		return error_set(err, ERROR_USAGE, "no version of %s is listed; APP@VERSION names one that is not, prelist show %s has them",
				 name, name);
	if (num > 1)
		return error_set(err, ERROR_USAGE, "%s is listed on several platforms; say which: android:%s", name, target.app_id);
	return database_number(session->archive, number, 0, err,
			       "SELECT number FROM listing WHERE app_id = ?1 AND (?2 IS NULL OR platform = ?2) ORDER BY device LIMIT 1", "ss",
			       target.app_id, target.platform) &&
	       warn_of_others(session, &target, name, *number, err);
}

bool kept_offer(struct session *session, int64_t number, struct kept_offer *offer, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(session->archive, err,
				 "SELECT s.state, (SELECT d.date FROM decision d WHERE d.number = s.number AND d.state = 'listed' AND"
				 " s.state = 'listed' ORDER BY d.id DESC LIMIT 1) FROM submission s WHERE s.number = ?",
				 "i", number);

	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_USAGE, "the archive has no submission #%lld", (long long)number);
	snprintf(offer->state, sizeof offer->state, "%s", database_text(row, 0));
	offer->suspension = 0;
	offer->suspended[0] = '\0';
	if (strcmp(offer->state, "listed") == 0 && !case_suspension(session->archive, number, &offer->suspension, offer->suspended, err))
		return false;
	snprintf(offer->listed_on, sizeof offer->listed_on, "%s", database_text(row, 1) != NULL ? database_text(row, 1) : "");
	return true;
}

bool kept_warn_suspended(struct session *session, int64_t number, struct error *err)
{
	char since[DATE_TEXT_LEN];
	int64_t suspension;

	if (!case_suspension(session->archive, number, &suspension, since, err))
		return false;
	if (suspension != 0)
		session_warn(session->language, "the app is suspended since %s, case #%lld: the store does not offer it", since, (long long)suspension);
	return true;
}
