/*
 * todo_review - prelist todo claim, release and settle: who looks at a submission, and how its findings ended.
 */
#include "cli/at_desk.h"
#include "cli/list.h"
#include "cli/todo.h"
#include "desk/review.h"
#include "judge/form.h"
#include "report/row.h"
#include "report/translate.h"

struct change {
	struct session *session;
	int64_t number;
	size_t num;			   /* findings that ended */
	const struct judgement *judgement; /* today's; NULL: it could not be judged */
};

/* The author and the submission; then one transaction. */
static bool prepare(struct change *change, struct desk *desk, struct error *err)
{
	struct session *session = change->session;

	return at_desk_author(session->args, err) && at_desk(session, ARCHIVE_CHANGE, desk, err) &&
	       kept_number(session, session->args->operands[0], &change->number, err);
}

static int answer(const struct change *change, const char *what, enum message_id id, struct error *err)
{
	const struct session *session = change->session;
	struct json json;

	if (session->is_unheard)
		return 0;
	if (session_json(session, &json, "prelist-todo-review/1")) {
		json_number(&json, "submission", change->number);
		json_text(&json, "done", what);
		json_text(&json, "by", session->args->value[OPTION_BY]);
		if (change->num > 0)
			json_number(&json, "findings", (int64_t)change->num);
		json_end(&json, err);
	} else {
		fprintf(session->output.file, message(session->language, id), (long long)change->number, change->num);
	}
	return 0;
}

static bool step_claim(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;

	return review_claim(desk, change->number, change->session->args->value[OPTION_TAKE] != NULL, err);
}

static int run_claim(struct session *session, struct error *err)
{
	struct change change = {.session = session};
	struct desk desk;

	if (!prepare(&change, &desk, err) || !desk_keep(&desk, step_claim, &change, err))
		return EXIT_TROUBLE;
	return answer(&change, "claim", MESSAGE_TODO_CLAIMED, err);
}

static bool step_release(struct desk *desk, void *owner, struct error *err)
{
	const struct change *change = owner;

	return review_release(desk, change->number, err);
}

static int run_release(struct session *session, struct error *err)
{
	struct change change = {.session = session};
	struct desk desk;

	if (!prepare(&change, &desk, err) || !desk_keep(&desk, step_release, &change, err))
		return EXIT_TROUBLE;
	return answer(&change, "release", MESSAGE_TODO_RELEASED, err);
}

static bool step_settle(struct desk *desk, void *owner, struct error *err)
{
	struct change *change = owner;
	const struct arguments *args = change->session->args;

	return review_settle(desk, change->number, change->judgement, args->operands[1], args->operands[2], args->value[OPTION_REASON],
			     args->value[OPTION_TELL], &change->num, err);
}

/* Findings of today's rules end like those that were kept. */
static int run_settle(struct session *session, struct error *err)
{
	struct change change = {.session = session};
	struct kept_judged judged = {0};
	struct desk desk;
	bool ok = prepare(&change, &desk, err) && session_judge(session, err);

	if (ok)
		change.judgement = kept_judge_or_warn(session, change.number, &judged);
	ok = ok && desk_keep(&desk, step_settle, &change, err);
	kept_judged_free(&judged);
	return ok ? answer(&change, session->args->operands[2], MESSAGE_TODO_SETTLED, err) : EXIT_TROUBLE;
}

/* A finding of a submission, what its developer says to it, and how it ended: here, or as confirmed in another submission of the app. */
struct ending {
	const struct named_finding *named;
	const char *explanation, *detail; /* detail: in the language of who reads, behind the files that it is about */
	struct outcome_row outcome;
	int64_t confirmed_in;
};

static void put_outcome(struct list *list, const struct ending *ending)
{
	const struct outcome_row *outcome = &ending->outcome;
	char elsewhere[80];

	if (ending->confirmed_in == 0) {
		list_word(list, "outcome", "OUTCOME", outcome->outcome);
	} else {
		snprintf(elsewhere, sizeof elsewhere, "%s, #%lld", language_word(list->language, "confirmed"), (long long)ending->confirmed_in);
		list_text(list, NULL, "OUTCOME", elsewhere);
		list_number(list, "confirmed_in", NULL, ending->confirmed_in);
	}
	list_text(list, "date", NULL, outcome->date);
	list_person(list, "by", "BY", outcome->by);
	list_text(list, "note", "NOTE", outcome->note);
	list_text(list, "tell", "TOLD", outcome->tell);
}

static void put_finding(struct list *list, const struct ending *ending)
{
	const struct finding *finding = &ending->named->finding;

	list_row(list, NULL);
	list_text(list, "key", "KEY", finding->key);
	list_text(list, "rule", "RULE", finding->rule);
	list_word(list, "verdict", "VERDICT", verdict_name(finding->verdict));
	list_text(list, "title", NULL, finding->title);
	list_text(list, "title_zh", NULL, finding->title_zh);
	list_word(list, "subject", "SUBJECT", finding->subject);
	list_text(list, "detail", NULL, finding->detail);
	list_text(list, "path", NULL, finding->path);
	if (list->json != NULL)
		finding_packages(list->json, finding);
	list_text(list, NULL, "DETAIL", ending->detail);
	list_text(list, "explanation", "EXPLANATION", ending->explanation);
	list_bool(list, "today", ending->named->today);
	put_outcome(list, ending);
	list_row_end(list);
}

/* What was settled when it was less grave, or of another entry of the blacklist, has not ended. */
static bool find_outcome(struct desk *desk, int64_t number, const struct finding *finding, struct arena *arena, struct outcome_row *outcome,
			 bool *found, struct error *err)
{
	if (!review_table_outcome(desk->archive, number, finding->key, arena, outcome, found, err))
		return false;
	*found = *found && (strcmp(outcome->outcome, "confirmed") == 0 || review_table_holds(outcome, finding));
	if (!*found)
		*outcome = (struct outcome_row){0};
	return true;
}

/* What was confirmed of the same files is so here; what was of others is likely to be. */
static bool find_confirmed(struct desk *desk, int64_t number, const struct finding *finding, int64_t *in, struct error *err)
{
	return review_table_confirmed(desk->archive, number, finding->key, in, err) &&
	       (*in != 0 || review_table_confirmed_of_app(desk->archive, number, finding, in, err));
}

static const char *detail_of(struct list *list, const struct desk *desk, const struct shown_files *files, const struct finding *finding, struct arena *arena)
{
	const char *detail = translate_detail(arena, list->language, desk->rules, finding->rule, finding->detail), *names = shown_place(arena, files, finding, "");

	if (*names == '\0' || detail == NULL)
		return *names == '\0' ? detail : names;
	return arena_printf(arena, "%s%s%s", names, message(list->language, MESSAGE_COLON), detail);
}

static bool put_findings(struct list *list, struct desk *desk, const struct change *change, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);
	NAMED_CLEANUP struct named named = {.num = 0};
	struct error ignored = {0};
	READING_CLEANUP struct reading *facts = kept_facts(change->session, change->number, &ignored);
	struct shown_files files;

	if (!named_load(desk, change->number, change->judgement, &named, err) || !kept_files(change->session, change->number, &arena, &files, err))
		return false;
	for (size_t i = 0; i < named.num; i++) {
		const struct finding *finding = &named.findings[i].finding;
		struct ending ending = {.named = &named.findings[i], .explanation = form_explanation(facts, finding->rule)};
		bool found;

		if (!find_outcome(desk, change->number, finding, &arena, &ending.outcome, &found, err) ||
		    (!found && !find_confirmed(desk, change->number, finding, &ending.confirmed_in, err)))
			return false;
		ending.detail = detail_of(list, desk, &files, finding, &arena);
		put_finding(list, &ending);
	}
	return true;
}

static int print_findings(struct desk *desk, const struct change *change, struct error *err)
{
	struct list list;

	list_answer(&list, change->session, "prelist-todo-findings/1");
	list_number(&list, "submission", NULL, change->number);
	list_begin(&list, "findings", "KEY,VERDICT,RULE,SUBJECT,OUTCOME,BY,NOTE,TOLD,DETAIL,EXPLANATION");
	put_findings(&list, desk, change, err);
	return list_finish(&list, err);
}

/* Those that were kept, and those that today's rules find. */
static int run_findings(struct session *session, struct error *err)
{
	struct change change = {.session = session};
	struct kept_judged judged = {0};
	struct desk desk;
	int code = EXIT_TROUBLE;

	if (at_desk(session, ARCHIVE_READ, &desk, err) && kept_number(session, session->args->operands[0], &change.number, err) &&
	    session_judge(session, err)) {
		change.judgement = kept_judge_or_warn(session, change.number, &judged);
		code = print_findings(&desk, &change, err);
	}
	kept_judged_free(&judged);
	return code;
}

static const enum option_id claim_options[] = {OPTION_BY, OPTION_TAKE, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};
static const enum option_id release_options[] = {OPTION_BY, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};
static const enum option_id settle_options[] = {OPTION_BY, OPTION_REASON, OPTION_TELL, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};

static const struct example claim_examples[] = {
	{"prelist todo claim com.example.shop@321 --by li", "li looks at it, and nobody else", "认领后由其审核"},
	{"prelist todo claim com.example.shop@321 --take --by wang", "wang takes it over", "接手他人认领的审核"},
	{NULL, NULL, NULL}};
static const struct example release_examples[] = {
	{"prelist todo release com.example.shop@321 --by li", "anybody may look at it again", "放弃认领"}, {NULL, NULL, NULL}};
static const struct example settle_examples[] = {
	{"prelist todo settle com.example.shop@321 permission.no-purpose confirmed --tell \"say what SMS is for\" --by li",
	 "it is so, and the developer is told", "属实，并告知开发者"},
	{"prelist todo settle com.example.shop@321 5f3a91c07d1e2b44 false-positive --reason \"not its code\" --by li",
	 "one finding by its key, with a note for ourselves", "按编号了结一条误报，附内部备注"},
	{NULL, NULL, NULL}};

static const enum option_id findings_options[] = {OPTION_TODAY, OPTION_COUNT};
static const struct example findings_examples[] = {
	{"prelist todo findings com.example.shop@321", "each finding with its key and how it ended", "每个问题的编号与了结情况"}, {NULL, NULL, NULL}};

const struct command todo_findings_command = {.name = "findings", .en = "the findings of a submission and how each ended", .zh = "列出某次提交的问题及其了结情况",
					      .operands = "APP@VERSION", .operand_kind = OPERAND_VERSION, .min_operands = 1,
					      .max_operands = 1, .options = findings_options, .examples = findings_examples,
					      .run = run_findings};
const struct command todo_claim_command = {.name = "claim", .en = "say that you look at a submission", .zh = "认领审核",
					   .operands = "APP@VERSION --by WHO", .operand_kind = OPERAND_VERSION, .min_operands = 1,
					   .max_operands = 1, .options = claim_options, .examples = claim_examples, .run = run_claim};
const struct command todo_release_command = {.name = "release", .en = "give back what you claimed", .zh = "放弃本人的认领", .operands = "APP@VERSION --by WHO",
					     .operand_kind = OPERAND_VERSION, .min_operands = 1, .max_operands = 1,
					     .options = release_options, .examples = release_examples, .run = run_release};
const struct command todo_settle_command = {.name = "settle",
					    .en = "end findings as confirmed, false-positive or accepted",
					    .zh = "了结问题：confirmed（属实）、false-positive（误报）、accepted（接受）",
					    .operands = "APP@VERSION KEY|RULE[,...] OUTCOME --by WHO",
					    .operand_kind = OPERAND_VERSION,
					    .operand_words = {NULL, NULL, "confirmed false-positive accepted"},
					    .min_operands = 3,
					    .max_operands = 3,
					    .options = settle_options,
					    .examples = settle_examples,
					    .run = run_settle};
