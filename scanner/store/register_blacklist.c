#include "store/register_blacklist.h"

#include "store/blacklist_lookup.h"
#include "store/register.h"

#include <stdio.h>

#define SQL_MAX 8000

/* Which developers have a value, by kind; NULL: that leads to nobody. */
static const char *const holders[BLACKLIST_KIND_COUNT] = {
	[BLACKLIST_CERTIFICATE] = "developer_certificate WHERE sha256 = ?1",
	[BLACKLIST_SPKI] = "developer_certificate WHERE spki_sha256 = ?1",
	[BLACKLIST_USCC] = "developer_identity WHERE uscc = ?1",
	[BLACKLIST_LICENCE] = "(SELECT developer, number FROM developer_licence UNION ALL SELECT developer, number FROM developer_document)"
			      " WHERE number = ?1",
	[BLACKLIST_FILING] = "developer_filing WHERE number = ?1",
};

bool register_leads(enum blacklist_kind kind)
{
	return holders[kind] != NULL;
}

static void visit_row(sqlite3_stmt *row, enum blacklist_kind kind, void (*visit)(void *owner, const struct blacklist_entry *entry),
		      void *owner)
{
	struct blacklist_entry entry = blacklist_lookup_row(row);
	char reason[2048];

	snprintf(reason, sizeof reason, "%s in common with the developer%s%.1800s", blacklist_kind_name(kind), entry.reason != NULL ? ": " : "",
		 entry.reason != NULL ? entry.reason : "");
	entry.reason = reason;
	if (kind == BLACKLIST_LICENCE || kind == BLACKLIST_FILING || sqlite3_column_int(row, BLACKLIST_COLUMNS_NUM) == 0)
		entry.verdict = VERDICT_REVIEW;
	visit(owner, &entry);
}

/* A key under a certificate made anew is the key of the one that is on the list. */
static bool visit_certificates(struct archive *archive, const char *spki, void (*visit)(void *owner, const struct blacklist_entry *entry),
			       void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT " BLACKLIST_COLUMNS " FROM (SELECT DISTINCT sha256 FROM developer_certificate WHERE spki_sha256 = ?1) c JOIN blacklist b ON"
		" b.kind = 'certificate' AND b.value = c.sha256 " BLACKLIST_PERSONS " ORDER BY b.value",
		"s", spki);

	return blacklist_lookup_each(archive, row, visit, owner, err);
}

bool register_blacklisted(struct archive *archive, enum blacklist_kind kind, const char *value,
			  void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	char sql[SQL_MAX];
	int status;

	if (holders[kind] == NULL)
		return true;
	if (kind == BLACKLIST_SPKI && !visit_certificates(archive, value, visit, owner, err))
		return false;
	snprintf(sql, sizeof sql, /* only of who is on the list it is asked what is his */
		 "WITH holder AS (SELECT DISTINCT developer FROM %s), named AS (SELECT h.developer, 'developer' AS kind, lower(d.id) AS value"
		 " FROM holder h JOIN developer d ON d.number = h.developer UNION SELECT h.developer, 'uscc', i.uscc FROM holder h JOIN"
		 " developer_identity i ON i.developer = h.developer WHERE i.uscc IS NOT NULL AND (?2 <> 'uscc' OR i.uscc <> ?1))"
		 " SELECT " BLACKLIST_COLUMNS ", " REGISTER_LISTED_WITH("?2", "?1", "n.developer") " FROM named n JOIN blacklist b ON b.kind = n.kind"
		 " AND b.value = n.value " BLACKLIST_PERSONS " WHERE CASE WHEN b.value IS NOT NULL THEN " REGISTER_HAS("?2", "?1", "n.developer")
		 " END ORDER BY b.kind, b.value",
		 holders[kind]);
	row = database_prepare(archive, err, sql, "ss", value, blacklist_kind_name(kind));
	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		visit_row(row, kind, visit, owner);
	return status == SQLITE_DONE;
}
