/*
 * kept_blacklist - the blacklist as it stands and as it was, and what its entries hit among all that is kept.
 */
#include "cli/kept.h"
#include "cli/progress.h"

#include "judge/blacklist_scope.h"
#include "store/blacklist_lookup.h"
#include "store/blacklist_table.h"
#include "store/entry_shown.h"
#include "store/register_blacklist.h"

#include <stdio.h>

#define SQL_MAX 16000

/* What of a submission s an entry e is narrowed to. */
#define IN_SCOPE                                                                                                                       \
	"(e.app = '' OR e.app IN (s.app_id, s.platform || ':' || s.app_id)) AND"                                                            \
	" (e.versions = '' OR s.version_code BETWEEN e.first_version AND e.last_version) AND"                                               \
	" (e.certificate = '' OR EXISTS (SELECT 1 FROM posting c WHERE c.kind = 'certificate' AND c.value = e.certificate AND"              \
	" c.platform = s.platform AND c.app_id = s.app_id AND s.number BETWEEN c.first AND c.last)) AND"                                    \
	" (e.size = 0 OR EXISTS (SELECT 1 FROM submission_package f JOIN package k ON k.sha256 = f.sha256 WHERE f.number = s.number AND"     \
	" k.size = e.size))"

/* SQLite's GLOB knows more than *: what it would take specially is bracketed. */
#define AS_GLOB "replace(replace(e.value, '[', '[[]'), '?', '[?]')"

/*
 * How entries e are joined with what is kept: through postings, each of submissions that all show its value, through readings, or through findings.
 * The order is ours: from the few entries to what they hit, never through all submissions.
 */
#define OF_POSTING                                                                                                                     \
	" CROSS JOIN submission s INDEXED BY submission_shown ON s.app_id = p.app_id AND s.platform = p.platform AND"                       \
	" s.number BETWEEN p.first AND p.last"
#define OF_FINDING " CROSS JOIN submission s NOT INDEXED ON s.number = f.number"

/* What the register has of a developer, by which others are led to him (register_blacklist.h). */
#define HIS_VALUES                                                                                                                     \
	"SELECT number AS developer, 'developer' AS kind, lower(id) AS value FROM developer UNION SELECT developer, 'certificate', sha256" \
	" FROM developer_certificate UNION SELECT developer, 'spki', spki_sha256 FROM developer_certificate UNION SELECT developer,"   \
	" 'uscc', uscc FROM developer_identity UNION SELECT developer, 'licence', number FROM developer_licence UNION SELECT"          \
	" developer, 'licence', number FROM developer_document UNION SELECT developer, 'filing', number FROM developer_filing"

enum { EXACT, PATTERN, LED, IN_READINGS, BY_RULE, BY_KEY, NUM_JOINS };
static const char *const joins[NUM_JOINS] = {
	[EXACT] = "CROSS JOIN posting p ON p.kind = e.kind AND p.value = e.value" OF_POSTING,
	[PATTERN] = "CROSS JOIN posting p ON p.kind = e.kind AND instr(e.value, '*') > 0 AND p.value GLOB " AS_GLOB OF_POSTING,
	[LED] = "CROSS JOIN developer d ON e.kind IN ('developer', 'uscc') AND iif(e.kind = 'developer', lower(d.id) = e.value, EXISTS (SELECT 1 FROM"
		" developer_identity i WHERE i.developer = d.number AND i.uscc = e.value)) CROSS JOIN (" HIS_VALUES ") v ON v.developer = d.number"
		" AND " REGISTER_HAS("v.kind", "v.value", "v.developer")
		" CROSS JOIN posting p ON p.kind = v.kind AND p.value = v.value" OF_POSTING,
	[IN_READINGS] = "CROSS JOIN temp.entry_shown h ON e.kind = 'entry' AND h.value = e.value CROSS JOIN submission_package m ON"
			" m.sha256 = h.sha256 CROSS JOIN submission s NOT INDEXED ON s.number = m.number",
	[BY_RULE] = "CROSS JOIN finding f ON e.kind = 'rule' AND f.rule = e.value" OF_FINDING,
	[BY_KEY] = "CROSS JOIN finding f ON e.kind = 'finding' AND f.key = substr(e.value, 1, 16)" OF_FINDING,
};

static int join_of(const struct blacklist_entry *entry)
{
	if (entry->kind == BLACKLIST_RULE)
		return BY_RULE;
	if (entry->kind == BLACKLIST_FINDING)
		return BY_KEY;
	if (entry->kind == BLACKLIST_DEVELOPER || entry->kind == BLACKLIST_USCC)
		return LED;
	if (entry->kind == BLACKLIST_ENTRY)
		return IN_READINGS;
	return strchr(entry->value, '*') != NULL ? PATTERN : EXACT;
}

/* An entry that need not be kept, as a row. */
#define GIVEN                                                                                                                          \
	"(SELECT ?1 AS kind, ?2 AS value, coalesce(?3, '') AS app, coalesce(?4, '') AS certificate, coalesce(?5, '') AS versions,"          \
	" ?6 AS first_version, ?7 AS last_version, ?8 AS size) e "

#define ROW KEPT_ROW ", NULL, NULL"

static sqlite3_stmt *prepare_given(struct session *session, const char *sql, const struct blacklist_entry *entry, int64_t limit,
				   struct error *err)
{
	int64_t first, last;

	if (!blacklist_versions(entry->versions, &first, &last))
		return NULL;
	return database_prepare(session->archive, err, sql, "sssssiiii", blacklist_kind_name(entry->kind), entry->value, entry->app,
				entry->certificate, entry->versions, first == FACT_ABSENT ? first + 1 : first, last, entry->size, limit);
}

/* What IN_READINGS joins with: entry, or the rows from first to last. */
static bool look_in_readings(struct session *session, const struct blacklist_entry *entry, int64_t first, int64_t last, struct error *err)
{
	struct progress progress = progress_begin(session->language, "readings", 0, session->quiet);
	const struct entry_search search = {progress_step, &progress};
	bool ok = entry == NULL ? entry_shown_of_rows(session->archive, first, last, &search, err) :
				  entry->kind != BLACKLIST_ENTRY || entry_shown_of(session->archive, entry->value, &search, err);

	progress_end(&progress);
	return ok;
}

/* The postings of one value stand in order, each of other submissions: those that are wanted are found without sorting all. */
bool kept_hits(struct session *session, const struct blacklist_entry *entry, bool listed, int64_t limit,
	       void (*visit)(void *owner, const struct kept_row *row), void *owner, struct error *err)
{
	const char *state = listed ? "s.state = 'listed'" : "s.state <> 'listed'";
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	char sql[SQL_MAX];

	if (!look_in_readings(session, entry, 0, 0, err))
		return false;
	if (join_of(entry) == EXACT)
		snprintf(sql, sizeof sql,
			 "SELECT " ROW " FROM posting p" OF_POSTING " AND %s CROSS JOIN " GIVEN "ON " IN_SCOPE
			 " WHERE p.kind = ?1 AND p.value = ?2 ORDER BY p.platform, p.app_id, p.first, s.number LIMIT ?9",
			 state);
	else
		snprintf(sql, sizeof sql,
			 "SELECT DISTINCT " ROW " FROM " GIVEN "%s AND %s AND " IN_SCOPE " ORDER BY s.platform, s.app_id, s.number LIMIT ?9",
			 joins[join_of(entry)], state);
	row = prepare_given(session, sql, entry, limit, err);
	return kept_each_row(session, row, visit, owner, err);
}

bool kept_num_hits(struct session *session, const struct blacklist_entry *entry, int64_t *num_listed, int64_t *num_kept, struct error *err)
{
	const char *once = join_of(entry) == EXACT ? "" : "DISTINCT";
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	char sql[SQL_MAX];

	if (!look_in_readings(session, entry, 0, 0, err))
		return false;
	snprintf(sql, sizeof sql,
		 "SELECT count(%s s.number), count(%s CASE s.state WHEN 'listed' THEN s.number END) FROM " GIVEN "%s AND " IN_SCOPE, once, once,
		 joins[join_of(entry)]);
	row = prepare_given(session, sql, entry, -1, err);
	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return false;
	*num_kept = sqlite3_column_int64(row, 0);
	*num_listed = sqlite3_column_int64(row, 1);
	return true;
}

bool kept_waived(struct session *session, struct blacklist_entry *waiver, struct arena *arena, const char **rule, const char **detail, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	char said[FINDING_SAID_LEN];

	*rule = waiver->kind == BLACKLIST_RULE ? waiver->value : NULL;
	*detail = NULL;
	if (waiver->kind != BLACKLIST_FINDING)
		return true;
	row = database_prepare(session->archive, err,
			       "SELECT rule, detail FROM (SELECT number, 0 AS is_newer, rule, detail FROM finding WHERE key = substr(?1, 1, 16) UNION ALL SELECT number, 1,"
			       " rule, detail FROM standing_finding WHERE key = substr(?1, 1, 16)) ORDER BY number DESC, is_newer DESC LIMIT 1",
			       "s", waiver->value);
	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return err->code == ERROR_NONE;
	*rule = arena_copy(arena, database_text(row, 0));
	finding_said(said, waiver->value, database_text(row, 1));
	if (strlen(waiver->value) < strlen(said))
		waiver->value = arena_strdup(arena, said);
	if (strcmp(waiver->value, said) == 0)
		*detail = arena_copy(arena, database_text(row, 1));
	return arena_ok(arena, err);
}

/* Every way in which rows of the table may hit something. */
static sqlite3_stmt *prepare_rows(struct session *session, const char *select, const char *rest, int64_t first, int64_t last, int64_t limit,
				  struct error *err)
{
	char sql[2 * SQL_MAX];
	size_t len;

	if (!look_in_readings(session, NULL, first, last, err))
		return NULL;
	len = (size_t)snprintf(sql, sizeof sql, "%s FROM submission s WHERE s.number IN (", select);

	for (size_t i = 0; i < NUM_JOINS; i++)
		len += (size_t)snprintf(sql + len, sizeof sql - len,
					"%sSELECT s.number FROM blacklist_entry e NOT INDEXED %s AND s.state = 'listed' AND " IN_SCOPE
					" WHERE e.number BETWEEN ?1 AND ?2 AND e.removed IS NULL",
					i > 0 ? " UNION " : "", joins[i]);
	snprintf(sql + len, sizeof sql - len, ") %s", rest);
	return database_prepare(session->archive, err, sql, "iii", first, last, limit);
}

bool kept_rows_hits(struct session *session, int64_t first, int64_t last, int64_t limit,
		    void (*visit)(void *owner, const struct kept_row *row), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		prepare_rows(session, "SELECT " ROW, "ORDER BY s.app_id, s.platform, s.number LIMIT ?3", first, last, limit, err);

	return kept_each_row(session, row, visit, owner, err);
}

bool kept_num_rows_hits(struct session *session, int64_t first, int64_t last, int64_t *num_listed, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = prepare_rows(session, "SELECT count(*)", "", first, last, -1, err);

	if (database_step(session->archive, row, err) != SQLITE_ROW)
		return false;
	*num_listed = sqlite3_column_int64(row, 0);
	return true;
}

static void add_condition(struct buf *sql, enum kept_entries which)
{
	if (which == KEPT_EXPIRED)
		buf_text(sql, " WHERE e.until < ?");
	for (size_t i = 0; which == KEPT_UNUSED && i < NUM_JOINS; i++)
		buf_printf(sql, " %s NOT EXISTS (SELECT 1 FROM (SELECT 1) %s AND " IN_SCOPE ")", i == 0 ? "WHERE" : "AND", joins[i]);
}

bool kept_blacklist_each(struct session *session, enum kept_entries which,
			 void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err)
{
	BUF_CLEANUP struct buf sql = buf_new((size_t)64 * 1024);
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;

	if (which == KEPT_UNUSED && !look_in_readings(session, NULL, 0, INT64_MAX, err))
		return false;
	buf_text(&sql, "SELECT " BLACKLIST_COLUMNS " FROM blacklist b " BLACKLIST_PERSONS);
	if (which != KEPT_ENTRIES) {
		buf_text(&sql, " WHERE b.number IN (SELECT e.number FROM blacklist e");
		add_condition(&sql, which);
		buf_text(&sql, ")");
	}
	buf_text(&sql, " ORDER BY b.kind, b.value, b.app, b.certificate, b.versions");
	buf_byte(&sql, '\0');
	if (sql.failed)
		return error_memory(err);
	row = which == KEPT_EXPIRED ? database_prepare(session->archive, err, (const char *)sql.data, "s", session->today) :
				      database_prepare(session->archive, err, (const char *)sql.data, "");
	return blacklist_lookup_each(session->archive, row, visit, owner, err);
}

static struct kept_blacklist_step step_of(sqlite3_stmt *row, int column)
{
	return (struct kept_blacklist_step){database_text(row, column), database_text(row, column + 1), database_text(row, column + 2),
					    database_text(row, column + 3)};
}

bool kept_blacklist_history(struct session *session, const char *kind_name, const char *value,
			    void (*visit)(void *owner, const struct kept_blacklist_state *state), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		session->archive, err,
		"SELECT " BLACKLIST_COLUMNS ", a.what, a.time, ap.name, a.reason, r.what, r.time, rp.name, r.reason FROM blacklist_entry b "
		BLACKLIST_PERSONS " JOIN blacklist_change a ON a.number = b.added LEFT JOIN person ap ON ap.id = a.person LEFT JOIN"
				  " blacklist_change r ON r.number = b.removed LEFT JOIN person rp ON rp.id = r.person WHERE"
				  " (?1 IS NULL OR (b.kind = ?1 AND b.value = ?2)) ORDER BY b.kind, b.value, b.app, b.certificate, b.versions, b.number",
		"ss", kind_name, value);
	int status;

	while ((status = database_step(session->archive, row, err)) == SQLITE_ROW) {
		const struct kept_blacklist_state state = {blacklist_lookup_row(row), step_of(row, BLACKLIST_COLUMNS_NUM),
							   step_of(row, BLACKLIST_COLUMNS_NUM + 4)};

		visit(owner, &state);
	}
	return status == SQLITE_DONE;
}
