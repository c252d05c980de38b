/*
 * decide - prelist decide: list, reject, delist, retire or withdraw a submission.
 */
#include "cli/at_desk.h"
#include "cli/blacklist.h"
#include "cli/show.h"
#include "desk/decide.h"
#include "report/finding_print.h"
#include "report/row.h"
#include "store/decision.h"

#include <stdlib.h>

#define TRIES 256

static bool check_given(const struct arguments *args, struct error *err)
{
	static const char *const words[] = {"list", "reject", "delist", "retire", "withdraw"};
	bool known = false;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		known = known || strcmp(args->operands[1], words[i]) == 0;
	if (!known)
		return error_set(err, ERROR_USAGE, "the decision is list, reject, delist, retire or withdraw, not '%s'", args->operands[1]);
	return at_desk_author(args, err) && at_desk_reason(args, err);
}

/* What one try works with. */
struct try {
	struct session *session;
	struct desk desk;
	struct deciding deciding;
	struct decided decided;
	struct kept_judged judged;
	int64_t *others, *rejected; /* of what is retired */
	char clock_day[DATE_TEXT_LEN]; /* empty: it is decided as of that day anyway */
};

static void free_tried(struct try *try)
{
	kept_judged_free(&try->judged);
	named_free(&try->decided.unseen);
	free(try->others);
	free(try->rejected);
	try->others = try->rejected = NULL;
}

/* A list as of another day is judged as of the clock's, too: what is rejected now is rejected, whatever day is given. */
static bool judge_by_clock(struct try *try, struct error *err)
{
	struct session *session = try->session;
	const char *given = session->run.today;
	enum verdict verdict = try->judged.judgement->verdict;
	struct kept_judged now = {0};
	bool ok;

	session->run.today = try->clock_day;
	ok = kept_judge(session, try->deciding.number, true, &now, err);
	session->run.today = given;
	if (ok && now.judgement->verdict == VERDICT_REJECT) {
		if (verdict != VERDICT_REJECT)
			session_warn(session->language, "as of %s submission #%lld is no reject; as of today, %s, it is one, and that counts", given,
				     (long long)try->deciding.number, try->clock_day);
		kept_judged_free(&try->judged);
		try->judged = now;
		return true;
	}
	kept_judged_free(&now);
	return ok;
}

/* Listing needs today's judgement; a reject or delist takes it where it is to be had. */
static bool judge_again(struct try *try, struct error *err)
{
	struct kept_judged *judged = &try->judged;
	bool is_list = strcmp(try->deciding.what, "list") == 0;
	bool ok = is_list ? kept_judge(try->session, try->deciding.number, true, judged, err) :
			    kept_judge_or_warn(try->session, try->deciding.number, judged) != NULL;

	if (ok && is_list && *try->clock_day != '\0')
		ok = judge_by_clock(try, err);
	try->deciding.facts = judged->facts;
	try->deciding.judgement = ok ? judged->judgement : NULL;
	try->deciding.judged_by = ok ? &judged->snapshot : NULL;
	return ok || !is_list;
}

/* What goes with it is judged as a patrol does; where that cannot be, as the last one did. */
static bool judge_other(struct try *try, int64_t number, bool *is_rejected, struct error *err)
{
	struct kept_judged judged = {0};
	struct error unknown = {0};
	int64_t stood;

	if (!database_number(try->session->archive, &stood, 0, err, "SELECT verdict = 'reject' FROM standing WHERE number = ?", "i", number))
		return false;
	*is_rejected = kept_judge(try->session, number, false, &judged, &unknown) ? judged.judgement->verdict == VERDICT_REJECT : stood != 0;
	kept_judged_free(&judged);
	return true;
}

static bool judge_others(struct try *try, struct error *err)
{
	size_t num = 0;

	if (!decision_retires(try->deciding.what))
		return true;
	try->deciding.num_rejected = 0;
	if (!decide_others(try->session->archive, try->deciding.number, &try->others, &num, err))
		return false;
	try->rejected = calloc(num + 1, sizeof *try->rejected);
	if (try->rejected == NULL)
		return error_memory(err);
	for (size_t i = 0; i <= num; i++) {
		int64_t number = i < num ? try->others[i] : try->deciding.number;
		bool is_rejected = false;

		if ((i < num || try->deciding.judgement == NULL) && !judge_other(try, number, &is_rejected, err))
			return false;
		if (is_rejected)
			try->rejected[try->deciding.num_rejected++] = number;
	}
	try->deciding.rejected = try->rejected;
	return true;
}

/* Judged by today's rules on what was kept, then decided unless the app moved on meanwhile. */
static enum keep_outcome decide_once(struct try *try, struct error *err)
{
	free_tried(try);
	return judge_again(try, err) && judge_others(try, err) ? decide_keep(&try->desk, &try->deciding, &try->decided, err) : KEEP_ERROR;
}

static bool is_refused(const struct decided *decided)
{
	return decided->what == DECIDED_REFUSED || decided->what == DECIDED_UNSEEN;
}

static bool is_unseen(const struct decided *decided, const struct finding *finding)
{
	for (size_t i = 0; i < decided->unseen.num; i++)
		if (strcmp(decided->unseen.findings[i].finding.key, finding->key) == 0)
			return true;
	return false;
}

/* What stands against it, and what nobody has seen. */
static void warn_findings(const struct try *try)
{
	struct session *session = try->session;
	const struct judgement *judgement = try->deciding.judgement;
	bool by_rules = is_refused(&try->decided) && judgement->verdict == VERDICT_REJECT;
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);
	struct shown_files files = {0};
	struct error unnamed = {0};

	if (judgement != NULL && !kept_files(session, try->deciding.number, &arena, &files, &unnamed))
		files.num = 0;
	for (size_t i = 0; judgement != NULL && i < judgement->num_findings; i++) {
		const struct finding *finding = &judgement->findings[i];

		if ((by_rules && finding->verdict == VERDICT_REJECT) || is_unseen(&try->decided, finding))
			session_warn(session->language, "%s: %s", finding->rule, finding_words(&arena, session->language, session->rules, &files, finding));
	}
}

static void against_json(const struct try *try, struct json *json)
{
	const struct judgement *judgement = try->deciding.judgement;

	json_text(json, "verdict", verdict_name(judgement->verdict));
	json_array(json, "findings");
	for (size_t i = 0; i < judgement->num_findings; i++) {
		const struct finding *finding = &judgement->findings[i];

		if (finding->verdict < VERDICT_REVIEW)
			continue;
		json_row(json, NULL);
		finding_members(json, finding);
		json_bool(json, "unseen", is_unseen(&try->decided, finding));
		json_close(json);
	}
	json_close(json);
}

/* What else is in the store and hit by what was put onto the blacklist: it stays there until somebody decides. json NULL: for a person. */
static bool print_hits(const struct try *try, struct json *json, struct error *err)
{
	const struct decided *decided = &try->decided;
	struct session *session = try->session;
	struct list hits = {.json = json, .out = session->output.file, .language = session->language};
	int64_t num = 0;

	if (decided->last_blocked != 0 && !kept_num_rows_hits(session, decided->first_blocked, decided->last_blocked, &num, err))
		return false;
	if (json == NULL && num == 0)
		return true;
	if (json == NULL)
		message_print(hits.out, session->language, MESSAGE_DECIDED_HITS, (long long)num);
	show_begin_hits(&hits);
	if (num > 0 && !kept_rows_hits(session, decided->first_blocked, decided->last_blocked, json != NULL ? -1 : HITS_NAMED, show_hit, &hits, err))
		return false;
	if (list_end(&hits, err) && json == NULL && num > HITS_NAMED)
		message_print(hits.out, session->language, MESSAGE_BLACKLIST_MORE_IMPORTED, (long long)num - HITS_NAMED);
	return true;
}

static void offered_json(const struct decided *decided, struct json *json)
{
	if (decided->num_offered == 0)
		return;
	json_number(json, "offered", decided->offered[decided->num_offered - 1]);
	json_array(json, "offered_submissions");
	for (size_t i = 0; i < decided->num_offered; i++)
		json_number(json, NULL, decided->offered[i]);
	json_close(json);
}

static void warn_offered(const struct try *try)
{
	const struct decided *decided = &try->decided;
	char numbers[32 * DEVICE_PARTS_MAX];
	size_t len = 0;

	for (size_t i = 0; i < decided->num_offered; i++)
		len += (size_t)snprintf(numbers + len, sizeof numbers - len, "%s#%lld", i == 0 ? "" : ", ", (long long)decided->offered[i]);
	if (decided->num_offered != 0)
		session_warn(try->session->language, "the app is listed still, as submission %s: decide about it, too", numbers);
}

static void print_json(const struct try *try, struct json *json, struct error *err)
{
	static const char *const outcomes[] = {
		[DECIDED] = "decided", [DECIDED_REFUSED] = "refused", [DECIDED_UNSEEN] = "refused", [DECIDED_PROPOSED] = "proposed"};
	const struct decided *decided = &try->decided;

	json_number(json, "submission", try->deciding.number);
	json_text(json, "decision", try->deciding.what);
	json_text(json, "outcome", outcomes[decided->what]);
	json_text_if(json, "why", is_refused(decided) ? decided->why : NULL);
	if (try->deciding.judgement != NULL)
		against_json(try, json);
	json_text(json, "by", try->session->args->value[OPTION_BY]);
	json_text_if(json, "claimed_by", *decided->claimed_by != '\0' ? decided->claimed_by : NULL);
	json_text_if(json, "still_listed", *decided->still != '\0' ? decided->still : NULL);
	if (decided->suspension != 0)
		json_number(json, "suspension_case", decided->suspension);
	json_text_if(json, "others_listed", *decided->others != '\0' ? decided->others : NULL);
	offered_json(decided, json);
	json_text_if(json, "today", *try->clock_day == '\0' ? NULL : try->session->today);
	json_text_if(json, "both_by_account", *decided->both == '\0' ? NULL : decided->both);
	if (decided->report != 0) {
		json_number(json, "report_case", decided->report);
		json_text(json, "report_due", decided->report_due);
		json_number(json, "blocked", (int64_t)decided->num_blocked);
		json_number(json, "also_delisted", (int64_t)decided->num_delisted);
	}
	if (try->deciding.block != NULL)
		print_hits(try, json, err);
	json_end(json, err);
}

static void print_text(const struct try *try, struct error *err)
{
	const struct session *session = try->session;
	const struct decided *decided = &try->decided;
	FILE *out = session->output.file;

	if (decided->what == DECIDED_PROPOSED)
		fprintf(out, message(session->language, MESSAGE_DECIDED_PROPOSED), (long long)try->deciding.number);
	if (decided->what != DECIDED)
		return;
	fprintf(out, message(session->language, MESSAGE_DECIDED), (long long)try->deciding.number,
		language_word(session->language, decision_state(try->deciding.what)));
	if (*try->clock_day != '\0')
		fprintf(out, message(session->language, MESSAGE_DECIDED_DAY), session->today, try->clock_day);
	if (*decided->both != '\0')
		fprintf(out, message(session->language, MESSAGE_DECIDED_BOTH), decided->both);
	if (try->deciding.block != NULL)
		message_print(out, session->language, MESSAGE_DECIDED_BLOCKED, decided->num_blocked, decided->num_delisted);
	else if (decided->num_delisted > 0)
		message_print(out, session->language, MESSAGE_DECIDED_RETIRED, decided->num_delisted);
	if (decided->report != 0)
		fprintf(out, message(session->language, MESSAGE_DECIDED_REPORT), (long long)decided->report, decided->report_due);
	if (try->deciding.block != NULL)
		print_hits(try, NULL, err);
}

static int print_done(const struct try *try, struct error *err)
{
	static const int codes[] = {[DECIDED] = 0, [DECIDED_REFUSED] = 1, [DECIDED_UNSEEN] = 3, [DECIDED_PROPOSED] = 3};
	struct json json;

	warn_findings(try);
	if (is_refused(&try->decided))
		session_warn(try->session->language, "submission #%lld %s", (long long)try->deciding.number, try->decided.why);
	at_desk_warn(try->session, &try->desk);
	if (*try->decided.claimed_by != '\0')
		session_warn(try->session->language, "submission #%lld was claimed by %s", (long long)try->deciding.number, try->decided.claimed_by);
	if (*try->decided.others != '\0')
		session_warn(try->session->language, "the app is listed still, by somebody else, as submission %s", try->decided.others);
	else if (*try->decided.still != '\0')
		session_warn(try->session->language, "the same bytes are listed still, as submission %s", try->decided.still);
	else
		warn_offered(try);
	if (!is_refused(&try->decided) && try->decided.suspension != 0 && !kept_warn_suspended(try->session, try->deciding.number, err))
		return EXIT_TROUBLE;
	if (!try->session->is_unheard) {
		if (session_json(try->session, &json, "prelist-decide/1"))
			print_json(try, &json, err);
		else
			print_text(try, err);
	}
	return codes[try->decided.what];
}

static bool prepare(struct try *try, struct error *err)
{
	struct session *session = try->session;
	const struct arguments *args = session->args;

	try->deciding = (struct deciding){.what = args->operands[1],
					  .reason = args->value[OPTION_REASON],
					  .named = args->value[OPTION_RULE],
					  .basis = args->value[OPTION_BASIS],
					  .block = args->value[OPTION_BLOCK],
					  .override = args->value[OPTION_OVERRIDE] != NULL};
	if (!check_given(args, err) || !at_desk_parent(args, &try->deciding.from_case, err))
		return false;
	if (strcmp(try->deciding.what, "list") == 0 && try->deciding.block != NULL)
		return error_set(err, ERROR_USAGE, "--block goes with reject or delist");
	if ((decision_retires(try->deciding.what) || decision_withdraws(try->deciding.what)) && (try->deciding.block != NULL || try->deciding.named != NULL || try->deciding.basis != NULL))
		return error_set(err, ERROR_USAGE, "what is retired or withdrawn has nothing against it: no --rule, --basis or --block");
	if (!at_desk(session, ARCHIVE_CHANGE, &try->desk, err) || !session_judge(session, err))
		return false;
	if (session_is_other_day(session))
		session_real_today(session, try->clock_day);
	return kept_number(session, args->operands[0], &try->deciding.number, err) &&
	       (strcmp(decision_state(try->deciding.what), "delisted") == 0 ||
		kept_one_meant(session, args->operands[0], try->deciding.number, try->deciding.override, err));
}

static int run(struct session *session, struct error *err)
{
	struct try try = {.session = session};
	enum keep_outcome outcome = KEEP_AGAIN;
	int code;

	if (!prepare(&try, err))
		return EXIT_TROUBLE;
	for (int i = 0; i < TRIES && outcome == KEEP_AGAIN; i++)
		outcome = decide_once(&try, err);
	if (outcome == KEEP_AGAIN)
		error_set(err, ERROR_CONFLICT, "the app changed %d times meanwhile; decide again", TRIES);
	code = outcome == KEPT ? print_done(&try, err) : EXIT_TROUBLE;
	free_tried(&try);
	return code;
}

static const enum option_id options[] = {OPTION_BY,    OPTION_REASON,	OPTION_RULE, OPTION_BASIS, OPTION_BLOCK,
					 OPTION_CASE,  OPTION_OVERRIDE, OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist decide com.example.shop@321 list --by li --reason \"checked by hand\"",
	 "it is judged again by today's rules first", "上架前按当前规则重新判定"},
	{"prelist decide com.example.shop@321 delist --by li --reason \"complaint 77\" --basis licence-16.11",
	 "off the store, with the provision; the authority is to be told within 10 working days", "下架并注明依据，10 个工作日内上报"},
	{"prelist decide com.example.shop@320 retire --by li --reason \"replaced by 321\"",
	 "off the store with nothing against it; what stands as listed, with all that it replaced, but for what is listed for other devices",
	 "无问题的正常下架；如为当前在架版本，则连同其所替换的版本一并下架，但仍在其他设备上架的版本除外"},
	{"prelist decide com.example.shop@#7 withdraw --by li --reason \"its developer handed in #8\"",
	 "off the desk, for good, as its developer takes back what waits", "开发者撤回待审提交，不再审核"},
	{"prelist decide com.example.shop@321 delist --block package,certificate --case 12 --by li --reason malware --basis licence-16.9",
	 "every listed version off the store and on the blacklist, in one step", "所有版本下架并列入黑名单"},
	{"prelist decide com.example.shop@322 list --override --by li --reason \"known tool\" --basis \"policy 4.2\"",
	 "over a reject or a delisting: proposed by one, decided by a second person who says the same", "破例上架：一人提议，第二人以相同命令同意"},
	{NULL, NULL, NULL}};

const struct command command_decide = {
	.name = "decide",
	.en = "list, reject, delist, retire or withdraw a version",
	.zh = "对某版本作出上架、拒绝、下架、正常下架或撤回决定",
	.operands = "APP@VERSION list|reject|delist|retire|withdraw --by WHO --reason TEXT",
	.operand_kind = OPERAND_VERSION,
	.operand_words = {NULL, "list reject delist retire withdraw"},
	.min_operands = 2,
	.max_operands = 2,
	.options = options,
	.examples = examples,
	.run = run,
};
