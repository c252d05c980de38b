/*
 * scan - prelist scan: look and judge; nothing is kept.
 */
#include "scan.h"

#include "cli/batch.h"
#include "cli/input.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/walk.h"

#include <stdlib.h>
#include <unistd.h>

/* One run of scan. */
struct scanning {
	struct session *session;
	struct scan scan;
	struct report_options options;
	const struct walk *walk;
	struct form *form;
	bool has_begun; /* to print */
	struct progress progress;
	size_t num_taken, num_reported;
	int code;
};

static bool report_result(struct scanning *scanning, const struct scan_submission *submission,
			  const struct scan_result *result, double seconds, struct error *err)
{
	const char **names = calloc(submission->num_files, sizeof *names);
	struct report report;
	bool ok;

	if (names == NULL)
		return error_memory(err);
	report = scan_report(&scanning->scan, submission, result, names);
	report.seconds = seconds;
	progress_end(&scanning->progress);
	ok = scanning->session->is_unheard ||
	     scanning->session->writer->write(&scanning->options, &report, scanning->num_reported == 0, err);
	scanning->num_reported++;
	scanning->code = exit_code_worse(scanning->code,
					 session_exit_code(scanning->session, result->judgement->verdict));
	free(names);
	return ok;
}

static bool judge_and_report(struct scanning *scanning, const struct scan_submission *submission, double seconds,
			     struct error *err)
{
	struct scan_result result;
	double started = progress_clock();
	bool ok;

	if (!session_judge(scanning->session, err))
		return false;
	scanning->scan.judge = scanning->session->judge;
	ok = scan_judge(&scanning->scan, submission, &result, err);
	seconds += progress_clock() - started;
	ok = ok && report_result(scanning, submission, &result, seconds, err);
	scan_result_free(&result);
	return ok;
}

/* A file that we cannot read is said and counts as an error; the others go on. */
static bool take_item(void *owner, struct batch_item *item)
{
	struct scanning *scanning = owner;
	struct scan_submission submission = {.files = &item->file, .num_files = 1, .form = scanning->form};
	struct error err = item->err;

	item->file.role = input_role(scanning->form, item->file.file);
	if (err.code == ERROR_NONE)
		judge_and_report(scanning, &submission, item->seconds, &err);
	if (err.code != ERROR_NONE) {
		progress_end(&scanning->progress);
		if (!ferror(scanning->options.out)) /* which is said when it is closed */
			session_warn(scanning->session->language, "%s", err.text);
		scanning->code = exit_code_worse(scanning->code, EXIT_TROUBLE);
	}
	progress_show(&scanning->progress, ++scanning->num_taken);
	return err.code == ERROR_NONE || err.code == ERROR_INPUT || err.code == ERROR_IO || err.code == ERROR_CONFLICT ||
	       err.code == ERROR_RULES;
}

static bool read_files(struct scanning *scanning, struct scan_file *files, const char **paths, size_t num_files,
		       struct error *err)
{
	uint64_t cap = scanning->scan.read.limits.value[LIMIT_PACKAGE_SIZE];

	for (size_t i = 0; i < num_files; i++) {
		files[i] = (struct scan_file){.file = paths[i], .role = input_role(scanning->form, paths[i])};
		files[i].fd = input_open(paths[i], cap, err);
		if (files[i].fd < 0 || !scan_read(&scanning->scan, &files[i], err))
			return false;
	}
	return true;
}

/* All files together are one submission. */
static bool scan_together(struct scanning *scanning, const char **paths, size_t num_files, struct error *err)
{
	struct scan_file *files = calloc(num_files, sizeof *files);
	struct scan_submission submission = {.files = files, .num_files = num_files, .form = scanning->form};
	double started = progress_clock();
	bool ok;

	if (files == NULL)
		return error_memory(err);
	ok = read_files(scanning, files, paths, num_files, err) &&
	     judge_and_report(scanning, &submission, progress_clock() - started, err);
	scan_files_close(files, num_files);
	scan_files_free(files, num_files);
	free(files);
	return ok;
}

/* Of one package the rules are loaded while it is read; of several, while the first are: with broken ones nothing is printed. */
static bool begin_reports(void *owner, struct error *err)
{
	struct scanning *scanning = owner;
	struct session *session = scanning->session;

	if (scanning->walk->several && !session_judge(session, err))
		return false;
	scanning->has_begun = session->is_unheard || session->writer->begin(&scanning->options, scanning->walk->several, err);
	return scanning->has_begun;
}

static bool scan_each(struct scanning *scanning, struct error *err)
{
	const struct walk *walk = scanning->walk;
	const struct batch_taker taker = {.owner = scanning, .prepare = begin_reports, .take = take_item};
	bool ok;

	scanning->progress = progress_begin(scanning->session->language, "scan", walk->num_files, scanning->session->quiet);
	ok = batch_run(&scanning->scan, walk->files, walk->num_files, scanning->session->jobs, &taker, err);
	progress_end(&scanning->progress);
	scanning->session->is_unanswered = scanning->num_reported == 0;
	if (!scanning->session->is_unheard && scanning->has_begun && scanning->num_reported + walk->several > 0)
		ok = scanning->session->writer->end(&scanning->options, walk->several, err) && ok;
	return ok || err->code == ERROR_NONE;
}

static bool scan_walk(struct scanning *scanning, struct error *err)
{
	const struct walk *walk = scanning->walk;
	bool is_alone = walk->num_files == 1 && !walk->several;

	if (scanning->form != NULL && !input_form_names(scanning->form, walk->files, walk->num_files, is_alone, err))
		return false;
	if (scanning->form == NULL || is_alone)
		return scan_each(scanning, err);
	return session_judge(scanning->session, err) && scanning->session->writer->begin(&scanning->options, false, err) &&
	       scan_together(scanning, walk->files, walk->num_files, err) &&
	       scanning->session->writer->end(&scanning->options, false, err);
}

static bool open_all(struct session *session, struct error *err)
{
	return session_sandbox(session, session->jobs, err) && session_begin_judge(session, err) &&
	       session_archive_if_any(session, err) && session_clock(session, err);
}

/* Lists of MD5 and SHA-1 are compared with where there is one. */
static bool wants_old_digests(struct session *session, bool *wanted, struct error *err)
{
	bool any[BLACKLIST_KIND_COUNT] = {false};
	struct blacklist_source *blacklist = session->archive != NULL ? archive_blacklist(session->archive) : NULL;

	if (blacklist != NULL && !blacklist->holds(blacklist, any, err))
		return false;
	*wanted = any[BLACKLIST_FILE] && session_policy_is(session, "with_sha1_md5");
	return true;
}

static int scan_files(struct session *session, const struct walk *walk, struct error *err)
{
	struct scanning scanning = {.session = session, .walk = walk};
	struct form *form = NULL;

	if (!open_all(session, err) || !input_form(session->args->value[OPTION_SUBMISSION], &form, err) ||
	    !wants_old_digests(session, &session->read.with_sha1_md5, err)) {
		form_free(form);
		return EXIT_TROUBLE;
	}
	scanning.form = form;
	scanning.options = session_report_options(session);
	scanning.scan = (struct scan){.sandbox = session->sandbox, .rules = session->rules, .archive = session->archive,
				      .read = session->read, .run = session->run,
				      .meanwhile = walk->num_files == 1 ? session_meanwhile(session) : NULL};
	scan_walk(&scanning, err);
	form_free(form);
	return scanning.code;
}

static int run(struct session *session, struct error *err)
{
	struct walk walk;
	int code = EXIT_TROUBLE;

	if (walk_paths(&walk, session->args->operands, session->args->num_operands, err)) {
		for (size_t i = 0; i < walk.num_faults; i++)
			session_warn(session->language, "%s", walk.faults[i]);
		/* A form is of what it names, all of it. */
		session->is_unanswered = walk.num_faults > 0 && (walk.num_files == 0 || session->args->value[OPTION_SUBMISSION] != NULL);
		if (!session->is_unanswered && session_spares(session, walk.files, walk.num_files, err))
			code = scan_files(session, &walk, err);
		code = walk.num_faults > 0 ? exit_code_worse(code, EXIT_TROUBLE) : code;
	}
	walk_free(&walk);
	return code;
}

static const enum option_id options[] = {
	OPTION_SUBMISSION, OPTION_TODAY,   OPTION_JOBS,	   OPTION_LIMIT,	     OPTION_FAIL_ON, OPTION_EXIT_ZERO,
	OPTION_MIN_SDK,	   OPTION_MAX_SDK, OPTION_ALLOW_UNSANDBOXED, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist scan shop.apk", "what is in it, and would it pass?", "包里有什么，能否通过？"},
	{"prelist scan --format ndjson incoming/ > reports.ndjson", "every package of a folder, a line each",
	 "扫描整个目录，每个包一行"},
	{"curl -s https://example.com/shop.apk | prelist scan --quiet - && echo passed",
	 "from a pipe; the exit code tells", "从管道读取，以退出码判断"},
	{NULL, NULL, NULL}};

const struct command command_scan = {
	.name = "scan",
	.en = "look at packages, judge them, print; nothing is kept",
	.zh = "检查安装包并给出结论，不归档",
	.operands = "PATH...",
	.operand_kind = OPERAND_FILE,
	.min_operands = 1,
	.max_operands = OPERANDS_MANY,
	.options = options,
	.examples = examples,
	.run = run,
};
