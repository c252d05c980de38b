/*
 * kept_judgement - kept submissions shown and judged again.
 */
#include "cli/kept.h"

#include "bytes/date.h"
#include "bytes/text.h"
#include "cli/kept_standing.h"
#include "cli/side.h"
#include "scan.h"
#include "store/external.h"
#include "store/finding_row.h"
#include "store/judged_facts.h"
#include "store/policy_text.h"
#include "store/reading_digest.h"
#include "store/renewed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>


/* What a report needs besides rules. */
struct kept_report {
	struct arena arena;
	struct reading *facts, *previous;
	struct judgement *judgement;
	struct judge_run run;
	const char *state, *pruned;
	struct shown_files files;
	int64_t time, previous_number;
	char previous_version[24];
	struct kept_standing standing;
	struct kept_offer offer;
};

static const char *copy(struct kept_report *kept, const char *text)
{
	return arena_copy(&kept->arena, text);
}

static bool load_row(struct session *session, int64_t number, struct kept_report *kept, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err,
		"SELECT state, date, min_sdk, max_sdk, verdict, complete, code_visible, truncated, previous, time, (SELECT max(u.date) FROM"
		" submission_package m JOIN pruned u ON u.sha256 = m.sha256 WHERE m.number = s.number) FROM submission s WHERE number = ?", "i",
		number);

	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_USAGE, "the archive has no submission #%" PRId64, number);
	kept->state = copy(kept, database_text(row, 0));
	kept->run = (struct judge_run){.today = copy(kept, database_text(row, 1)),
				       .min_sdk = database_integer(row, 2),
				       .max_sdk = database_integer(row, 3)};
	kept->judgement->verdict = verdict_parse(database_text(row, 4));
	kept->judgement->complete = sqlite3_column_int(row, 5) != 0;
	kept->judgement->code_visible = sqlite3_column_int(row, 6) != 0;
	kept->judgement->truncated = sqlite3_column_int(row, 7) != 0;
	kept->previous_number = sqlite3_column_int64(row, 8);
	kept->pruned = copy(kept, database_text(row, 10));
	return time_parse(database_text(row, 9), &kept->time) || error_set(err, ERROR_ARCHIVE, "submission #%" PRId64 " has no time", number);
}

/* "a,b" to a NULL-terminated list. */
static const char **split_basis(struct kept_report *kept, const char *text)
{
	const char **list = arena_array(&kept->arena, text == NULL ? 1 : strlen(text) + 2, sizeof *list);

	for (size_t num = 0; list != NULL && text != NULL && *text != '\0'; num++)
		list[num] = arena_text(&kept->arena, text_next_word(&text, ','));
	return list;
}

static bool load_findings(struct session *session, int64_t number, struct kept_report *kept, struct error *err)
{
	struct judgement *judgement = kept->judgement;
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int64_t num;
	int status;

	if (!database_number(session->archive, &num, 0, err, "SELECT count(*) FROM finding WHERE number = ?", "i", number))
		return false;
	judgement->findings = arena_array(&judgement->arena, (size_t)num + 1, sizeof *judgement->findings);
	row = database_prepare(session->archive, err,
			       "SELECT " FINDING_COLUMNS ", class, basis, waived, waiver FROM finding WHERE number = ? ORDER BY position",
			       "i", number);
	if (judgement->findings == NULL)
		return error_memory(err);
	while ((status = database_step(session->archive, row, err)) == SQLITE_ROW && judgement->num_findings < (size_t)num) {
		struct finding *finding = &judgement->findings[judgement->num_findings++], found = finding_row(row, 0);

		*finding = finding_row_copy(&kept->arena, &found);
		finding->class = copy(kept, database_text(row, 9));
		finding->basis = split_basis(kept, database_text(row, 10));
		finding->waived = database_text(row, 11) == NULL ? VERDICT_NONE : verdict_parse(database_text(row, 11));
		finding->waiver = copy(kept, database_text(row, 12));
	}
	return status != SQLITE_ERROR;
}

static bool load_changes(struct session *session, struct kept_report *kept, struct error *err)
{
	const struct fact_package *package;

	if (kept->previous_number == 0)
		return true;
	kept->previous = kept_facts(session, kept->previous_number, err);
	if (kept->previous == NULL)
		return false;
	package = judge_package_row(kept->previous, judge_main_package(kept->previous));
	if (package != NULL && package->version_code != FACT_ABSENT)
		snprintf(kept->previous_version, sizeof kept->previous_version, "%" PRId64, package->version_code);
	return fact_diff(kept->previous, kept->facts, &kept->judgement->arena, &kept->judgement->changes, &kept->judgement->num_changes, err);
}

static bool load(struct session *session, int64_t number, struct kept_report *kept, struct error *err)
{
	*kept = (struct kept_report){.arena = arena_new((size_t)256 * 1024 * 1024), .judgement = calloc(1, sizeof *kept->judgement)};
	if (kept->judgement == NULL)
		return error_memory(err);
	kept->judgement->arena = arena_new((size_t)256 * 1024 * 1024);
	if (!load_row(session, number, kept, err))
		return false;
	kept->facts = kept_facts(session, number, err);
	return kept->facts != NULL && load_findings(session, number, kept, err) && kept_files(session, number, &kept->arena, &kept->files, err) &&
	       load_changes(session, kept, err) && arena_ok(&kept->arena, err);
}

static void release(struct kept_report *kept)
{
	judgement_free(kept->judgement);
	reading_free(kept->facts);
	reading_free(kept->previous);
	arena_free(&kept->arena);
}

static bool print(struct session *session, int64_t number, const struct kept_report *kept, struct error *err)
{
	struct report_options options = session_report_options(session);
	int64_t main_package = judge_main_package(kept->facts);
	struct report report = {.file = kept->files.num > (size_t)main_package ? kept->files.names[main_package] : "",
				.files = kept->files.names,
				.num_files = kept->files.num,
				.rules = session->rules,
				.facts = kept->facts,
				.judgement = kept->judgement,
				.run = &kept->run,
				.submission = number,
				.state = kept->state,
				.suspended = kept->offer.suspension != 0 ? kept->offer.suspended : NULL,
				.pruned = kept->pruned,
				.today = kept->standing.is_graver ? &kept->standing.today : NULL,
				.decisions = kept->standing.decisions,
				.num_decisions = kept->standing.num_decisions,
				.time = kept->time,
				.seconds = -1,
				.size_limit = rules_limits(session->rules).value[LIMIT_REPORT_SIZE],
				.previous_version = *kept->previous_version == '\0' ? NULL : kept->previous_version,
				.previous_number = kept->previous_number};

	return session->writer->begin(&options, false, err) && session->writer->write(&options, &report, true, err) &&
	       session->writer->end(&options, false, err);
}

/* Leaves what is of one package; findings and changes are of the submission, for rules look at all that came together. */
static bool pick(struct kept_report *kept, int64_t number, int64_t package, struct error *err)
{
	char name[32];

	snprintf(name, sizeof name, "#%" PRId64, number);
	return side_pick(kept->facts, name, package, err);
}

static bool stand(struct session *session, int64_t number, struct kept_report *kept, struct error *err)
{
	return kept_offer(session, number, &kept->offer, err) && kept_standing(session, number, kept->state, kept->judgement->verdict, &kept->arena, &kept->standing, err);
}

int kept_show(struct session *session, int64_t number, int64_t package, struct error *err)
{
	struct kept_report kept;
	bool ok = load(session, number, &kept, err) && pick(&kept, number, package, err) &&
		  stand(session, number, &kept, err) && print(session, number, &kept, err);
	int code = ok ? session_exit_code(session, kept.judgement->verdict) : EXIT_TROUBLE;

	release(&kept);
	return code;
}

static bool load_readings(struct session *session, int64_t number, struct submitted_package **packages, size_t *num,
			  struct arena *arena, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err,
		"SELECT p.role, p.file, " READING_LOGGED " FROM submission_package p JOIN package k ON k.sha256 = p.sha256 WHERE p.number = ? ORDER BY p.position",
		"i", number);
	int64_t count;
	int status;

	*num = 0;
	if (!database_number(session->archive, &count, 0, err, "SELECT count(*) FROM submission_package WHERE number = ?", "i", number))
		return false;
	*packages = arena_array(arena, (size_t)count + 1, sizeof **packages);
	if (*packages == NULL)
		return error_memory(err);
	while ((status = database_step(session->archive, row, err)) == SQLITE_ROW && *num < (size_t)count) {
		struct submitted_package *package = &(*packages)[*num];

		package->reading = reading_logged(row, 2, UINT64_MAX, err);
		if (package->reading == NULL)
			return false;
		package->role = arena_copy(arena, database_text(row, 0));
		package->file = arena_copy(arena, database_text(row, 1));
		++*num;
	}
	return status != SQLITE_ERROR && arena_ok(arena, err);
}

static bool load_form(struct session *session, int64_t number, struct form **form, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(session->archive, err, "SELECT form FROM submission WHERE number = ?", "i", number);
	bool missing;

	*form = NULL;
	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_USAGE, "the archive has no submission #%" PRId64, number);
	if (database_text(row, 0) == NULL)
		return true;
	*form = form_parse(span_of_text(database_text(row, 0)), "the kept form", err);
	return *form != NULL && policy_text_restore(session->archive, *form, &missing, err) &&
	       renewed_form(session->archive, session->rules, *form, number, session->run.today, err);
}

static struct reading *assemble(struct session *session, int64_t number, const struct judge_run *run, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)16 * 1024 * 1024);
	struct submitted_package *packages = NULL;
	struct reading *facts = NULL;
	struct form *form = NULL;
	size_t num = 0;

	if (load_readings(session, number, &packages, &num, &arena, err) && load_form(session, number, &form, err))
		facts = judge_assemble(session->rules, packages, num, form, run, err);
	for (size_t i = 0; i < num; i++)
		reading_free((struct reading *)packages[i].reading);
	form_free(form);
	return facts;
}

/* A submission that is judged again: for which Android versions, and whether it is or was listed. */
struct again {
	struct judge_run run; /* patrol: it is listed */
	bool is_delisted;
};

static bool load_again(struct session *session, int64_t number, struct again *again, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err, "SELECT state = 'listed', state = 'delisted', min_sdk, max_sdk FROM submission WHERE number = ?", "i", number);

	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_USAGE, "the archive has no submission #%" PRId64, number);
	again->run = session->run;
	again->run.patrol = sqlite3_column_int(row, 0) != 0;
	again->is_delisted = sqlite3_column_int(row, 1) != 0;
	judge_run_as_kept(&again->run, database_integer(row, 2), database_integer(row, 3));
	return true;
}

/*
 * What is listed is not offered anew: it is judged as by a patrol, beside what was listed when it came; so is what was delisted,
 * unless it is to be listed again.
 */
static bool choose_history(struct session *session, int64_t number, const struct again *again, bool is_offered, struct kept_judged *judged,
			   struct error *err)
{
	struct history *history = &judged->snapshot.history;
	bool is_past = again->run.patrol || (!is_offered && again->is_delisted);

	if (is_past) {
		history_free(history);
		if (!history_then(session->archive, number, judged->facts, NULL, history, err))
			return false;
	}
	history_leave_out(history, number);
	return true;
}

bool kept_judge(struct session *session, int64_t number, bool is_offered, struct kept_judged *judged, struct error *err)
{
	struct again again;

	*judged = (struct kept_judged){0};
	if (!load_again(session, number, &again, err))
		return false;
	judged->facts = assemble(session, number, &again.run, err);
	if (judged->facts == NULL || !external_load_kept(session->archive, number, judged->facts, err) ||
	    !archive_snapshot(session->archive, judged->facts, NULL, NULL, &judged->snapshot, err) ||
	    !choose_history(session, number, &again, is_offered, judged, err))
		return false;
	judged->judgement = judge_submission(session->judge, judged->facts, &judged->snapshot.history.judge, judged->snapshot.blacklist, &again.run, err);
	return judged->judgement != NULL;
}

const struct judgement *kept_judge_or_warn(struct session *session, int64_t number, struct kept_judged *judged)
{
	struct error why = {0};

	*judged = (struct kept_judged){0};
	if (session_judge(session, &why) && kept_judge(session, number, false, judged, &why))
		return judged->judgement;
	session_warn(session->language, "submission #%" PRId64 " could not be judged: %s", number, why.text);
	return NULL;
}

void kept_judged_free(struct kept_judged *judged)
{
	judgement_free(judged->judgement);
	snapshot_free(&judged->snapshot);
	reading_free(judged->facts);
	*judged = (struct kept_judged){0};
}
