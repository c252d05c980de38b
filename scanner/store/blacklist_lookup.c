#include "store/blacklist_lookup.h"

#include "store/icon_like.h"
#include "store/register_blacklist.h"

#define TABLE "blacklist b " BLACKLIST_PERSONS
#define WITH_QUARTER(first, second, third, fourth)                                                                                       \
	"SELECT " BLACKLIST_COLUMNS " FROM (SELECT * FROM blacklist_entry INDEXED BY blacklist_entry_look_" #first " WHERE " ICON_LIKE_ENTRIES \
	" AND " ICON_LIKE_QUARTER("value", first, second, third, fourth) " = ?" #first ") b " BLACKLIST_PERSONS

struct blacklist_entry blacklist_lookup_row(sqlite3_stmt *row)
{
	return (struct blacklist_entry){.kind = (enum blacklist_kind)blacklist_kind_find(database_text(row, 0)),
					.value = database_text(row, 1),
					.verdict = verdict_parse(database_text(row, 2)),
					.reason = database_text(row, 3),
					.source = database_text(row, 4),
					.ticket = database_text(row, 5),
					.by = database_text(row, 6),
					.since = database_text(row, 7),
					.until = database_text(row, 8),
					.app = database_text(row, 9),
					.certificate = database_text(row, 10),
					.versions = database_text(row, 11),
					.second = database_text(row, 12),
					.size = sqlite3_column_int64(row, 13),
					.appeal = sqlite3_column_int64(row, 14)};
}

static struct archive *archive_of(struct blacklist_source *self)
{
	return (struct archive *)(void *)((char *)self - offsetof(struct archive, blacklist));
}

bool blacklist_lookup_each(struct archive *archive, sqlite3_stmt *row, void (*visit)(void *owner, const struct blacklist_entry *entry),
			   void *owner, struct error *err)
{
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const struct blacklist_entry entry = blacklist_lookup_row(row);

		visit(owner, &entry);
	}
	sqlite3_reset(row); /* nothing is held of the database in between */
	return status == SQLITE_DONE;
}

static sqlite3_stmt *lookup(struct archive *archive, enum archive_lookup which, struct error *err)
{
	static const char *const sql[LOOKUP_COUNT] = {
		[LOOKUP_HOLDS] = "SELECT EXISTS (SELECT 1 FROM blacklist WHERE kind = ?)",
		[LOOKUP_EXACT] = "SELECT " BLACKLIST_COLUMNS " FROM " TABLE " WHERE b.kind = ? AND b.value = ?",
		[LOOKUP_PATTERNS] = "SELECT " BLACKLIST_COLUMNS " FROM " TABLE " WHERE instr(b.value, '*') > 0",
		[LOOKUP_ENDING] = "SELECT " BLACKLIST_COLUMNS " FROM " TABLE " WHERE b.kind = ?1 AND substr(b.value, -length(?2)) = ?2",
		[LOOKUP_ICONS] = WITH_QUARTER(1, 5, 9, 13) " UNION ALL " WITH_QUARTER(2, 6, 10, 14) " UNION ALL " WITH_QUARTER(3, 7, 11, 15)
			" UNION ALL " WITH_QUARTER(4, 8, 12, 16),
		[LOOKUP_WAIVERS] = "SELECT " BLACKLIST_COLUMNS " FROM " TABLE " WHERE b.kind IN ('rule', 'finding') AND"
				   " b.app IN ('', ?1, 'android:' || ?1, 'harmonyos:' || ?1, 'ios:' || ?1) ORDER BY b.number",
	};

	return database_lookup(archive, which, sql[which], err);
}

/* Developers are looked for by what leads to them, certificates by their keys, too. */
static bool holds(struct blacklist_source *self, bool any[BLACKLIST_KIND_COUNT], struct error *err)
{
	struct archive *archive = archive_of(self);
	sqlite3_stmt *row = lookup(archive, LOOKUP_HOLDS, err);

	for (enum blacklist_kind kind = 0; kind < BLACKLIST_KIND_COUNT; kind++) {
		if (row == NULL || !database_again(archive, err, row, "s", blacklist_kind_name(kind)) ||
		    database_step(archive, row, err) != SQLITE_ROW)
			return false;
		any[kind] = sqlite3_column_int(row, 0) != 0;
		sqlite3_reset(row);
	}
	any[BLACKLIST_SPKI] |= any[BLACKLIST_CERTIFICATE];
	for (enum blacklist_kind kind = 0; kind < BLACKLIST_KIND_COUNT; kind++)
		any[kind] |= register_leads(kind) && (any[BLACKLIST_DEVELOPER] || any[BLACKLIST_USCC]);
	return true;
}

static bool exact(struct blacklist_source *self, enum blacklist_kind kind, const char *value,
		  void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	struct archive *archive = archive_of(self);
	sqlite3_stmt *row = lookup(archive, LOOKUP_EXACT, err);

	return row != NULL && database_again(archive, err, row, "ss", blacklist_kind_name(kind), value) &&
	       blacklist_lookup_each(archive, row, visit, owner, err) && register_blacklisted(archive, kind, value, visit, owner, err);
}

static bool patterns(struct blacklist_source *self, void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner,
		     struct error *err)
{
	struct archive *archive = archive_of(self);
	sqlite3_stmt *row = lookup(archive, LOOKUP_PATTERNS, err);

	return row != NULL && blacklist_lookup_each(archive, row, visit, owner, err);
}

static bool ending(struct blacklist_source *self, enum blacklist_kind kind, const char *end,
		   void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	struct archive *archive = archive_of(self);
	sqlite3_stmt *row = lookup(archive, LOOKUP_ENDING, err);

	return row != NULL && database_again(archive, err, row, "ss", blacklist_kind_name(kind), end) &&
	       blacklist_lookup_each(archive, row, visit, owner, err);
}

static bool icons(struct blacklist_source *self, const char *hash, void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner,
		  struct error *err)
{
	char quarters[ICON_LIKE_QUARTERS][ALIKE_PICTURE_LEN / ICON_LIKE_QUARTERS + 1];
	struct archive *archive = archive_of(self);
	sqlite3_stmt *row = lookup(archive, LOOKUP_ICONS, err);

	icon_like_quarters(hash, quarters);
	return row != NULL && database_again(archive, err, row, "ssss", quarters[0], quarters[1], quarters[2], quarters[3]) &&
	       blacklist_lookup_each(archive, row, visit, owner, err);
}

static bool waivers(struct blacklist_source *self, const char *app_id, void (*visit)(void *owner, const struct blacklist_entry *entry),
		    void *owner, struct error *err)
{
	struct archive *archive = archive_of(self);
	sqlite3_stmt *row = lookup(archive, LOOKUP_WAIVERS, err);

	return row != NULL && database_again(archive, err, row, "s", app_id) && blacklist_lookup_each(archive, row, visit, owner, err);
}

bool blacklist_lookup_ending(struct archive *archive, const char *from, const char *to,
			     void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT " BLACKLIST_COLUMNS " FROM " TABLE " WHERE b.until BETWEEN ? AND ? ORDER BY b.until, b.kind, b.value",
				 "ss", from, to);

	return blacklist_lookup_each(archive, row, visit, owner, err);
}

void blacklist_lookup_source(struct archive *archive)
{
	archive->blacklist = (struct blacklist_source){.holds = holds, .exact = exact, .patterns = patterns, .ending = ending, .icons = icons, .waivers = waivers};
}
