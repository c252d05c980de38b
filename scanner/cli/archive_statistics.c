/*
 * archive_statistics - prelist archive statistics: a period in numbers, for the yearly report, and how much of what is listed
 * is judged.
 */
#include "desk/statistics.h"
#include "cli/archive.h"
#include "cli/at_desk.h"
#include "cli/period.h"
#include "cli/table.h"

#include "bytes/text.h"

#include <inttypes.h>

struct counting {
	struct session *session;
	struct desk desk;
	struct export_period period;
	struct json json;
	bool as_json;
	/* Of the table at hand. */
	struct table table;
	bool shown[TABLE_COLUMNS_MAX];
	size_t num_rows;
};

/* Rows of a table as text; JSON has them all. */
#define ROWS_MAX 100

/* Kinds of cases, verdicts and the like; JSON has them as they are. */
static const char *in_language(enum language language, const char *word)
{
	int kind = case_kind_find(word);

	return kind >= 0 ? language_pick(language, case_kind_info((enum case_kind)kind)->en, case_kind_info((enum case_kind)kind)->zh) :
			   language_word(language, word);
}

static void put_row(void *owner, const struct statistic_row *row)
{
	struct counting *counting = owner;
	const char *cells[TABLE_COLUMNS_MAX];
	size_t num = 0;

	counting->num_rows++;
	if (!counting->as_json) {
		if (counting->num_rows > ROWS_MAX)
			return;
		for (size_t i = 0; i < row->num && i < TABLE_COLUMNS_MAX; i++)
			if (counting->shown[i])
				cells[num++] = row->values[i] != NULL ? in_language(counting->session->language, row->values[i]) : "-";
		table_cells(&counting->table, cells);
		return;
	}
	json_row(&counting->json, NULL);
	for (size_t i = 0; i < row->num; i++)
		json_value(&counting->json, row->names[i], span_of_text(text_or_empty(row->values[i])), row->types[i]);
	json_close(&counting->json);
}

/* Heads by commas; an empty one is of a column that is not shown. */
static struct table table_of(struct counting *counting, const char *heads)
{
	BUF_CLEANUP struct buf shown = buf_new(65536);

	for (size_t i = 0; i < TABLE_COLUMNS_MAX && heads != NULL; i++) {
		size_t len = strcspn(heads, ",");

		counting->shown[i] = len > 0;
		if (len > 0)
			buf_printf(&shown, "%s%.*s", shown.len > 0 ? "," : "", (int)len, heads);
		heads = heads[len] == ',' ? heads + len + 1 : NULL;
	}
	buf_byte(&shown, '\0');
	return table_new(LANGUAGE_EN, shown.failed ? NULL : (const char *)shown.data);
}

static bool put_table(struct counting *counting, const char *title, const char *heads, bool (*fill)(struct counting *counting, size_t index, struct error *err),
		      size_t index, struct error *err)
{
	FILE *out = counting->session->output.file;
	bool ok;

	counting->num_rows = 0;
	if (counting->as_json)
		return fill(counting, index, err);
	counting->table = table_of(counting, heads);
	ok = fill(counting, index, err);
	if (ok && counting->num_rows > 0)
		fprintf(out, "\n%s\n", title);
	ok = (table_print(&counting->table, out) || error_memory(err)) && ok;
	if (ok && counting->num_rows > ROWS_MAX)
		fprintf(out, message(counting->session->language, MESSAGE_MORE_ROWS), counting->num_rows - ROWS_MAX);
	return ok;
}

static bool fill_statistic(struct counting *counting, size_t index, struct error *err)
{
	bool ok;

	if (counting->as_json)
		json_array(&counting->json, statistic_info(index)->name);
	ok = statistic_each(&counting->desk, index, &counting->period, put_row, counting, err);
	if (counting->as_json)
		json_close(&counting->json);
	return ok;
}

static bool put_total(struct counting *counting, size_t index, struct error *err)
{
	const struct statistic_info *info = statistic_info(index);
	int64_t number;

	if (!statistic_total(&counting->desk, index, &counting->period, &number, err))
		return false;
	if (counting->as_json)
		json_number(&counting->json, info->name, number);
	else
		fprintf(counting->session->output.file, "%9" PRId64 "  %s\n", number, language_pick(counting->session->language, info->en, info->zh));
	return true;
}

static bool put_statistics(struct counting *counting, struct error *err)
{
	const struct statistic_info *info;
	bool ok = true, in_totals = true;

	if (counting->as_json)
		json_object(&counting->json, "totals");
	for (size_t i = 0; ok && (info = statistic_info(i)) != NULL; i++) {
		bool is_total = info->heads_en == NULL;

		if (in_totals && !is_total && counting->as_json)
			json_close(&counting->json);
		in_totals = is_total;
		ok = is_total ? put_total(counting, i, err)
			      : put_table(counting, language_pick(counting->session->language, info->en, info->zh),
					  language_pick(counting->session->language, info->heads_en, info->heads_zh), fill_statistic, i, err);
	}
	return ok;
}

static bool fill_coverage(struct counting *counting, size_t index, struct error *err)
{
	struct json *json = &counting->json;
	struct session *session = counting->session;
	struct coverage coverage;
	bool ok;

	(void)index;
	if (counting->as_json) {
		json_object(json, "coverage");
		json_array(json, "gaps");
	}
	ok = statistics_coverage(&counting->desk, &coverage, put_row, counting, err);
	if (ok && counting->as_json) {
		json_close(json);
		json_text(json, "date", counting->desk.today_text);
		json_number(json, "listed", coverage.listed);
		json_number(json, "by_todays_rules", coverage.by_todays_rules);
		json_number(json, "covered", coverage.covered);
		json_number(json, "due", coverage.due);
		json_close(json);
	} else if (ok && coverage.listed == 0) {
		fprintf(session->output.file, message(session->language, MESSAGE_COVERAGE_NONE), counting->desk.today_text);
	} else if (ok) {
		message_print(session->output.file, session->language, MESSAGE_COVERAGE, counting->desk.today_text, (long long)coverage.covered,
			(long long)coverage.listed, 100.0 * (double)coverage.covered / (double)coverage.listed,
			(long long)coverage.by_todays_rules, (long long)coverage.due);
	}
	return ok;
}

static void begin(struct counting *counting)
{
	struct session *session = counting->session;

	counting->as_json = session_json(session, &counting->json, "prelist-archive-statistics/1");
	if (!counting->as_json) {
		fprintf(session->output.file, message(session->language, MESSAGE_STATISTICS), counting->period.since, counting->period.until);
		return;
	}
	json_text(&counting->json, "since", counting->period.since);
	json_text(&counting->json, "until", counting->period.until);
	json_text(&counting->json, "rules", rules_sha256(session->rules));
}

static int run(struct session *session, struct error *err)
{
	struct counting counting = {.session = session};
	enum language language = session->language;

	if (!at_desk(session, ARCHIVE_READ, &counting.desk, err) || !period_of(session, &counting.period, err) ||
	    !statistics_open(&counting.desk, &counting.period, err) || !export_begin(session->archive, err))
		return EXIT_TROUBLE;
	begin(&counting);
	if (put_statistics(&counting, err))
		put_table(&counting, message(language, MESSAGE_GAPS), message(language, MESSAGE_GAPS_HEADS), fill_coverage, 0, err);
	json_end(&counting.json, err);
	at_desk_warn(session, &counting.desk);
	return 0;
}

static const enum option_id options[] = {OPTION_YEAR, OPTION_SINCE, OPTION_UNTIL, OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist archive statistics --year 2026 --lang zh", "what the report of the first quarter asks for", "第一季度年报所需的统计"},
	{"prelist archive statistics --since 2026-07-01 --until 2026-09-30 --format json", "a quarter, for other programs", "某季度，供其他程序使用"},
	{NULL, NULL, NULL}};

const struct command archive_statistics = {.name = "statistics",
					   .en = "a year in numbers: verdicts, rejects by rule, cases, disposals, times, coverage",
					   .zh = "年度统计：结论、按规则的拒绝、工单、处置、用时、覆盖率",
					   .operands = "--year YYYY",
					   .options = options,
					   .examples = examples,
					   .run = run};
