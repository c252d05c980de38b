#include "cli/patrol.h"

#include "bytes/text.h"
#include "cli/kept.h"
#include "cli/progress.h"

#include <stdlib.h>

/* One round over what is listed. */
struct patrol {
	struct session *session;
	struct json json;
	struct progress progress;
	bool as_json, only_new;
	size_t num_versions, num_due, num_against;
	int code;
	struct error *err;
};

static bool is_new(const struct patrol *patrol, const struct kept_listed *listed, const struct finding *finding)
{
	return finding->verdict >= VERDICT_REVIEW &&
	       !(patrol->only_new && kept_had_finding(listed, finding->key));
}

static void finding_json(struct json *json, const struct finding *finding)
{
	json_row(json, NULL);
	json_text(json, "key", finding->key);
	json_text(json, "rule", finding->rule);
	json_text(json, "verdict", verdict_name(finding->verdict));
	json_text_if(json, "title", finding->title);
	json_text_if(json, "title_zh", finding->title_zh);
	json_text_if(json, "subject", finding->subject);
	json_text_if(json, "detail", finding->detail);
	json_close(json);
}

static void head_json(struct json *json, const struct kept_row *row, enum verdict verdict)
{
	json_object(json, NULL);
	json_number(json, "submission", row->number);
	json_text_if(json, "platform", row->platform);
	json_text_if(json, "app_id", row->app_id);
	if (row->version_code != FACT_ABSENT)
		json_number(json, "version_code", row->version_code);
	json_text(json, "verdict", verdict_name(verdict));
	json_array(json, "findings");
}

static void head_text(struct patrol *patrol, const struct kept_row *row, enum verdict verdict)
{
	BUF_CLEANUP struct buf line = buf_new(65536);
	enum message_id word = verdict == VERDICT_REJECT ? MESSAGE_REJECT : MESSAGE_REVIEW;

	buf_printf(&line, "%s  ", message(patrol->session->language, word));
	text_visible(&line, row->app_id != NULL ? row->app_id : "");
	if (row->version_code != FACT_ABSENT)
		buf_printf(&line, " %lld", (long long)row->version_code);
	fprintf(patrol->session->output.file, "%.*s (#%lld)\n", (int)line.len, (const char *)line.data,
		(long long)row->number);
}

static void finding_text(struct patrol *patrol, const struct finding *finding)
{
	BUF_CLEANUP struct buf line = buf_new(1024 * 1024);
	const char *title = language_pick(patrol->session->language, finding->title, finding->title_zh);

	text_visible(&line, title != NULL ? title : "");
	if (finding->subject != NULL && *finding->subject != '\0') {
		buf_text(&line, ": ");
		text_visible(&line, finding->subject);
	}
	if (finding->detail != NULL && *finding->detail != '\0') {
		buf_text(&line, "; ");
		text_visible(&line, finding->detail);
	}
	fprintf(patrol->session->output.file, "  %-6s  %s  %.*s\n", verdict_name(finding->verdict), finding->rule,
		(int)line.len, (const char *)line.data);
}

static void print_version(struct patrol *patrol, const struct kept_listed *listed, enum verdict verdict)
{
	progress_end(&patrol->progress);
	if (patrol->as_json)
		head_json(&patrol->json, &listed->row, verdict);
	else
		head_text(patrol, &listed->row, verdict);
	for (size_t i = 0; i < listed->judgement->num_findings; i++) {
		const struct finding *finding = &listed->judgement->findings[i];

		if (!is_new(patrol, listed, finding))
			continue;
		if (patrol->as_json)
			finding_json(&patrol->json, finding);
		else
			finding_text(patrol, finding);
	}
	if (patrol->as_json) {
		json_close(&patrol->json);
		json_close(&patrol->json);
	}
}

static enum verdict gravest_new(const struct patrol *patrol, const struct kept_listed *listed)
{
	enum verdict gravest = VERDICT_PASS;

	for (size_t i = 0; i < listed->judgement->num_findings; i++) {
		const struct finding *finding = &listed->judgement->findings[i];

		if (is_new(patrol, listed, finding) && finding->verdict > gravest)
			gravest = finding->verdict;
	}
	return gravest;
}

static bool take_version(void *owner, const struct kept_listed *listed)
{
	struct patrol *patrol = owner;
	enum verdict verdict;

	progress_show(&patrol->progress, ++patrol->num_versions);
	patrol->num_due += listed->is_due;
	if (listed->judgement == NULL)
		return true;
	verdict = gravest_new(patrol, listed);
	if (verdict < VERDICT_REVIEW)
		return true;
	patrol->num_against++;
	patrol->code = exit_code_worse(patrol->code, session_exit_code(patrol->session, verdict));
	if (!patrol->session->quiet)
		print_version(patrol, listed, verdict);
	return true;
}

static void begin(struct patrol *patrol)
{
	bool compact;

	patrol->as_json = session_wants_json(patrol->session, &compact) && !patrol->session->quiet;
	patrol->json = json_new(patrol->session->output.file, compact);
	if (!patrol->as_json)
		return;
	json_object(&patrol->json, NULL);
	json_text(&patrol->json, "schema", "prelist-patrol/1");
	json_text(&patrol->json, "date", patrol->session->today);
	json_text(&patrol->json, "rules", rules_sha256(patrol->session->rules));
	json_array(&patrol->json, "against");
}

static void end(struct patrol *patrol, struct error *err)
{
	progress_end(&patrol->progress);
	if (patrol->as_json) {
		json_close(&patrol->json);
		json_number(&patrol->json, "versions", (int64_t)patrol->num_versions);
		json_number(&patrol->json, "due_for_re_reading", (int64_t)patrol->num_due);
		json_close(&patrol->json);
		json_newline(&patrol->json);
	} else if (!patrol->session->quiet) {
		fprintf(patrol->session->output.file, message(patrol->session->language, MESSAGE_PATROL_DONE),
			patrol->num_versions, patrol->num_against, patrol->num_due);
	}
	json_finish(&patrol->json, err);
}

int patrol_listed(struct session *session, bool only_new, struct error *err)
{
	struct patrol patrol = {.session = session, .only_new = only_new, .err = err};

	begin(&patrol);
	patrol.progress = progress_begin("patrol", kept_num_listed(session));
	kept_each_listed(session, take_version, &patrol, err);
	end(&patrol, err);
	if (patrol.code == 0 && patrol.num_due > 0 && session->args->value[OPTION_EXIT_ZERO] == NULL)
		return 3;
	return patrol.code;
}

static int run(struct session *session, struct error *err)
{
	if (!session_rules(session, err) || !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	session->run.patrol = true;
	return session_judge(session, err) ? patrol_listed(session, true, err) : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_TODAY,	  OPTION_JOBS,	  OPTION_FAIL_ON, OPTION_EXIT_ZERO,
					 OPTION_MIN_SDK, OPTION_MAX_SDK, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist patrol", "which listed versions are against a rule that they were not against before",
	 "哪些已上架版本新违反了规则"},
	{"prelist patrol --format json --today 2027-01-01", "as on a day to come", "按将来某日判定"},
	{NULL, NULL, NULL}};

const struct command command_patrol = {
	.name = "patrol",
	.en = "judge every listed version again by today's rules, blacklist and date",
	.zh = "按当前规则、黑名单与日期重新判定所有已上架版本",
	.operands = "",
	.options = options,
	.examples = examples,
	.run = run,
};
