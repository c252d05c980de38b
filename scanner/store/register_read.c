#include "store/register_read.h"

#include "store/decided_against.h"
#include "store/listing.h"
#include "store/register.h"

/* Another number of the same kind that was handed in later takes up, without a gap, where this one ends; l is this one, n the other. */
#define TAKES_OVER                                                                                                                     \
	"n.developer = l.developer AND n.kind = l.kind AND n.kind <> 'other' AND n.number <> l.number AND " MOMENT_OF("n.since") " > " MOMENT_OF("l.since") " AND"       \
	" l.valid_until IS NOT NULL AND (n.valid_until IS NULL OR n.valid_until > l.valid_until)"                                      \
	" AND (n.valid_from IS NULL OR n.valid_from <= date(l.valid_until, '+1 day'))"
#define CURRENT_LICENCE                                                                                                                \
	"l.since = (SELECT n.since FROM developer_licence n WHERE n.developer = l.developer AND n.kind = l.kind AND n.number = l.number" REGISTER_NEWEST ")" \
	" AND NOT EXISTS (SELECT 1 FROM developer_licence n WHERE " TAKES_OVER ")"
#define CURRENT_DOCUMENT                                                                                                               \
	"l.since = (SELECT n.since FROM developer_document n WHERE n.developer = l.developer AND n.platform = l.platform AND"       \
	" n.app_id = l.app_id AND n.kind = l.kind AND n.number = l.number" REGISTER_NEWEST ") AND NOT EXISTS (SELECT 1 FROM developer_document n WHERE"   \
	" n.platform = l.platform AND n.app_id = l.app_id AND " TAKES_OVER ")"

/* columns: those of the statement, before the last one, which says whether the row is the newest of its kind. */
static const struct {
	struct register_part_info info;
	const char *sql;
} parts[REGISTER_PARTS] = {
	[REGISTER_IDENTITY] = {{"identity", {"since", "date", "name", "uscc", "uscc_ok", "subject_type", NULL}},
			       "SELECT since, date, name, uscc, uscc_ok, subject_type, since = (SELECT n.since FROM developer_identity n WHERE n.developer = ?1" REGISTER_NEWEST ")"
			       " FROM developer_identity WHERE developer = ?1 ORDER BY since"},
	[REGISTER_LICENCE] = {{"licences", {"since", "date", "kind", "number", "holder", "valid_from", "valid_until", "scope", NULL}},
			      "SELECT since, date, kind, number, holder, valid_from, valid_until, scope, " CURRENT_LICENCE
			      " FROM developer_licence l WHERE developer = ?1 ORDER BY since, kind, number"},
	[REGISTER_FILING] = {{"filings", {"since", "date", "platform", "app_id", "number", "filed_app_id", "certificate_md5", "public_key", NULL}},
			     "SELECT since, date, platform, app_id, number, filed_app_id, certificate_md5, public_key, since = (SELECT n.since"
			     " FROM developer_filing n WHERE n.developer = ?1 AND n.platform = f.platform AND n.app_id = f.app_id" REGISTER_NEWEST ")"
			     " FROM developer_filing f WHERE developer = ?1 ORDER BY since, platform, app_id"},
	[REGISTER_DOCUMENT] = {{"documents",
				{"since", "date", "platform", "app_id", "kind", "number", "holder", "valid_from", "valid_until", "sha256", NULL}},
			       "SELECT since, date, platform, app_id, kind, number, holder, valid_from, valid_until, sha256,"
			       " " CURRENT_DOCUMENT " FROM developer_document l WHERE developer = ?1 ORDER BY since, platform, app_id, kind, number"},
	[REGISTER_CERTIFICATE] = {{"certificates",
				   {"since", "date", "platform", "app_id", "sha256", "sha1", "md5", "spki_sha256", "subject", "not_after", NULL}},
				  "SELECT since, date, platform, app_id, sha256, sha1, md5, spki_sha256, subject, not_after, 1"
				  " FROM developer_certificate WHERE developer = ?1 ORDER BY since, platform, app_id, sha256"},
	[REGISTER_APP] = {{"apps",
			   {"since", "date", "platform", "app_id", "name", "category", "privacy_policy_url", "privacy_policy_sha256",
			    "description", "uninstall", "recommended_age", "price", "price_amounts", "ai_generates", "ai_labelling", "listed",
			    "suspended_since", NULL}},
			  "SELECT since, date, platform, app_id, name, category, privacy_policy_url, privacy_policy_sha256, description,"
			  " uninstall, recommended_age, price, price_amounts, ai_generates, ai_labelling, " LISTING_FIRST("a.platform", "a.app_id") ", (SELECT max(c.opened) FROM case_file c"
			  " WHERE c.platform = a.platform AND c.app_id = a.app_id AND " CASE_SUSPENDS "), since = (SELECT n.since FROM developer_app n WHERE"
			  " n.developer = ?1 AND n.platform = a.platform AND n.app_id = a.app_id" REGISTER_NEWEST ") FROM developer_app a WHERE developer = ?1"
			  " ORDER BY since, platform, app_id"},
};

const struct register_part_info *register_part_info(enum register_part part)
{
	return &parts[part].info;
}

bool register_each(struct archive *archive, int64_t developer, enum register_part part,
		   void (*visit)(void *owner, const struct register_row *row), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, parts[part].sql, "i", developer);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		struct register_row found = {.since = sqlite3_column_int64(row, 0)};
		int i = 0;

		for (; parts[part].info.columns[i] != NULL; i++)
			found.values[i] = database_text(row, i);
		found.is_current = sqlite3_column_int(row, i) != 0;
		visit(owner, &found);
	}
	return status == SQLITE_DONE;
}

/* Developers that an entry of the blacklist names, by id or by any code that they ever gave. */
#define BLACKLISTED                                                                                                                       \
	"SELECT d.number FROM developer d CROSS JOIN blacklist b ON b.kind = 'developer' AND b.value = lower(d.id) AND (b.until IS NULL OR b.until >= ?2)" \
	" UNION SELECT i.developer FROM blacklist b JOIN developer_identity i ON i.uscc = b.value WHERE b.kind = 'uscc'"                     \
	" AND (b.until IS NULL OR b.until >= ?2)"

/* Every row that a developer has, by its date. */
#define CHANGES                                                                                                                        \
	"SELECT developer, date FROM developer_identity UNION ALL SELECT developer, date FROM developer_licence UNION ALL"             \
	" SELECT developer, date FROM developer_contact UNION ALL SELECT developer, date FROM developer_filing UNION ALL"              \
	" SELECT developer, date FROM developer_certificate UNION ALL SELECT developer, date FROM developer_document UNION ALL SELECT developer, date FROM developer_app"

bool register_each_developer(struct archive *archive, int64_t developer, const char *today,
			     void (*visit)(void *owner, const struct register_developer_row *row), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"WITH changes AS (SELECT developer, min(date) AS first, max(date) AS last FROM (" CHANGES ") WHERE ?1 = 0 OR developer = ?1"
		" GROUP BY developer), bad AS (" BLACKLISTED "), apps AS (SELECT DISTINCT developer, platform, app_id FROM developer_app"
		" WHERE ?1 = 0 OR developer = ?1),"
		" counted AS (SELECT a.developer, count(*) AS num, sum(EXISTS (SELECT 1 FROM listing p JOIN submission s ON s.number ="
		" p.number WHERE p.platform = a.platform AND p.app_id = a.app_id AND " SUBMISSION_DEVELOPER " = a.developer)) AS listed FROM apps a"
		" GROUP BY a.developer)"
		" SELECT d.number, d.id, i.name, i.uscc, CASE WHEN i.uscc IS NOT NULL THEN i.uscc_ok END, coalesce(c.num, 0),"
		" coalesce(c.listed, 0), (SELECT min(valid_until) FROM developer_licence l WHERE l.developer = d.number AND " CURRENT_LICENCE "), h.first, h.last,"
		" d.number IN bad FROM developer d JOIN changes h ON h.developer = d.number LEFT JOIN developer_identity i ON"
		" i.developer = d.number AND i.since = (SELECT n.since FROM developer_identity n WHERE n.developer = d.number" REGISTER_NEWEST ")"
		" LEFT JOIN counted c ON c.developer = d.number ORDER BY d.id",
		"is", developer, today);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const struct register_developer_row found = {
			.developer = sqlite3_column_int64(row, 0),
			.id = database_text(row, 1),
			.name = database_text(row, 2),
			.uscc = database_text(row, 3),
			.uscc_ok = database_integer(row, 4),
			.num_apps = sqlite3_column_int64(row, 5),
			.num_listed = sqlite3_column_int64(row, 6),
			.valid_until = database_text(row, 7),
			.since = database_text(row, 8),
			.changed = database_text(row, 9),
			.is_blacklisted = sqlite3_column_int(row, 10) != 0};

		visit(owner, &found);
	}
	return status == SQLITE_DONE;
}

/* A key that is shared because its certificate is says nothing new. */
#define HELD                                                                                                                              \
	"SELECT DISTINCT 'certificate' AS kind, sha256 AS value, developer FROM developer_certificate"                                        \
	" UNION SELECT 'spki', spki_sha256, developer FROM developer_certificate WHERE spki_sha256 IN (SELECT spki_sha256 FROM"              \
	" developer_certificate GROUP BY spki_sha256 HAVING count(DISTINCT sha256) > 1)"                                                      \
	" UNION SELECT 'uscc', uscc, developer FROM developer_identity WHERE uscc IS NOT NULL"                                                \
	" UNION SELECT 'licence', number, developer FROM developer_licence WHERE number <> ''"                                                \
	" UNION SELECT 'filing', number, developer FROM developer_filing WHERE number <> ''"                                                  \
	" UNION SELECT 'document', number, developer FROM developer_document WHERE number <> ''"                                             \
	" UNION SELECT 'app', platform || ':' || app_id, developer FROM developer_app"

bool register_each_shared(struct archive *archive, int64_t developer, const char *today,
			  void (*visit)(void *owner, const struct register_shared_row *row), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"WITH bad AS (" BLACKLISTED "), held AS (" HELD "), shared AS (SELECT kind, value FROM held GROUP BY kind, value"
		" HAVING count(*) > 1 AND (?1 = 0 OR sum(developer = ?1) > 0)) SELECT s.kind, s.value, group_concat(d.id, ', '),"
		" max(d.number IN bad) FROM (SELECT h.* FROM shared s JOIN held h ON h.kind = s.kind AND h.value = s.value ORDER BY h.developer) s"
		" JOIN developer d ON d.number = s.developer GROUP BY s.kind, s.value ORDER BY s.kind, s.value",
		"is", developer, today);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const struct register_shared_row found = {database_text(row, 0), database_text(row, 1), database_text(row, 2),
							  sqlite3_column_int(row, 3) != 0};

		visit(owner, &found);
	}
	return status == SQLITE_DONE;
}
