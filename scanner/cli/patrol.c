#include "cli/patrol.h"

#include "bytes/text.h"
#include "cli/kept.h"
#include "cli/progress.h"
#include "desk/patrol.h"
#include "report/finding_print.h"
#include "report/row.h"
#include "store/against.h"

#include <inttypes.h>
#include <stdlib.h>

#define TROUBLES_SHOWN 20
#define FILES_MAX ((size_t)64 * 1024 * 1024)

/* One round over what is listed, as its user sees it. */
struct patrol {
	struct session *session;
	struct json json;
	struct progress progress;
	bool as_json;
	size_t num_against, num_troubles;
	int code;
	struct error *err;
};

static void version_json(struct json *json, const struct against *version)
{
	json_object(json, NULL);
	json_number(json, "submission", version->number);
	json_text_if(json, "platform", version->platform);
	json_text_if(json, "app_id", version->app_id);
	if (version->version_code != FACT_ABSENT)
		json_number(json, "version_code", version->version_code);
	json_text(json, "verdict", verdict_name(version->verdict));
	json_number(json, "patrol", version->patrol);
	findings_json(json, version->findings, version->num_findings);
	json_close(json);
}

static void head_text(struct patrol *patrol, const struct against *version)
{
	BUF_CLEANUP struct buf line = buf_new(65536);
	enum message_id word = version->verdict == VERDICT_REJECT ? MESSAGE_REJECT : MESSAGE_REVIEW;

	buf_printf(&line, "%s  ", message(patrol->session->language, word));
	text_visible(&line, version->app_id != NULL ? version->app_id : "");
	if (version->version_code != FACT_ABSENT)
		buf_printf(&line, " %" PRId64, version->version_code);
	fprintf(patrol->session->output.file, "%.*s (#%" PRId64 ")\n", (int)line.len, (const char *)line.data, version->number);
}

static void take_version(void *owner, const struct against *version)
{
	struct patrol *patrol = owner;
	ARENA_CLEANUP struct arena arena = arena_new(FILES_MAX);
	struct shown_files files;

	patrol->num_against++;
	patrol->code = exit_code_worse(patrol->code, session_exit_code(patrol->session, version->verdict));
	if (patrol->session->is_unheard)
		return;
	if (patrol->as_json) {
		version_json(&patrol->json, version);
		return;
	}
	if (!kept_files(patrol->session, version->number, &arena, &files, patrol->err))
		return;
	head_text(patrol, version);
	for (size_t i = 0; i < version->num_findings; i++)
		finding_print(patrol->session->output.file, patrol->session->language, patrol->session->rules, &files, &version->findings[i]);
}

static void show_progress(void *owner, const char *what, uint64_t done, uint64_t total)
{
	struct patrol *patrol = owner;

	progress_move(&patrol->progress, patrol->session->language, patrol->session->quiet, what, done, total);
}

static void show_trouble(void *owner, const char *text)
{
	struct patrol *patrol = owner;

	progress_end(&patrol->progress);
	if (++patrol->num_troubles <= TROUBLES_SHOWN)
		session_warn(patrol->session->language, "%s", text);
	else if (patrol->num_troubles == TROUBLES_SHOWN + 1)
		session_warn(patrol->session->language, "... prelist patrol show tells the rest");
}

/* By policy's day, on the archive, with the sandbox for what has to be read again. */
static bool go_round(struct patrol *patrol, struct patrol_row *record, struct error *err)
{
	struct session *session = patrol->session;
	const char *what = session->args->value[OPTION_REHASH];
	const struct patrol_options options = {.archive = session->archive, .archive_dir = session->archive_dir, .rules = session->rules,
					       .judge = session->judge, .run = &session->run, .read = &session->read,
					       .sandbox = session->sandbox, .jobs = session->jobs, .by = session->args->value[OPTION_BY],
					       .rehash = what == NULL || strcmp(what, "due") == 0 ? REHASH_DUE
							 : strcmp(what, "all") == 0		  ? REHASH_ALL
												  : REHASH_NONE,
					       .progress = show_progress, .trouble = show_trouble, .owner = patrol};
	bool ok;

	session->read.with_sha1_md5 = session_policy_is(session, "with_sha1_md5");
	ok = patrol_run(&options, record, err);
	progress_end(&patrol->progress);
	return ok;
}

static void begin(struct patrol *patrol)
{
	patrol->as_json = !patrol->session->is_unheard && session_json(patrol->session, &patrol->json, "prelist-patrol/1");
	if (!patrol->as_json)
		return;
	json_text(&patrol->json, "date", patrol->session->today);
	json_text(&patrol->json, "rules", rules_sha256(patrol->session->rules));
	json_array(&patrol->json, "against");
}

static void end(struct patrol *patrol, const struct patrol_row *record, int64_t num_due, struct error *err)
{
	if (patrol->as_json) {
		json_close(&patrol->json);
		json_number(&patrol->json, "versions", record->listed);
		json_number(&patrol->json, "due_for_re_reading", num_due);
		json_object(&patrol->json, "record");
		patrol_record_put(&(struct list){.json = &patrol->json}, record);
	} else if (!patrol->session->is_unheard) {
		message_print(patrol->session->output.file, patrol->session->language, MESSAGE_PATROL_DONE, (size_t)record->listed,
			patrol->num_against, (size_t)num_due);
		patrol_record_text(patrol->session, record);
	}
	json_end(&patrol->json, err);
}

static int outcome(const struct patrol *patrol, const struct patrol_row *record, int64_t num_due)
{
	int code = patrol->code;

	if (record->damaged > 0)
		code = exit_code_worse(code, session_exit_code(patrol->session, VERDICT_REJECT));
	if (code == 0 && num_due > 0 && patrol->session->args->value[OPTION_EXIT_ZERO] == NULL)
		code = 3;
	return record->missed > 0 || record->unchecked > 0 ? EXIT_TROUBLE : code;
}

static int patrol_all(struct session *session, struct error *err)
{
	struct patrol patrol = {.session = session, .err = err};
	struct patrol_row record;
	int64_t num_due;

	if (!go_round(&patrol, &record, err))
		return EXIT_TROUBLE;
	begin(&patrol);
	if (!against_each(session->archive, take_version, &patrol, err) ||
	    !database_number(session->archive, &num_due, 0, err,
			     "SELECT count(*) FROM standing t JOIN submission s ON s.number = t.number WHERE t.due > 0 AND s.state = 'listed'", ""))
		return EXIT_TROUBLE;
	end(&patrol, &record, num_due, err);
	return outcome(&patrol, &record, num_due);
}

static bool check_rehash(const struct session *session, struct error *err)
{
	const char *what = session->args->value[OPTION_REHASH];

	return what == NULL || strcmp(what, "due") == 0 || strcmp(what, "all") == 0 || strcmp(what, "none") == 0 ||
	       error_set(err, ERROR_USAGE, "--rehash is due, all or none, not '%s'", what);
}

/* A patrol of a day that is not today would stand in the records, and hide what is due today. */
static bool is_preview(const struct session *session)
{
	char today[DATE_TEXT_LEN];

	if (session->args->value[OPTION_RECORD] != NULL || !session_is_other_day(session))
		return false;
	session_real_today(session, today);
	session_warn(session->language, "%s is not today, %s: this is what would be due then, and nothing is recorded (--record keeps a patrol of that day)",
		     session->today, today);
	return true;
}

static int run(struct session *session, struct error *err)
{
	bool plan = session->args->value[OPTION_DRY_RUN] != NULL;
	struct error none = {0};

	if (!check_rehash(session, err))
		return EXIT_TROUBLE;
	/* Where the kernel has no sandbox nothing is read again: what is due for that stays due, and is counted. */
	if (!plan && !session_sandbox(session, 1, &none))
		session->sandbox = NULL;
	if (!session_rules(session, err))
		return EXIT_TROUBLE;
	plan = plan || is_preview(session);
	if (!(plan ? session_existing_archive(session, err) && session_clock(session, err) : session_writable_archive(session, err)))
		return EXIT_TROUBLE;
	session->run.patrol = true;
	if (!session_judge(session, err))
		return EXIT_TROUBLE;
	return plan ? patrol_show_plan(session, err) : patrol_all(session, err);
}

static const enum option_id options[] = {OPTION_TODAY,	 OPTION_JOBS, OPTION_FAIL_ON, OPTION_EXIT_ZERO, OPTION_MIN_SDK, OPTION_MAX_SDK,
					 OPTION_DRY_RUN, OPTION_RECORD, OPTION_REHASH, OPTION_BY, OPTION_ALLOW_UNSANDBOXED, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist patrol", "judge what is due, re-hash a share of the packages, and say which listed versions are newly against a rule",
	 "判定到期的版本，复核部分安装包，列出新违反规则的已上架版本"},
	{"prelist patrol --dry-run", "what is due and why; nothing is done", "查看哪些版本到期及原因，不执行"},
	{"prelist patrol --rehash all", "every kept byte", "复核归档的全部字节"},
	{"prelist patrol --format json --today 2027-01-01", "what would be due on a day to come; nothing is done", "查看将来某日哪些版本到期，不执行"},
	{NULL, NULL, NULL}};

static const struct command *const subcommands[] = {&patrol_list, &patrol_show, NULL};

const struct command command_patrol = {
	.name = "patrol",
	.en = "judge listed versions again by today's rules, blacklist and date; re-hash what is kept",
	.zh = "按当前规则、黑名单与日期重新判定已上架版本，并复核归档",
	.operands = "",
	.options = options,
	.examples = examples,
	.subcommands = subcommands,
	.run = run,
};
