#include "scan.h"

#include "cli/at_desk.h"
#include "cli/input.h"
#include "cli/kept.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/submit.h"
#include "desk/gate.h"
#include "store/contact.h"
#include "store/seal.h"

#include <stdlib.h>
#include <unistd.h>

/* One submission on its way through the gate. */
struct gate {
	struct session *session;
	struct scan scan;
	struct scan_submission submission;
	struct form *form;
	double started;
	int uncovered_year;
};

bool submit_form(struct archive *archive, const struct form *form, struct error *err)
{
	const struct contact contact = contact_of(form);

	return contact_is_empty(&contact) || seal_ready(archive, "the form's contact data", err);
}

static bool open_form(struct gate *gate, struct error *err)
{
	const struct arguments *args = gate->session->args;

	if (!input_form(args->value[OPTION_SUBMISSION], &gate->form, err) || !submit_form(gate->session->archive, gate->form, err))
		return false;
	gate->submission.form = gate->form;
	if (gate->form == NULL && session_policy_is(gate->session, "require_form"))
		return error_set(err, ERROR_USAGE, "policy wants the developer's form: add --submission FILE");
	return gate->form == NULL || input_form_names(gate->form, args->operands, args->num_operands, true, err);
}

/* Before the archive is opened, which is made where there is none: what is not there leaves nothing behind. */
static bool open_files(struct gate *gate, struct error *err)
{
	const struct session *session = gate->session;

	for (size_t i = 0; i < gate->submission.num_files; i++) {
		const char *path = session->args->operands[i];
		int fd = input_open(path, session->read.limits.value[LIMIT_PACKAGE_SIZE], err);

		if (fd < 0)
			return false;
		gate->submission.files[i] = (struct scan_file){.file = path, .fd = fd, .incoming = {.fd = -1}};
	}
	return true;
}

static bool receive_all(struct gate *gate, struct error *err)
{
	for (size_t i = 0; i < gate->submission.num_files; i++) {
		struct scan_file *file = &gate->submission.files[i];

		file->role = input_role(gate->form, file->file);
		if (!scan_receive(&gate->scan, file, err))
			return false;
	}
	return true;
}

static void close_files(struct gate *gate)
{
	for (size_t i = 0; i < gate->submission.num_files; i++) {
		struct scan_file *file = &gate->submission.files[i];

		if (file->file != NULL && file->fd != file->incoming.fd)
			close(file->fd);
		if (file->file != NULL)
			incoming_close(&file->incoming);
	}
	scan_files_free(gate->submission.files, gate->submission.num_files);
	free(gate->submission.files);
}

static bool read_all(struct gate *gate, struct error *err)
{
	for (size_t i = 0; i < gate->submission.num_files; i++)
		if (!scan_read(&gate->scan, &gate->submission.files[i], err))
			return false;
	return true;
}

static int report(struct gate *gate, const struct scan_result *result, struct error *err)
{
	const struct report_options options = session_report_options(gate->session);
	const struct writer *writer = gate->session->writer;
	const char **names = calloc(gate->submission.num_files, sizeof *names);
	struct report report;

	if (names == NULL)
		return error_memory(err);
	report = scan_report(&gate->scan, &gate->submission, result, names);
	report.seconds = progress_clock() - gate->started;
	report.state = result->judgement->verdict == VERDICT_REJECT ? "rejected" : "received";
	if (!gate->session->is_unheard && writer->begin(&options, false, err) && writer->write(&options, &report, true, err))
		writer->end(&options, false, err);
	free(names);
	return session_exit_code(gate->session, result->judgement->verdict);
}

static int judge_keep_report(struct gate *gate, struct error *err)
{
	struct scan_result result;
	int code = EXIT_TROUBLE;

	if (!session_judge(gate->session, err))
		return EXIT_TROUBLE;
	gate->scan.judge = gate->session->judge;
	if (scan_judge(&gate->scan, &gate->submission, &result, err) &&
	    scan_keep(&gate->scan, &gate->submission, &result, err)) {
		gate->session->kept = result.number;
		code = result.was_kept ? kept_show(gate->session, result.number, -1, err) : report(gate, &result, err);
	}
	scan_result_free(&result);
	return code;
}

/* The same request again: the answer that it got. *done says that it was one. */
static int earlier_answer(struct gate *gate, bool *done, struct error *err)
{
	const struct scan_submission *submission = &gate->submission;
	struct submitted_package *packages = scan_packages(submission->files, submission->num_files, err);
	const struct submission asked = {.request_id = submission->request_id, .packages = packages, .num_packages = submission->num_files,
					 .form = gate->form};
	int64_t number = 0;

	*done = packages == NULL || !archive_request(gate->session->archive, &asked, &number, err) || number > 0;
	free(packages);
	gate->session->kept = number;
	return number > 0 ? kept_show(gate->session, number, -1, err) : EXIT_TROUBLE;
}

static int pass_gate(struct gate *gate, struct error *err)
{
	bool done = false;
	int code = EXIT_TROUBLE;

	if (!open_form(gate, err) || !receive_all(gate, err))
		return EXIT_TROUBLE;
	if (gate->submission.request_id != NULL && session_judge(gate->session, err))
		code = earlier_answer(gate, &done, err);
	if (err->code != ERROR_NONE)
		return EXIT_TROUBLE;
	if (!done)
		code = read_all(gate, err) ? judge_keep_report(gate, err) : EXIT_TROUBLE;
	return code;
}

static bool open_all(struct gate *gate, struct error *err)
{
	struct session *session = gate->session;

	return session_sandbox(session, session->jobs, err) && session_begin_judge(session, err) && open_files(gate, err) &&
	       session_archive(session, ARCHIVE_WRITE, err);
}

static int run_one(struct session *session, struct error *err)
{
	size_t num = session->args->num_operands;
	struct gate gate = {.session = session, .started = progress_clock()};
	const struct gate_duties duties = gate_duties(&gate.uncovered_year);
	int code = EXIT_TROUBLE;

	gate.submission = (struct scan_submission){.files = calloc(num, sizeof *gate.submission.files),
						   .num_files = num,
						   .request_id = session->args->value[OPTION_REQUEST_ID],
						   .submitter = session->args->value[OPTION_BY],
						   .also = &duties.base};
	if (gate.submission.files == NULL)
		error_memory(err);
	else if (open_all(&gate, err)) {
		session->read.with_sha1_md5 = session_policy_is(session, "with_sha1_md5");
		gate.scan = (struct scan){.sandbox = session->sandbox, .rules = session->rules, .archive = session->archive,
					  .read = session->read, .run = session->run, .meanwhile = session_meanwhile(session)};
		code = pass_gate(&gate, err);
		at_desk_warn_of(session, gate.uncovered_year);
	}
	if (gate.submission.files != NULL)
		close_files(&gate);
	form_free(gate.form);
	return code;
}

static int run(struct session *session, struct error *err)
{
	bool imports = session->args->value[OPTION_IMPORT] != NULL, has_files = session->args->num_operands > 0;

	if (imports == has_files)
		return error_set(err, ERROR_USAGE, "give the files of one submission, or --import LIST, see prelist submit --help") ? 0 : EXIT_TROUBLE;
	if (imports && (session->args->value[OPTION_SUBMISSION] != NULL || session->args->value[OPTION_REQUEST_ID] != NULL))
		return error_set(err, ERROR_USAGE, "--submission and --request-id stand in the list's lines") ? 0 : EXIT_TROUBLE;
	if (session->args->value[OPTION_REQUEST_ID] != NULL && *session->args->value[OPTION_REQUEST_ID] == '\0')
		return error_set(err, ERROR_USAGE, "--request-id is empty: name the request, or leave the option out") ? 0 : EXIT_TROUBLE;
	return imports ? submit_import(session, err) : run_one(session, err);
}

static const enum option_id options[] = {
	OPTION_SUBMISSION, OPTION_REQUEST_ID, OPTION_BY,      OPTION_TODAY, OPTION_RECORD, OPTION_JOBS,
	OPTION_FAIL_ON,	   OPTION_EXIT_ZERO,  OPTION_MIN_SDK, OPTION_MAX_SDK, OPTION_ALLOW_UNSANDBOXED,
	OPTION_IMPORT,	   OPTION_ERRORS,     OPTION_COUNT};

static const struct example examples[] = {
	{"prelist submit shop.apk --submission shop.json", "one package with the developer's form", "提交一个安装包及其表单"},
	{"prelist submit shop-arm64.apk shop-arm32.apk", "two builds of one version are one submission",
	 "同一版本的两个构建作为一次提交"},
	{"prelist submit shop.apk --request-id 7f3a --format json", "a retry of the same request is the same submission",
	 "重试同一请求不会重复提交"},
	{"prelist submit --import store.ndjson", "a line: {\"file\": \"a.apk\", \"state\": \"listed\", \"submitted\": \"2024-03-01\", \"by\": \"li\"}; run again it goes on",
	 "导入已上架的应用，每行一次提交；可中断后继续"},
	{NULL, NULL, NULL}};

const struct command command_submit = {
	.name = "submit",
	.en = "the gate: the files are one submission; look, judge, keep, print",
	.zh = "上架前检测：所给文件作为一次提交，检查、判定并归档",
	.operands = "FILE... | --import LIST",
	.operand_kind = OPERAND_FILE,
	.min_operands = 0,
	.max_operands = OPERANDS_MANY,
	.options = options,
	.examples = examples,
	.run = run,
};
