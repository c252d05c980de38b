#include "desk/lab.h"

#include "bytes/buf.h"
#include "bytes/sort.h"
#include "bytes/text.h"
#include "desk/words.h"
#include "judge/strict_json.h"

#define CASE_MAX ((size_t)8 * 1024 * 1024)
#define SPOKEN_OF_MAX ((size_t)64 * 1024 * 1024)

static bool hash_is_before(const void *element, const void *key)
{
	return strcmp(*(const char *const *)element, key) < 0;
}

const char *lab_package(const struct lab_report *report, const char *sha256)
{
	char lower[65];
	size_t at;

	if (sha256 == NULL || strlen(sha256) != 64)
		return NULL;
	for (at = 0; at < sizeof lower; at++)
		lower[at] = (char)(sha256[at] >= 'A' && sha256[at] <= 'F' ? sha256[at] - 'A' + 'a' : sha256[at]);
	at = sort_num_before(report->packages, report->num_packages, sizeof *report->packages, hash_is_before, lower);
	return at < report->num_packages && strcmp(report->packages[at], lower) == 0 ? report->packages[at] : NULL;
}

bool lab_says(struct lab_report *report, const char *source, const char *sha256, struct error *err)
{
	struct external_source *grown = arena_grow(report->arena, report->said, report->num_said, &report->said_room, sizeof *grown);

	if (grown == NULL)
		return error_memory(err);
	report->said = grown;
	report->said[report->num_said++] = (struct external_source){source, sha256};
	return true;
}

static bool grow(struct lab_report *report)
{
	struct lab_finding *grown = arena_grow(report->arena, report->findings, report->num, &report->room, sizeof *grown);

	if (grown != NULL)
		report->findings = grown;
	return grown != NULL;
}

/* Text from outside: without the blanks around it, escaped as readers do it, no longer than the column, numbers of persons masked. */
static bool clean(struct lab_report *report, const char **text, size_t max, struct error *err)
{
	struct span in = text_trimmed(text_or_empty(*text));
	const char *escaped;

	if (in.len == 0) {
		*text = NULL;
		return true;
	}
	if (in.len > max / 2) /* what has to be escaped grows */
		for (in.len = max / 2; in.len > 0 && (in.data[in.len] & 0xc0) == 0x80;)
			in.len--;
	escaped = text_escape(report->arena, in);
	*text = escaped == NULL ? NULL : words_masked(report->arena, escaped, err);
	return *text != NULL || error_memory(err);
}

/* The text of a report is gone with its tree. */
static bool keep(struct lab_report *report, const char **text, struct error *err)
{
	*text = arena_copy(report->arena, *text);
	return *text != NULL || error_memory(err);
}

bool lab_source(struct lab_report *report, const char **source, struct error *err)
{
	return clean(report, source, 1024, err) &&
	       (*source != NULL || error_set(err, ERROR_INPUT, "%s: it does not say which laboratory", report->file));
}

bool lab_date(struct lab_report *report, const char **date, struct error *err)
{
	struct date parsed;

	if (*date == NULL)
		*date = report->today;
	if (!date_parse(*date, &parsed) || (*date)[4] != '-')
		return error_set(err, ERROR_INPUT, "%s: date: '%s' is no date YYYY-MM-DD", report->file, *date);
	if (strcmp(*date, report->today) > 0)
		return error_set(err, ERROR_INPUT, "%s: date: %s has not come", report->file, *date);
	return keep(report, date, err);
}

bool lab_add(struct lab_report *report, const char *sha256, const struct fact_external_finding *given, struct error *err)
{
	struct fact_external_finding row = *given;
	const char *fault;

	row.package = 0;
	row.path = "";
	if (!clean(report, &row.rule, 256, err) || !clean(report, &row.subject, 1024, err) || !clean(report, &row.detail, 4096, err) ||
	    !clean(report, &row.place, 4096, err))
		return false;
	if (!keep(report, &row.outcome, err) || !keep(report, &row.level, err) ||
	    (row.behaviour != NULL && !keep(report, &row.behaviour, err)))
		return false;
	fault = fact_fault(FACT_TABLE_external_finding, &row);
	if (fault != NULL)
		return error_set(err, ERROR_INPUT,
				 "%s: finding %zu (rule %s, outcome %s: found or nothing-found, level %s: error, warning or note): a value %s",
				 report->file, report->num + 1, row.rule != NULL ? row.rule : "missing", row.outcome, row.level, fault);
	if (!grow(report))
		return error_memory(err);
	report->findings[report->num++] = (struct lab_finding){sha256, row};
	return true;
}

static bool text(struct lab_report *report, const cJSON *object, const char *key, const char **out, struct error *err)
{
	return strict_json_text(object, key, out, report->file, ERROR_INPUT, err);
}

static bool read_finding(struct lab_report *report, const cJSON *item, const char *sha256, const struct fact_external_finding *of_all,
			 struct error *err)
{
	static const char *const names[] = {"rule", "behaviour", "outcome", "level", "subject", "detail", "place", NULL};
	struct fact_external_finding row = *of_all;

	if (!strict_json_only_keys(item, names, "a finding", report->file, ERROR_INPUT, err) || !text(report, item, "rule", &row.rule, err) ||
	    !text(report, item, "behaviour", &row.behaviour, err) || !text(report, item, "outcome", &row.outcome, err) ||
	    !text(report, item, "level", &row.level, err) || !text(report, item, "subject", &row.subject, err) ||
	    !text(report, item, "detail", &row.detail, err) || !text(report, item, "place", &row.place, err))
		return false;
	row.outcome = row.outcome != NULL ? row.outcome : "found";
	row.level = row.level != NULL ? row.level : "warning";
	if (row.rule == NULL && row.behaviour != NULL)
		row.rule = arena_printf(report->arena, "app-behaviours-%s", row.behaviour);
	return lab_add(report, sha256, &row, err);
}

/* "Laboratory, tool 1.2, report 7"; *said: of any version. */
static bool read_source(struct lab_report *report, const cJSON *root, const char **source, const char **said, struct error *err)
{
	static const char *const names[] = {"name", "version", NULL};
	const cJSON *tool = cJSON_GetObjectItemCaseSensitive(root, "tool");
	const char *laboratory, *number, *name = NULL, *version = NULL;

	if (!text(report, root, "laboratory", &laboratory, err) || !text(report, root, "report", &number, err))
		return false;
	if (tool != NULL && (!strict_json_only_keys(tool, names, "the tool", report->file, ERROR_INPUT, err) ||
			     !text(report, tool, "name", &name, err) || !text(report, tool, "version", &version, err)))
		return false;
	if (laboratory == NULL)
		return error_set(err, ERROR_INPUT, "%s: it does not say which laboratory", report->file);
	*source = arena_printf(report->arena, "%s%s%s%s%s%s%s", laboratory, name != NULL ? ", " : "", name != NULL ? name : "",
			       version != NULL ? " " : "", version != NULL ? version : "", number != NULL ? EXTERNAL_REPORT : "",
			       number != NULL ? number : "");
	*said = name == NULL ? *source : arena_printf(report->arena, "%s, %s" EXTERNAL_ANY_VERSION "%s%s", laboratory, name,
						      number != NULL ? EXTERNAL_REPORT : "", number != NULL ? number : "");
	return *source != NULL && *said != NULL ? lab_source(report, source, err) && lab_source(report, said, err) : error_memory(err);
}

static bool lab_read_json(struct lab_report *report, const cJSON *root, struct error *err)
{
	static const char *const names[] = {"schema", "sha256", "laboratory", "tool", "report", "date", "findings", NULL};
	struct fact_external_finding of_all = fact_external_finding_row();
	const cJSON *findings = cJSON_GetObjectItemCaseSensitive(root, "findings"), *item;
	const char *given, *sha256, *said;

	if (!strict_json_only_keys(root, names, "the report", report->file, ERROR_INPUT, err) || !text(report, root, "sha256", &given, err) ||
	    !text(report, root, "date", &of_all.date, err) || !lab_date(report, &of_all.date, err) ||
	    !read_source(report, root, &of_all.source, &said, err))
		return false;
	sha256 = lab_package(report, given);
	if (sha256 == NULL)
		return error_set(err, ERROR_INPUT, "%s: sha256: '%s' is no package that the case is about", report->file, given != NULL ? given : "");
	if (!cJSON_IsArray(findings))
		return error_set(err, ERROR_INPUT, "%s: findings: a list is needed, an empty one where nothing was found", report->file);
	cJSON_ArrayForEach(item, findings) {
		if (!read_finding(report, item, sha256, &of_all, err))
			return false;
	}
	return lab_says(report, said, sha256, err);
}

/* Runs of one tool speak of the same packages. */
static void sort_said(struct lab_report *report)
{
	size_t num = 0;

	sort(report->said, report->num_said, sizeof *report->said, external_compare, NULL);
	for (size_t i = 0; i < report->num_said; i++)
		if (num == 0 || external_compare(&report->said[num - 1], &report->said[i], NULL) != 0)
			report->said[num++] = report->said[i];
	report->num_said = num;
}

/* By each source once more; a hash needs no escape. */
static bool name_packages(struct lab_report *report, struct error *err)
{
	BUF_CLEANUP struct buf text = buf_new(SPOKEN_OF_MAX);

	buf_text(&text, "[");
	for (size_t i = 0; i < report->num_said; i++)
		buf_printf(&text, "%s\"%s\"", i == 0 ? "" : ",", report->said[i].sha256);
	buf_text(&text, "]");
	report->spoken_of = text.failed ? NULL : arena_text(report->arena, buf_span(&text));
	return report->spoken_of != NULL || error_memory(err);
}

static bool read_form(struct lab_report *report, const cJSON *root, struct error *err)
{
	const char *schema;

	if (cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(root, "runs")))
		return lab_read_sarif(report, root, err);
	if (!text(report, root, "schema", &schema, err))
		return false;
	if (schema == NULL || strcmp(schema, "prelist-lab/1") != 0)
		return error_set(err, ERROR_INPUT, "%s: neither SARIF (runs) nor \"schema\": \"prelist-lab/1\"", report->file);
	return lab_read_json(report, root, err);
}

/* By source, package and behaviour; those that name none stand first. */
static int compare_behaviours(const void *a, const void *b, void *unused)
{
	const struct lab_finding *x = *(const struct lab_finding *const *)a, *y = *(const struct lab_finding *const *)b;
	int order = strcmp(x->row.source, y->row.source);

	(void)unused;
	if (order == 0)
		order = strcmp(x->sha256, y->sha256);
	return order != 0 ? order : strcmp(text_or_empty(x->row.behaviour), text_or_empty(y->row.behaviour));
}

/* Of a behaviour one report says that it was found, or that it was not. */
static bool check_agreement(const struct lab_report *report, struct error *err)
{
	const struct lab_finding **order = arena_array(report->arena, report->num + 1, sizeof *order);

	if (order == NULL)
		return error_memory(err);
	for (size_t i = 0; i < report->num; i++)
		order[i] = &report->findings[i];
	sort(order, report->num, sizeof *order, compare_behaviours, NULL);
	for (size_t i = 1; i < report->num; i++)
		if (order[i]->row.behaviour != NULL && compare_behaviours(&order[i - 1], &order[i], NULL) == 0 &&
		    strcmp(order[i - 1]->row.outcome, order[i]->row.outcome) != 0)
			return error_set(err, ERROR_INPUT, "%s: of behaviour %s it says both found and nothing-found", report->file, order[i]->row.behaviour);
	return true;
}

bool lab_read(struct lab_report *report, struct span content, struct error *err)
{
	STRICT_JSON_CLEANUP cJSON *root = strict_json_parse(content, report->file, ERROR_INPUT, err);

	if (root == NULL || !read_form(report, root, err))
		return false;
	sort_said(report);
	return name_packages(report, err) && check_agreement(report, err);
}

/* Which bytes the case is about. They stay the same as long as there is a case. */
static bool find_packages(struct desk *desk, const struct case_row *row, struct lab_report *report, struct error *err)
{
	sqlite3_stmt *found STATEMENT_CLEANUP =
		database_prepare(desk->archive, err, "SELECT sha256 FROM submission_package WHERE number = ?1 UNION SELECT ?2 WHERE ?2 IS NOT NULL"
				 " ORDER BY 1", "is", row->submission, row->sha256);
	const char **packages = NULL;
	size_t room = 0;
	int status;

	while ((status = database_step(desk->archive, found, err)) == SQLITE_ROW) {
		packages = arena_grow(report->arena, packages, report->num_packages, &room, sizeof *packages);
		if (packages == NULL || (packages[report->num_packages] = arena_copy(report->arena, database_text(found, 0))) == NULL)
			return error_memory(err);
		report->num_packages++;
		report->packages = packages;
	}
	return status == SQLITE_DONE;
}

static bool check_behaviours(const struct desk *desk, const struct lab_report *report, struct error *err)
{
	for (size_t i = 0; i < report->num; i++) {
		const char *behaviour = report->findings[i].row.behaviour;

		if (behaviour != NULL && rules_catalogue_value(desk->rules, "rules_31_behaviours", behaviour, "text") == NULL)
			return error_set(err, ERROR_INPUT, "%s: behaviour: there is no '%s'; prelist rules behaviours lists them", report->file,
					 behaviour);
	}
	return true;
}

bool lab_take(struct desk *desk, int64_t number, struct lab_report *report, struct span content, struct error *err)
{
	struct case_row row;

	report->today = desk->today_text;
	if (!case_load_open(desk, number, report->arena, &row, err))
		return false;
	if (strcmp(row.kind, case_kind_info(CASE_LAB_CHECK)->name) != 0)
		return error_set(err, ERROR_USAGE, "case #%lld is of kind %s: laboratories report to a lab-check", (long long)number, row.kind);
	if (row.submission == FACT_ABSENT && row.sha256 == NULL)
		return error_set(err, ERROR_USAGE, "case #%lld is about no version: open it with APP@VERSION", (long long)number);
	return find_packages(desk, &row, report, err) && lab_read(report, content, err) && check_behaviours(desk, report, err);
}

bool lab_keep(struct desk *desk, int64_t number, const struct lab_report *report, struct span content, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(CASE_MAX);
	struct case_row row;

	if (!case_load_open(desk, number, &arena, &row, err) ||
	    !external_clear(desk->archive, number, report->said, report->num_said, err))
		return false;
	for (size_t i = 0; i < report->num; i++) {
		struct fact_external_finding finding = report->findings[i].row;

		finding.case_number = number;
		if (!external_put(desk->archive, report->findings[i].sha256, &finding, desk->today_text, err))
			return false;
	}
	return case_attach(desk, number, report->file, content, err);
}
