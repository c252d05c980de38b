/*
 * submit_import - prelist submit --import: keep what a store had listed before, in order of time.
 */
#include "cli/submit.h"

#include "bytes/text.h"
#include "cli/at_desk.h"
#include "cli/batch.h"
#include "cli/import_errors.h"
#include "cli/input.h"
#include "cli/progress.h"
#include "desk/case.h"
#include "store/decision.h"
#include "store/listing.h"

#include <stdlib.h>
#include <unistd.h>

struct importing {
	struct session *session;
	struct scan scan;
	struct desk desk;
	struct import_list list;
	const char *zone;
	struct import_step *steps;
	size_t num_steps, at; /* the next step */
	int64_t *numbers;     /* of each entry: its submission; 0: not kept */
	const char **flat;    /* the files of what is to be kept, in the order of steps */
	size_t num_flat;
	struct scan_file files[IMPORT_FILES_MAX]; /* those of the entry at hand */
	size_t num_files;
	size_t num_kept, num_there, num_failed, num_against;
	struct progress progress;
	struct error fatal;
};

static struct import_entry *entry_of(struct importing *im, size_t step)
{
	return &im->list.entries[im->steps[step].entry];
}

/* What is wrong with a line is its trouble; what is wrong with us ends the import. */
static bool spare(struct importing *im, struct import_entry *entry, const struct error *trouble)
{
	if (trouble->code != ERROR_INPUT && trouble->code != ERROR_IO && trouble->code != ERROR_CONFLICT && trouble->code != ERROR_USAGE &&
	    trouble->code != ERROR_RULES)
		return error_set(&im->fatal, trouble->code, "line %zu: %s", entry->line, trouble->text);
	if (entry->trouble == NULL)
		entry->trouble = arena_strdup(&im->list.arena, trouble->text);
	return entry->trouble != NULL || error_memory(&im->fatal);
}

static bool find_request(struct importing *im, const struct import_entry *entry, int64_t *number, struct error *err)
{
	return database_number(im->session->archive, number, 0, err, "SELECT number FROM submission WHERE request_id = ?", "s", entry->request_id);
}

/* What an earlier run kept is there; the files of the others are to be read. */
static bool plan(struct importing *im, struct error *err)
{
	size_t room = 0;

	for (size_t i = 0; i < im->list.num; i++)
		room += im->list.entries[i].num_files;
	im->numbers = arena_array(&im->list.arena, im->list.num + 1, sizeof *im->numbers);
	im->flat = arena_array(&im->list.arena, room + 1, sizeof *im->flat);
	if (im->numbers == NULL || im->flat == NULL)
		return error_memory(err);
	for (size_t i = 0; i < im->num_steps; i++) {
		const struct import_entry *entry = entry_of(im, i);
		int64_t *number = &im->numbers[im->steps[i].entry];

		if (im->steps[i].delists)
			continue;
		if (!find_request(im, entry, number, err))
			return false;
		im->num_there += *number != 0;
		for (size_t k = 0; *number == 0 && k < entry->num_files; k++)
			im->flat[im->num_flat++] = entry->files[k];
	}
	return true;
}

/* Kept with the submission or not at all. */
struct import_also {
	struct archive_also base; /* first */
	struct importing *im;
	const struct import_entry *entry;
};

/* Somebody is to look at what stands in the store and would not be let in today. */
static bool open_check(struct importing *im, const struct submission *submission, int64_t number, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	const struct fact_package *package = judge_package_row(submission->facts, judge_main_package(submission->facts));
	const char *text = "imported as listed; today's rules reject it:";
	struct case_opening opening = {.kind = CASE_MANUAL_CHECK, .submission = number, .source = "import", .parent = FACT_ABSENT,
				       .platform = package != NULL ? package->platform : NULL, .app_id = package != NULL ? package->app_id : NULL};
	int64_t check;

	for (size_t i = 0; i < submission->judgement->num_findings && text != NULL; i++)
		if (submission->judgement->findings[i].verdict == VERDICT_REJECT && strlen(text) < 800)
			text = arena_printf(&arena, "%s %s", text, submission->judgement->findings[i].rule);
	opening.text = text;
	return text != NULL ? case_open(&im->desk, &opening, &check, err) : error_memory(err);
}

/* What stands as listed of a suspended app comes by a decision, not by a list. */
static bool check_suspended(struct archive *archive, int64_t number, struct error *err)
{
	char since[DATE_TEXT_LEN];
	int64_t suspension;
	bool stands;

	if (!case_suspension(archive, number, &suspension, since, err) ||
	    !database_any(archive, &stands, err, "SELECT " LISTING_HAS("?1"), "i", number))
		return false;
	return suspension == 0 || !stands ||
	       error_set(err, ERROR_USAGE, "it cannot be listed: its app is suspended, case #%lld", (long long)suspension);
}

static bool keep_state(const struct archive_also *self, struct archive *archive, const struct submission *submission, int64_t number,
		       struct error *err)
{
	const struct import_also *also = (const struct import_also *)self;
	const struct import_entry *entry = also->entry;
	bool was_listed = import_was_listed(entry);
	struct decision decision = {.number = number, .what = "import", .by = was_listed ? NULL : entry->by, .date = was_listed ? entry->day : entry->decided,
				    .reason = was_listed || entry->reason == NULL ? "imported" : entry->reason, .rules = rules_sha256(submission->rules),
				    .verdict = verdict_name(submission->judgement->verdict)};

	if (!decision_import(archive, &decision, was_listed ? "listed" : entry->state, err))
		return false;
	if (strcmp(entry->state, "listed") != 0)
		return true;
	return check_suspended(archive, number, err) && (submission->judgement->verdict != VERDICT_REJECT ||
	       open_check(also->im, submission, number, err));
}

static bool load_form(const struct importing *im, const struct import_entry *entry, struct form **form, struct error *err)
{
	*form = NULL;
	if (entry->form_text != NULL)
		*form = form_parse(span_of_text(entry->form_text), "submission", err);
	else if (!input_form(entry->form_path, form, err))
		return false;
	return err->code == ERROR_NONE && submit_form(im->session->archive, *form, err) &&
	       (*form == NULL || input_form_names(*form, entry->files, entry->num_files, true, err));
}

static bool keep_entry(struct importing *im, size_t step, struct form *form, struct error *err)
{
	struct import_entry *entry = entry_of(im, step);
	struct import_also also = {.base = {.run = keep_state}, .im = im, .entry = entry};
	struct scan_submission submission = {.files = im->files, .num_files = im->num_files, .form = form, .request_id = entry->request_id,
					     .submitter = im->session->args->value[OPTION_BY], .time = entry->submitted, .day = entry->day, .also = &also.base};
	struct scan_result result;
	bool ok;

	for (size_t i = 0; i < im->num_files; i++)
		im->files[i].role = entry->roles[i] != NULL ? entry->roles[i] : input_role(form, im->files[i].file);
	ok = scan_judge(&im->scan, &submission, &result, err) && scan_keep(&im->scan, &submission, &result, err);
	if (ok) {
		im->numbers[im->steps[step].entry] = result.number;
		im->num_kept += !result.was_kept;
		im->num_there += result.was_kept;
		im->num_against += !result.was_kept && strcmp(entry->state, "listed") == 0 && result.judgement->verdict == VERDICT_REJECT;
	}
	scan_result_free(&result);
	return ok;
}

static bool delist(struct desk *desk, void *owner, struct error *err)
{
	return decision_import(desk->archive, owner, "delisted", err);
}

/* Not twice, and not where somebody decided something else meanwhile. */
static bool run_delisting(struct importing *im, size_t step, struct error *err)
{
	const struct import_entry *entry = entry_of(im, step);
	bool is_retired = strcmp(entry->state, "retired") == 0;
	struct decision decision = {.number = im->numbers[im->steps[step].entry], .what = is_retired ? "import-retire" : "import", .by = entry->by, .date = entry->decided,
				    .reason = entry->reason != NULL ? entry->reason : "imported"};
	bool wanted;

	if (decision.number == 0)
		return true;
	if (!database_any(im->session->archive, &wanted, err,
			  "SELECT count(*) FROM submission s WHERE number = ?1 AND state = 'listed' AND (SELECT count(*) FROM decision d WHERE"
			  " d.number = ?1) = 1",
			  "i", decision.number))
		return false;
	return !wanted || desk_keep(&im->desk, delist, &decision, err);
}

/* Steps that need no package, up to the next that does. */
static bool run_until(struct importing *im, size_t entry, struct error *err)
{
	for (; im->at < im->num_steps; im->at++) {
		const struct import_step *step = &im->steps[im->at];

		if (!step->delists && step->entry == entry)
			return true;
		if (step->delists && !run_delisting(im, im->at, err))
			return false;
		progress_show(&im->progress, im->at + 1);
	}
	return true;
}

static void release_files(struct importing *im)
{
	for (size_t i = 0; i < im->num_files; i++)
		if (im->files[i].fd >= 0)
			close(im->files[i].fd);
	scan_files_free(im->files, im->num_files);
	im->num_files = 0;
}

/* All its packages are read. */
static bool end_entry(struct importing *im, struct import_entry *entry)
{
	struct form *form = NULL;
	struct error err = {0};
	bool ok = true;

	if (!run_until(im, (size_t)(entry - im->list.entries), &im->fatal))
		return false;
	if (entry->trouble == NULL && (!load_form(im, entry, &form, &err) || !keep_entry(im, im->at, form, &err)))
		ok = spare(im, entry, &err);
	form_free(form);
	im->at++;
	progress_show(&im->progress, im->at);
	return ok;
}

/* The first step from here on whose entry is still to be kept. */
static struct import_entry *next_entry(struct importing *im)
{
	for (size_t i = im->at; i < im->num_steps; i++)
		if (!im->steps[i].delists && im->numbers[im->steps[i].entry] == 0)
			return entry_of(im, i);
	return NULL;
}

static bool take(void *owner, struct batch_item *item)
{
	struct importing *im = owner;
	struct import_entry *entry = next_entry(im);
	bool ok = true;

	if (item->err.code != ERROR_NONE)
		ok = spare(im, entry, &item->err);
	im->files[im->num_files++] = item->file;
	item->file.fd = -1;
	item->file.reading = NULL;
	if (ok && im->num_files < entry->num_files)
		return true;
	ok = ok && end_entry(im, entry);
	release_files(im);
	return ok;
}

static void answer(const struct importing *im, const char *path, struct error *err)
{
	struct session *session = im->session;
	struct json json;

	if (session->is_unheard)
		return;
	if (session_json(session, &json, "prelist-submit-import/1")) {
		json_number(&json, "lines", (int64_t)im->list.num);
		json_number(&json, "imported", (int64_t)im->num_kept);
		json_number(&json, "there_already", (int64_t)im->num_there);
		json_number(&json, "failed", (int64_t)im->num_failed);
		json_text(&json, "errors", im->num_failed > 0 ? path : NULL);
		json_number(&json, "listed_against_rules", (int64_t)im->num_against);
		json_end(&json, err);
		return;
	}
	message_print(session->output.file, session->language, MESSAGE_IMPORTED, im->num_kept, im->num_there, im->num_failed);
	if (im->num_failed > 0)
		fprintf(session->output.file, message(session->language, MESSAGE_IMPORT_ERRORS), path);
	if (im->num_against > 0)
		message_print(session->output.file, session->language, MESSAGE_IMPORT_AGAINST, im->num_against);
}

/* The list's days are those of policy's timezone; a worker holds nothing of the list. */
static bool open_rules(struct importing *im, struct error *err)
{
	if (!session_sandbox(im->session, 1, err) || !session_rules(im->session, err))
		return false;
	im->zone = rules_policy(im->session->rules, "timezone");
	return true;
}

static bool open_all(struct importing *im, struct error *err)
{
	struct session *session = im->session;

	if (!session_judge(session, err) || !session_archive(session, ARCHIVE_WRITE, err) ||
	    !desk_open(&im->desk, session->archive, session->rules, session->today, session->args->value[OPTION_BY], err))
		return false;
	session->read.with_sha1_md5 = session_policy_is(session, "with_sha1_md5");
	im->scan = (struct scan){.sandbox = session->sandbox, .rules = session->rules, .judge = session->judge, .archive = session->archive,
				 .receives = true, .read = session->read, .run = session->run};
	return true;
}

static bool run_steps(struct importing *im, struct error *err)
{
	const struct batch_taker taker = {.owner = im, .take = take};
	bool ok = batch_run(&im->scan, im->flat, im->num_flat, im->session->jobs, &taker, &im->fatal);

	ok = ok && im->fatal.code == ERROR_NONE && run_until(im, SIZE_MAX, &im->fatal);
	progress_end(&im->progress);
	return ok || error_set(err, im->fatal.code, "%.*s; run it again to go on", text_cut_len(im->fatal.text, 460), im->fatal.text);
}

/* Of what the list names; that nothing of it is replaced by errors is seen by what these look like. */
static bool check_output(const struct importing *im, struct error *err)
{
	for (size_t i = 0; i < im->list.num; i++) {
		const struct import_entry *entry = &im->list.entries[i];
		const char *const form[] = {entry->form_path};

		if (!session_spares(im->session, form, form[0] != NULL, err) || !session_spares(im->session, entry->files, entry->num_files, err))
			return false;
	}
	return true;
}

static bool import_all(struct importing *im, struct error *err)
{
	if (!check_output(im, err))
		return false;
	im->steps = import_steps(&im->list, im->zone, &im->num_steps, err);
	if (im->steps == NULL || !open_all(im, err) || !plan(im, err))
		return false;
	im->progress = progress_begin(im->session->language, "import", im->num_steps, im->session->quiet);
	return run_steps(im, err);
}

int submit_import(struct session *session, struct error *err)
{
	struct importing *im = calloc(1, sizeof *im);
	struct error ignored = {0};
	char path[IMPORT_PATH_LEN];
	int code = EXIT_TROUBLE;

	if (im == NULL)
		return error_memory(err) ? 0 : EXIT_TROUBLE;
	im->session = session;
	if (import_errors_path(session, path, err) && open_rules(im, err) && import_list_read(&im->list, session->args->value[OPTION_IMPORT], im->zone, err)) {
		bool ok = import_all(im, err);

		if (import_errors_write(&im->list, path, &im->num_failed, ok ? err : &ignored) && ok) {
			answer(im, path, err);
			at_desk_warn(session, &im->desk);
			code = im->num_failed > 0 || im->num_against > 0 ? 3 : 0;
		}
	}
	import_list_free(&im->list);
	free(im);
	return session->args->value[OPTION_EXIT_ZERO] != NULL && code == 3 ? 0 : code;
}
