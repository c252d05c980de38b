#include "store/history.h"

#include "bytes/text.h"
#include "store/decided_against.h"
#include "store/decided_elsewhere.h"
#include "store/decision.h"
#include "store/external.h"
#include "store/judged_facts.h"
#include "store/listed_elsewhere.h"
#include "store/waiting.h"

#include <stdio.h>

#define ARENA_MAX ((size_t)256 * 1024 * 1024)
#define NEVER "9999-12-31T23:59:59Z"

/* Submissions of an app that came before a moment, and at some time were listed. */
#define EVER_LISTED \
	"s.platform = ?1 AND s.app_id = ?2 AND " MOMENT("s") " < (?3, ?4)" \
	" AND EXISTS (SELECT 1 FROM decision d WHERE d.number = s.number AND d.state IN ('listed', 'delisted'))"
/* Whether one of them is not listed: now, or on a day, on which what is delisted still is the version before. */
#define IS_DELISTED(day) \
	"iif(" day " IS NULL, s.state <> 'listed', coalesce((SELECT d.state <> 'listed' FROM decision d WHERE d.number = s.number AND d.date < " day \
	" ORDER BY d.id DESC LIMIT 1), 0))"
/* Nothing is against it: that is not said. */
#define IS_RETIRED(day) \
	"coalesce((SELECT " DECISION_RETIRES " FROM decision d WHERE d.number = s.number AND (" day " IS NULL OR d.date < " day \
	") ORDER BY d.id DESC LIMIT 1), 0)"

/* Those with a file of a higher version code. */
#define LISTED_ABOVE \
	"SELECT s.number FROM submission s JOIN submission_package p ON p.number = s.number WHERE " EVER_LISTED \
	" AND p.version_code > ?5 GROUP BY s.number "
#define NUM_NEAREST "16" /* as many as there are ABIs that apps are built for, and kinds of devices, together */

static const struct judge_reads everything = {UINT64_MAX, UINT64_MAX, UINT64_MAX, true, true, true, true, true};

struct asking {
	struct archive *archive;
	const struct reading *facts;
	const char *platform, *app_id;
	struct moment before;
	const char *day; /* on which it came; NULL: now */
	bool by_device; /* the version before is to be for the same kind of device, where one is */
	const struct judge_reads *reads;
	struct history *history;
};

/* Whether a person took for false what a laboratory found of that submission, as rules/external.sql says it. */
static bool look_up_outcome(const struct asking *asking, int64_t number, const struct fact_external_finding *row, bool *is_false, struct error *err)
{
	const char *rule = row->behaviour != NULL ? "external.behaviour" : "external.finding";
	const char *name = row->behaviour != NULL ? row->behaviour : row->rule;
	char subject[256 + 1 + 1024 + 1], key[17]; /* as long as fact.def lets both be */

	snprintf(subject, sizeof subject, "%s%s%s", name, row->subject != NULL ? " " : "", text_or_empty(row->subject));
	finding_key(key, rule, asking->app_id, subject);
	return database_any(asking->archive, is_false, err,
			    "SELECT count(*) FROM finding_outcome WHERE number = ? AND key = ? AND outcome = 'false-positive'", "is", number, key);
}

static bool drop_false(const struct asking *asking, int64_t number, struct reading *facts, struct error *err)
{
	struct fact_rows *table = &facts->tables[FACT_TABLE_external_finding];
	size_t kept = 0;

	for (size_t i = 0; i < table->num_rows; i++) {
		bool is_false = false;

		if (!look_up_outcome(asking, number, table->row[i], &is_false, err))
			return false;
		if (!is_false)
			table->row[kept++] = table->row[i];
	}
	table->num_rows = kept;
	table->num_in_order = table->num_in_order < kept ? table->num_in_order : kept;
	return true;
}

/* With what laboratories found of it since it was handed in, and nobody took for false. */
static struct reading *load_listed(const struct asking *asking, int64_t number, struct error *err)
{
	struct reading *facts = judged_facts_load(asking->archive, number, asking->reads->previous, err);

	if (facts == NULL || (external_load_kept(asking->archive, number, facts, err) && drop_false(asking, number, facts, err)))
		return facts;
	reading_free(facts);
	return NULL;
}

static bool load_previous(struct asking *asking, struct error *err)
{
	struct history *history = asking->history;
	int64_t is_delisted;

	if (history->number == 0)
		return true;
	if (!database_number(asking->archive, &is_delisted, 1, err, "SELECT " IS_DELISTED("?2") " AND NOT " IS_RETIRED("?2") " FROM submission s WHERE s.number = ?1", "is",
			     history->number, asking->day))
		return false;
	history->previous = load_listed(asking, history->number, err);
	history->judge.previous = history->previous;
	history->judge.is_delisted = is_delisted != 0;
	return history->previous != NULL;
}

/* The version before for that kind of device: what stands as listed for it, else the newest; without facts where there is none, or it is the version before. */
static bool find_for(struct asking *asking, const char *kind, struct history_before *found, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(asking->archive, err, "SELECT s.number, " IS_DELISTED("?5") " AND NOT " IS_RETIRED("?5") " FROM submission s WHERE " EVER_LISTED
				 " AND EXISTS (SELECT 1 FROM submission_package p WHERE p.number = s.number AND p.device = ?6) ORDER BY ?5 IS NULL AND EXISTS"
				 " (SELECT 1 FROM listing l WHERE l.number = s.number AND l.device = ?6) DESC, " IS_DELISTED("?5") ", " NEWEST_FIRST("s") " LIMIT 1",
				 "sssiss", asking->platform, asking->app_id, asking->before.came, asking->before.number, asking->day, kind);
	int status = database_step(asking->archive, row, err);

	*found = (struct history_before){0};
	if (status != SQLITE_ROW || sqlite3_column_int64(row, 0) == asking->history->number)
		return status != SQLITE_ERROR;
	found->number = sqlite3_column_int64(row, 0);
	found->is_delisted = sqlite3_column_int64(row, 1) != 0;
	found->facts = load_listed(asking, found->number, err);
	return found->facts != NULL;
}

static void take_previous(struct history *history, const struct history_before *found)
{
	history->listed = history->previous;
	history->previous = found->facts;
	history->judge.previous = found->facts;
	history->judge.is_delisted = found->is_delisted;
	history->number = found->number;
}

/* Builds for watches, cars or TVs have versions of their own: what is listed last may be another's. */
static bool load_of_device(struct asking *asking, struct error *err)
{
	const struct fact_package *package = judge_package_row(asking->facts, judge_main_package(asking->facts));
	const char *kind = package == NULL ? "" : text_or_empty(package->device);
	struct history_before found;

	if (!asking->by_device)
		return true;
	if (!find_for(asking, kind, &found, err))
		return false;
	if (found.facts != NULL)
		take_previous(asking->history, &found);
	return true;
}

/* And what one build is compared with does not depend on which other one is the main one. */
static bool load_others_before(struct asking *asking, struct error *err)
{
	const char *kinds[DEVICE_PARTS_MAX];
	struct history *history = asking->history;
	size_t num = device_part_kinds(asking->facts, kinds);
	struct judge_before *before = arena_array(&history->arena, num + 1, sizeof *before);

	if (before == NULL)
		return error_memory(err);
	history->judge.others_before = before;
	for (size_t i = 0; i < num; i++) {
		struct history_before *found = &history->before[history->judge.num_others_before];

		if (!asking->by_device && device_part_has(history->previous, kinds[i]))
			continue;
		if (!find_for(asking, kinds[i], found, err))
			return false;
		if (found->facts != NULL)
			before[history->judge.num_others_before++] = (struct judge_before){kinds[i], found->facts, found->is_delisted};
	}
	return true;
}

/* What is listed last, unless what is listed for another kind of device came later. */
static void find_form(struct history *history, int64_t listed)
{
	history->judge.form_before = history->listed != NULL ? history->listed : history->previous;
	for (size_t i = 0; i < history->judge.num_others_before; i++)
		if (history->before[i].number > listed) {
			listed = history->before[i].number;
			history->judge.form_before = history->before[i].facts;
		}
}

static bool load_before(struct asking *asking, struct error *err)
{
	int64_t listed = asking->history->number;

	if (!load_previous(asking, err) || !load_of_device(asking, err) || !load_others_before(asking, err))
		return false;
	find_form(asking->history, listed);
	return true;
}

static bool load_findings(struct asking *asking, struct error *err)
{
	struct history *history = asking->history;
	struct judge_listed_finding *findings = NULL;
	size_t num = 0, room = 0;
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(asking->archive, err,
				 "SELECT DISTINCT f.rule, f.subject, f.verdict, iif(f.verdict = 'notice', NULL, f.detail) FROM submission s"
				 " JOIN finding f ON f.number = s.number WHERE " EVER_LISTED, "sssi",
				 asking->platform, asking->app_id, asking->before.came, asking->before.number);
	int status;

	while ((status = database_step(asking->archive, row, err)) == SQLITE_ROW) {
		struct judge_listed_finding *grown = arena_grow(&history->arena, findings, num, &room, sizeof *grown);

		if (grown == NULL)
			return error_memory(err);
		findings = grown;
		findings[num++] = (struct judge_listed_finding){arena_copy(&history->arena, database_text(row, 0)),
								arena_copy(&history->arena, database_text(row, 1)),
								arena_copy(&history->arena, database_text(row, 2)),
								arena_copy(&history->arena, database_text(row, 3))};
	}
	history->judge.findings = findings;
	history->judge.num_findings = num;
	return status == SQLITE_DONE && arena_ok(&history->arena, err);
}

static bool is_known(const struct history *history, int64_t number)
{
	for (size_t i = 0; i < history->num_others; i++)
		if (history->others[i].number == number)
			return true;
	for (size_t i = 0; i < history->judge.num_others_before; i++)
		if (history->before[i].number == number)
			return true;
	return number == history->number;
}

static bool add_version(struct asking *asking, int64_t number, size_t *room, struct error *err)
{
	struct history *history = asking->history;
	struct history_version *grown = arena_grow(&history->arena, history->others, history->num_others, room, sizeof *grown);
	struct reading *facts = grown == NULL ? NULL : judged_facts_load(asking->archive, number, UINT64_MAX, err);

	if (grown == NULL)
		return error_memory(err);
	history->others = grown;
	if (facts != NULL)
		grown[history->num_others++] = (struct history_version){number, facts};
	return facts != NULL;
}

static bool load_versions(struct asking *asking, const char *sql, int64_t code, size_t *room, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(asking->archive, err, sql, "sssii", asking->platform, asking->app_id, asking->before.came, asking->before.number, code);
	int status;

	while ((status = database_step(asking->archive, row, err)) == SQLITE_ROW)
		if (!is_known(asking->history, sqlite3_column_int64(row, 0)) && !add_version(asking, sqlite3_column_int64(row, 0), room, err))
			return false;
	return status == SQLITE_DONE;
}

/*
 * Phones that took a version of a higher code, be it delisted, do not take this one. Which of those are for the same phones their
 * facts say: the nearest are asked, so that each ABI's builds are where they have codes of their own, and the highest.
 */
static bool load_code(struct asking *asking, int64_t code, size_t *room, struct error *err)
{
	return load_versions(asking, "SELECT s.number FROM submission s WHERE " EVER_LISTED
				     " AND EXISTS (SELECT 1 FROM submission_package p WHERE p.number = s.number AND p.version_code = ?5)",
			     code, room, err) &&
	       load_versions(asking, LISTED_ABOVE "ORDER BY min(p.version_code), " NEWEST_FIRST("s") " LIMIT " NUM_NEAREST, code, room, err) &&
	       load_versions(asking, LISTED_ABOVE "ORDER BY max(p.version_code) DESC, " NEWEST_FIRST("s") " LIMIT 1", code, room, err);
}

static bool load_others(struct asking *asking, struct error *err)
{
	struct fact_package **packages = reading_rows(asking->facts, package);
	struct history *history = asking->history;
	const struct reading **facts;
	size_t room = 0;

	for (size_t i = 0; i < reading_num(asking->facts, package); i++)
		if (packages[i]->version_code != FACT_ABSENT && (i == 0 || packages[i]->version_code != packages[i - 1]->version_code) &&
		    !load_code(asking, packages[i]->version_code, &room, err))
			return false;
	facts = arena_array(&history->arena, history->num_others + 1, sizeof *facts);
	if (facts == NULL)
		return error_memory(err);
	for (size_t i = 0; i < history->num_others; i++)
		facts[i] = history->others[i].facts;
	history->judge.others = facts;
	history->judge.num_others = history->num_others;
	return true;
}

static struct asked asked_of(const struct asking *asking)
{
	return (struct asked){asking->facts, asking->platform, asking->app_id, asking->before};
}

static bool load_against(struct asking *asking, struct error *err)
{
	struct history *history = asking->history;
	const struct asked asked = asked_of(asking);

	if (!decided_against_load(asking->archive, &asked, &history->arena, &history->against, &history->judge.num_against, err))
		return false;
	history->judge.against = history->against;
	return true;
}

/* Who has an app's versions listed was asked once. */
static bool load_decided_elsewhere(struct asking *asking, struct error *err)
{
	struct history *history = asking->history;
	const struct asked asked = asked_of(asking);

	return history->number != 0 || decided_elsewhere_load(asking->archive, &asked, &history->arena, &history->judge.decided_elsewhere,
							      &history->judge.num_decided_elsewhere, err);
}

static bool load_elsewhere(struct asking *asking, struct error *err)
{
	struct history *history = asking->history;
	const struct asked asked = asked_of(asking);

	return listed_elsewhere_load(asking->archive, &asked, asking->reads->elsewhere, &history->arena, &history->judge.elsewhere, &history->judge.num_elsewhere, err);
}

/* Once it was listed, whose an app is its listed version says. */
static bool load_waiting(struct asking *asking, struct error *err)
{
	struct history *history = asking->history;
	const struct asked asked = asked_of(asking);

	return history->number != 0 || waiting_load(asking->archive, &asked, &history->arena, &history->judge.waiting, err);
}

static bool load(struct asking *asking, struct error *err)
{
	const struct judge_reads *reads = asking->reads;

	if (reads->waiting && !load_waiting(asking, err))
		return false;
	if ((reads->against && !load_against(asking, err)) || (reads->decided_elsewhere && !load_decided_elsewhere(asking, err)) ||
	    (reads->elsewhere != 0 && !load_elsewhere(asking, err)))
		return false;
	return asking->history->number == 0 ||
	       ((reads->previous == 0 || load_before(asking, err)) &&
		(!reads->findings || load_findings(asking, err)) && (!reads->others || load_others(asking, err)));
}

/* What is no app has no history, and many have its name. */
static bool is_app(struct asking *asking)
{
	const struct fact_package *package = judge_package_row(asking->facts, judge_main_package(asking->facts));

	asking->history->arena = arena_new(ARENA_MAX);
	asking->platform = package != NULL && package->platform != NULL ? package->platform : "unknown";
	asking->app_id = package != NULL && package->app_id != NULL ? package->app_id : "";
	return *asking->app_id != '\0';
}

/* The listed version, of several the newest, else the newest that was listed: of one that came earlier than others what was so then. */
static bool find_previous(struct asking *asking, struct error *err)
{
	int64_t *number = &asking->history->number;

	if (asking->day == NULL && !database_number(asking->archive, number, 0, err, "SELECT s.number FROM listing l JOIN submission s ON"
						    " s.number = l.number WHERE l.platform = ? AND l.app_id = ? ORDER BY " NEWEST_FIRST("s") " LIMIT 1",
						    "ss", asking->platform, asking->app_id))
		return false;
	return *number != 0 || database_number(asking->archive, number, 0, err, "SELECT s.number FROM submission s WHERE " EVER_LISTED " ORDER BY "
					       IS_DELISTED("?5") ", " NEWEST_FIRST("s") " LIMIT 1", "sssis", asking->platform, asking->app_id,
					       asking->before.came, asking->before.number, asking->day);
}

bool history_now(struct archive *archive, const struct reading *facts, const char *time, const char *day, struct history *history,
		 struct error *err)
{
	struct asking asking = {.archive = archive, .facts = facts, .before = {time != NULL ? time : NEVER, INT64_MAX}, .day = day,
				.by_device = true, .reads = &everything, .history = history};

	*history = (struct history){0};
	if (!is_app(&asking))
		return load_against(&asking, err);
	return find_previous(&asking, err) && load(&asking, err);
}

/* When it came, and what it was compared with. */
static bool find_then(struct asking *asking, int64_t number, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(asking->archive, err, "SELECT came, previous FROM submission WHERE number = ?", "i", number);

	if (database_step(asking->archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_ARCHIVE, "the archive has no submission #%lld", (long long)number);
	asking->before = (struct moment){arena_copy(&asking->history->arena, database_text(row, 0)), number};
	asking->history->number = sqlite3_column_int64(row, 1);
	return asking->before.came != NULL || error_memory(err);
}

bool history_then(struct archive *archive, int64_t number, const struct reading *facts, const struct judge_reads *reads,
		  struct history *history, struct error *err)
{
	struct asking asking = {.archive = archive, .facts = facts, .reads = reads == NULL ? &everything : reads, .history = history};
	bool is_one;

	*history = (struct history){0};
	is_one = is_app(&asking);
	if (!find_then(&asking, number, err))
		return false;
	return is_one ? load(&asking, err) : !asking.reads->against || load_against(&asking, err);
}

void history_leave_out(struct history *history, int64_t number)
{
	size_t num = 0;

	for (size_t i = 0; i < history->judge.num_against; i++)
		if (history->against[i].number != number)
			history->against[num++] = history->against[i];
	history->judge.num_against = num;
}

void history_free(struct history *history)
{
	reading_free(history->previous);
	reading_free(history->listed);
	for (size_t i = 0; i < DEVICE_PARTS_MAX; i++)
		reading_free(history->before[i].facts);
	for (size_t i = 0; i < history->num_others; i++)
		reading_free(history->others[i].facts);
	arena_free(&history->arena);
	*history = (struct history){0};
}
