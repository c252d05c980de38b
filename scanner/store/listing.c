#include "store/listing.h"

#include "bytes/text.h"
#include "judge/judge.h"
#include "store/judged_facts.h"
#include "store/moment.h"

#include <stdio.h>

/*
 * Of an app and a kind a, the version that stands as listed: of those that are, the one that a person listed last; or the newest that was
 * imported since then, where it is newer and was listed on no earlier day.
 */
#define LISTED_FOR_KIND                                                                                                        \
	"s.platform = a.platform AND s.app_id = a.app_id AND s.state = 'listed' AND d.state = 'listed' AND EXISTS (SELECT 1 FROM"   \
	" submission_package k WHERE k.number = s.number AND k.device = a.device)"
#define STANDS_AS_LISTED                                                                                                       \
	"(SELECT s.number FROM submission s JOIN decision d ON d.number = s.number LEFT JOIN (SELECT d.id, d.date, s.came, s.number"  \
	" FROM submission s JOIN decision d ON d.number = s.number WHERE " LISTED_FOR_KIND " AND d.what <> 'import' ORDER BY d.id DESC" \
	" LIMIT 1) n WHERE " LISTED_FOR_KIND " AND (n.id IS NULL OR d.id = n.id OR (d.what = 'import' AND d.id > n.id AND"           \
	" d.date >= n.date AND " MOMENT("s") " > " MOMENT("n") ")) ORDER BY " NEWEST_FIRST("s") " LIMIT 1)"
#define LISTINGS(of)                                                                                                           \
	"SELECT a.platform, a.app_id, a.device, " STANDS_AS_LISTED " AS number FROM (SELECT DISTINCT s.platform, s.app_id, k.device"  \
	" FROM submission s JOIN submission_package k ON k.number = s.number JOIN decision d ON d.number = s.number AND d.state ="     \
	" 'listed' WHERE s.state = 'listed'" of ") a"

const char *listing_device(const struct reading *facts, int64_t position)
{
	const struct fact_package *package = judge_package_row(facts, position);

	return package == NULL ? "" : text_or_empty(package->device);
}

bool listing_settle(struct archive *archive, const char *platform, const char *app_id, struct error *err)
{
	return database_run(archive, err, "DELETE FROM listing WHERE platform = ? AND app_id = ?", "ss", platform, app_id) &&
	       database_run(archive, err, "INSERT INTO listing " LISTINGS(" AND s.platform = ? AND s.app_id = ?"), "ss", platform, app_id);
}

bool listing_settle_all(struct archive *archive, struct error *err)
{
	return database_run(archive, err, "DELETE FROM listing", "") && database_run(archive, err, "INSERT INTO listing " LISTINGS(""), "");
}

bool listing_devices(struct archive *archive, int64_t number, const struct reading *facts, bool mend, int64_t *num, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT position, device FROM submission_package WHERE number = ? ORDER BY position", "i", number);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		int64_t position = sqlite3_column_int64(row, 0);
		const char *device = listing_device(facts, position);

		if (strcmp(device, text_or_empty(database_text(row, 1))) == 0)
			continue;
		++*num;
		if (mend && !database_run(archive, err, "UPDATE submission_package SET device = ? WHERE number = ? AND position = ?", "sii", device,
					  number, position))
			return false;
	}
	return status == SQLITE_DONE;
}

static bool take_devices(struct archive *archive, int64_t number, struct error *err)
{
	struct error trouble = {0};
	READING_CLEANUP struct reading *facts = judged_facts_load(archive, number, FACT_BIT(package), &trouble);
	int64_t num = 0;

	if (facts != NULL)
		return listing_devices(archive, number, facts, true, &num, err);
	return trouble.code == ERROR_DAMAGED || error_set(err, trouble.code, "%s", trouble.text);
}

bool listing_migrate(struct archive *archive, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT number FROM submission ORDER BY number", "");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		if (!take_devices(archive, sqlite3_column_int64(row, 0), err))
			return false;
	return status == SQLITE_DONE && listing_settle_all(archive, err);
}

bool listing_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"WITH is_so AS MATERIALIZED (" LISTINGS("") ") SELECT DISTINCT app_id FROM (SELECT * FROM (SELECT * FROM listing EXCEPT SELECT * FROM is_so)"
		" UNION ALL SELECT * FROM (SELECT * FROM is_so EXCEPT SELECT * FROM listing)) ORDER BY app_id",
		"");
	char text[1600];
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		snprintf(text, sizeof text, "%s: what stands as listed is not", text_or_empty(database_text(row, 0)));
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}
