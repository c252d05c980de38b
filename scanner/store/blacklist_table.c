#include "store/blacklist_table.h"

#include "store/event.h"
#include "store/register_blacklist.h"

#include <stdio.h>

#define COLUMNS "b.kind, b.value, b.verdict, b.reason, b.source, b.ticket, p.name, b.since, b.until"
#define TABLE "blacklist b LEFT JOIN person p ON p.id = b.person"

static bool each_row(struct archive *archive, sqlite3_stmt *row,
		     void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		struct blacklist_entry entry = {
			(enum blacklist_kind)blacklist_kind_find(database_text(row, 0)), database_text(row, 1),
			verdict_parse(database_text(row, 2)), database_text(row, 3), database_text(row, 4), database_text(row, 5),
			database_text(row, 6), database_text(row, 7), database_text(row, 8)};

		visit(owner, &entry);
	}
	return status == SQLITE_DONE;
}

static struct archive *archive_of(struct blacklist_source *self)
{
	return (struct archive *)(void *)((char *)self - offsetof(struct archive, blacklist));
}

static bool holds(struct blacklist_source *self, enum blacklist_kind kind, bool *any, struct error *err)
{
	int64_t found;

	if (!database_number(archive_of(self), &found, 0, err,
			     "SELECT EXISTS (SELECT 1 FROM blacklist WHERE kind = ?1 OR (?2 AND kind IN ('developer', 'uscc')))", "si",
			     blacklist_kind_name(kind), (int64_t)register_leads(kind)))
		return false;
	*any = found != 0;
	return true;
}

static bool exact(struct blacklist_source *self, enum blacklist_kind kind, const char *value,
		  void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	struct archive *archive = archive_of(self);
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT " COLUMNS " FROM " TABLE " WHERE b.kind = ? AND b.value = ?",
							       "ss", blacklist_kind_name(kind), value);

	return each_row(archive, row, visit, owner, err) && register_blacklisted(archive, kind, value, visit, owner, err);
}

static bool patterns(struct blacklist_source *self, void (*visit)(void *owner, const struct blacklist_entry *entry),
		     void *owner, struct error *err)
{
	struct archive *archive = archive_of(self);
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT " COLUMNS " FROM " TABLE " WHERE instr(b.value, '*') > 0", "");

	return each_row(archive, row, visit, owner, err);
}

void blacklist_table_source(struct archive *archive)
{
	archive->blacklist = (struct blacklist_source){.holds = holds, .exact = exact, .patterns = patterns};
}

bool blacklist_table_generation(struct archive *archive, int64_t *generation, struct error *err)
{
	return database_number(archive, generation, 0, err, "SELECT value FROM counter WHERE name = 'blacklist'", "");
}

static bool log_change(struct archive *archive, const char *what, const struct blacklist_entry *entry, const char *reason,
		       const char *by, struct error *err)
{
	char subject[1200], detail[2200];
	struct event event = {.kind = "blacklist", .person = by, .subject = subject, .detail = detail, .content = ""};

	snprintf(subject, sizeof subject, "%s %.1000s", blacklist_kind_name(entry->kind), entry->value);
	snprintf(detail, sizeof detail, "%s %s%s%s: %.1800s", what, verdict_name(entry->verdict), entry->until != NULL ? " until " : "",
		 entry->until != NULL ? entry->until : "", reason != NULL ? reason : "");
	return event_append(archive, &event, err) &&
	       database_run(archive, err, "UPDATE counter SET value = value + 1 WHERE name = 'blacklist'", "");
}

static bool add_one(struct archive *archive, const struct blacklist_entry *entry, struct error *err)
{
	return log_change(archive, "add", entry, entry->reason, entry->by, err) &&
	       database_run(archive, err,
			    "INSERT INTO blacklist VALUES (?, ?, ?, ?, ?, ?, (SELECT id FROM person WHERE name = ?), ?, ?)"
			    " ON CONFLICT DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason, source = excluded.source,"
			    " ticket = excluded.ticket, person = excluded.person, since = excluded.since, until = excluded.until",
			    "sssssssss", blacklist_kind_name(entry->kind), entry->value, verdict_name(entry->verdict), entry->reason,
			    entry->source, entry->ticket, entry->by, entry->since, entry->until);
}

/* An entry that stands there as it is changes nothing: importing twice is importing once. */
static bool is_same(struct archive *archive, const struct blacklist_entry *entry, bool *same, struct error *err)
{
	int64_t found;

	if (!database_number(archive, &found, 0, err,
			     "SELECT count(*) FROM " TABLE " WHERE b.kind = ? AND b.value = ? AND b.verdict = ? AND b.reason IS ? AND"
			     " b.source IS ? AND b.ticket IS ? AND p.name IS ? AND b.since IS ? AND b.until IS ?",
			     "sssssssss", blacklist_kind_name(entry->kind), entry->value, verdict_name(entry->verdict), entry->reason,
			     entry->source, entry->ticket, entry->by, entry->since, entry->until))
		return false;
	*same = found > 0;
	return true;
}

bool blacklist_table_put(struct archive *archive, const struct blacklist_entry *entries, size_t num, struct error *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < num; i++) {
		bool same = false;

		ok = is_same(archive, &entries[i], &same, err) && (same || add_one(archive, &entries[i], err));
	}
	return ok;
}

bool blacklist_table_add(struct archive *archive, const struct blacklist_entry *entries, size_t num, struct error *err)
{
	if (database_begin(archive, err) && blacklist_table_put(archive, entries, num, err) && database_commit(archive, err))
		return true;
	database_rollback(archive);
	return false;
}

bool blacklist_table_remove(struct archive *archive, const struct blacklist_entry *entry, const char *reason, const char *by,
			    struct error *err)
{
	bool ok = database_begin(archive, err) &&
		  database_run(archive, err, "DELETE FROM blacklist WHERE kind = ? AND value = ?", "ss", blacklist_kind_name(entry->kind),
			       entry->value);

	if (ok && sqlite3_changes(archive->db) == 0)
		ok = error_set(err, ERROR_USAGE, "the blacklist has no %s %s", blacklist_kind_name(entry->kind), entry->value);
	if (ok && log_change(archive, "remove", entry, reason, by, err) && database_commit(archive, err))
		return true;
	database_rollback(archive);
	return false;
}

bool blacklist_table_each(struct archive *archive, void (*visit)(void *owner, const struct blacklist_entry *entry),
			  void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT " COLUMNS " FROM " TABLE " ORDER BY b.kind, b.value", "");

	return each_row(archive, row, visit, owner, err);
}
