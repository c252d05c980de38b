#include "store/register.h"

#include "bytes/text.h"
#include "judge/catalogue_kind.h"
#include "judge/signing.h"
#include "store/contact.h"
#include "store/logged.h"
#include "store/seal.h"

#include <stdio.h>

#define ARENA_MAX ((size_t)64 * 1024 * 1024)
#define DETAIL_MAX 400

/* A submission on its way into the register. */
struct entering {
	struct archive *archive;
	const struct register_entry *entry;
	const struct fact_submission *said;
	const char *platform, *app_id;
	int64_t developer;
	char changed[DETAIL_MAX]; /* which kinds of row are new */
	struct error *err;
};

static const struct fact_submission *said_by(const struct reading *facts)
{
	return reading_num(facts, submission) > 0 ? reading_rows(facts, submission)[0] : NULL;
}

static const char *name_or_null(const char *name)
{
	return *text_or_empty(name) == '\0' ? NULL : name;
}

struct register_names register_names(const struct reading *facts)
{
	const struct fact_submission *said = said_by(facts);

	if (said == NULL)
		return (struct register_names){.id = NULL};
	return (struct register_names){name_or_null(said->developer_id), name_or_null(said->uscc), name_or_null(said->developer_name)};
}

bool register_same(const struct register_names *a, const struct register_names *b)
{
	if (a->id != NULL && b->id != NULL)
		return strcmp(a->id, b->id) == 0;
	if (a->uscc != NULL && b->uscc != NULL)
		return strcmp(a->uscc, b->uscc) == 0;
	return a->name != NULL && b->name != NULL && strcmp(a->name, b->name) == 0;
}

const char *register_developer(const struct reading *facts)
{
	const struct register_names names = register_names(facts);

	return names.id != NULL ? names.id : names.uscc != NULL ? names.uscc : names.name;
}

bool register_find(struct archive *archive, const char *id, int64_t *developer, struct error *err)
{
	return database_number(archive, developer, 0, err, "SELECT number FROM developer WHERE id = ?", "s", id);
}

static bool find_or_make(struct entering *e, const char *id)
{
	return database_run(e->archive, e->err, "INSERT INTO developer (id) VALUES (?) ON CONFLICT DO NOTHING", "s", id) &&
	       register_find(e->archive, id, &e->developer, e->err);
}

/* Notes what the statement before this one added. */
static bool noted(struct entering *e, bool ok, const char *what)
{
	size_t len = strlen(e->changed);

	if (ok && sqlite3_changes(e->archive->db) > 0 && strstr(e->changed, what) == NULL)
		snprintf(e->changed + len, sizeof e->changed - len, " %s", what);
	return ok;
}

static bool keep_identity(struct entering *e)
{
	const struct fact_submission *s = e->said;

	return noted(e,
		     database_run(e->archive, e->err,
				  "INSERT OR IGNORE INTO developer_identity SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM (SELECT * FROM"
				  " developer_identity n WHERE developer = ?1" REGISTER_NEWEST ") WHERE name IS ?4 AND uscc IS ?5 AND uscc_ok IS ?6 AND"
				  " subject_type IS ?7)",
				  "iisssis", e->developer, e->entry->number, e->entry->date, s->developer_name, s->uscc, s->uscc_ok,
				  s->subject_type),
		     "identity");
}

static bool keep_app(struct entering *e)
{
	const struct fact_submission *s = e->said;

	return noted(e,
		     database_run(e->archive, e->err,
				  "INSERT OR IGNORE INTO developer_app SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16"
				  " WHERE NOT EXISTS (SELECT 1 FROM (SELECT * FROM developer_app n WHERE developer = ?1 AND platform = ?4 AND app_id = ?5" REGISTER_NEWEST
				  ") WHERE name IS ?6"
				  " AND category IS ?7 AND privacy_policy_url IS ?8 AND privacy_policy_sha256 IS ?9 AND description IS ?10 AND uninstall IS ?11"
				  " AND recommended_age IS ?12 AND price IS ?13 AND price_amounts IS ?14 AND ai_generates IS ?15 AND ai_labelling IS ?16)",
				  "iisssssssssissis", e->developer, e->entry->number, e->entry->date, e->platform, e->app_id, s->app_name, s->category,
				  s->privacy_policy_url, s->privacy_policy_sha256, s->description, s->uninstall, s->recommended_age, s->price,
				  s->price_amounts, s->ai_generates, s->ai_labelling),
		     "app");
}

static bool keep_licences(struct entering *e)
{
	const struct catalogue *kinds = rules_catalogue(e->entry->rules, "licence_kinds");
	struct fact_licence **rows = reading_rows(e->entry->facts, licence);
	bool ok = true;

	for (size_t i = 0; ok && i < reading_num(e->entry->facts, licence); i++)
		ok = noted(e,
			   database_run(e->archive, e->err,
					"INSERT OR IGNORE INTO developer_licence SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE NOT EXISTS (SELECT 1 FROM"
					" (SELECT * FROM developer_licence n WHERE developer = ?1 AND kind = ?4 AND number = ?5" REGISTER_NEWEST ")"
					" WHERE holder IS ?6 AND valid_from IS ?7 AND valid_until IS ?8 AND scope IS ?9)",
					"iisssssss", e->developer, e->entry->number, e->entry->date, text_or_empty(catalogue_kind_or(kinds, rows[i]->kind)),
					text_or_empty(rows[i]->number), rows[i]->holder, rows[i]->valid_from, rows[i]->valid_until, rows[i]->scope),
			   "licence");
	return ok;
}

static bool keep_filings(struct entering *e)
{
	struct fact_filing **rows = reading_rows(e->entry->facts, filing);
	bool ok = true;

	for (size_t i = 0; ok && i < reading_num(e->entry->facts, filing); i++)
		ok = noted(e,
			   database_run(e->archive, e->err,
					"INSERT OR IGNORE INTO developer_filing SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE NOT EXISTS (SELECT 1 FROM"
					" (SELECT * FROM developer_filing n WHERE developer = ?1 AND platform = ?4 AND app_id = ?5" REGISTER_NEWEST ")"
					" WHERE number = ?6 AND filed_app_id IS ?7 AND certificate_md5 IS ?8 AND public_key IS ?9)",
					"iisssssss", e->developer, e->entry->number, e->entry->date, e->platform, e->app_id, text_or_empty(rows[i]->number),
					rows[i]->app_id, rows[i]->certificate_md5, rows[i]->public_key),
			   "filing");
	return ok;
}

static bool keep_documents(struct entering *e)
{
	const struct catalogue *kinds = rules_catalogue(e->entry->rules, "document_kinds");
	struct fact_document **rows = reading_rows(e->entry->facts, document);
	bool ok = true;

	for (size_t i = 0; ok && i < reading_num(e->entry->facts, document); i++)
		ok = noted(e,
			   database_run(e->archive, e->err,
					"INSERT OR IGNORE INTO developer_document SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 WHERE NOT EXISTS"
					" (SELECT 1 FROM (SELECT * FROM developer_document n WHERE developer = ?1 AND platform = ?4 AND app_id = ?5 AND kind = ?6"
					" AND number = ?7" REGISTER_NEWEST ") WHERE holder IS ?8 AND valid_from IS ?9 AND valid_until IS ?10 AND sha256 IS ?11)",
					"iisssssssss", e->developer, e->entry->number, e->entry->date, e->platform, e->app_id, text_or_empty(catalogue_kind_or(kinds, rows[i]->kind)),
					text_or_empty(rows[i]->number), rows[i]->holder, rows[i]->valid_from, rows[i]->valid_until, rows[i]->sha256),
			   "document");
	return ok;
}

/* A certificate that nobody has verified says nothing about who signs with it. */
static bool is_verified(const struct reading *facts, int64_t package)
{
	const struct fact_package *row = judge_package_row(facts, package);

	return row != NULL && row->signing != NULL && strcmp(row->signing, "verified") == 0;
}

static bool keep_certificates(struct entering *e)
{
	struct fact_certificate **rows = reading_rows(e->entry->facts, certificate);
	bool ok = true;

	for (size_t i = 0; ok && i < reading_num(e->entry->facts, certificate); i++) {
		const struct fact_certificate *c = rows[i];

		if (!signing_is_signer(e->entry->facts, c) || !is_verified(e->entry->facts, c->package))
			continue;
		ok = noted(e,
			   database_run(e->archive, e->err,
					"INSERT OR IGNORE INTO developer_certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iisssssssss", e->developer,
					e->entry->number, e->entry->date, e->platform, e->app_id, c->sha256, c->sha1, c->md5, c->spki_sha256, c->subject,
					c->not_after),
			   "certificate");
	}
	return ok;
}

/* What is kept of the contact now, in clear, to be compared; NULL: nothing, or it was erased. */
static bool newest_contact(struct entering *e, struct arena *arena, const char **text)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(e->archive, e->err, "SELECT sealed FROM developer_contact n WHERE developer = ?" REGISTER_NEWEST, "i",
				 e->developer);
	int status = database_step(e->archive, row, e->err);

	*text = NULL;
	return status == SQLITE_DONE || (status == SQLITE_ROW && seal_peek(e->archive, database_text(row, 0), arena, text, e->err));
}

static bool keep_contact(struct entering *e)
{
	ARENA_CLEANUP struct arena arena = arena_new(ARENA_MAX);
	const struct contact contact = contact_of(e->entry->form);
	const char *text, *kept;
	char id[SEAL_ID_LEN];

	if (contact_is_empty(&contact))
		return true;
	text = contact_text(&contact, &arena, e->err);
	if (text == NULL || !seal_ready(e->archive, "the form's contact data", e->err) || !newest_contact(e, &arena, &kept))
		return false;
	if (kept != NULL && strcmp(kept, text) == 0)
		return true;
	return seal_put(e->archive, "contact", text, id, e->err) &&
	       noted(e,
		     database_run(e->archive, e->err, "INSERT INTO developer_contact VALUES (?, ?, ?, ?)", "iiss", e->developer, e->entry->number,
				  e->entry->date, id),
		     "contact");
}

static const struct logged developers = {
	.kind = "register",
	.what = "developer",
	.queries =
		(const char *const[]){
			"SELECT number, id FROM developer WHERE number = ?",
			"SELECT since, date, name, uscc, uscc_ok, subject_type FROM developer_identity WHERE developer = ? ORDER BY since",
			"SELECT since, date, sealed FROM developer_contact WHERE developer = ? ORDER BY since",
			"SELECT since, date, kind, number, holder, valid_from, valid_until, scope FROM developer_licence WHERE developer = ?"
			" ORDER BY since, kind, number",
			"SELECT since, date, platform, app_id, number, filed_app_id, certificate_md5, public_key FROM developer_filing"
			" WHERE developer = ? ORDER BY since, platform, app_id",
			"SELECT since, date, platform, app_id, sha256, sha1, md5, spki_sha256, subject, not_after FROM developer_certificate"
			" WHERE developer = ? ORDER BY since, platform, app_id, sha256",
			"SELECT since, date, platform, app_id, kind, number, holder, valid_from, valid_until, sha256 FROM developer_document"
			" WHERE developer = ? ORDER BY since, platform, app_id, kind, number",
			"SELECT since, date, platform, app_id, name, category, privacy_policy_url, privacy_policy_sha256, description, uninstall,"
			" recommended_age, price, price_amounts, ai_generates, ai_labelling FROM developer_app WHERE developer = ?"
			" ORDER BY since, platform, app_id",
			NULL},
	.pairs = LOGGED_PAIRS("register", "developer", "developer"),
};

bool register_log(struct archive *archive, int64_t developer, const char *by, const char *detail, struct error *err)
{
	return logged_append(archive, &developers, developer, by, detail, err);
}

static bool log_change(struct entering *e)
{
	char detail[DETAIL_MAX + 40];

	if (e->changed[0] == '\0')
		return true;
	snprintf(detail, sizeof detail, "submission #%lld:%s", (long long)e->entry->number, e->changed);
	return register_log(e->archive, e->developer, e->entry->by, detail, e->err);
}

bool register_keep(struct archive *archive, const struct register_entry *entry, struct error *err)
{
	const struct fact_package *package = judge_package_row(entry->facts, judge_main_package(entry->facts));
	const struct contact contact = contact_of(entry->form);
	const char *id = register_developer(entry->facts);
	struct entering e = {.archive = archive, .entry = entry, .said = said_by(entry->facts), .err = err};

	if (id == NULL)
		return contact_is_empty(&contact) ||
		       error_set(err, ERROR_INPUT, "the form has contact data and no developer whose it is: give developer.id, uscc or name");
	e.platform = package != NULL && package->platform != NULL ? package->platform : "unknown";
	e.app_id = package != NULL ? text_or_empty(package->app_id) : "";
	return find_or_make(&e, id) && keep_identity(&e) && keep_contact(&e) && keep_licences(&e) && keep_filings(&e) &&
	       keep_documents(&e) && keep_certificates(&e) && (*e.app_id == '\0' || keep_app(&e)) && log_change(&e);
}

bool register_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	return logged_verify(archive, &developers, problem, owner, err);
}
