#include "store/register_blacklist.h"

#include "store/blacklist_lookup.h"

#include <stdio.h>

/* Which developers have a value, by kind; NULL: that leads to nobody. */
static const char *const holders[BLACKLIST_KIND_COUNT] = {
	[BLACKLIST_CERTIFICATE] = "developer_certificate WHERE sha256 = ?1",
	[BLACKLIST_SPKI] = "developer_certificate WHERE spki_sha256 = ?1",
	[BLACKLIST_USCC] = "developer_identity WHERE uscc = ?1",
	[BLACKLIST_LICENCE] = "developer_licence WHERE number = ?1",
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

	snprintf(reason, sizeof reason, "%s in common with him%s%.1800s", blacklist_kind_name(kind), entry.reason != NULL ? ": " : "",
		 entry.reason != NULL ? entry.reason : "");
	entry.reason = reason;
	if (kind == BLACKLIST_LICENCE || kind == BLACKLIST_FILING)
		entry.verdict = VERDICT_REVIEW;
	visit(owner, &entry);
}

bool register_blacklisted(struct archive *archive, enum blacklist_kind kind, const char *value,
			  void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	char sql[1600];
	int status;

	if (holders[kind] == NULL)
		return true;
	snprintf(sql, sizeof sql,
		 "WITH holder AS (SELECT DISTINCT developer FROM %s), named AS (SELECT 'developer' AS kind, d.id AS value FROM holder h JOIN"
		 " developer d ON d.number = h.developer UNION SELECT 'uscc', i.uscc FROM holder h JOIN developer_identity i ON"
		 " i.developer = h.developer WHERE i.uscc IS NOT NULL AND (?2 <> 'uscc' OR i.uscc <> ?1))"
		 " SELECT " BLACKLIST_COLUMNS " FROM named n JOIN blacklist b ON b.kind = n.kind AND b.value = n.value " BLACKLIST_PERSONS
		 " ORDER BY b.kind, b.value",
		 holders[kind]);
	row = database_prepare(archive, err, sql, "ss", value, blacklist_kind_name(kind));
	while ((status = database_step(archive, row, err)) == SQLITE_ROW)
		visit_row(row, kind, visit, owner);
	return status == SQLITE_DONE;
}
