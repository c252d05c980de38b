/*
 * json_report - write a report as JSON or NDJSON, and leave out what is over the limit.
 */
#include "report/json.h"
#include "report/permission.h"
#include "report/report.h"
#include "report/row.h"
#include "report/sheet_write.h"

#include "bytes/date.h"
#include "judge/form.h"

#define ENTRY_OVERHEAD 48 /* of a value: its column's name and punctuation */
#define VIEW_ROOM ((size_t)64 * 1024 * 1024)

/* What a report can leave out: the tables of facts, and these. */
enum { PART_CHANGES = FACT_TABLE_COUNT, PART_PERMISSIONS, NUM_PARTS };

/* What it leaves out to stay under its limit. */
struct omission {
	bool part[NUM_PARTS];
	bool any;
};

static void sdk_json(struct json *json, const char *key, int64_t value)
{
	if (value != FACT_ABSENT)
		json_number(json, key, value);
}

static void tool_json(struct json *json, const struct report *report, const char *version)
{
	json_row(json, "tool");
	json_text(json, "name", "prelist");
	json_text(json, "version", version);
	json_number(json, "readers", report->facts->readers);
	json_close(json);
	if (report->rules == NULL) {
		json_null(json, "rules");
		return;
	}
	json_row(json, "rules");
	json_text(json, "sha256", rules_sha256(report->rules));
	json_number(json, "count", (int64_t)rules_count(report->rules));
	json_close(json);
}

static void scan_json(struct json *json, const struct report *report)
{
	char time[TIME_TEXT_LEN];

	time_format(report->time, time);
	json_row(json, "scan");
	if (report->submission > 0)
		json_number(json, "submission", report->submission);
	else
		json_null(json, "submission");
	json_text(json, "time", time);
	json_text(json, "date", report->run->today);
	sdk_json(json, "min_sdk", report->run->min_sdk);
	sdk_json(json, "max_sdk", report->run->max_sdk);
	json_close(json);
}

static void today_json(struct json *json, const struct report_today *today)
{
	json_row(json, "today");
	json_text(json, "verdict", verdict_name(today->verdict));
	json_array(json, "rules");
	for (const char **rule = today->rules; *rule != NULL; rule++)
		json_text(json, NULL, *rule);
	json_close(json);
	if (today->patrol > 0)
		json_number(json, "patrol", today->patrol);
	json_text_if(json, "since", today->since);
	json_close(json);
}

static void decision_json(struct json *json, const struct report_decision *decision)
{
	json_row(json, NULL);
	json_text(json, "state", decision->state);
	json_text_if(json, "date", decision->date);
	json_text_if(json, "by", decision->by);
	json_text_if(json, "seconded", decision->seconded);
	json_text_if(json, "both_by_account", decision->both);
	json_text_if(json, "reason", decision->reason);
	json_text_if(json, "rule", decision->rule);
	json_text_if(json, "basis", decision->basis);
	json_close(json);
}

/* What became of it since it was kept. */
static void standing_json(struct json *json, const struct report *report)
{
	if (report->today != NULL)
		today_json(json, report->today);
	if (report->num_decisions == 0)
		return;
	json_array(json, "decisions");
	for (size_t i = 0; i < report->num_decisions; i++)
		decision_json(json, &report->decisions[i]);
	json_close(json);
}

static void cut_rules_json(struct json *json, const struct judgement *judgement)
{
	json_array(json, "rules");
	for (size_t i = 0; i < judgement->num_cuts; i++) {
		json_row(json, NULL);
		json_text(json, "rule", judgement->cuts[i].rule);
		json_number(json, "findings", (int64_t)judgement->cuts[i].num_found);
		json_close(json);
	}
	json_close(json);
}

static void cut_facts_json(struct json *json, const struct reading *facts, const struct omission *omission)
{
	json_row(json, "facts");
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		if (omission->part[table] && fact_is_shown(fact_info(table)->origin) && reading_count(facts, table) > 0)
			json_number(json, fact_info(table)->name, (int64_t)reading_count(facts, table));
	json_close(json);
}

/* Of what is not all listed, how much there is. An archive does not know how many findings there were. */
static void cut_json(struct json *json, const struct report *report, const struct omission *omission, size_t num_permissions)
{
	const struct judgement *judgement = report->judgement;

	json_bool(json, "truncated", true);
	json_row(json, "cut");
	if (judgement->num_found > judgement->num_findings)
		json_number(json, "findings", (int64_t)judgement->num_found);
	if (judgement->num_cuts > 0)
		cut_rules_json(json, judgement);
	if (omission->part[PART_PERMISSIONS])
		json_number(json, "permissions", (int64_t)num_permissions);
	if (omission->part[PART_CHANGES])
		json_number(json, "changes", (int64_t)judgement->num_changes);
	if (omission->any)
		cut_facts_json(json, report->facts, omission);
	json_close(json);
}

static void verdict_json(struct json *json, const struct report *report)
{
	const struct judgement *judgement = report->judgement;

	json_text(json, "file", report->file);
	if (report->num_files > 1) {
		json_array(json, "files");
		for (size_t i = 0; i < report->num_files; i++)
			json_text(json, NULL, report->files[i]);
		json_close(json);
	}
	json_text(json, "verdict", verdict_name(judgement->verdict));
	json_bool(json, "complete", judgement->complete);
	json_bool(json, "code_visible", judgement->code_visible);
	json_text(json, "state", report->state);
	json_text_if(json, "suspended_since", report->suspended);
	json_text_if(json, "pruned", report->pruned);
	standing_json(json, report);
}

static void package_json(struct json *json, const struct report *report)
{
	const struct fact_package *package = judge_package_row(report->facts, judge_main_package(report->facts));

	if (package == NULL)
		json_null(json, "package");
	else
		row_json(json, "package", FACT_TABLE_package, package);
}

static void user_json(void *owner, const char *sdk)
{
	json_text(owner, NULL, sdk);
}

static void permission_json(struct json *json, const struct permission_view *view, struct permission_users *users)
{
	json_row(json, NULL);
	json_text(json, "name", view->name);
	json_text_if(json, "origin", view->origin);
	json_text_if(json, "level", view->level);
	json_text_if(json, "group", view->group);
	json_text_if(json, "label", view->label);
	json_text_if(json, "label_zh", view->label_zh);
	json_text_if(json, "meaning", view->meaning);
	json_text_if(json, "meaning_zh", view->meaning_zh);
	sdk_json(json, "min_sdk", view->min_sdk);
	sdk_json(json, "max_sdk", view->max_sdk);
	json_text_if(json, "purpose", view->purpose);
	json_array(json, "used_by");
	permission_users_each(users, view->name, user_json, json);
	json_close(json);
	json_close(json);
}

static void permissions_json(struct json *json, const struct permission_view *views, size_t num_views, struct permission_users *users)
{
	json_array(json, "permissions");
	for (size_t i = 0; i < num_views; i++)
		permission_json(json, &views[i], users);
	json_close(json);
}

static void finding_json(struct json *json, const struct reading *facts, const struct finding *finding)
{
	json_row(json, NULL);
	finding_members(json, finding);
	json_text_if(json, "class", finding->class);
	json_text_if(json, "explanation", form_explanation(facts, finding->rule));
	if (finding->waived != VERDICT_NONE) {
		json_text(json, "waived", verdict_name(finding->waived));
		json_text_if(json, "waiver", finding->waiver);
	}
	if (finding->basis != NULL) {
		json_array(json, "basis");
		for (const char **basis = finding->basis; *basis != NULL; basis++)
			json_text(json, NULL, *basis);
		json_close(json);
	}
	json_close(json);
}

static void judgement_json(struct json *json, const struct report *report, const struct omission *omission)
{
	const struct judgement *judgement = report->judgement;

	json_array(json, "findings");
	for (size_t i = 0; i < judgement->num_findings; i++)
		finding_json(json, report->facts, &judgement->findings[i]);
	json_close(json);
	json_array(json, "changes");
	for (size_t i = 0; !omission->part[PART_CHANGES] && i < judgement->num_changes; i++)
		change_json(json, &judgement->changes[i]);
	json_close(json);
}

static void table_json(struct json *json, const struct reading *facts, enum fact_table table)
{
	json_array(json, fact_info(table)->name);
	for (size_t i = 0; i < reading_count(facts, table); i++)
		row_json(json, NULL, table, facts->tables[table].row[i]);
	json_close(json);
}

static void facts_json(struct json *json, const struct reading *facts, const struct omission *omission)
{
	json_object(json, "facts");
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		if (!omission->part[table] && fact_is_shown(fact_info(table)->origin) && reading_count(facts, table) > 0)
			table_json(json, facts, table);
	json_close(json);
}

static bool document_json(struct json *json, const struct report *report, const char *version,
			  const struct omission *omission, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(VIEW_ROOM);
	struct permission_view *views;
	struct permission_users users;
	size_t num_views;

	if (!permission_views(report, &arena, &views, &num_views) || !permission_users_open(&users, report, &arena))
		return error_memory(err);
	json_object(json, NULL);
	json_text(json, "schema", "prelist-report/1");
	tool_json(json, report, version);
	scan_json(json, report);
	verdict_json(json, report);
	if (omission->any || report->judgement->truncated)
		cut_json(json, report, omission, num_views);
	package_json(json, report);
	permissions_json(json, views, omission->part[PART_PERMISSIONS] ? 0 : num_views, &users);
	judgement_json(json, report, omission);
	facts_json(json, report->facts, omission);
	json_close(json);
	return true;
}

/* Never less than what the row takes as JSON. */
static uint64_t row_bound(enum fact_table table, const void *row)
{
	const struct fact_table_info *info = fact_info(table);
	const union fact_value *values = fact_values(row);
	uint64_t total = info->num_columns * ENTRY_OVERHEAD;

	for (size_t c = 0; row != NULL && c < info->num_columns; c++)
		if (!fact_is_number(info->columns[c].type) && values[c].text != NULL)
			total += 6 * strlen(values[c].text);
	return total;
}

static uint64_t table_bound(const struct reading *facts, enum fact_table table)
{
	uint64_t total = 0;

	for (size_t i = 0; fact_is_shown(fact_info(table)->origin) && i < reading_count(facts, table); i++)
		total += row_bound(table, facts->tables[table].row[i]);
	return total;
}

/* Of a change: both rows, and again what it is about. */
static uint64_t changes_bound(const struct judgement *judgement)
{
	uint64_t total = 0;

	for (size_t i = 0; i < judgement->num_changes; i++) {
		const struct fact_change *change = &judgement->changes[i];

		total += 2 * (row_bound(change->table, change->before) + row_bound(change->table, change->after));
	}
	return total;
}

static uint64_t part_bound(const struct report *report, int part)
{
	switch (part) {
	case PART_CHANGES:
		return changes_bound(report->judgement);
	case PART_PERMISSIONS:
		return table_bound(report->facts, FACT_TABLE_permission) + table_bound(report->facts, FACT_TABLE_purpose);
	default:
		return table_bound(report->facts, (enum fact_table)part);
	}
}

static bool may_be_too_large(const struct report *report)
{
	uint64_t total = 0;

	for (int part = 0; part < NUM_PARTS; part++)
		total += part_bound(report, part);
	/* What is no part is made of a few rows of parts each, as findings are. */
	return total > report->size_limit / 8;
}

static uint64_t document_size(const struct report *report, const char *version, bool compact,
			      const struct omission *omission)
{
	struct json json = json_new(NULL, compact);
	struct error ignored = {0};
	uint64_t size;

	if (!document_json(&json, report, version, omission, &ignored))
		return 0;
	size = json_size(&json);
	return json_finish(&json, &ignored) ? size : 0;
}

/* The entries go first, then whatever part is the largest, until the rest fits. */
static void leave_out_one(const struct report *report, struct omission *omission)
{
	int largest = FACT_TABLE_entry;
	uint64_t most = 0;

	for (int part = 0; omission->any && part < NUM_PARTS; part++) {
		uint64_t bound = omission->part[part] ? 0 : part_bound(report, part);

		if (bound > most) {
			most = bound;
			largest = part;
		}
	}
	omission->part[largest] = omission->any = true;
}

static struct omission fit(const struct report *report, const char *version, bool compact)
{
	struct omission omission = {0};

	if (report->size_limit == 0 || !may_be_too_large(report))
		return omission;
	for (int i = 0; i < NUM_PARTS; i++) {
		if (document_size(report, version, compact, &omission) <= report->size_limit)
			break;
		leave_out_one(report, &omission);
	}
	return omission;
}

static bool write_report(const struct report_options *options, const struct report *report, bool compact,
			 const char *before, const char *after, struct error *err)
{
	struct omission omission = fit(report, options->version, compact);
	struct json json = json_new(options->out, compact);
	bool ok;

	fputs(before, options->out);
	ok = document_json(&json, report, options->version, &omission, err);
	ok = json_finish(&json, err) && ok;
	fputs(after, options->out);
	return ok;
}

static bool json_report_begin(const struct report_options *options, bool several, struct error *err)
{
	(void)err;
	if (several)
		fputs("[\n", options->out);
	return true;
}

static bool json_report_write(const struct report_options *options, const struct report *report, bool is_first,
		       struct error *err)
{
	return write_report(options, report, false, is_first ? "" : ",\n", "", err);
}

static bool json_report_end(const struct report_options *options, bool several, struct error *err)
{
	fputs(several ? "\n]\n" : "\n", options->out);
	return fflush(options->out) == 0 || error_errno(err, "cannot write the report");
}

static bool ndjson_write(const struct report_options *options, const struct report *report, bool is_first,
			 struct error *err)
{
	(void)is_first;
	return write_report(options, report, true, "", "\n", err);
}

static bool ndjson_begin(const struct report_options *options, bool several, struct error *err)
{
	(void)options, (void)several, (void)err;
	return true;
}

static bool ndjson_end(const struct report_options *options, bool several, struct error *err)
{
	(void)several;
	return fflush(options->out) == 0 || error_errno(err, "cannot write the report");
}

const struct writer writer_json = {.name = "json", .begin = json_report_begin, .write = json_report_write, .end = json_report_end,
				   .disclose = sheet_json};
const struct writer writer_ndjson = {
	.name = "ndjson", .begin = ndjson_begin, .write = ndjson_write, .end = ndjson_end, .disclose = sheet_ndjson};
