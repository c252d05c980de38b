/*
 * rules_dry_run - prelist rules dry-run: which of the last submissions the rules of a file would have hit, when they came.
 */
#include "cli/at_desk.h"

#include "bytes/crew.h"
#include "bytes/text.h"
#include "cli/progress.h"
#include "cli/rules.h"
#include "desk/patrol_judge.h"
#include "report/finding_print.h"
#include "report/row.h"
#include "store/moment.h"

#include <inttypes.h>
#include <stdlib.h>

#define LAST 5000
#define LAST_MAX 10000000
#define AHEAD 256
#define FILES_MAX ((size_t)64 * 1024 * 1024)

struct trial {
	struct session *session;
	struct patrol_tools tools;
	struct judge_run run;
	int64_t *numbers; /* oldest first */
	size_t num, num_hit, num_due;
	struct patrol_result **results;
	struct patrol_overruns overruns;
	sqlite3_stmt *name;
	struct json json;
	struct progress progress;
	bool as_json;
	int code;
};

/* The rules once more, with one pack in place of all others. */
static bool load_pack(struct session *session, const char *pack, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024);
	const struct rules_options options = {.dir = arena_strdup(&arena, rules_dir(session->rules)), .only_pack = pack};

	if (options.dir == NULL)
		return error_memory(err);
	rules_free(session->rules);
	session->rules = rules_load(&options, err);
	return session->rules != NULL && session_judge(session, err);
}

static bool load_numbers(struct trial *trial, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int64_t last, num;
	int status;

	if (!arguments_number(trial->session->args, OPTION_LAST, 1, LAST_MAX, LAST, &last, err) ||
	    !database_number(trial->session->archive, &num, 0, err, "SELECT count(*) FROM submission", ""))
		return false;
	num = num < last ? num : last;
	trial->numbers = calloc((size_t)num + 1, sizeof *trial->numbers);
	trial->results = calloc((size_t)num + 1, sizeof *trial->results);
	if (trial->numbers == NULL || trial->results == NULL)
		return error_memory(err);
	row = database_prepare(trial->session->archive, err,
			       "SELECT s.number FROM (SELECT number, came FROM submission s ORDER BY " NEWEST_FIRST("s") " LIMIT ?) s ORDER BY "
			       OLDEST_FIRST("s"),
			       "i", num);
	while ((status = database_step(trial->session->archive, row, err)) == SQLITE_ROW && trial->num < (size_t)num)
		trial->numbers[trial->num++] = sqlite3_column_int64(row, 0);
	return status != SQLITE_ERROR;
}

static bool begin_judging(void *owner, void **hand, struct error *err)
{
	*hand = patrol_hand_new(&((struct trial *)owner)->tools, err);
	return *hand != NULL;
}

static void end_judging(void *owner, void *hand)
{
	(void)owner;
	patrol_hand_free(hand);
}

static void judge_one(void *owner, void *hand, size_t item)
{
	struct trial *trial = owner;

	trial->results[item] = patrol_judge_as_it_came(hand, trial->numbers[item]);
}

static void hit_json(struct trial *trial, const struct patrol_result *result, const char *name, const char *date)
{
	json_object(&trial->json, NULL);
	json_number(&trial->json, "submission", result->number);
	json_text_if(&trial->json, "version", name);
	json_text_if(&trial->json, "date", date);
	json_text(&trial->json, "verdict", verdict_name(result->verdict));
	findings_json(&trial->json, result->findings, result->num_findings);
	json_close(&trial->json);
}

static bool hit_text(const struct trial *trial, const struct patrol_result *result, const char *name, const char *date, struct error *err)
{
	BUF_CLEANUP struct buf line = buf_new(65536);
	ARENA_CLEANUP struct arena arena = arena_new(FILES_MAX);
	struct shown_files files;

	if (!kept_files(trial->session, result->number, &arena, &files, err))
		return false;
	text_visible(&line, name);
	finding_word_to(trial->session->output.file, trial->session->language, result->verdict);
	fprintf(trial->session->output.file, "  %.*s (#%" PRId64 ", %s)\n", (int)line.len, (const char *)line.data, result->number, date);
	for (size_t i = 0; i < result->num_findings; i++)
		finding_print(trial->session->output.file, trial->session->language, trial->session->rules, &files, &result->findings[i]);
	return true;
}

static bool show_hit(struct trial *trial, const struct patrol_result *result, struct error *err)
{
	sqlite3_reset(trial->name);
	sqlite3_bind_int64(trial->name, 1, result->number);
	if (database_step(trial->session->archive, trial->name, err) != SQLITE_ROW)
		return false;
	progress_end(&trial->progress);
	if (trial->as_json)
		hit_json(trial, result, database_text(trial->name, 0), database_text(trial->name, 1));
	else if (!trial->session->is_unheard)
		return hit_text(trial, result, database_text(trial->name, 0), database_text(trial->name, 1), err);
	return true;
}

/* A rule that cannot be run is a mistake in it: it stops the trial. */
static bool take_result(void *owner, size_t item, struct error *err)
{
	struct trial *trial = owner;
	struct patrol_result *result = trial->results[item];
	bool ok = true;

	if (result == NULL)
		return error_memory(err);
	if (result->missed.code != ERROR_NONE)
		return error_set(err, ERROR_RULES, "submission #%" PRId64 ": %s", trial->numbers[item], result->missed.text);
	if (!patrol_overruns_take(&trial->overruns, result, err))
		return false;
	progress_show(&trial->progress, item + 1);
	trial->num_due += result->due > 0;
	if (result->num_findings > 0) {
		trial->num_hit++;
		trial->code = exit_code_worse(trial->code, session_exit_code(trial->session, result->verdict));
		ok = show_hit(trial, result, err);
	}
	patrol_result_free(result);
	trial->results[item] = NULL;
	return ok;
}

static void begin(struct trial *trial)
{
	trial->as_json = !trial->session->is_unheard && session_json(trial->session, &trial->json, "prelist-rules-dry-run/1");
	trial->progress = progress_begin(trial->session->language, "dry-run", trial->num, trial->session->quiet);
	if (!trial->as_json)
		return;
	json_text(&trial->json, "file", trial->session->args->operands[0]);
	json_array(&trial->json, "hits");
}

/* 14,000: as people write it. */
static void grouped(char out[32], size_t number)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof digits, "%zu", number), at = 0;

	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
}

static void end(struct trial *trial, struct error *err)
{
	char hit[32], of[32];

	progress_end(&trial->progress);
	grouped(hit, trial->num_hit);
	grouped(of, trial->num);
	if (trial->as_json && err->code == ERROR_NONE) {
		json_close(&trial->json);
		json_number(&trial->json, "hit", (int64_t)trial->num_hit);
		json_number(&trial->json, "submissions", (int64_t)trial->num);
		json_number(&trial->json, "due_for_re_reading", (int64_t)trial->num_due);
	} else if (!trial->session->is_unheard && err->code == ERROR_NONE) {
		message_print(trial->session->output.file, trial->session->language, MESSAGE_DRY_RUN, hit, of);
		if (trial->num_due > 0)
			message_print(trial->session->output.file, trial->session->language, MESSAGE_DRY_RUN_DUE, trial->num_due);
	}
	json_end(&trial->json, err);
}

static bool try_rules(struct trial *trial, struct error *err)
{
	const struct crew crew = {.num_items = trial->num, .ahead = AHEAD, .jobs = trial->session->jobs, .owner = trial, .begin = begin_judging,
				  .end = end_judging, .work = judge_one, .take = take_result};

	trial->name = database_prepare(trial->session->archive, err,
				       "SELECT app_id || '@' || coalesce(version_code, '#' || number), date FROM submission WHERE number = ?", "");
	trial->overruns.num_versions = trial->num;
	begin(trial);
	crew_run(&crew, err);
	end(trial, err);
	for (size_t i = 0; i < trial->num; i++)
		patrol_result_free(trial->results[i]);
	database_finalize(&trial->name);
	return err->code == ERROR_NONE;
}

static int run(struct session *session, struct error *err)
{
	struct trial trial = {.session = session};
	bool ok;

	if (!session_rules(session, err) || !load_pack(session, session->args->operands[0], err) || !session_existing_archive(session, err) ||
	    !session_clock(session, err))
		return EXIT_TROUBLE;
	trial.run = session->run;
	trial.run.today = session->args->value[OPTION_TODAY] != NULL ? session->today : NULL;
	trial.tools = (struct patrol_tools){.archive_dir = session->archive_dir, .rules = session->rules, .run = &trial.run, .read = &session->read};
	ok = load_numbers(&trial, err) && try_rules(&trial, err);
	free(trial.numbers);
	free(trial.results);
	return ok ? trial.code : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_LAST, OPTION_TODAY, OPTION_JOBS, OPTION_FAIL_ON, OPTION_EXIT_ZERO, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist rules dry-run new.sql", "which of the last 5,000 submissions it would have hit; nothing is kept", "在最近 5,000 次提交中会命中哪些，不归档"},
	{"prelist rules dry-run new.sql --last 100 --format json", "the last hundred", "最近一百次"},
	{NULL, NULL, NULL}};

const struct command rules_dry_run = {
	.name = "dry-run",
	.en = "which of the last submissions the rules of a file would have hit",
	.zh = "查看文件中的规则在最近的提交中会命中哪些",
	.operands = "FILE",
	.operand_kind = OPERAND_FILE,
	.min_operands = 1,
	.max_operands = 1,
	.options = options,
	.examples = examples,
	.run = run,
};
