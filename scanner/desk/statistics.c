#include "desk/statistics.h"

#include "desk/patrol_plan.h"
#include "store/patrol_table.h"

#define COLUMNS_MAX 16

static const struct {
	struct statistic_info info;
	const char *sql;
} statistics[] = {
#define TOTAL(name, en, zh, sql) {{#name, en, zh, NULL, NULL}, sql},
#define TABLE(name, en, zh, heads_en, heads_zh, sql)
#include "desk/statistic.def"
#undef TOTAL
#undef TABLE
#define TOTAL(name, en, zh, sql)
#define TABLE(name, en, zh, heads_en, heads_zh, sql) {{#name, en, zh, heads_en, heads_zh}, sql},
#include "desk/statistic.def"
#undef TOTAL
#undef TABLE
};

const struct statistic_info *statistic_info(size_t index)
{
	return index < sizeof statistics / sizeof statistics[0] ? &statistics[index].info : NULL;
}

static void working_days(sqlite3_context *context, int num, sqlite3_value **values)
{
	const struct desk *desk = sqlite3_user_data(context);
	const char *from = (const char *)sqlite3_value_text(values[0]), *to = (const char *)sqlite3_value_text(values[1]);
	struct date first, last;

	(void)num;
	if (from == NULL || to == NULL || !date_parse(from, &first) || !date_parse(to, &last))
		sqlite3_result_null(context);
	else
		sqlite3_result_int64(context, workday_between(&desk->calendar, first, last));
}

/* Whoever reads the means is told of a year whose holidays are not known. */
static void note_uncovered(struct desk *desk, const struct export_period *period)
{
	struct date first, last;

	if (!date_parse(period->since, &first) || !date_parse(period->until, &last))
		return;
	desk_note_years(desk, first.year, last.year < desk->today.year ? last.year : desk->today.year);
}

bool statistics_open(struct desk *desk, const struct export_period *period, struct error *err)
{
	note_uncovered(desk, period);
	return sqlite3_create_function_v2(desk->archive->db, "working_days", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, desk, working_days, NULL, NULL,
					  NULL) == SQLITE_OK || error_memory(err);
}

static const char *as_of(const struct desk *desk, const struct export_period *period)
{
	return strcmp(desk->today_text, period->until) < 0 ? desk->today_text : period->until;
}

bool statistic_total(struct desk *desk, size_t index, const struct export_period *period, int64_t *number, struct error *err)
{
	return database_number(desk->archive, number, 0, err, statistics[index].sql, "sssss", period->since, period->until, period->from,
			       period->to, as_of(desk, period));
}

static void visit_row(sqlite3_stmt *row, void (*visit)(void *owner, const struct statistic_row *row), void *owner)
{
	const char *names[COLUMNS_MAX], *values[COLUMNS_MAX];
	char types[COLUMNS_MAX];
	struct statistic_row out = {0, names, values, types};

	for (int i = 0; i < sqlite3_column_count(row) && i < COLUMNS_MAX; i++, out.num++) {
		int type = sqlite3_column_type(row, i);

		names[i] = sqlite3_column_name(row, i);
		types[i] = type == SQLITE_NULL ? 'n' : type == SQLITE_INTEGER ? 'i' : type == SQLITE_FLOAT ? 'd' : 't';
		values[i] = database_text(row, i);
	}
	visit(owner, &out);
}

static bool each(struct desk *desk, sqlite3_stmt *row, void (*visit)(void *owner, const struct statistic_row *row), void *owner,
		 struct error *err)
{
	int status;

	while ((status = database_step(desk->archive, row, err)) == SQLITE_ROW)
		visit_row(row, visit, owner);
	return status == SQLITE_DONE;
}

bool statistic_each(struct desk *desk, size_t index, const struct export_period *period,
		    void (*visit)(void *owner, const struct statistic_row *row), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(desk->archive, err, statistics[index].sql, "sssss", period->since, period->until,
							       period->from, period->to, as_of(desk, period));

	return each(desk, row, visit, owner, err);
}

/* ?1 SHA-256 of today's rules, ?2 the first day that is recent. */
#define JUDGED                                                                                                                         \
	"WITH judged AS (SELECT s.number, s.platform, s.app_id, s.version_code, coalesce(t.due, 0) AS due,"                             \
	" s.number IN (SELECT number FROM " PATROL_MISSED_SINCE ") AS missed,"                                                          \
	" s.rules = ?1 OR coalesce(r.sha256 = ?1, 0) OR EXISTS (SELECT 1 FROM decision d WHERE d.number = s.number AND d.rules = ?1) AS today,"  \
	" max(s.date, coalesce(p.date, ''), coalesce((SELECT max(d.date) FROM decision d WHERE d.number = s.number AND d.rules IS NOT NULL), ''))"  \
	" AS date FROM submission s LEFT JOIN standing t ON t.number = s.number LEFT JOIN patrol p ON p.number = t.patrol"             \
	" LEFT JOIN rule_set r ON r.number = p.rule_set WHERE s.state = 'listed') "
#define COVERED "((today OR date >= ?2) AND due = 0 AND NOT missed)"

static bool count_due(const struct desk *desk, int64_t *num, struct error *err)
{
	struct patrol_plan plan;
	bool ok = patrol_plan_of_desk(&plan, desk, err);

	*num = (int64_t)plan.num_items;
	patrol_plan_free(&plan);
	return ok;
}

bool statistics_coverage(struct desk *desk, struct coverage *coverage,
			 void (*visit)(void *owner, const struct statistic_row *row), void *owner, struct error *err)
{
	int64_t days = rules_policy_number(desk->rules, "desk.patrol_days", 1);
	char recent[DATE_TEXT_LEN];
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL, *gap STATEMENT_CLEANUP = NULL;

	date_format(date_from_days(date_to_days(desk->today) - (days > 0 ? days - 1 : 0)), recent);
	row = database_prepare(desk->archive, err, JUDGED "SELECT count(*), coalesce(sum(today AND NOT missed), 0), coalesce(sum(" COVERED "), 0) FROM judged", "ss",
			       rules_sha256(desk->rules), recent);
	if (database_step(desk->archive, row, err) != SQLITE_ROW)
		return false;
	*coverage = (struct coverage){sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2), 0};
	if (!count_due(desk, &coverage->due, err))
		return false;
	gap = database_prepare(desk->archive, err,
			       JUDGED "SELECT number, platform, app_id, version_code, date AS judged, due AS rules_not_run FROM judged WHERE NOT " COVERED
				      " ORDER BY app_id, platform, number",
			       "ss", rules_sha256(desk->rules), recent);
	return each(desk, gap, visit, owner, err);
}
