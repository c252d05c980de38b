#include "store/policy_text.h"

#include "bytes/digest.h"
#include "judge/form_policy.h"
#include "store/logged.h"
#include "store/moment.h"
#include "store/register.h"

#include <stdio.h>

bool policy_text_keep(struct archive *archive, const struct form *form, struct error *err)
{
	char hex[DIGEST_HEX_MAX];

	if (form == NULL || form->privacy_policy_text == NULL)
		return true;
	digest_hex_of(DIGEST_SHA256, span_of_text(form->privacy_policy_text), hex);
	return database_run(archive, err, "INSERT INTO policy_text VALUES (?, ?) ON CONFLICT DO NOTHING", "ss", hex, form->privacy_policy_text);
}

/* The text of that hash, in the arena; NULL when the archive has none. */
static bool policy_text_find(struct archive *archive, const char *sha256, struct arena *arena, char **text, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT text FROM policy_text WHERE sha256 = ?", "s", sha256);
	int status = database_step(archive, row, err);

	*text = NULL;
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	*text = arena_strdup(arena, database_text(row, 0));
	return *text != NULL || error_memory(err);
}

bool policy_text_restore(struct archive *archive, struct form *form, bool *missing, struct error *err)
{
	const char *wanted = form_policy_wanted(form);
	char *text;

	*missing = false;
	if (wanted == NULL)
		return true;
	if (!policy_text_find(archive, wanted, &form->facts->arena, &text, err))
		return false;
	*missing = text == NULL;
	return text == NULL || form_policy_restore(form, text, err);
}

/* Who gave it, as the register knows him: where the store's id is not known, his code or name stands for it. */
#define GIVERS                                                                                                                 \
	"SELECT CASE WHEN r.id IS i.uscc OR r.id IS i.name THEN NULL ELSE r.id END, i.uscc, i.name, r.number IS "                 \
	REGISTER_OF_APP("?5", "?6", "") " AS is_of_app FROM developer r JOIN developer_identity i ON i.developer = r.number WHERE" \
	" (r.id = ?2 OR i.uscc = ?3 OR i.name = ?4 OR is_of_app) AND EXISTS (SELECT 1 FROM developer_app a WHERE a.developer = r.number" \
	" AND a.privacy_policy_sha256 = ?1)"

/* Whoever names nobody is who handed in the app before. */
static bool is_giver(const struct register_names *names, sqlite3_stmt *row)
{
	const struct register_names giver = {database_text(row, 0), database_text(row, 1), database_text(row, 2)};
	bool is_nobody = names->id == NULL && names->uscc == NULL && names->name == NULL;

	return is_nobody ? sqlite3_column_int(row, 3) != 0 : register_same(names, &giver);
}

static bool find_giver(struct archive *archive, const struct form *form, const char *sha256, const struct fact_package *package, bool *found,
		       struct error *err)
{
	const struct register_names names = register_names(form->facts);
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, GIVERS, "ssssss", sha256, names.id, names.uscc, names.name,
				 package != NULL && package->platform != NULL ? package->platform : "unknown", package != NULL ? package->app_id : NULL);
	int status;

	*found = false;
	while (!*found && (status = database_step(archive, row, err)) == SQLITE_ROW)
		*found = is_giver(&names, row);
	return *found || status == SQLITE_DONE;
}

bool policy_text_given(struct archive *archive, struct form *form, const struct fact_package *package, struct error *err)
{
	const char *wanted = form_policy_wanted(form);
	bool is_his, missing;

	if (wanted == NULL)
		return true;
	if (!find_giver(archive, form, wanted, package, &is_his, err) ||
	    (!is_his && !database_any(archive, &is_his, err, "SELECT NOT EXISTS (SELECT 1 FROM developer_app WHERE privacy_policy_sha256 = ?)", "s", wanted)))
		return false;
	return !is_his || policy_text_restore(archive, form, &missing, err);
}

bool policy_text_of(struct archive *archive, int64_t submission, struct arena *arena, const char **sha256, char **text,
		    struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, "SELECT json_extract(form, '$.app.privacy_policy.sha256') FROM submission WHERE number = ?", "i", submission);
	int status = database_step(archive, row, err);

	*sha256 = NULL;
	*text = NULL;
	if (status != SQLITE_ROW || database_text(row, 0) == NULL)
		return status != SQLITE_ERROR && err->code == ERROR_NONE;
	*sha256 = arena_strdup(arena, database_text(row, 0));
	return *sha256 != NULL ? policy_text_find(archive, *sha256, arena, text, err) : error_memory(err);
}

bool policy_text_changes(struct archive *archive, const char *platform, const char *app_id,
			 void (*visit)(void *owner, const struct policy_change *change), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err,
		"SELECT number, version_code, date, platform, n.sha256, length(t.text) FROM (SELECT *, lag(sha256) OVER (PARTITION BY platform"
		" ORDER BY " OLDEST_FIRST("s") ") AS before FROM (SELECT number, came, version_code, date, platform, json_extract(form,"
		" '$.app.privacy_policy.sha256') AS sha256 FROM submission WHERE app_id = ?1 AND (?2 IS NULL OR platform = ?2)) s) n LEFT JOIN policy_text t ON t.sha256 = n.sha256"
		" WHERE n.sha256 IS NOT before ORDER BY platform, " OLDEST_FIRST("n"),
		"ss", app_id, platform);
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		const struct policy_change change = {
			.submission = sqlite3_column_int64(row, 0),
			.version_code = database_integer(row, 1),
			.date = database_text(row, 2),
			.platform = database_text(row, 3),
			.sha256 = database_text(row, 4),
			.length = sqlite3_column_int64(row, 5)};

		visit(owner, &change);
	}
	return status == SQLITE_DONE;
}

static bool check_texts(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT sha256, text FROM policy_text ORDER BY sha256", "");
	char hex[DIGEST_HEX_MAX], text[160];
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		digest_hex_of(DIGEST_SHA256, span_of_text(database_text(row, 1)), hex);
		if (strcmp(hex, database_text(row, 0)) == 0)
			continue;
		snprintf(text, sizeof text, "privacy policy %.64s: its text was changed", database_text(row, 0));
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}

/* What the forms name. */
#define NAMED                                                                                                                          \
	"SELECT number, sha256 FROM (SELECT number, CASE WHEN json_valid(form) THEN json_extract(form,"                                \
	" '$.app.privacy_policy.sha256') END AS sha256 FROM submission WHERE form IS NOT NULL) WHERE sha256 IS NOT NULL"

static bool check_names(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		archive, err, NAMED " AND sha256 NOT IN (SELECT sha256 FROM policy_text) ORDER BY number", "");
	char text[200];
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		snprintf(text, sizeof text, "submission #%lld: its privacy policy %.64s is missing", (long long)sqlite3_column_int64(row, 0),
			 database_text(row, 1));
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}

bool policy_text_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	return check_texts(archive, problem, owner, err) && check_names(archive, problem, owner, err) &&
	       logged_none(archive, "SELECT count(*) FROM policy_text WHERE sha256 NOT IN (SELECT sha256 FROM (" NAMED "))",
			   "privacy policies: there are some that no submission has", problem, owner, err);
}
