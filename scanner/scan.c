#include "scan.h"

#include "judge/base_asked.h"
#include "judge/form_policy.h"
#include "sandbox/ask.h"
#include "store/external.h"
#include "store/policy_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define KEEP_TRIES 256 /* each time somebody else was kept */

/* What splits take of their base's table is not in its reading. */
static bool ask(const struct scan *scan, const struct scan_submission *submission, const struct submitted_package *packages, struct error *err)
{
	uint32_t ids[FORMAT_ASKED_MAX];
	size_t base = 0, num_ids = judge_asked(packages, submission->num_files, &base, ids, FORMAT_ASKED_MAX);
	struct scan_file *file = &submission->files[base];

	return num_ids == 0 || sandbox_ask(scan->sandbox, file->fd, &scan->read, ids, num_ids, file->reading, err);
}

struct reading *scan_assemble(const struct scan *scan, const struct scan_submission *submission, struct error *err)
{
	struct submitted_package *packages = scan_packages(submission->files, submission->num_files, err);
	struct reading *facts = NULL;

	if (packages != NULL && ask(scan, submission, packages, err))
		facts = judge_assemble(scan->rules, packages, submission->num_files, submission->form, &scan->run, err);
	free(packages);
	if (facts == NULL || scan->archive == NULL || external_load(scan->archive, facts, err))
		return facts;
	reading_free(facts);
	return NULL;
}

static void name_previous(struct scan_result *result)
{
	const struct reading *previous = result->snapshot.history.previous;
	const struct fact_package *package;

	if (previous == NULL)
		return;
	package = judge_package_row(previous, judge_main_package(previous));
	if (package != NULL && package->version_code != FACT_ABSENT)
		snprintf(result->previous_version, sizeof result->previous_version, "%" PRId64, package->version_code);
}

static bool take_snapshot(const struct scan *scan, const struct scan_submission *submission, struct scan_result *result, struct error *err)
{
	if (scan->archive == NULL)
		return true;
	snapshot_free(&result->snapshot);
	result->snapshot = (struct snapshot){0};
	if (!archive_snapshot(scan->archive, result->facts, submission->time, submission->day, &result->snapshot, err))
		return false;
	name_previous(result);
	return true;
}

/* Against today's head of the app and today's blacklist. */
static bool judge_now(const struct scan *scan, const struct scan_submission *submission, struct scan_result *result, struct error *err)
{
	const struct judge_history *history = scan->archive != NULL ? &result->snapshot.history.judge : submission->history;
	struct blacklist_source *blacklist = scan->archive != NULL ? result->snapshot.blacklist : NULL;

	judgement_free(result->judgement);
	result->judgement = judge_submission(scan->judge, result->facts, history, blacklist, &scan->run, err);
	return result->judgement != NULL;
}

/* A policy that the form names by its hash, of the app that was read. */
static bool take_policy(const struct scan *scan, const struct scan_submission *submission, struct error *err)
{
	return submission->form == NULL || scan->archive == NULL ||
	       policy_text_given(scan->archive, submission->form, judge_package_row(submission->files[0].reading, 0), err);
}

bool scan_judge(const struct scan *scan, const struct scan_submission *submission, struct scan_result *result,
		struct error *err)
{
	*result = (struct scan_result){0};
	if (!form_explains_rules(submission->form, scan->rules, err) || !take_policy(scan, submission, err))
		return false;
	result->facts = scan_assemble(scan, submission, err);
	return result->facts != NULL && take_snapshot(scan, submission, result, err) && judge_now(scan, submission, result, err);
}

static enum keep_outcome keep_once(const struct scan *scan, const struct scan_submission *submission,
				   const struct submitted_package *packages, struct scan_result *result, struct error *err)
{
	struct submission kept = {.packages = packages,
				  .num_packages = submission->num_files,
				  .form = submission->form,
				  .facts = result->facts,
				  .judgement = result->judgement,
				  .rules = scan->rules,
				  .run = &scan->run,
				  .request_id = submission->request_id,
				  .by = submission->submitter,
				  .time = submission->time,
				  .day = submission->day,
				  .also = submission->also};

	return archive_keep(scan->archive, &kept, &result->snapshot, &result->number, err);
}

static bool keep_or_judge_again(const struct scan *scan, const struct scan_submission *submission,
				const struct submitted_package *packages, struct scan_result *result, struct error *err)
{
	enum keep_outcome outcome = keep_once(scan, submission, packages, result, err);
	int turn = outcome == KEEP_AGAIN ? archive_turn(scan->archive) : -1;

	for (int i = 1; outcome == KEEP_AGAIN && i < KEEP_TRIES; i++)
		outcome = take_snapshot(scan, submission, result, err) && judge_now(scan, submission, result, err)
				  ? keep_once(scan, submission, packages, result, err)
				  : KEEP_ERROR;
	if (turn >= 0)
		close(turn);
	result->was_kept = outcome == KEPT_EARLIER;
	if (outcome == KEEP_AGAIN)
		error_set(err, ERROR_CONFLICT, "the app or the blacklist changed %d times meanwhile; submit again", KEEP_TRIES);
	return outcome == KEPT || outcome == KEPT_EARLIER;
}

bool scan_keep(const struct scan *scan, const struct scan_submission *submission, struct scan_result *result,
	       struct error *err)
{
	struct submitted_package *packages = NULL;
	bool ok;

	if (submission->form != NULL && form_policy_wanted(submission->form) != NULL)
		return error_set(err, ERROR_INPUT, "the archive has no privacy policy of this developer with the sha256 of the form; give its text");
	packages = scan_packages(submission->files, submission->num_files, err);
	ok = packages != NULL && keep_or_judge_again(scan, submission, packages, result, err);

	free(packages);
	return ok;
}

struct report scan_report(const struct scan *scan, const struct scan_submission *submission,
			  const struct scan_result *result, const char **file_names)
{
	int64_t main_package = judge_main_package(result->facts);
	struct report report = {.files = file_names,
				.num_files = submission->num_files,
				.rules = scan->rules,
				.facts = result->facts,
				.judgement = result->judgement,
				.run = &scan->run,
				.submission = result->number,
				.time = time(NULL),
				.seconds = -1,
				.size_limit = scan->read.limits.value[LIMIT_REPORT_SIZE]};

	for (size_t i = 0; i < submission->num_files; i++)
		file_names[i] = submission->files[i].file;
	report.file = file_names[main_package > 0 && (size_t)main_package < submission->num_files ? main_package : 0];
	report.previous_version = result->previous_version[0] != '\0' ? result->previous_version : NULL;
	report.previous_number = result->snapshot.history.number;
	return report;
}

void scan_result_free(struct scan_result *result)
{
	reading_free(result->facts);
	judgement_free(result->judgement);
	snapshot_free(&result->snapshot);
	*result = (struct scan_result){0};
}
