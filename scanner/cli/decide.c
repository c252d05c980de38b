#include "cli/kept.h"

#include "scan.h"

#define TRIES 16

static bool check_given(const struct arguments *args, struct error *err)
{
	static const char *const words[] = {"list", "reject", "delist"};
	bool known = false;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		known = known || strcmp(args->operands[1], words[i]) == 0;
	if (!known)
		return error_set(err, ERROR_USAGE, "the decision is list, reject or delist, not '%s'", args->operands[1]);
	if (args->value[OPTION_BY] == NULL || *args->value[OPTION_BY] == '\0')
		return error_set(err, ERROR_USAGE, "who decides? --by WHO");
	if (args->value[OPTION_REASON] == NULL || *args->value[OPTION_REASON] == '\0')
		return error_set(err, ERROR_USAGE, "and why? --reason TEXT");
	return true;
}

static void print_findings(const struct session *session, const struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->num_findings; i++) {
		const struct finding *finding = &judgement->findings[i];

		if (finding->verdict == VERDICT_REJECT)
			session_warn("%s: %s: %s", finding->rule,
				     language_pick(session->language, finding->title, finding->title_zh),
				     finding->subject != NULL ? finding->subject : "");
	}
}

/* One try: judged by today's rules on what was kept, then decided unless the app moved on meanwhile. */
static enum keep_outcome decide_once(struct session *session, int64_t number, int *code, struct error *err)
{
	const char *decision = session->args->operands[1];
	struct kept_judged judged = {0};
	enum keep_outcome outcome = KEEP_ERROR;

	*code = 0;
	if (strcmp(decision, "list") == 0) {
		if (!kept_judge(session, number, &judged, err)) {
			kept_judged_free(&judged);
			return KEEP_ERROR;
		}
		if (judged.judgement->verdict == VERDICT_REJECT) {
			print_findings(session, judged.judgement);
			session_warn("submission #%lld is rejected by today's rules: it is not listed", (long long)number);
			*code = 1;
		}
	}
	outcome = *code != 0 ? KEPT : kept_decide(session, number, decision, judged.judgement != NULL ? &judged : NULL, err);
	kept_judged_free(&judged);
	return outcome;
}

static void print_done(const struct session *session, int64_t number)
{
	const char *decision = session->args->operands[1];
	enum message_id state = strcmp(decision, "list") == 0	? MESSAGE_STATE_LISTED :
				strcmp(decision, "reject") == 0 ? MESSAGE_STATE_REJECTED : MESSAGE_STATE_DELISTED;
	bool compact;

	if (session_wants_json(session, &compact)) {
		struct json json = json_new(session->output.file, compact);
		struct error ignored = {0};

		json_object(&json, NULL);
		json_text(&json, "schema", "prelist-decide/1");
		json_number(&json, "submission", number);
		json_text(&json, "decision", decision);
		json_text(&json, "by", session->args->value[OPTION_BY]);
		json_close(&json);
		json_newline(&json);
		json_finish(&json, &ignored);
		return;
	}
	fprintf(session->output.file, message(session->language, MESSAGE_DECIDED), (long long)number,
		message(session->language, state));
}

static int run(struct session *session, struct error *err)
{
	enum keep_outcome outcome = KEEP_AGAIN;
	int64_t number;
	int code = EXIT_TROUBLE;

	if (!check_given(session->args, err) || !session_rules(session, err) ||
	    !session_writable_archive(session, err) || !session_judge(session, err) ||
	    !kept_number(session, session->args->operands[0], &number, err))
		return EXIT_TROUBLE;
	for (int i = 0; i < TRIES && outcome == KEEP_AGAIN; i++)
		outcome = decide_once(session, number, &code, err);
	if (outcome == KEEP_AGAIN)
		error_set(err, ERROR_CONFLICT, "the app changed %d times meanwhile; decide again", TRIES);
	if (outcome == KEPT && code == 0 && !session->quiet)
		print_done(session, number);
	return code;
}

static const enum option_id options[] = {OPTION_BY,    OPTION_REASON, OPTION_RULE,
					 OPTION_BASIS, OPTION_TODAY,  OPTION_COUNT};

static const struct example examples[] = {
	{"prelist decide com.example.shop@321 list --by li --reason \"checked by hand\"",
	 "it is judged again by today's rules first", "上架前按当前规则重新判定"},
	{"prelist decide com.example.shop@321 delist --by li --reason \"complaint 77\" --basis licence-16.11",
	 "off the store, with the provision", "下架并注明依据"},
	{NULL, NULL, NULL}};

const struct command command_decide = {
	.name = "decide",
	.en = "list, reject or delist a version",
	.zh = "对某版本作出上架、拒绝或下架决定",
	.operands = "APP@VERSION list|reject|delist --by WHO --reason TEXT",
	.operand_kind = OPERAND_VERSION,
	.min_operands = 2,
	.max_operands = 2,
	.options = options,
	.examples = examples,
	.run = run,
};
