#include "store/blacklist_table.h"

#include "bytes/date.h"
#include "bytes/text.h"
#include "judge/blacklist_scope.h"
#include "judge/licence.h"
#include "store/logged.h"
#include "store/person.h"

#include <stdio.h>
#include <time.h>

#define SUBJECT_ROOM ((size_t)64 * 1024)
#define REASON_ROOM 4096
#define LOWER "lower" /* what is done to an entry that is weakened by hand */

/* A change on its way: its number, and the statements that it runs for each entry. */
struct change {
	struct archive *archive;
	int64_t number, first;
	char person[33];
	sqlite3_stmt *find, *close, *insert;
};

/* The entry that stands there, and its columns that an entry does not have. */
struct standing {
	struct blacklist_entry entry;
	int64_t number;
	const char *person, *second;
};

bool blacklist_table_generation(struct archive *archive, int64_t *generation, struct error *err)
{
	return database_number(archive, generation, 0, err, "SELECT value FROM counter WHERE name = 'blacklist'", "");
}

static void end_change(struct change *change)
{
	database_finalize(&change->find);
	database_finalize(&change->close);
	database_finalize(&change->insert);
}

static bool begin_change(struct change *change, struct archive *archive, const char *what, const char *reason, const char *by,
			 struct error *err)
{
	char now[TIME_TEXT_LEN];

	*change = (struct change){.archive = archive};
	time_format((int64_t)time(NULL), now);
	if ((by != NULL && !person_id(archive, by, change->person, err)) ||
	    !database_number(archive, &change->first, 1, err, "SELECT max(number) + 1 FROM blacklist_entry", "") ||
	    !database_run(archive, err, "INSERT INTO blacklist_change (time, what, person, reason, first, last) VALUES (?, ?, ?, ?, ?, ?)",
			  "ssssii", now, what, by == NULL ? NULL : change->person, reason, change->first, change->first - 1))
		return false;
	change->number = sqlite3_last_insert_rowid(archive->db);
	change->find = database_prepare(archive, err,
					"SELECT number, verdict, reason, source, ticket, since, until, size, coalesce(appeal, 0), person, second FROM"
					" blacklist_entry WHERE kind = ? AND value = ? AND app = ? AND certificate = ? AND versions = ? AND"
					" removed IS NULL",
					"");
	change->close = database_prepare(archive, err, "UPDATE blacklist_entry SET removed = ? WHERE number = ?", "");
	change->insert = database_prepare(archive, err,
					  "INSERT INTO blacklist_entry (kind, value, app, certificate, versions, first_version, last_version, size,"
					  " verdict, reason, source, ticket, person, second, since, until, appeal, added) VALUES (?, ?, ?, ?, ?, ?, ?,"
					  " ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?)",
					  "");
	return change->find != NULL && change->close != NULL && change->insert != NULL;
}

/* Its text lives until the next one is looked for. */
static bool find(struct change *change, const struct blacklist_entry *entry, struct standing *standing, bool *found, struct error *err)
{
	sqlite3_stmt *row = change->find;
	int status;

	if (!database_again(change->archive, err, row, "sssss", blacklist_kind_name(entry->kind), entry->value, text_or_empty(entry->app),
			    text_or_empty(entry->certificate), text_or_empty(entry->versions)))
		return false;
	status = database_step(change->archive, row, err);
	*found = status == SQLITE_ROW;
	if (!*found)
		return status == SQLITE_DONE;
	standing->entry = *entry;
	standing->number = sqlite3_column_int64(row, 0);
	standing->entry.verdict = verdict_parse(database_text(row, 1));
	standing->entry.reason = database_text(row, 2);
	standing->entry.source = database_text(row, 3);
	standing->entry.ticket = database_text(row, 4);
	standing->entry.since = database_text(row, 5);
	standing->entry.until = database_text(row, 6);
	standing->entry.size = sqlite3_column_int64(row, 7);
	standing->entry.appeal = sqlite3_column_int64(row, 8);
	standing->person = database_text(row, 9);
	standing->second = database_text(row, 10);
	return true;
}

/* first_version and last_version are for queries; they say what versions says. */
static bool insert(struct change *change, const struct blacklist_entry *entry, const char *person, const char *second, struct error *err)
{
	int64_t first, last;

	if (!blacklist_versions(entry->versions, &first, &last))
		return error_set(err, ERROR_USAGE, "'%s' is no range of versions", entry->versions);
	if (first == FACT_ABSENT) /* which would be NULL */
		first++;
	return database_again(change->archive, err, change->insert, "sssssiiissssssssii", blacklist_kind_name(entry->kind), entry->value,
			      text_or_empty(entry->app), text_or_empty(entry->certificate), text_or_empty(entry->versions), first, last,
			      entry->size, verdict_name(entry->verdict), entry->reason, entry->source, entry->ticket, person, second,
			      entry->since, entry->until, entry->appeal, change->number) &&
	       database_step(change->archive, change->insert, err) == SQLITE_DONE;
}

static bool close_row(struct change *change, int64_t number, struct error *err)
{
	return database_again(change->archive, err, change->close, "ii", change->number, number) &&
	       database_step(change->archive, change->close, err) == SQLITE_DONE;
}

static bool replace(struct change *change, const struct standing *standing, const struct blacklist_entry *entry, const char *person,
		    const char *second, struct error *err)
{
	return close_row(change, standing->number, err) && insert(change, entry, person, second, err);
}

static bool digest_change(struct archive *archive, int64_t number, char content[65], struct error *err)
{
	static const char *const queries[] = {
		"SELECT number, time, what, person, reason, first, last FROM blacklist_change WHERE number = ?",
		"SELECT number, kind, value, app, certificate, versions, first_version, last_version, size, verdict, reason, source, ticket,"
		" person, second, since, until, appeal, added FROM blacklist_entry WHERE number BETWEEN (SELECT first FROM blacklist_change WHERE"
		" number = ?1) AND (SELECT last FROM blacklist_change WHERE number = ?1) ORDER BY number",
		"SELECT number FROM blacklist_entry WHERE removed = ? ORDER BY number"};

	return event_digest(archive, queries, sizeof queries / sizeof queries[0], number, content, err);
}

/* One event for the whole change, and the generation moves. */
static bool log_change(struct change *change, const char *by, const char *subject, const char *detail, struct error *err)
{
	struct archive *archive = change->archive;
	char content[65];
	struct event event = {.kind = "blacklist", .person = by, .subject = subject, .detail = detail, .content = content};

	return database_run(archive, err,
			    "UPDATE blacklist_change SET last = (SELECT coalesce(max(number), 0) FROM blacklist_entry) WHERE number = ?", "i",
			    change->number) &&
	       digest_change(archive, change->number, content, err) && event_append(archive, &event, err) &&
	       database_run(archive, err, "UPDATE counter SET value = value + 1 WHERE name = 'blacklist'", "");
}

/* The log, which stays, has no identity number and no name, which may be a natural person's. */
static bool subject_of(const struct blacklist_entry *entry, char subject[1200], struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(SUBJECT_ROOM);
	const char *value = entry->kind == BLACKLIST_DEVELOPER_NAME ? "" : licence_shown(&arena, entry->value);

	snprintf(subject, 1200, "%s%s%.1000s", blacklist_kind_name(entry->kind), *text_or_empty(value) == '\0' ? "" : " ", text_or_empty(value));
	return arena_ok(&arena, err);
}

static void say_entry(const struct blacklist_entry *entry, const char *what, const char *reason, char detail[2800])
{
	snprintf(detail, 2800, "%s %s%s%.500s%s%.64s%s%s%s%s: %.1800s", what, verdict_name(entry->verdict), entry->app != NULL ? " in " : "",
		 text_or_empty(entry->app), entry->certificate != NULL ? " signed by " : "", text_or_empty(entry->certificate),
		 entry->versions != NULL ? " versions " : "", text_or_empty(entry->versions), entry->until != NULL ? " until " : "",
		 text_or_empty(entry->until), text_or_empty(reason));
}

/* Whatever their reasons are. */
static bool does_same(const struct blacklist_entry *a, const struct blacklist_entry *b)
{
	return a->verdict == b->verdict && a->size == b->size && a->appeal == b->appeal &&
	       text_compare(a->source, b->source) == 0 && text_compare(a->ticket, b->ticket) == 0 && text_compare(a->since, b->since) == 0 &&
	       text_compare(a->until, b->until) == 0;
}

/* Whether it hits less than the other: by a lesser verdict, on fewer days, or one size alone. */
static bool is_weaker(const struct blacklist_entry *entry, const struct blacklist_entry *than)
{
	return entry->verdict < than->verdict || (entry->until != NULL && (than->until == NULL || strcmp(entry->until, than->until) < 0)) ||
	       (entry->since != NULL && than->since != NULL && strcmp(entry->since, than->since) > 0) ||
	       (entry->size != 0 && entry->size != than->size);
}

/* Whether what stands there stays as it is, and whoever sent the line is told where that is stronger. source: the line's, or what is taken for it. */
static bool is_left(struct blacklist_batch *batch, const struct blacklist_entry *given, const char *source, const struct blacklist_entry *standing)
{
	bool is_same_source = text_compare(source, standing->source) == 0;

	if (!batch->only_adds || blacklist_kind_waives(given->kind))
		return false;
	if (!is_weaker(given, standing)) {
		batch->num_unchanged += !is_same_source && !is_weaker(standing, given);
		return !is_same_source && !is_weaker(standing, given);
	}
	if (is_same_source && given->source != NULL)
		return false;
	batch->num_left++;
	if (batch->leaves != NULL)
		batch->leaves(batch->owner, given);
	return true;
}

static void note_lowering(struct blacklist_batch *batch, const struct blacklist_entry *entry)
{
	size_t len = strlen(batch->lowering);
	int added = snprintf(batch->lowering + len, sizeof batch->lowering - len, "%s%s %s", len > 0 ? ", " : "", blacklist_kind_name(entry->kind),
			     entry->value);

	batch->num_lowering++;
	if (added < 0 || (size_t)added >= sizeof batch->lowering - len)
		batch->lowering[len] = '\0';
}

static const char *source_of(const struct blacklist_batch *batch, const struct blacklist_entry *given, const struct blacklist_entry *standing)
{
	if (given->source != NULL || standing == NULL)
		return given->source != NULL ? given->source : batch->source;
	return batch->only_adds && standing->source != NULL ? batch->source : standing->source;
}

/* What another source makes graver stays whose it is, who may weaken it again; why is said behind what was said. */
static void keep_source(struct blacklist_entry *entry, const struct blacklist_entry *standing, char reason[REASON_ROOM])
{
	snprintf(reason, REASON_ROOM, "%.2000s; %.200s%s%.1800s", text_or_empty(standing->reason), text_or_empty(entry->source),
		 entry->source != NULL ? ": " : "", text_or_empty(entry->reason));
	entry->reason = reason;
	entry->source = standing->source;
	entry->ticket = standing->ticket;
}

/* It ran out: from then until today it was not there. */
static bool has_ended(const struct blacklist_entry *entry, const char *today)
{
	return entry->until != NULL && today != NULL && strcmp(entry->until, today) < 0;
}

/* A waiver as it stands there: by another person he agrees, and his reason is in the log; else it has another reason, to which as many agree. */
static bool put_agreed(struct change *change, struct blacklist_batch *batch, const struct blacklist_entry *entry, const struct standing *standing,
		       struct error *err)
{
	bool agrees = standing->second == NULL && text_compare(standing->person, change->person) != 0;

	batch->is_agreed = agrees || standing->second != NULL;
	if (agrees) {
		batch->num_seconded++;
		return replace(change, standing, &standing->entry, standing->person, change->person, err);
	}
	if (text_compare(entry->reason, standing->entry.reason) == 0) {
		batch->num_unchanged++;
		return true;
	}
	note_lowering(batch, entry);
	batch->num_changed++;
	return replace(change, standing, entry, standing->person, standing->second, err);
}

static bool put_changed(struct change *change, struct blacklist_batch *batch, const struct blacklist_entry *entry, const struct standing *standing,
			struct error *err)
{
	batch->is_lowered = standing != NULL && !blacklist_kind_waives(entry->kind) && is_weaker(entry, &standing->entry);
	if (blacklist_kind_waives(entry->kind) || batch->is_lowered)
		note_lowering(batch, entry);
	if (batch->is_lowered) {
		batch->was = standing->entry.verdict;
		snprintf(batch->was_until, sizeof batch->was_until, "%s", text_or_empty(standing->entry.until));
	}
	if (standing == NULL) {
		batch->num_added++;
		return insert(change, entry, change->person, NULL, err);
	}
	batch->num_changed++;
	batch->ended_agreement = batch->ended_agreement || standing->second != NULL;
	return replace(change, standing, entry, change->person, NULL, err);
}

/* What a source put there is weakened by who names it. */
static bool check_source(const struct blacklist_entry *given, const struct blacklist_entry *standing, struct error *err)
{
	return blacklist_kind_waives(given->kind) || standing->source == NULL || text_compare(given->source, standing->source) == 0 ||
	       error_set(err, ERROR_USAGE, "%s %s stands there as %s by %s: who lowers it or takes it off names that source: --source",
			 blacklist_kind_name(given->kind), given->value, verdict_name(standing->verdict), standing->source);
}

static bool is_of_another(const struct blacklist_batch *batch, const struct blacklist_entry *given, const char *source,
			  const struct blacklist_entry *standing)
{
	return !blacklist_kind_waives(given->kind) && standing->source != NULL && text_compare(source, standing->source) != 0 &&
	       (batch->only_adds || !has_ended(standing, batch->today));
}

/* A line by hand, to what another source put there: it may make that graver. */
static bool put_beside(struct blacklist_batch *batch, const struct blacklist_entry *given, const struct blacklist_entry *standing, bool *stays,
		       struct error *err)
{
	*stays = !is_weaker(standing, given);
	batch->num_unchanged += *stays;
	return !is_weaker(given, standing) || check_source(given, standing, err);
}

static bool put_one(struct change *change, struct blacklist_batch *batch, const struct blacklist_entry *given, struct error *err)
{
	struct blacklist_entry entry = *given;
	struct standing standing;
	char reason[REASON_ROOM];
	bool found, stays = false;

	if (!find(change, &entry, &standing, &found, err))
		return false;
	entry.source = source_of(batch, given, found ? &standing.entry : NULL);
	if (found && is_left(batch, given, entry.source, &standing.entry))
		return true;
	if (found && is_of_another(batch, given, batch->only_adds ? entry.source : given->source, &standing.entry)) {
		if (!batch->only_adds && !put_beside(batch, given, &standing.entry, &stays, err))
			return false;
		if (stays)
			return true;
		entry.source = batch->only_adds ? entry.source : given->source;
		keep_source(&entry, &standing.entry, reason);
	}
	if (entry.since == NULL)
		entry.since = found && standing.entry.since != NULL && !has_ended(&standing.entry, batch->today) ? standing.entry.since : batch->today;
	if (given->since == NULL && entry.until != NULL && strcmp(entry.until, entry.since) < 0)
		entry.since = entry.until; /* it ended before anybody told us */
	if (found && entry.appeal == 0)
		entry.appeal = standing.entry.appeal;
	if (found && batch->seconds && blacklist_kind_waives(entry.kind) && does_same(&entry, &standing.entry))
		return put_agreed(change, batch, &entry, &standing, err);
	if (!found || !does_same(&entry, &standing.entry) || text_compare(entry.reason, standing.entry.reason) != 0)
		return put_changed(change, batch, &entry, found ? &standing : NULL, err);
	batch->num_unchanged++;
	return true;
}

static bool log_batch(struct change *change, const struct blacklist_batch *batch, struct error *err)
{
	char subject[1200] = "blacklist", detail[2800];

	if (batch->num_entries == 1) {
		const char *what = batch->num_seconded > 0 ? "second" : batch->is_lowered && !batch->only_adds ? LOWER : batch->what;

		if (!subject_of(batch->entries, subject, err) ||
		    (strcmp(what, LOWER) == 0 &&
		     !database_run(change->archive, err, "UPDATE blacklist_change SET what = '" LOWER "' WHERE number = ?", "i", change->number)))
			return false;
		say_entry(batch->entries, what, batch->entries->reason, detail);
	} else if (batch->num_lowering > 0) {
		snprintf(detail, sizeof detail, "%s: %zu added, %zu changed, %zu lowering findings: %s", batch->what, batch->num_added,
			 batch->num_changed, batch->num_lowering, batch->lowering);
	} else {
		snprintf(detail, sizeof detail, "%s: %zu added, %zu changed", batch->what, batch->num_added, batch->num_changed);
	}
	return log_change(change, batch->by, subject, detail, err);
}

bool blacklist_table_put(struct archive *archive, struct blacklist_batch *batch, struct error *err)
{
	struct change change;
	bool ok = begin_change(&change, archive, batch->what, batch->num_entries == 1 ? batch->entries->reason : NULL, batch->by, err);

	batch->num_added = batch->num_changed = batch->num_unchanged = batch->num_seconded = batch->num_left = batch->num_lowering = 0;
	batch->is_agreed = batch->ended_agreement = batch->is_lowered = false;
	*batch->lowering = '\0';
	for (size_t i = 0; ok && i < batch->num_entries; i++)
		ok = put_one(&change, batch, &batch->entries[i], err);
	if (ok && batch->num_unchanged + batch->num_left == batch->num_entries)
		ok = database_run(archive, err, "DELETE FROM blacklist_change WHERE number = ?", "i", change.number);
	else if (ok)
		ok = log_batch(&change, batch, err);
	batch->first = change.first;
	batch->last = change.first + (int64_t)(batch->num_added + batch->num_changed + batch->num_seconded) - 1;
	end_change(&change);
	return ok;
}

bool blacklist_table_keep(struct archive *archive, struct blacklist_batch *batch, struct error *err)
{
	if (database_begin(archive, err) && blacklist_table_put(archive, batch, err) && database_commit(archive, err))
		return true;
	database_rollback(archive);
	return false;
}

/* The only entry of that value, where the entry does not say to what it is narrowed. Its text is the arena's. */
static bool find_only(struct archive *archive, struct blacklist_entry *entry, struct arena *arena, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int64_t num;

	if (entry->app != NULL || entry->certificate != NULL || entry->versions != NULL)
		return true;
	if (!database_number(archive, &num, 0, err, "SELECT count(*) FROM blacklist WHERE kind = ? AND value = ?", "ss",
			     blacklist_kind_name(entry->kind), entry->value))
		return false;
	row = database_prepare(archive, err,
			       "SELECT nullif(app, ''), nullif(certificate, ''), nullif(versions, '') FROM blacklist WHERE kind = ? AND value = ?"
			       " ORDER BY app || certificate || versions LIMIT 1",
			       "ss", blacklist_kind_name(entry->kind), entry->value);
	if (num == 0 || database_step(archive, row, err) != SQLITE_ROW)
		return err->code == ERROR_NONE;
	if (database_text(row, 0) != NULL || database_text(row, 1) != NULL || database_text(row, 2) != NULL) {
		if (num > 1)
			return error_set(err, ERROR_USAGE, "the blacklist has %lld entries of %s %s: say which with --app, --certificate, --versions",
					 (long long)num, blacklist_kind_name(entry->kind), entry->value);
		entry->app = arena_copy(arena, database_text(row, 0));
		entry->certificate = arena_copy(arena, database_text(row, 1));
		entry->versions = arena_copy(arena, database_text(row, 2));
	}
	return true;
}

/* Takes the entry off (appeal 0), or puts it back with the number of a case. */
static bool amend(struct change *change, const struct blacklist_entry *key, int64_t appeal, const char *reason, const char *by,
		  struct error *err)
{
	char subject[1200], detail[2800], case_text[80];
	struct standing standing;
	bool found;

	if (!find(change, key, &standing, &found, err))
		return false;
	if (!found)
		return error_set(err, ERROR_USAGE, "the blacklist has no %s %s", blacklist_kind_name(key->kind), key->value);
	if ((appeal == 0 && !check_source(key, &standing.entry, err)) || !subject_of(key, subject, err))
		return false;
	snprintf(case_text, sizeof case_text, "case #%lld", (long long)appeal);
	say_entry(&standing.entry, appeal == 0 ? "remove" : "appeal", appeal == 0 ? reason : case_text, detail);
	if (appeal == 0)
		return close_row(change, standing.number, err) && log_change(change, by, subject, detail, err);
	standing.entry.appeal = appeal;
	return replace(change, &standing, &standing.entry, standing.person, standing.second, err) &&
	       log_change(change, by, subject, detail, err);
}

static bool change_one(struct archive *archive, const struct blacklist_entry *entry, int64_t appeal, const char *reason, const char *by,
		       struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	struct blacklist_entry key = *entry;
	struct change change = {0};
	bool ok = database_begin(archive, err) && find_only(archive, &key, &arena, err) &&
		  begin_change(&change, archive, appeal == 0 ? "remove" : "appeal", reason, by, err) &&
		  amend(&change, &key, appeal, reason, by, err);

	end_change(&change);
	if (ok && database_commit(archive, err))
		return true;
	database_rollback(archive);
	return false;
}

bool blacklist_table_remove(struct archive *archive, const struct blacklist_entry *entry, const char *reason, const char *by,
			    struct error *err)
{
	return change_one(archive, entry, 0, reason, by, err);
}

bool blacklist_table_appeal(struct archive *archive, const struct blacklist_entry *entry, int64_t appeal, const char *by, struct error *err)
{
	bool is_appeal;

	if (!database_any(archive, &is_appeal, err, "SELECT count(*) FROM case_file WHERE number = ? AND kind = 'appeal'", "i", appeal))
		return false;
	if (!is_appeal)
		return error_set(err, ERROR_USAGE, "case #%lld is no appeal; prelist case open appeal opens one", (long long)appeal);
	return change_one(archive, entry, appeal, NULL, by, err);
}

/* The n-th change and the n-th event of the blacklist: what is missing on either side is NULL. */
#define PAIRS                                                                                                                          \
	"SELECT c.number, e.content FROM (SELECT number, row_number() OVER (ORDER BY number) AS n FROM blacklist_change) c FULL JOIN"       \
	" (SELECT content, row_number() OVER (ORDER BY number) AS n FROM event WHERE kind = 'blacklist') e ON e.n = c.n ORDER BY coalesce(c.n, e.n)"

static bool verify_changes(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, PAIRS, "");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const char *logged = database_text(row, 1);
		int64_t number = sqlite3_column_int64(row, 0);
		char content[65], text[120];

		if (number == 0) {
			problem(owner, "blacklist: the log has a change that the tables have not");
			continue;
		}
		if (!digest_change(archive, number, content, err))
			return false;
		if (logged != NULL && strcmp(logged, content) == 0)
			continue;
		snprintf(text, sizeof text, "blacklist, change #%lld: its entries are not those that were logged", (long long)number);
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}

#define STRAY_ENTRIES                                                                                                                  \
	"SELECT count(*) FROM blacklist_entry e LEFT JOIN blacklist_change a ON a.number = e.added LEFT JOIN blacklist_change r"       \
	" ON r.number = e.removed WHERE a.number IS NULL OR e.number NOT BETWEEN a.first AND a.last OR"                                \
	" (e.removed IS NOT NULL AND r.number IS NULL)"

/* It is what a submission that is judged meanwhile is compared with. */
#define WRONG_GENERATION                                                                                                               \
	"SELECT count(*) <> 1 OR max(name) <> 'blacklist' OR max(value) <> (SELECT count(*) FROM blacklist_change) FROM counter"

bool blacklist_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	return verify_changes(archive, problem, owner, err) &&
	       logged_none(archive, STRAY_ENTRIES, "blacklist: there are entries that no change of the log made", problem, owner, err) &&
	       logged_none(archive, WRONG_GENERATION, "blacklist: its generation is not the number of its changes", problem, owner, err);
}
