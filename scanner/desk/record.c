#include "desk/record.h"

#include "store/register.h"

#include <stdio.h>

/* His own, among those of apps that he handed in. */
#define RECORD_OF_APPS                                                                                                             \
	"(s.platform, s.app_id) IN (SELECT platform, app_id FROM developer_app WHERE developer = ?1) AND " SUBMISSION_DEVELOPER " = ?1"
/* About him; or about an app of his, where it does not say about whom, and not about what somebody else handed in. */
#define RECORD_OF_CASES                                                                                                            \
	"c.number IN (SELECT f.number FROM case_file f WHERE f.developer = (SELECT id FROM developer WHERE number = ?1) UNION ALL"   \
	" SELECT f.number FROM developer_app a CROSS JOIN case_file f WHERE a.developer = ?1 AND f.app_id = a.app_id AND"            \
	" f.platform = a.platform AND +f.developer IS NULL AND NOT EXISTS (SELECT 1 FROM submission s WHERE s.number = f.submission"  \
	" AND NOT " SUBMISSION_IS_BY("s", "a.since") "))"

/* Of the app of a submission s the decisions against it that appeals were granted against: the newest that there were by then. */
#define RECORD_AGAINST(g, t)                                                                                                   \
	"decision " g " JOIN submission " t " ON " t ".number = " g ".number WHERE " t ".app_id = a.app_id AND " t ".platform ="     \
	" s.platform AND (a.submission IS NULL OR " t ".number = a.submission) AND " g ".what IN ('reject', 'delist')"
#define RECORD_GRANTED                                                                                                         \
	"SELECT 1 FROM case_file a JOIN " RECORD_AGAINST("g", "t") " AND a.app_id = s.app_id AND a.kind = 'appeal' AND a.outcome ="   \
	" 'granted' AND g.date = (SELECT max(n.date) FROM " RECORD_AGAINST("n", "u") " AND n.date <= a.opened)"

static const struct {
	struct record_info info;
	const char *sql;
} lines[] = {
#define RECORD(name, en, zh, points, sql) {{#name, en, zh, points}, sql},
#include "desk/record.def"
#undef RECORD
};

struct record_info record_info(const struct desk *desk, enum record_line line)
{
	struct record_info info = lines[line].info;
	char name[64];

	snprintf(name, sizeof name, "desk.score.%s", info.name);
	info.points = rules_policy_number(desk->rules, name, info.points);
	return info;
}

bool record_load(struct desk *desk, int64_t developer, struct record *record, struct error *err)
{
	*record = (struct record){.score = 100};
	date_format(date_from_days(date_to_days(desk->today) - 365), record->since);
	for (int line = 0; line < RECORD_LINES; line++) {
		if (!database_number(desk->archive, &record->count[line], 0, err, lines[line].sql, "iss", developer, record->since, desk->today_text))
			return false;
		record->score -= record->count[line] * record_info(desk, (enum record_line)line).points;
	}
	record->score = record->score < 0 ? 0 : record->score > 100 ? 100 : record->score;
	return true;
}

bool record_each(struct desk *desk, int64_t developer, void (*visit)(void *owner, const struct record_event *event), void *owner,
		 struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err,
		"SELECT " SUBMITTED_ON ", 'submission', s.app_id, s.verdict, s.number, 0 AS part FROM submission s WHERE " RECORD_OF_APPS
		" UNION ALL SELECT d.date, iif(" DECISION_IS_IMPORTED("d") ", 'import', 'decision'), s.app_id, " DECISION_KIND ", s.number, 1 FROM decision d"
		" JOIN submission s ON s.number = d.number WHERE " RECORD_OF_APPS " AND " DECISION_COUNTS
		" UNION ALL SELECT c.opened, c.kind, c.app_id, coalesce(c.outcome, c.state), c.number, 2 FROM case_file c WHERE " RECORD_OF_CASES " ORDER BY 1, 6, 5",
		"i", developer);
	int status;

	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW) {
		const struct record_event event = {database_text(row, 0), database_text(row, 1), database_text(row, 2), database_text(row, 3),
						   sqlite3_column_int64(row, 4)};

		visit(owner, &event);
	}
	return status == SQLITE_DONE;
}
