/*
 * disclose - prelist disclose: the public page of a version.
 */
#include "scan.h"

#include "cli/input.h"
#include "cli/kept.h"
#include "cli/side.h"
#include "report/sheet.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* It is for the public, not for who sits at the terminal, and so does not go by what that speaks; --lang says otherwise. */
static struct report_options page_options(const struct session *session)
{
	struct report_options options = session_report_options(session);

	options.language = session->args->value[OPTION_LANG] != NULL ? session->language : LANGUAGE_ZH;
	return options;
}

/* What asks for nothing and what was not read must not look the same to the public. */
static bool check_known(const struct session *session, const struct sheet *sheet, struct error *err)
{
	return sheet->is_known ||
	       error_set(err, ERROR_INPUT, "%s: no manifest could be read: what the app asks for is not known, and no page is made of it",
			 session->args->operands[0]);
}

/* The law wants the operator's licence on the page; a page without it is made, for a preview, and it is said. */
static void check_operator(const struct session *session)
{
	if (sheet_operator(session->rules, "name") == NULL || sheet_operator(session->rules, "licence") == NULL)
		session_warn(session->language, "the page lacks the operator's name or licence: policy.json, operator.name and operator.licence");
}

static bool print(struct session *session, const struct sheet_source *source, struct error *err)
{
	const struct report_options options = page_options(session);
	struct sheet sheet;
	bool ok = sheet_make(&sheet, source, err) && check_known(session, &sheet, err) &&
		  (session->is_unheard || session->writer->disclose(&options, &sheet, err));

	sheet_free(&sheet);
	if (ok && !session->quiet)
		check_operator(session);
	return ok;
}

static bool read_file(const struct session *session, const struct scan *scan, const char *path, const struct form *form, struct scan_file *file, struct error *err)
{
	*file = (struct scan_file){.file = path, .role = input_role(form, path)};
	file->fd = input_open(path, session->read.limits.value[LIMIT_PACKAGE_SIZE], err);
	return file->fd >= 0 && scan_read(scan, file, err);
}

/* The files together are one submission; nothing is kept and nothing is judged. */
static bool disclose_files(struct session *session, struct scan_file *files, struct form *form, struct error *err)
{
	const struct scan scan = {.sandbox = session->sandbox, .rules = session->rules, .read = session->read, .run = session->run};
	const struct scan_submission submission = {.files = files, .num_files = session->args->num_operands, .form = form};
	const struct arguments *args = session->args;
	READING_CLEANUP struct reading *facts = NULL;

	if (form != NULL && !input_form_names(form, args->operands, args->num_operands, true, err))
		return false;
	for (size_t i = 0; i < args->num_operands; i++)
		if (!read_file(session, &scan, args->operands[i], form, &files[i], err))
			return false;
	facts = scan_assemble(&scan, &submission, err);
	return facts != NULL &&
	       print(session, &(struct sheet_source){.facts = facts, .rules = session->rules, .made_on = session->today}, err);
}

static bool from_files(struct session *session, struct error *err)
{
	size_t num = session->args->num_operands;
	struct scan_file *files = calloc(num, sizeof *files);
	struct form *form = NULL;
	bool ok = false;

	if (files == NULL)
		error_memory(err);
	else if (session_sandbox(session, session->jobs, err) && session_rules(session, err) &&
		 input_form(session->args->value[OPTION_SUBMISSION], &form, err))
		ok = disclose_files(session, files, form, err);
	if (files != NULL) {
		scan_files_close(files, num);
		scan_files_free(files, num);
	}
	form_free(form);
	free(files);
	return ok;
}

static bool kept_name(struct session *session, const char *name, int64_t *number, struct error *err)
{
	struct target target;

	if (!target_parse(name, &target, err))
		return false;
	return target.has_version ? kept_number(session, name, number, err) : kept_listed_number(session, name, number, err);
}

/* As it was submitted. */
static bool from_archive(struct session *session, struct error *err)
{
	READING_CLEANUP struct reading *facts = NULL;
	struct kept_offer offer;
	int64_t number;

	if (session->args->num_operands > 1)
		return error_set(err, ERROR_INPUT, "%s is no file; a page is of one APP@VERSION, or of the files of one submission",
				 session->args->operands[0]);
	if (session->args->value[OPTION_SUBMISSION] != NULL)
		return error_set(err, ERROR_USAGE, "--submission goes with files; what is kept has its own form");
	if (!session_existing_archive(session, err) || !session_rules(session, err) ||
	    !kept_name(session, session->args->operands[0], &number, err) || !kept_offer(session, number, &offer, err))
		return false;
	if (strcmp(offer.state, "listed") == 0 && !kept_warn_suspended(session, number, err))
		return false;
	facts = kept_facts(session, number, err);
	return facts != NULL &&
	       print(session,
		     &(struct sheet_source){.facts = facts,
					    .rules = session->rules,
					    .submission = number,
					    .state = offer.state,
					    .suspended = offer.suspended[0] != '\0' ? offer.suspended : NULL,
					    .listed_on = offer.listed_on[0] != '\0' ? offer.listed_on : NULL,
					    .made_on = session->today},
		     err);
}

static int run(struct session *session, struct error *err)
{
	bool ok = side_is_file(session->args->operands[0]) ? from_files(session, err) : from_archive(session, err);

	return ok ? 0 : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_SUBMISSION, OPTION_TODAY, OPTION_ALLOW_UNSANDBOXED, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist disclose com.example.shop --format html -o shop.html", "the page of the listed version", "已上架版本的公示页"},
	{"prelist disclose com.example.shop@321 --lang en", "of a version, in English", "某版本的英文公示"},
	{"prelist disclose shop.apk --submission shop.json", "before it is submitted", "提交前预览"},
	{NULL, NULL, NULL}};

const struct command command_disclose = {
	.name = "disclose",
	.en = "the public page: permissions and what each is for, developer, operator, SDKs, signature; in Chinese, unless --lang is given",
	.zh = "公示页：权限及其用途、开发者、运营者、第三方 SDK 与签名；未给出 --lang 时为中文",
	.operands = "APP[@VERSION] | FILE...",
	.operand_kind = OPERAND_FILE,
	.min_operands = 1,
	.max_operands = OPERANDS_MANY,
	.options = options,
	.examples = examples,
	.makes_pages = true,
	.is_dated = true,
	.run = run,
};
