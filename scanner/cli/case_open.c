/*
 * case_open - prelist case open KIND [APP[@VERSION]].
 */
#include "cli/case.h"
#include "desk/case_finding.h"
#include "desk/developer.h"
#include "store/moment.h"

#include <inttypes.h>

struct opening {
	struct session *session;
	struct case_opening opening;
	struct target target;
	char platform[32];
	int64_t number, developer;
	size_t num_findings;
	const struct judgement *judgement; /* today's; NULL: it could not be judged */
};

static bool kind_of(const char *name, enum case_kind *kind, struct error *err)
{
	BUF_CLEANUP struct buf names = buf_new(4096);
	int found = case_kind_find(name);

	*kind = (enum case_kind)found;
	if (found >= 0)
		return true;
	at_desk_kinds(&names);
	return error_set(err, ERROR_USAGE, "there is no kind of case '%s'; there are%.*s", name, (int)names.len, (const char *)names.data);
}

/* The platform and developer of what the case is about. */
static bool find_app(struct opening *o, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		o->session->archive, err,
		"SELECT platform, app_id FROM submission s WHERE (?1 IS NULL OR number = ?1) AND (?1 IS NOT NULL OR app_id = ?2) AND"
		" (?3 IS NULL OR platform = ?3) ORDER BY " NEWEST_FIRST("s") " LIMIT 1",
		"iss", o->opening.submission, o->target.app_id, o->target.platform);
	int status = database_step(o->session->archive, row, err);

	if (status == SQLITE_DONE)
		return error_set(err, ERROR_USAGE, "the archive has no app %s; prelist show lists all", o->session->args->operands[1]);
	if (status != SQLITE_ROW)
		return false;
	snprintf(o->platform, sizeof o->platform, "%s", database_text(row, 0));
	snprintf(o->target.app_id, sizeof o->target.app_id, "%s", database_text(row, 1));
	o->opening.platform = o->platform;
	o->opening.app_id = o->target.app_id;
	return true;
}

static bool find_subject(struct opening *o, struct error *err)
{
	const char *name = o->session->args->num_operands > 1 ? o->session->args->operands[1] : NULL;

	if (name == NULL)
		return true;
	if (!target_parse(name, &o->target, err) ||
	    (o->target.has_version && !kept_number(o->session, name, &o->opening.submission, err)))
		return false;
	return find_app(o, err);
}

static bool is_of(const struct opening *o, unsigned flag)
{
	return (case_kind_info(o->opening.kind)->flags & flag) != 0;
}

/* A letter is about findings, and so is what says which. */
static bool is_about_findings(const struct opening *o)
{
	return o->opening.submission != FACT_ABSENT && (is_of(o, CASE_LETTER) || o->session->args->value[OPTION_RULE] != NULL);
}

static bool step(struct desk *desk, void *owner, struct error *err)
{
	struct opening *o = owner;

	return case_open(desk, &o->opening, &o->number, err) &&
	       (!is_about_findings(o) || case_take_findings(desk, o->number, o->opening.submission, o->judgement,
							     o->session->args->value[OPTION_RULE], is_of(o, CASE_BY_FIX), &o->num_findings, err));
}

/* Judged again, so that a notice says what is wrong today. */
static bool open_it(struct opening *o, struct desk *desk, struct error *err)
{
	struct kept_judged judged = {0};
	bool ok;

	if (is_about_findings(o))
		o->judgement = kept_judge_or_warn(o->session, o->opening.submission, &judged);
	ok = desk_keep(desk, step, o, err);
	kept_judged_free(&judged);
	return ok;
}

static bool prepare(struct opening *o, struct error *err)
{
	const struct arguments *args = o->session->args;

	o->opening = (struct case_opening){.submission = FACT_ABSENT,
					   .text = args->value[OPTION_REASON],
					   .contact = args->value[OPTION_CONTACT],
					   .developer = args->value[OPTION_DEVELOPER],
					   .source = args->value[OPTION_SOURCE],
					   .ticket = args->value[OPTION_TICKET],
					   .basis = args->value[OPTION_BASIS],
					   .due = args->value[OPTION_DUE],
					   .assignee = args->value[OPTION_TO]};
	if (!kind_of(args->operands[0], &o->opening.kind, err) || !at_desk_author(args, err) ||
	    !at_desk_parent(args, &o->opening.parent, err))
		return false;
	return (o->opening.text != NULL && *o->opening.text != '\0') || error_set(err, ERROR_USAGE, "what is it about? --reason TEXT");
}

static bool is_about_kept(const struct opening *o)
{
	return o->session->args->num_operands > 1 || o->opening.developer != NULL || o->opening.parent != FACT_ABSENT;
}

static int run(struct session *session, struct error *err)
{
	struct opening o = {.session = session};
	struct desk desk;

	if (!prepare(&o, err) || !at_desk(session, is_about_kept(&o) ? ARCHIVE_CHANGE : ARCHIVE_WRITE, &desk, err) || !find_subject(&o, err) ||
	    (o.opening.developer != NULL && !developer_find(&desk, o.opening.developer, &o.developer, err)) ||
	    !open_it(&o, &desk, err))
		return EXIT_TROUBLE;
	if (is_about_findings(&o) && is_of(&o, CASE_BY_FIX) && o.num_findings == 0 && !session->quiet)
		session_warn(session->language, "submission #%" PRId64 " has no findings for review or worse that its developer can mend: the letter has the reason alone; --rule names others",
			     o.opening.submission);
	at_desk_warn(session, &desk);
	case_answer(session, &desk, o.number, MESSAGE_CASE_OPENED, err);
	return 0;
}

static const enum option_id options[] = {OPTION_BY,   OPTION_REASON, OPTION_RULE,  OPTION_SOURCE, OPTION_TICKET, OPTION_CONTACT, OPTION_DEVELOPER,
					 OPTION_TO,   OPTION_CASE,   OPTION_DUE,   OPTION_BASIS,  OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist case open complaint com.example.shop --by li --source hotline --reason \"charges without asking\" --contact \"Wang, 138...\"",
	 "15 working days by the State Council's calendar; the contact is sealed", "按国务院日历 15 个工作日，联系方式加密保存"},
	{"prelist case open correction com.example.shop@321 --by li --reason \"to be corrected\"",
	 "about every finding for review or worse; prelist case notice prints the letter", "针对所有待审及以上的问题；prelist case notice 生成通知书"},
	{"prelist case open suspension com.example.shop --case 12 --by li --reason \"charges without asking, being looked into\"",
	 "off the store until it is decided: closed as lifted, or with what is delisted", "暂停服务，查明后恢复（lifted）或下架"},
	{"prelist case open incident --by li --reason \"addresses leaked\"", "due at once", "须立即处理"},
	{"prelist case open authority-report com.example.shop@321 --case 12 --by li --reason \"delisted for malware\"",
	 "10 working days; at once when case 12 is an incident", "10 个工作日；若来源为重大事件则立即"},
	{NULL, NULL, NULL}};

/* For completion. */
static const char kinds[] =
#define CASE(symbol, name, en, zh, number, unit, basis, who, who_zh, outcomes, flags) name " "
#include "desk/case.def"
#undef CASE
	"";

const struct command case_open_command = {.name = "open",
					  .en = "open a case: complaint correction appeal incident authority-report assessment manual-check"
						" lab-check rectification commitment warning suspension",
					  .zh = "立案：complaint（投诉举报）、correction（整改通知）、appeal（申诉）、incident（重大事件）、"
						"authority-report（上报）、assessment（评估）、manual-check（人工检查）、lab-check（实验室检测）、"
						"rectification（责令整改）、commitment（承诺书）、warning（警示）、suspension（暂停服务）",
					  .operands = "KIND [APP[@VERSION]] --by WHO --reason TEXT",
					  .operand_words = {kinds},
					  .min_operands = 1,
					  .max_operands = 2,
					  .options = options,
					  .examples = examples,
					  .seals_reason = true,
					  .run = run};
