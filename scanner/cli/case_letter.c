#include "cli/case_letter.h"

#include "bytes/mask.h"
#include "bytes/text.h"
#include "cli/case.h"
#include "judge/form.h"
#include "judge/licence.h"
#include "report/advice.h"
#include "report/row.h"
#include "report/translate.h"
#include "store/decision.h"
#include "store/register.h"
#include "store/review_table.h"

/* "licence-16.11,miit-2023-26" by the names of the catalogue, each once: behaviours of one text are one provision. */
static const char *basis_of(struct letter *letter, const char *basis)
{
	const char *column = letter->language == LANGUAGE_ZH ? "name_zh" : "name", *out = "";
	const char *between = letter->language == LANGUAGE_ZH ? "、" : "; ";

	while (basis != NULL && *basis != '\0' && out != NULL) {
		const char *code = arena_text(&letter->arena, text_next_word(&basis, ','));
		const char *name = code == NULL ? NULL : rules_catalogue_value(letter->session->rules, "provisions", code, column);

		if (name == NULL || strstr(out, name) == NULL)
			out = arena_printf(&letter->arena, "%s%s%s", out, *out != '\0' ? between : "", name != NULL ? name : code != NULL ? code : "");
	}
	return out;
}

/* What the reviewer wrote for the developer about this finding. */
static const char *told_of(struct letter *letter, const char *key)
{
	struct outcome_row outcome = {0};
	bool found;

	if (letter->row.submission == FACT_ABSENT ||
	    !review_table_outcome(letter->desk->archive, letter->row.submission, key, &letter->arena, &outcome, &found, letter->err))
		return NULL;
	return outcome.tell;
}

/* What the form of the version says to what the rule finds. */
static const char *explanation_of(const struct letter *letter, const char *rule)
{
	return letter->row.submission == FACT_ABSENT ? NULL : form_explanation(letter->facts, rule);
}

static void line(struct letter *letter, enum message_id head, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buf_printf(&letter->text, "   %s", message(letter->language, head));
	text_visible(&letter->text, text);
	buf_byte(&letter->text, '\n');
}

/* Of a natural person a finding may say the number where a code belongs. */
static const char *masked(struct letter *letter, const char *text)
{
	bool found;

	return text == NULL ? NULL : mask_text(&letter->arena, text, &found);
}

/* What only the house may know, a reason to be on the blacklist as who complained, goes to no developer. */
static const char *detail_of(struct letter *letter, const struct finding *finding)
{
	const struct rule *rule = rules_find(letter->session->rules, finding->rule);

	return rule != NULL && rule->detail_stays && !letter->is_report ? NULL : masked(letter, finding->detail);
}

/* In the language of the letter. */
static const char *detail_text(struct letter *letter, const struct finding *finding)
{
	return translate_detail(&letter->arena, letter->language, letter->session->rules, finding->rule, detail_of(letter, finding));
}

static const char *subject_text(struct letter *letter, const struct finding *finding)
{
	return finding->subject == NULL ? NULL : language_word(letter->language, masked(letter, finding->subject));
}

static const char *place_of(struct letter *letter, const struct finding *finding)
{
	return shown_place(&letter->arena, &letter->files, finding, finding->path);
}

static void finding_json(struct letter *letter, const struct case_finding_row *row)
{
	struct json *json = &letter->json;
	const struct finding *finding = &row->finding;
	const char *place = place_of(letter, finding);

	json_row(json, NULL);
	json_text(json, "key", finding->key);
	json_text(json, "rule", finding->rule);
	json_text(json, "title", language_pick(letter->language, finding->title, finding->title_zh));
	json_text_if(json, "subject", subject_text(letter, finding));
	json_text_if(json, "place", *place == '\0' ? finding->path : place);
	finding_packages(json, finding);
	json_text_if(json, "detail", detail_text(letter, finding));
	json_text(json, "basis", basis_of(letter, row->basis));
	json_text(json, "fix", advice_of(letter->session->rules, letter->language, finding->rule));
	json_text_if(json, "explanation", explanation_of(letter, finding->rule));
	json_text_if(json, "told", told_of(letter, finding->key));
	json_close(json);
}

static void finding_text(struct letter *letter, const struct case_finding_row *row)
{
	const struct finding *finding = &row->finding;
	const char *place = place_of(letter, finding);

	if (!letter->is_to_mend && letter->num == 1)
		buf_text(&letter->text, message(letter->language, MESSAGE_REPORT_FINDINGS));
	buf_printf(&letter->text, "\n%zu. ", letter->num);
	text_visible(&letter->text, language_pick(letter->language, finding->title, finding->title_zh));
	buf_byte(&letter->text, '\n');
	line(letter, MESSAGE_NOTICE_SUBJECT, subject_text(letter, finding));
	line(letter, MESSAGE_NOTICE_PLACE, *place != '\0' ? place : message(letter->language, MESSAGE_NOTICE_WHOLE));
	line(letter, MESSAGE_NOTICE_DETAIL, detail_text(letter, finding));
	line(letter, MESSAGE_NOTICE_BASIS, basis_of(letter, row->basis));
	if (!letter->is_report)
		line(letter, MESSAGE_NOTICE_FIX, advice_of(letter->session->rules, letter->language, finding->rule));
	line(letter, MESSAGE_NOTICE_EXPLANATION, explanation_of(letter, finding->rule));
	if (!letter->is_report)
		line(letter, MESSAGE_NOTICE_TOLD, told_of(letter, finding->key));
	buf_printf(&letter->text, "   %s%s (%s)\n", message(letter->language, MESSAGE_NOTICE_KEY), finding->key, finding->rule);
}

static bool is_open(const struct case_finding_row *row)
{
	return strcmp(row->state, "open") == 0;
}

static bool count_finding(void *owner, const struct case_finding_row *row)
{
	struct letter *letter = owner;

	letter->num_open += is_open(row);
	return true;
}

static bool add_finding(void *owner, const struct case_finding_row *row)
{
	struct letter *letter = owner;

	if (!is_open(row))
		return true;
	letter->num++;
	if (letter->as_json)
		finding_json(letter, row);
	else
		finding_text(letter, row);
	return letter->err->code == ERROR_NONE;
}

static void value(struct letter *letter, enum message_id head, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buf_text(&letter->text, message(letter->language, head));
	text_visible(&letter->text, text);
	buf_byte(&letter->text, '\n');
}

/* "Shop (com.example.shop), 3.2.1 (321), submission #7"; of an app without its version. */
static const char *app_of(struct letter *letter)
{
	const struct fact_package *package =
		letter->facts == NULL ? NULL : judge_package_row(letter->facts, judge_main_package(letter->facts));
	const char *name = package == NULL ? NULL : shown_name(letter->language, letter->facts);
	struct arena *arena = &letter->arena;

	if (package == NULL || (letter->row.submission == FACT_ABSENT && name == NULL))
		return letter->row.app_id;
	if (letter->row.submission == FACT_ABSENT)
		return arena_printf(arena, message(letter->language, MESSAGE_NOTICE_WHOLE_APP), name, letter->row.app_id);
	return arena_printf(arena, message(letter->language, MESSAGE_NOTICE_APP_OF), text_or_empty(name),
			    package->app_id != NULL ? package->app_id : "", package->version_name != NULL ? package->version_name : "",
			    package->version_code == FACT_ABSENT ? 0LL : (long long)package->version_code, (long long)letter->row.submission);
}

/* What the form of the version says of its developer; NULL: it says nothing, or the letter is about no version. */
static const struct fact_submission *form_of(const struct letter *letter)
{
	return letter->row.submission != FACT_ABSENT && reading_num(letter->facts, submission) > 0 ? reading_rows(letter->facts, submission)[0] : NULL;
}

static const char *developer_of(struct letter *letter)
{
	const struct fact_submission *form = form_of(letter);

	if (form != NULL && form->developer_name != NULL)
		return form->developer_name;
	if (letter->name != NULL)
		return letter->name;
	return form != NULL && form->developer_id != NULL ? form->developer_id : letter->row.developer;
}

static const char *sha256_of(const struct letter *letter)
{
	const struct fact_package *package =
		letter->row.submission == FACT_ABSENT ? NULL : judge_package_row(letter->facts, judge_main_package(letter->facts));

	return package != NULL && package->sha256 != NULL ? package->sha256 : letter->row.sha256;
}

/* Calls write for each file of the version, where there are several: findings say in which of them they are. False: there is one. */
static bool each_file(struct letter *letter, void (*write)(struct letter *letter, const char *file, const char *sha256))
{
	bool several = letter->files.num > 1;

	for (size_t i = 0; several && i < letter->files.num; i++) {
		const struct fact_package *package = judge_package_row(letter->facts, (int64_t)i);

		write(letter, shown_file(&letter->arena, &letter->files, i), package == NULL ? NULL : package->sha256);
	}
	return several;
}

static void file_text(struct letter *letter, const char *file, const char *sha256)
{
	value(letter, MESSAGE_NOTICE_SHA256, arena_printf(&letter->arena, "%s (%s)", text_or_empty(sha256), text_or_empty(file)));
}

static void file_json(struct letter *letter, const char *file, const char *sha256)
{
	json_row(&letter->json, NULL);
	json_text(&letter->json, "file", file);
	json_text(&letter->json, "sha256", sha256);
	json_close(&letter->json);
}

static const char *uscc_of(const struct letter *letter)
{
	const struct fact_submission *form = form_of(letter);

	return form != NULL && form->uscc != NULL ? form->uscc : letter->uscc;
}

static const char *filing_of(const struct letter *letter)
{
	return letter->facts != NULL && reading_num(letter->facts, filing) > 0 ? reading_rows(letter->facts, filing)[0]->number : NULL;
}

/* Decisions d of submissions s that the letter is about: those of the version, else of the app, else of the developer. */
#define OF_LETTER(of_version)                                                                                                  \
	"FROM decision d JOIN submission s ON s.number = d.number WHERE CASE WHEN ?1 IS NOT NULL THEN " of_version                \
	" WHEN ?3 IS NOT NULL THEN s.platform = ?2 AND s.app_id = ?3 ELSE " SUBMISSION_DEVELOPER                                  \
	" = (SELECT number FROM developer WHERE id = ?4) END"
#define TOOK_OFF(d) d ".state IN ('rejected', 'delisted') AND NOT " DECISION_RETIRES_BY(d)

/* The day on which the version, or the first one of the app, was listed; NULL: none was, or nobody knows, as of what was imported as delisted. */
static const char *listed_of(struct letter *letter)
{
	const struct case_row *about = &letter->row;
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;

	if (about->app_id == NULL)
		return NULL;
	row = database_prepare(letter->desk->archive, letter->err,
			       "SELECT iif(min(" DECISION_COUNTS "), min(d.date), NULL) " OF_LETTER("s.number = ?1") " AND d.state = 'listed'", "isss",
			       about->submission, about->platform, about->app_id, about->developer);
	return database_step(letter->desk->archive, row, letter->err) == SQLITE_ROW ? arena_copy(&letter->arena, database_text(row, 0)) : NULL;
}

/*
 * What was taken off the store or not let in, whenever that was, and what was let in again since: of a version also whatever else of
 * the app went on the day of the report.
 */
static bool each_decision(struct letter *letter, void (*show)(struct letter *letter, sqlite3_stmt *row))
{
	const struct case_row *about = &letter->row;
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		letter->desk->archive, letter->err,
		"SELECT d.date, " DECISION_KIND ", d.number, s.version_code, d.reason, d.basis "
		OF_LETTER("(s.number = ?1 OR (s.platform = ?2 AND s.app_id = ?3 AND d.date = ?5))") " AND " DECISION_COUNTS " AND NOT " DECISION_RETIRES " AND (("
		TOOK_OFF("d") ") OR EXISTS (SELECT 1 FROM decision b WHERE b.number = d.number AND b.id < d.id AND " TOOK_OFF("b") ")) ORDER BY d.date, d.id",
		"issss", about->submission, about->platform, about->app_id, about->developer, about->opened);
	int status;

	while ((status = database_step(letter->desk->archive, row, letter->err)) == SQLITE_ROW)
		show(letter, row);
	return status == SQLITE_DONE;
}

static void decision_text(struct letter *letter, sqlite3_stmt *row)
{
	if (letter->num_decisions++ == 0)
		buf_text(&letter->text, message(letter->language, MESSAGE_REPORT_DECISIONS));
	buf_printf(&letter->text, message(letter->language, MESSAGE_REPORT_DECISION), database_text(row, 0), (long long)sqlite3_column_int64(row, 2),
		   (long long)sqlite3_column_int64(row, 3), language_word(letter->language, decision_state(database_text(row, 1))));
	line(letter, MESSAGE_REPORT_WHY, database_text(row, 4));
	line(letter, MESSAGE_NOTICE_BASIS, basis_of(letter, database_text(row, 5)));
}

static void decision_json(struct letter *letter, sqlite3_stmt *row)
{
	json_row(&letter->json, NULL);
	json_text(&letter->json, "date", database_text(row, 0));
	json_text(&letter->json, "decision", database_text(row, 1));
	json_number(&letter->json, "submission", sqlite3_column_int64(row, 2));
	json_text_if(&letter->json, "reason", database_text(row, 4));
	json_text(&letter->json, "basis", basis_of(letter, database_text(row, 5)));
	json_close(&letter->json);
}

static bool step_text(void *owner, const struct case_entry_row *entry)
{
	struct letter *letter = owner;

	if (!case_step_is(entry->kind) || entry->text == NULL)
		return true;
	if (letter->num_steps++ == 0)
		buf_text(&letter->text, message(letter->language, MESSAGE_REPORT_STEPS));
	buf_printf(&letter->text, message(letter->language, MESSAGE_REPORT_STEP), entry->date);
	text_visible(&letter->text, entry->text);
	buf_byte(&letter->text, '\n');
	return true;
}

static bool step_json(void *owner, const struct case_entry_row *entry)
{
	struct letter *letter = owner;

	if (!case_step_is(entry->kind) || entry->text == NULL)
		return true;
	json_row(&letter->json, NULL);
	json_text(&letter->json, "date", entry->date);
	json_text(&letter->json, "step", entry->kind);
	json_text(&letter->json, "text", entry->text);
	json_close(&letter->json);
	return true;
}

static void incident_text(struct letter *letter)
{
	const struct case_row *incident = &letter->incident;

	if (incident->number == 0)
		return;
	value(letter, MESSAGE_REPORT_INCIDENT, arena_printf(&letter->arena, message(letter->language, MESSAGE_REPORT_INCIDENT_OF),
							    (long long)incident->number, incident->opened, text_or_empty(incident->text)));
	case_table_each_entry(letter->desk->archive, incident->number, step_text, letter, letter->err);
}

static void incident_json(struct letter *letter)
{
	const struct case_row *incident = &letter->incident;

	if (incident->number == 0)
		return;
	json_number(&letter->json, "incident", incident->number);
	json_text(&letter->json, "incident_opened", incident->opened);
	json_text_if(&letter->json, "incident_text", incident->text);
	json_array(&letter->json, "steps");
	case_table_each_entry(letter->desk->archive, incident->number, step_json, letter, letter->err);
	json_close(&letter->json);
}

/* What the developer has to do, or what the store does. */
static void measure_text(struct letter *letter)
{
	if (letter->is_to_mend)
		buf_printf(&letter->text, message(letter->language, letter->num_open > 0 ? MESSAGE_NOTICE_UNTIL : MESSAGE_NOTICE_UNTIL_REASON),
			   letter->row.due);
	else if (strcmp(letter->row.kind, case_kind_info(CASE_SUSPENSION)->name) == 0)
		buf_printf(&letter->text, message(letter->language, MESSAGE_NOTICE_SUSPENSION), letter->row.opened, letter->row.due);
	else
		buf_text(&letter->text, message(letter->language, MESSAGE_NOTICE_WARNING));
}

static void head_text(struct letter *letter)
{
	const struct case_kind_info *info = case_kind_info((enum case_kind)case_kind_find(letter->row.kind));

	buf_printf(&letter->text, message(letter->language, MESSAGE_NOTICE_TITLE), language_pick(letter->language, info->en, info->zh),
		   (long long)letter->row.number, letter->row.opened);
	value(letter, letter->is_report ? MESSAGE_REPORT_DEVELOPER : MESSAGE_NOTICE_TO, developer_of(letter));
	value(letter, MESSAGE_REPORT_USCC, letter->is_report ? licence_shown(&letter->arena, uscc_of(letter)) : NULL);
	value(letter, MESSAGE_NOTICE_APP, app_of(letter));
	value(letter, MESSAGE_REPORT_FILING, letter->is_report ? filing_of(letter) : NULL);
	if (!each_file(letter, file_text))
		value(letter, MESSAGE_NOTICE_SHA256, sha256_of(letter));
	value(letter, MESSAGE_NOTICE_REASON, letter->row.text);
	if (!letter->is_report) {
		measure_text(letter);
		return;
	}
	value(letter, MESSAGE_REPORT_LISTED, listed_of(letter));
	value(letter, MESSAGE_REPORT_BASIS, basis_of(letter, letter->row.basis));
	value(letter, MESSAGE_REPORT_DUE, letter->row.due);
	incident_text(letter);
	each_decision(letter, decision_text);
}

static void foot_text(struct letter *letter)
{
	const struct rules *rules = letter->session->rules;

	if (!letter->is_report)
		buf_byte(&letter->text, '\n');
	if (letter->is_to_mend && letter->num_open > 0)
		buf_text(&letter->text, message(letter->language, MESSAGE_NOTICE_EXPLAIN));
	buf_text(&letter->text, message(letter->language, letter->is_report    ? MESSAGE_REPORT_KEPT
							    : letter->is_to_mend ? MESSAGE_NOTICE_END
										 : MESSAGE_NOTICE_APPEAL));
	if (letter->is_report)
		buf_byte(&letter->text, '\n');
	value(letter, MESSAGE_NOTICE_OPERATOR, rules_policy(rules, "operator.name"));
	value(letter, MESSAGE_NOTICE_LICENCE, rules_policy(rules, "operator.licence"));
	buf_printf(&letter->text, "%s\n", letter->desk->today_text);
}

void letter_json(struct letter *letter)
{
	json_text(&letter->json, "lang", letter->language == LANGUAGE_ZH ? "zh" : "en");
	case_row_json(&letter->json, letter->desk, "case", &letter->row);
	json_text(&letter->json, "developer", developer_of(letter));
	json_text(&letter->json, "app", app_of(letter));
	json_text(&letter->json, "sha256", sha256_of(letter));
	json_array(&letter->json, "files");
	each_file(letter, file_json);
	json_close(&letter->json);
	if (letter->is_report) {
		json_text_if(&letter->json, "uscc", licence_shown(&letter->arena, uscc_of(letter)));
		json_text_if(&letter->json, "filing", filing_of(letter));
		json_text_if(&letter->json, "listed", listed_of(letter));
		incident_json(letter);
		json_array(&letter->json, "decisions");
		each_decision(letter, decision_json);
		json_close(&letter->json);
	}
	json_array(&letter->json, "findings");
	case_table_each_finding(letter->desk->archive, letter->row.number, add_finding, letter, letter->err);
	json_end(&letter->json, letter->err);
}

void letter_text(struct letter *letter)
{
	case_table_each_finding(letter->desk->archive, letter->row.number, count_finding, letter, letter->err);
	head_text(letter);
	case_table_each_finding(letter->desk->archive, letter->row.number, add_finding, letter, letter->err);
	foot_text(letter);
	if (letter->text.failed)
		error_memory(letter->err);
	else
		fwrite(letter->text.data, 1, letter->text.len, letter->session->output.file);
}
