#include "store/decision.h"

#include "store/blacklist_table.h"
#include "store/listing.h"
#include "store/logged.h"
#include "store/person.h"

#include <stdio.h>
#include <string.h>

struct subject {
	char platform[32], app_id[1100], state[32];
};

static bool load(struct archive *archive, int64_t number, struct subject *subject, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT platform, app_id, state FROM submission WHERE number = ?", "i", number);

	if (database_step(archive, row, err) != SQLITE_ROW)
		return error_set(err, ERROR_USAGE, "the archive has no submission #%lld", (long long)number);
	snprintf(subject->platform, sizeof subject->platform, "%s", database_text(row, 0));
	snprintf(subject->app_id, sizeof subject->app_id, "%s", database_text(row, 1));
	snprintf(subject->state, sizeof subject->state, "%s", database_text(row, 2));
	return true;
}

const char *decision_state(const char *what)
{
	if (decision_withdraws(what))
		return "withdrawn";
	return strcmp(what, "list") == 0 ? "listed" : strcmp(what, "reject") == 0 ? "rejected" : "delisted";
}

bool decision_retires(const char *what)
{
	return strcmp(what, "retire") == 0;
}

bool decision_withdraws(const char *what)
{
	return strcmp(what, "withdraw") == 0;
}

static bool has_room(const char *what, const char *state)
{
	bool goes = strcmp(what, "delist") == 0 || decision_retires(what);

	if (decision_withdraws(what) || strcmp(state, "withdrawn") == 0)
		return decision_withdraws(what) && strcmp(state, "received") == 0;
	return strcmp(what, "list") == 0 || (strcmp(state, "listed") == 0) == goes;
}

static bool fits(int64_t number, const char *what, const struct subject *subject, struct error *err)
{
	return has_room(what, subject->state) || error_set(err, ERROR_USAGE, "submission #%lld is %s: it cannot be decided to %s",
							   (long long)number, subject->state, what);
}

bool decision_fits(struct archive *archive, int64_t number, const char *what, struct error *err)
{
	struct subject subject;

	return load(archive, number, &subject, err) && fits(number, what, &subject, err);
}

static bool moved_on(struct archive *archive, const struct decision *decision, const struct subject *subject, bool *moved,
		     struct error *err)
{
	int64_t head, generation;

	*moved = false;
	if (decision->judged_by == NULL)
		return true;
	if (!database_number(archive, &head, 0, err, "SELECT head FROM app WHERE platform = ? AND app_id = ?", "ss", subject->platform,
			     subject->app_id) ||
	    !blacklist_table_generation(archive, &generation, err))
		return false;
	*moved = head != decision->judged_by->head || generation != decision->judged_by->blacklist_generation;
	return true;
}

static bool insert(struct archive *archive, const struct decision *decision, const char *state, struct error *err)
{
	char by[33], first[33];

	if ((decision->by != NULL && !person_id(archive, decision->by, by, err)) ||
	    (decision->seconded != NULL && !person_id(archive, decision->seconded, first, err)))
		return false;
	return database_run(archive, err,
			    "INSERT INTO decision (number, date, what, state, verdict, rules, reason, rule, finding, basis, from_case, first_person,"
			    " person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			    "isssssssssiss", decision->number, decision->date, decision->what, state, decision->verdict, decision->rules,
			    decision->reason, decision->rule, decision->finding, decision->basis,
			    decision->from_case == 0 ? FACT_ABSENT : decision->from_case, decision->seconded != NULL ? first : NULL,
			    decision->by != NULL ? by : NULL);
}

/* What stands as listed follows from the states and decisions. */
static bool take_effect(struct archive *archive, const struct decision *decision, const struct subject *subject, const char *state,
			struct error *err)
{
	return insert(archive, decision, state, err) &&
	       database_run(archive, err, "UPDATE submission SET state = ? WHERE number = ?", "si", state, decision->number) &&
	       listing_settle(archive, subject->platform, subject->app_id, err) &&
	       database_run(archive, err, "UPDATE app SET head = head + 1 WHERE platform = ? AND app_id = ?", "ss", subject->platform,
			    subject->app_id);
}

static const struct logged decisions = {
	.what = "submission",
	.queries = (const char *const[]){"SELECT id, number, date, what, state, verdict, rules, reason, rule, finding, basis, from_case,"
					 " first_person, person FROM decision WHERE number = ? ORDER BY id",
					 NULL},
	.pairs = "SELECT s.number, (SELECT e.content FROM event e WHERE e.kind IN ('decide', 'import') AND e.subject = s.platform || ':' ||"
		 " s.app_id || '@#' || s.number ORDER BY e.number DESC LIMIT 1) AS content FROM submission s WHERE content IS NOT NULL OR"
		 " EXISTS (SELECT 1 FROM decision d WHERE d.number = s.number) ORDER BY s.number",
	.changed = "its decisions are not those that were logged",
};

static const char *or_dash(const char *text)
{
	return text != NULL ? text : "-";
}

static void say_two(const struct decision *decision, char out[120])
{
	snprintf(out, 120, "%s", decision->seconded != NULL ? "; overridden by two" : "");
	if (decision->both != NULL)
		snprintf(out, 120, DECISION_BOTH "%s", decision->both);
}

static bool log_decision(struct archive *archive, const struct decision *decision, const struct subject *subject, const char *state,
			 struct error *err)
{
	char about[EVENT_SUBJECT_LEN], detail[4400], two[120];
	const struct event event = {.kind = "decide", .person = decision->by, .subject = about, .detail = detail};

	event_subject(about, subject->platform, subject->app_id, decision->number);
	say_two(decision, two);
	snprintf(detail, sizeof detail, "%s %s%s; verdict %s; finding %.400s; rule %.800s; basis %.1000s; %.1800s", decision->what, state,
		 two, or_dash(decision->verdict), or_dash(decision->finding),
		 or_dash(decision->rule), or_dash(decision->basis), decision->reason);
	return logged_event(archive, &decisions, decision->number, event, err);
}

enum keep_outcome decision_put(struct archive *archive, const struct decision *decision, struct error *err)
{
	const char *state = decision_state(decision->what);
	struct subject subject;
	bool moved;

	if (!load(archive, decision->number, &subject, err) || !moved_on(archive, decision, &subject, &moved, err))
		return KEEP_ERROR;
	if (moved)
		return KEEP_AGAIN;
	return fits(decision->number, decision->what, &subject, err) && take_effect(archive, decision, &subject, state, err) &&
			       log_decision(archive, decision, &subject, state, err)
		       ? KEPT
		       : KEEP_ERROR;
}

bool decision_import(struct archive *archive, const struct decision *decision, const char *state, struct error *err)
{
	char about[EVENT_SUBJECT_LEN], detail[2200];
	const struct event event = {.kind = "import", .person = decision->by, .subject = about, .detail = detail};
	struct subject subject;

	if (!load(archive, decision->number, &subject, err) || !take_effect(archive, decision, &subject, state, err))
		return false;
	event_subject(about, subject.platform, subject.app_id, decision->number);
	if (strcmp(decision->what, "import-retire") == 0)
		snprintf(detail, sizeof detail, "retire delisted; decided %s; %.1800s", decision->date, decision->reason);
	else
		snprintf(detail, sizeof detail, "import %s; decided %s; %.1800s", state, decision->date, decision->reason);
	return logged_event(archive, &decisions, decision->number, event, err);
}

bool decision_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	return logged_verify(archive, &decisions, problem, owner, err);
}
