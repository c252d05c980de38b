/*
 * rules_behaviours - prelist rules behaviours: the 31 behaviours of 认定方法, and what is known of each about a version.
 *
 *   S  a finding for review or worse of a rule whose basis is app-behaviours-ID, one that somebody accepted or waived, or a notice;
 *      or none by the rules that there are, where each had what it looks at
 *   M  a manual check (a case) whose basis is app-behaviours-ID
 *   D  what a laboratory said, and nothing else: without it not checked, never passed
 *   P  the store's own record of complaints · N  not to be seen by a store
 */
#include "bytes/text.h"
#include "cli/at_desk.h"
#include "cli/list.h"
#include "cli/rules.h"
#include "judge/rule_looks.h"
#include "store/external.h"
#include "store/overtaken.h"
#include "store/policy_text.h"

#include <stdlib.h>

#define ARENA_MAX ((size_t)16 * 1024 * 1024)
#define PREFIX "app-behaviours-"

struct checklist {
	struct session *session;
	struct desk desk;
	const struct catalogue *catalogue;
	int64_t number; /* of the submission; 0: none is asked about */
	bool is_complete, is_visible;
	struct reading *facts;
	struct arena arena;
	enum language language; /* of what is said: English for programs */
	struct error *err;
};

/* What is known of one behaviour. */
struct known {
	const char *id, *evidence, *basis; /* basis: app-behaviours-ID */
	const char *state;
	const char *by; /* rules, laboratory, or the case */
};

static const char *cell(const struct checklist *list, size_t row, const char *column)
{
	int index = catalogue_column(list->catalogue, column);

	return index < 0 ? "" : catalogue_value(list->catalogue, row, index);
}

static bool names(const struct rule *rule, const char *basis)
{
	for (const char **at = rule->basis; at != NULL && *at != NULL; at++)
		if (strcmp(*at, basis) == 0)
			return true;
	return false;
}

static bool any_rule(struct checklist *list, const struct rule *rule)
{
	(void)list;
	(void)rule;
	return true;
}

static bool has_nothing_to_look_at(struct checklist *list, const struct rule *rule)
{
	return !rule_looks(rule, list->facts, &list->arena);
}

/* Ids of the rules that look for it, of those that are asked for, by commas; "" when there is none. */
static const char *rules_for(struct checklist *list, const char *basis, bool (*wanted)(struct checklist *list, const struct rule *rule))
{
	const char *ids = "";

	for (size_t i = 0; ids != NULL && i < rules_count(list->session->rules); i++) {
		const struct rule *rule = rules_at(list->session->rules, i);

		if (names(rule, basis) && wanted(list, rule))
			ids = arena_printf(&list->arena, "%s%s%s", ids, *ids != '\0' ? ", " : "", rule->id);
	}
	return ids;
}

static bool set(struct known *known, const char *state, const char *by)
{
	known->state = state;
	known->by = by;
	return true;
}

/* As what it found is shown by: "Laboratory, tool 1.2, report 7". NULL: memory ran out. */
static const char *source_words(struct checklist *list, const char *source)
{
	static const struct {
		const char *en, *zh;
	} joints[] = {{EXTERNAL_REPORT, "，报告 "}, {", ", "，"}};
	BUF_CLEANUP struct buf out = buf_new(ARENA_MAX);

	if (list->language != LANGUAGE_ZH)
		return source;
	for (struct span rest = span_of_text(source); rest.len > 0;) {
		size_t joint = span_starts(rest, joints[0].en) ? 0 : 1, len = 1;

		if (span_starts(rest, joints[joint].en)) {
			buf_text(&out, joints[joint].zh);
			len = strlen(joints[joint].en);
		} else {
			buf_byte(&out, rest.data[0]);
		}
		rest = span_slice(rest, len, rest.len);
	}
	return arena_text(&list->arena, buf_span(&out));
}

/* What a laboratory said; found is graver than not. False when it said nothing. */
static bool by_laboratory(struct checklist *list, struct known *known)
{
	struct fact_external_finding **rows = reading_rows(list->facts, external_finding);
	const struct fact_external_finding *said = NULL;
	const char *source;

	for (size_t i = 0; i < reading_num(list->facts, external_finding); i++) {
		if (rows[i]->behaviour == NULL || strcmp(rows[i]->behaviour, known->id) != 0)
			continue;
		if (said == NULL || strcmp(rows[i]->outcome, "found") == 0)
			said = rows[i];
	}
	if (said == NULL)
		return false;
	source = source_words(list, said->source);
	return set(known, strcmp(said->outcome, "found") == 0 ? "external-found" : "external-nothing-found",
		   arena_printf(&list->arena, message(list->language, MESSAGE_BEHAVIOUR_LAB), text_or_empty(source), (long long)said->case_number));
}

/* Rules with findings of that basis that nobody took for false, and what the gravest of them are. False when there is none. */
static bool by_findings(struct checklist *list, struct known *known)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		list->session->archive, list->err,
		"SELECT CASE WHEN coalesce(f.waived, f.verdict) = 'notice' THEN 'noticed' WHEN f.waived IS NOT NULL OR o.outcome IS 'accepted' THEN"
		" 'found-accepted' ELSE 'found' END AS state, group_concat(DISTINCT f.rule) FROM finding f LEFT JOIN finding_outcome o ON"
		" o.number = f.number AND o.key = f.key WHERE f.number = ? AND ',' || f.basis || ',' LIKE '%,' || ? || ',%' AND o.outcome IS NOT"
		" 'false-positive' GROUP BY state ORDER BY state = 'noticed', state = 'found-accepted' LIMIT 1",
		"is", list->number, known->basis);

	if (database_step(list->session->archive, row, list->err) != SQLITE_ROW)
		return false;
	return set(known, arena_copy(&list->arena, database_text(row, 0)), arena_copy(&list->arena, database_text(row, 1)));
}

/* That rules found nothing in what was not handed in says nothing. */
static bool by_no_form(struct checklist *list, struct known *known, const char *idle)
{
	if (reading_num(list->facts, submission) == 0)
		return set(known, "not-checked", message(list->language, MESSAGE_BEHAVIOUR_NO_FORM));
	return set(known, "not-checked", arena_printf(&list->arena, message(list->language, MESSAGE_BEHAVIOUR_LACKS), idle));
}

static bool by_rules(struct checklist *list, struct known *known)
{
	const char *rules = rules_for(list, known->basis, any_rule);
	const char *idle = rules_for(list, known->basis, has_nothing_to_look_at);

	if (rules == NULL || idle == NULL)
		return false;
	if (by_findings(list, known))
		return true;
	if (*rules == '\0' || !list->is_complete)
		return set(known, "not-checked", list->is_complete ? NULL : message(list->language, MESSAGE_INCOMPLETE));
	if (*idle != '\0')
		return by_no_form(list, known, idle);
	return set(known, list->is_visible ? "nothing-found" : "nothing-found-packed", rules);
}

/* The newest manual check of the version that names it. */
static bool by_hand(struct checklist *list, struct known *known)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		list->session->archive, list->err,
		"SELECT number, state, outcome FROM case_file WHERE submission = ? AND kind = 'manual-check' AND outcome IS NOT 'withdrawn' AND"
		" ',' || replace(basis, ' ', '') || ',' LIKE '%,' || ? || ',%' ORDER BY number DESC LIMIT 1",
		"is", list->number, known->basis);
	const char *by;

	if (database_step(list->session->archive, row, list->err) != SQLITE_ROW)
		return set(known, "not-checked", NULL);
	by = arena_printf(&list->arena, message(list->language, MESSAGE_BEHAVIOUR_CASE), (long long)sqlite3_column_int64(row, 0));
	if (strcmp(database_text(row, 1), "open") == 0)
		return set(known, "waiting", by);
	return set(known, strcmp(database_text(row, 2), "against") == 0 ? "found" : "nothing-found", by);
}

/* How complaints about the app are dealt with. */
static bool by_record(struct checklist *list, struct known *known)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		list->session->archive, list->err,
		"SELECT count(*), coalesce(sum(coalesce(c.closed, ?2) > c.due), 0) FROM case_file c JOIN submission s ON s.app_id = c.app_id AND"
		" s.platform = c.platform WHERE s.number = ?1 AND c.kind = 'complaint' AND NOT EXISTS (SELECT 1 FROM submission o WHERE o.number ="
		" c.submission AND NOT " SUBMISSION_IS_BY("o", "?1") ")",
		"is", list->number, list->desk.today_text);

	if (database_step(list->session->archive, row, list->err) != SQLITE_ROW)
		return false;
	return set(known, "record",
		   arena_printf(&list->arena, message(list->language, MESSAGE_BEHAVIOUR_RECORD), (long long)sqlite3_column_int64(row, 0),
				(long long)sqlite3_column_int64(row, 1)));
}

static bool find_out(struct checklist *list, struct known *known)
{
	bool said = by_laboratory(list, known);

	if (said && (strcmp(known->state, "external-found") == 0 || *known->evidence == 'D'))
		return true;
	switch (*known->evidence) {
	case 'S':
		return by_rules(list, known);
	case 'M':
		return by_hand(list, known);
	case 'P':
		return by_record(list, known);
	case 'D':
		return set(known, "not-checked", NULL);
	default:
		return set(known, "not-observable", NULL);
	}
}

/* Of what kind the evidence of a behaviour is, in a word. */
static const char *evidence_of(enum language language, const char *letter)
{
	static const struct {
		const char *letter;
		enum message_id word;
	} kinds[] = {{"S", MESSAGE_EVIDENCE_STATIC}, {"D", MESSAGE_EVIDENCE_DYNAMIC}, {"M", MESSAGE_EVIDENCE_MANUAL},
		     {"P", MESSAGE_EVIDENCE_PROCESS}, {"N", MESSAGE_EVIDENCE_NONE}};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].letter, letter) == 0)
			return message(language, kinds[i].word);
	return letter;
}

static bool show(struct checklist *list, struct list *out, size_t row)
{
	struct known known = {.id = cell(list, row, "id"), .evidence = cell(list, row, "evidence")};

	known.basis = arena_printf(&list->arena, PREFIX "%s", known.id);
	if (known.basis == NULL || (list->number != 0 && !find_out(list, &known)))
		return error_memory(list->err);
	list_row(out, NULL);
	list_text(out, "behaviour", "ID", known.id);
	list_text(out, "part", NULL, cell(list, row, "part"));
	list_text(out, "evidence", NULL, known.evidence);
	list_text(out, NULL, "EVIDENCE", evidence_of(out->language, known.evidence));
	list_text(out, NULL, "TEXT", cell(list, row, language_pick(out->language, "text_en", "text")));
	list_text(out, "text", NULL, cell(list, row, "text"));
	list_text(out, "text_en", NULL, cell(list, row, "text_en"));
	list_text(out, "rules", "RULES", rules_for(list, known.basis, any_rule));
	list_word(out, "state", "STATE", known.state);
	list_text(out, "by", "FROM", known.by);
	list_row_end(out);
	return list->err->code == ERROR_NONE;
}

static void show_all(struct checklist *list)
{
	struct list out;

	list_answer(&out, list->session, "prelist-rules-behaviours/1");
	list->language = out.json != NULL ? LANGUAGE_EN : out.language;
	list_number(&out, "submission", NULL, list->number != 0 ? list->number : FACT_ABSENT);
	list_begin(&out, "behaviours", list->number != 0 ? "ID,EVIDENCE,STATE,FROM,TEXT" : "ID,EVIDENCE,RULES,TEXT");
	for (size_t i = 0; i < list->catalogue->num_rows && show(list, &out, i); i++)
		;
	list_finish(&out, list->err);
}

/* What is kept beside the facts; that it is there is enough. */
static bool load_policy(struct checklist *list, struct error *err)
{
	struct fact_policy_text row = fact_policy_text_row();
	const char *sha256;
	char *text;

	row.path = "";
	if (!policy_text_of(list->session->archive, list->number, &list->arena, &sha256, &text, err))
		return false;
	return text == NULL || reading_add(list->facts, FACT_TABLE_policy_text, &row) != NULL || error_memory(err);
}

static bool load_version(struct checklist *list, struct error *err)
{
	const char *name = list->session->args->operands[0];
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;

	if (!at_desk(list->session, ARCHIVE_READ, &list->desk, err) || !kept_number(list->session, name, &list->number, err) ||
	    (list->facts = kept_facts(list->session, list->number, err)) == NULL || !external_load_kept(list->session->archive, list->number, list->facts, err) ||
	    !load_policy(list, err))
		return false;
	row = database_prepare(list->session->archive, err, "SELECT complete, code_visible FROM submission WHERE number = ?", "i", list->number);
	if (database_step(list->session->archive, row, err) != SQLITE_ROW)
		return false;
	list->is_complete = sqlite3_column_int(row, 0) != 0;
	list->is_visible = sqlite3_column_int(row, 1) != 0;
	return true;
}

static int run(struct session *session, struct error *err)
{
	struct checklist list = {.session = session, .arena = arena_new(ARENA_MAX), .err = err};

	if (session->args->num_operands > 0 ? load_version(&list, err) : session_rules(session, err)) {
		list.catalogue = rules_catalogue(session->rules, "rules_31_behaviours");
		if (list.catalogue == NULL)
			error_set(err, ERROR_RULES, "%s/catalogue has no rules_31_behaviours.tsv", rules_dir(session->rules));
		else
			show_all(&list);
	}
	reading_free(list.facts);
	arena_free(&list.arena);
	return err->code == ERROR_NONE ? 0 : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist rules behaviours", "the 31 behaviours of 认定方法, and which rules look for them", "31 种行为及对应规则"},
	{"prelist rules behaviours com.example.shop@321", "what is known of each: by rules, by hand, by a laboratory; the rest is not checked",
	 "逐项说明：规则、人工、实验室结果；其余为未检查"},
	{NULL, NULL, NULL}};

const struct command rules_behaviours = {.name = "behaviours", .en = "the 31 behaviours of unlawful collection, and what is known of each",
					 .zh = "31 种违法违规收集使用个人信息行为的检查清单", .operands = "[APP@VERSION]",
					 .operand_kind = OPERAND_VERSION, .max_operands = 1, .options = options, .examples = examples,
					 .run = run};
