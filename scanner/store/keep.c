/*
 * keep - one submission into the archive: packages durable first, then all rows, postings and the event in one
 * transaction, then the answer.
 */
#include "bytes/date.h"
#include "store/blacklist_table.h"
#include "store/blob.h"
#include "store/decision.h"
#include "store/finding_row.h"
#include "store/judged_facts.h"
#include "store/listing.h"
#include "store/logged.h"
#include "store/package_file.h"
#include "store/person.h"
#include "store/policy_text.h"
#include "store/posting.h"
#include "store/pruned.h"
#include "store/reading_digest.h"
#include "store/register.h"
#include "store/request.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define BLOB_MAX ((size_t)1024 * 1024 * 1024)
#define TURN_PAUSE 2000000L /* nanoseconds */
#define TURN_PAUSES 2500

static bool app_head(struct archive *archive, const char *platform, const char *app_id, int64_t *head, struct error *err)
{
	return database_number(archive, head, 0, err, "SELECT head FROM app WHERE platform = ? AND app_id = ?", "ss", platform, app_id);
}

static const char *platform_of(const struct reading *facts)
{
	const struct fact_package *package = judge_package_row(facts, judge_main_package(facts));

	return package != NULL && package->platform != NULL ? package->platform : "unknown";
}

static const char *app_of(const struct reading *facts)
{
	const struct fact_package *package = judge_package_row(facts, judge_main_package(facts));

	return package != NULL && package->app_id != NULL ? package->app_id : "";
}

bool archive_snapshot(struct archive *archive, const struct reading *facts, const char *time, const char *day, struct snapshot *snapshot,
		      struct error *err)
{
	*snapshot = (struct snapshot){.blacklist = &archive->blacklist};
	return app_head(archive, platform_of(facts), app_of(facts), &snapshot->head, err) &&
	       blacklist_table_generation(archive, &snapshot->blacklist_generation, err) &&
	       history_now(archive, facts, time, day, &snapshot->history, err);
}

void snapshot_free(struct snapshot *snapshot)
{
	history_free(&snapshot->history);
	*snapshot = (struct snapshot){0};
}

/* Of a base more may have been asked, for other splits, than when it was kept. */
static bool was_asked_more(struct archive *archive, const struct incoming *incoming, const struct reading *reading, bool *more, struct error *err)
{
	READING_CLEANUP struct reading *kept = NULL;

	*more = false;
	if (reading_num(reading, split_value) == 0 || reading_num(reading, package) == 0 || reading_rows(reading, package)[0]->split != NULL)
		return true;
	if (!archive_reading(archive, incoming->sha256, &kept, err))
		return false;
	*more = kept != NULL && reading_num(kept, split_value) < reading_num(reading, split_value);
	return true;
}

/* Whether what stands there, of readers as new, is it. */
static bool is_kept(struct archive *archive, const char *sha256, const struct span *blob, int readers, bool *same, struct error *err)
{
	return database_any(archive, same, err, "SELECT readers = ? AND reading = ? FROM package WHERE sha256 = ?", "ibs", (int64_t)readers, blob, sha256);
}

/* What stands there is not what was logged, or of older readers, or was asked less: then this one takes its place. */
static bool replace_reading(struct archive *archive, const struct incoming *incoming, const struct reading *reading, const struct span *bytes,
			    int64_t readers, bool *is_replaced, struct error *err)
{
	bool was_changed, more;
	enum reading_why why;

	if (!reading_digest_changed(archive, incoming->sha256, &was_changed, err) || !was_asked_more(archive, incoming, reading, &more, err))
		return false;
	*is_replaced = was_changed || readers < reading->readers || (readers == reading->readers && more);
	why = was_changed ? READING_CHANGED : readers < reading->readers ? READING_NEWER : READING_ASKED;
	return !*is_replaced || (judged_facts_replace(archive, incoming->sha256, bytes, reading->readers, err) &&
				 reading_digest_log(archive, incoming->sha256, NULL, why, err));
}

/* kept: the reading, when it is the one that is kept; somebody else's may differ, by limits or by newer readers. */
static bool keep_reading(struct archive *archive, const struct incoming *incoming, const struct reading *reading,
			 const struct reading **kept, struct error *err)
{
	BUF_CLEANUP struct buf blob = buf_new(BLOB_MAX);
	struct span bytes;
	int64_t readers;
	bool ok, is_kept_now = true;

	if (!blob_make(reading, &blob, err) ||
	    !database_number(archive, &readers, FACT_ABSENT, err, "SELECT readers FROM package WHERE sha256 = ?", "s", incoming->sha256))
		return false;
	bytes = buf_span(&blob);
	if (readers == FACT_ABSENT)
		ok = database_run(archive, err, "INSERT INTO package VALUES (?, ?, ?, ?)", "siib", incoming->sha256, (int64_t)incoming->size,
				  (int64_t)reading->readers, &bytes) &&
		     package_file_stays(archive->dir_fd, incoming, err);
	else
		ok = is_kept(archive, incoming->sha256, &bytes, reading->readers, &is_kept_now, err) &&
		     (is_kept_now || replace_reading(archive, incoming, reading, &bytes, readers, &is_kept_now, err));
	*kept = ok && is_kept_now ? reading : NULL;
	return ok;
}

static bool keep_readings(struct archive *archive, const struct submission *submission, const struct reading **kept, struct error *err)
{
	for (size_t i = 0; i < submission->num_packages; i++)
		if (!keep_reading(archive, submission->packages[i].incoming, submission->packages[i].reading, &kept[i], err) ||
		    !pruned_return(archive, submission->packages[i].incoming, err))
			return false;
	return true;
}

static bool keep_findings(struct archive *archive, const struct judgement *judgement, int64_t number, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);

	for (size_t i = 0; i < judgement->num_findings; i++) {
		const struct finding *f = &judgement->findings[i];

		if (!database_run(archive, err, "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iisssssssssssss", number,
				  (int64_t)i, f->key, f->rule, verdict_name(f->verdict), f->title, f->title_zh, f->subject, f->detail, f->path,
				  f->class, finding_row_basis(&arena, f), f->waived == VERDICT_NONE ? NULL : verdict_name(f->waived), f->waiver, f->packages))
			return false;
	}
	return true;
}

/* What the clock said was later, when it was ahead, came before. */
static bool keep_order(struct archive *archive, const char *now, struct error *err)
{
	if (!database_run(archive, err, "UPDATE submission SET came = ?1 WHERE came > ?1", "s", now))
		return false;
	return sqlite3_changes(archive->db) == 0 || listing_settle_all(archive, err);
}

static bool keep_row(struct archive *archive, const struct submission *submission, const struct reading *const *readings, int64_t previous,
		     int64_t *number, struct error *err)
{
	BUF_CLEANUP struct buf blob = buf_new(BLOB_MAX);
	const struct fact_package *package = judge_package_row(submission->facts, judge_main_package(submission->facts));
	const struct judgement *judgement = submission->judgement;
	const char *state = judgement->verdict == VERDICT_REJECT ? "rejected" : "received";
	char now[TIME_TEXT_LEN];
	struct span facts;

	time_format((int64_t)time(NULL), now);
	if (!judged_facts_make(submission->facts, readings, submission->num_packages, &blob, err))
		return false;
	facts = buf_span(&blob);
	if (!database_run(archive, err,
			  "INSERT INTO submission (request_id, time, platform, app_id, version_code, version_name, label, verdict, complete,"
			  " code_visible, truncated, state, date, min_sdk, max_sdk, rules, form, facts, previous, person, came) VALUES"
			  " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
			  " ?19, (SELECT id FROM person WHERE name = ?20), ?2)",
			  "ssssisssiiissiissbis", submission->request_id, submission->time != NULL ? submission->time : now, platform_of(submission->facts), app_of(submission->facts),
			  package == NULL ? FACT_ABSENT : package->version_code, package == NULL ? NULL : package->version_name,
			  package == NULL ? NULL : package->label, verdict_name(judgement->verdict), (int64_t)judgement->complete,
			  (int64_t)judgement->code_visible, (int64_t)judgement->truncated, state, submission->run->today,
			  submission->run->min_sdk, submission->run->max_sdk, rules_sha256(submission->rules),
			  submission->form == NULL ? NULL : submission->form->json, &facts,
			  previous == 0 ? FACT_ABSENT : previous, submission->by))
		return false;
	*number = sqlite3_last_insert_rowid(archive->db);
	return submission->time != NULL || keep_order(archive, now, err);
}

static bool keep_packages(struct archive *archive, const struct submission *submission, int64_t number, struct error *err)
{
	for (size_t i = 0; i < submission->num_packages; i++) {
		const struct fact_package *row = judge_package_row(submission->facts, (int64_t)i);
		char reading[65];

		if (!reading_digest_of(archive, submission->packages[i].incoming->sha256, reading, err) ||
		    !database_run(archive, err, "INSERT INTO submission_package VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "iisssiss", number, (int64_t)i,
				  submission->packages[i].incoming->sha256, row == NULL ? NULL : row->role, submission->packages[i].file,
				  row == NULL ? FACT_ABSENT : row->version_code, reading, listing_device(submission->facts, (int64_t)i)))
			return false;
	}
	return true;
}

static bool keep_postings(struct archive *archive, const struct submission *submission, int64_t number, struct error *err)
{
	const struct posting_of of = {platform_of(submission->facts), app_of(submission->facts), number};

	return posting_keep(archive, &of, submission->facts, err);
}

static bool keep_event(struct archive *archive, const struct submission *submission, int64_t number, struct error *err)
{
	char subject[EVENT_SUBJECT_LEN], detail[200];
	const struct event event = {.kind = "submit", .person = submission->by, .subject = subject, .detail = detail};

	event_subject(subject, platform_of(submission->facts), app_of(submission->facts), number);
	snprintf(detail, sizeof detail, "%s %s", verdict_name(submission->judgement->verdict),
		 submission->judgement->verdict == VERDICT_REJECT ? "rejected" : "received");
	return logged_event(archive, &logged_submissions, number, event, err) &&
	       database_run(archive, err, "INSERT INTO app VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET head = head + 1", "ss",
			    platform_of(submission->facts), app_of(submission->facts));
}

static bool has_moved_on(struct archive *archive, const struct submission *submission, const struct snapshot *judged_by, bool *moved,
			 struct error *err)
{
	int64_t head, generation;

	*moved = false;
	if (!app_head(archive, platform_of(submission->facts), app_of(submission->facts), &head, err) ||
	    !blacklist_table_generation(archive, &generation, err))
		return false;
	/* What is no app has no history, and many have its name. */
	*moved = (*app_of(submission->facts) != '\0' && head != judged_by->head) || generation != judged_by->blacklist_generation;
	return true;
}

static bool keep_in_register(struct archive *archive, const struct submission *submission, int64_t number, struct error *err)
{
	const struct register_entry entry = {.form = submission->form, .facts = submission->facts, .rules = submission->rules, .number = number,
					     .date = submission->day != NULL ? submission->day : submission->run->today, .by = submission->by};

	return policy_text_keep(archive, submission->form, err) && register_keep(archive, &entry, err);
}

static bool keep_rows(struct archive *archive, const struct submission *submission, int64_t previous, int64_t *number, struct error *err)
{
	const struct reading **readings;
	char by[33];
	bool ok;

	if (submission->by != NULL && !person_id(archive, submission->by, by, err))
		return false;
	readings = calloc(submission->num_packages, sizeof *readings);
	if (readings == NULL)
		return error_memory(err);
	ok = keep_readings(archive, submission, readings, err) && keep_row(archive, submission, readings, previous, number, err);
	free(readings);
	return ok && keep_packages(archive, submission, *number, err) &&
	       keep_findings(archive, submission->judgement, *number, err) && keep_postings(archive, submission, *number, err) &&
	       (submission->request_id == NULL || request_keep(archive, submission, *number, err)) &&
	       keep_event(archive, submission, *number, err) && keep_in_register(archive, submission, *number, err) &&
	       (submission->also == NULL || submission->also->run(submission->also, archive, submission, *number, err));
}

int archive_turn(struct archive *archive)
{
	const struct timespec pause = {.tv_nsec = TURN_PAUSE};
	int fd = openat(archive->dir_fd, "packages", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (int i = 0; fd >= 0 && i < TURN_PAUSES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return fd;
		if (errno != EWOULDBLOCK)
			break;
		nanosleep(&pause, NULL);
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

/* What is to be done, within the transaction, before anything is written. */
static enum keep_outcome look_again(struct archive *archive, const struct submission *submission, const struct snapshot *judged_by,
				    int64_t *number, struct error *err)
{
	int64_t earlier = 0;
	bool moved;

	if (submission->request_id != NULL && !archive_request(archive, submission, &earlier, err))
		return KEEP_ERROR;
	if (earlier != 0) {
		*number = earlier;
		return KEPT_EARLIER;
	}
	if (!has_moved_on(archive, submission, judged_by, &moved, err))
		return KEEP_ERROR;
	return moved ? KEEP_AGAIN : KEPT;
}

enum keep_outcome archive_keep(struct archive *archive, const struct submission *submission, const struct snapshot *judged_by,
			       int64_t *number, struct error *err)
{
	enum keep_outcome outcome;

	for (size_t i = 0; i < submission->num_packages; i++)
		if (!package_file_link(archive->dir_fd, submission->packages[i].incoming, err))
			return KEEP_ERROR;
	if (!database_begin(archive, err))
		return KEEP_ERROR;
	outcome = look_again(archive, submission, judged_by, number, err);
	if (outcome == KEPT && (!keep_rows(archive, submission, judged_by->history.number, number, err) || !database_commit(archive, err)))
		outcome = KEEP_ERROR;
	if (outcome != KEPT)
		database_rollback(archive);
	return outcome;
}
