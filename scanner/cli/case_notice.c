/*
 * case_notice - the letter of a case: its case, facts and developer looked up, and written.
 *
 * In Chinese, unless --lang says otherwise: it goes to a developer or the authority, whatever language the reviewer reads.
 */
#include "cli/case.h"

#include "cli/case_letter.h"
#include "store/listing.h"
#include "store/register.h"
#include "store/register_read.h"

#include <inttypes.h>

#define LETTER_MAX ((size_t)64 * 1024 * 1024)

/* The version, else the one of the app that is listed, else the newest that did not come to nothing. */
static bool load_facts(struct letter *letter, struct error *err)
{
	const struct case_row *about = &letter->row;
	int64_t number;

	if (!database_number(letter->desk->archive, &number, 0, err,
			     "SELECT coalesce(?1, " LISTING_FIRST("?2", "?3") ", (SELECT s.number FROM submission s WHERE"
			     " s.platform = ?2 AND s.app_id = ?3 ORDER BY " SUBMISSION_CAME_TO_NOTHING("s") ", " NEWEST_FIRST("s") " LIMIT 1))",
			     "iss", about->submission, about->platform, about->app_id))
		return false;
	letter->facts = number == 0 ? NULL : kept_facts(letter->session, number, err);
	return number == 0 || letter->facts != NULL;
}

static void take_developer(void *owner, const struct register_developer_row *row)
{
	struct letter *letter = owner;

	letter->name = arena_copy(&letter->arena, row->name);
	letter->uscc = arena_copy(&letter->arena, row->uscc);
}

static bool load_developer(struct letter *letter, struct error *err)
{
	struct archive *archive = letter->desk->archive;
	int64_t developer = 0;

	return letter->row.developer == NULL ||
	       (register_find(archive, letter->row.developer, &developer, err) &&
		(developer == 0 || register_each_developer(archive, developer, letter->desk->today_text, take_developer, letter, err)));
}

static bool load_incident(struct letter *letter, struct error *err)
{
	if (letter->row.parent == FACT_ABSENT)
		return true;
	if (!case_load(letter->desk, letter->row.parent, &letter->arena, &letter->incident, err))
		return false;
	if (strcmp(letter->incident.kind, case_kind_info(CASE_INCIDENT)->name) != 0)
		letter->incident.number = 0;
	return true;
}

static bool load(struct letter *letter, struct error *err)
{
	int64_t number;
	int kind;

	if (!at_desk_number(letter->session->args->operands[0], &number, err) ||
	    !case_load(letter->desk, number, &letter->arena, &letter->row, err))
		return false;
	kind = case_kind_find(letter->row.kind);
	letter->is_report = kind == CASE_AUTHORITY_REPORT;
	letter->is_to_mend = kind >= 0 && (case_kind_info((enum case_kind)kind)->flags & CASE_BY_FIX) != 0;
	if (kind < 0 || (case_kind_info((enum case_kind)kind)->flags & CASE_LETTER) == 0)
		return error_set(err, ERROR_USAGE, "case #%" PRId64 " is of kind %s: letters are written of correction, rectification, warning, suspension and authority-report",
				 number, letter->row.kind);
	if (letter->row.submission != FACT_ABSENT && !kept_files(letter->session, letter->row.submission, &letter->arena, &letter->files, err))
		return false;
	return load_facts(letter, err) && load_developer(letter, err) && load_incident(letter, err);
}

/* A letter without sender is written, to be looked at, and it is said. */
static void check_operator(const struct session *session)
{
	const char *name = rules_policy(session->rules, "operator.name"), *licence = rules_policy(session->rules, "operator.licence");

	if (name == NULL || *name == '\0' || licence == NULL || *licence == '\0')
		session_warn(session->language, "the letter lacks the operator's name or licence: policy.json, operator.name and operator.licence");
}

static int run(struct session *session, struct error *err)
{
	struct desk desk;
	struct letter letter = {.session = session, .desk = &desk, .arena = arena_new(LETTER_MAX), .text = buf_new(LETTER_MAX), .err = err};

	/* It is for whoever gets it, and so does not go by what the terminal speaks. */
	letter.language = session->args->value[OPTION_LANG] != NULL ? session->language : LANGUAGE_ZH;
	if (at_desk(session, ARCHIVE_READ, &desk, err) && load(&letter, err)) {
		letter.as_json = session_json(session, &letter.json, "prelist-case-notice/1");
		if (letter.as_json)
			letter_json(&letter);
		else
			letter_text(&letter);
		if (!letter.as_json && !session->quiet && err->code == ERROR_NONE)
			check_operator(session);
	}
	reading_free(letter.facts);
	buf_free(&letter.text);
	arena_free(&letter.arena);
	return err->code == ERROR_NONE ? 0 : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist case notice 12 -o notice.txt", "the letter to the developer, in Chinese", "生成整改通知书（中文）"},
	{"prelist case notice 13", "of a report to the authority: what was decided and why", "上报材料：处置决定与理由"},
	{"prelist case notice 12 --lang en", "in English", "英文"},
	{"prelist case note 12 \"by mail\" --step sent --by li", "and that the letter was sent", "记录整改通知已发送"},
	{"prelist case close 13 sent --reason \"by mail\" --by li", "a report is in time by the day that it is sent; its receipt is a note of the closed case",
	 "上报以发送之日为准，发送后即办结；回执以备注记入该工单"},
	{NULL, NULL, NULL}};

const struct command case_notice_command = {.name = "notice", .en = "the letter to the developer (what is wrong, where, what to do) or the authority; in Chinese, unless --lang is given",
					    .zh = "生成整改通知书（问题、位置、整改要求）或上报材料；未给出 --lang 时为中文", .operands = "N", .min_operands = 1, .max_operands = 1,
					    .options = options, .examples = examples, .is_dated = true, .run = run};
