#include "store/renewed.h"

#include "judge/catalogue_kind.h"
#include "store/register.h"

/* ?1 developer, ?2 kind, ?3 number, ?4 submission, ?5 last day, ?6 today, ?7 what its form calls the developer. A number is one licence, whatever its kind is called. */
#define SINCE_THEN                                                                                                                     \
	" WHERE d.id = ?1 AND " MOMENT_OF("n.since") " > " MOMENT_OF("?4") " AND (n.valid_from IS NULL OR n.valid_from <= ?6) AND ((n.number = ?3 AND (?3 <> '' OR n.kind = ?2)) OR"      \
	" (n.kind = ?2 AND n.kind <> 'other' AND ?5 IS NOT NULL AND (n.valid_until IS NULL OR n.valid_until > ?5)))"                                   \
	" AND ((SELECT NOT " SUBMISSION_CAME_TO_NOTHING("o") " FROM submission o WHERE o.number = n.since) OR EXISTS (SELECT 1 FROM developer_app a"            \
	" JOIN submission s ON s.app_id = a.app_id AND s.platform = a.platform WHERE a.developer = d.number AND " MOMENT("s") " > " MOMENT_OF("n.since")     \
	" AND NOT " SUBMISSION_CAME_TO_NOTHING("s") " AND ?1 IN (" FORM_SAID("s", developer_id) ", " FORM_SAID("s", uscc) ","     \
	" " FORM_SAID("s", developer_name) ")))" REGISTER_NEWEST

/* Whose it is by the developer's name of then is the developer's by any earlier name. */
#define HOLDER                                                                                                                         \
	"iif(n.holder = (SELECT i.name FROM developer_identity i WHERE i.developer = d.number AND i.since <= n.since ORDER BY i.since DESC LIMIT 1), coalesce(?7, n.holder), n.holder)"

#define LICENCE                                                                                                                        \
	"SELECT n.number, " HOLDER ", n.valid_from, n.valid_until, n.scope FROM developer d JOIN developer_licence n"                     \
	" ON n.developer = d.number" SINCE_THEN

#define DOCUMENT                                                                                                                       \
	"SELECT n.number, " HOLDER ", n.valid_from, n.valid_until, n.sha256 FROM developer d JOIN submission o ON o.number = ?4"          \
	" JOIN developer_document n ON n.developer = d.number AND n.platform = o.platform AND n.app_id = o.app_id" SINCE_THEN

struct renewing {
	struct archive *archive;
	struct arena *arena;
	enum archive_lookup which;
	const char *developer, *name, *today;
	int64_t submission;
};

#define VALUES 5

static bool take(const struct renewing *r, sqlite3_stmt *row, const char **const values[VALUES], struct error *err)
{
	for (int i = 0; i < VALUES; i++) {
		const char *text = database_text(row, i);

		*values[i] = arena_copy(r->arena, text);
		if (text != NULL && *values[i] == NULL)
			return error_memory(err);
	}
	return true;
}

/* values: where the row's are, the last one its scope or sha256. */
static bool renew(const struct renewing *r, const char *kind, const char **const values[VALUES], struct error *err)
{
	const char *number = *values[0] != NULL ? *values[0] : "";
	sqlite3_stmt *row = database_lookup(r->archive, r->which, r->which == LOOKUP_LICENCE ? LICENCE : DOCUMENT, err);
	int status;
	bool ok;

	if (row == NULL || !database_again(r->archive, err, row, "sssisss", r->developer, kind != NULL ? kind : "", number, r->submission,
					   *values[3], r->today, r->name))
		return false;
	status = database_step(r->archive, row, err);
	ok = status == SQLITE_ROW ? take(r, row, values, err) : status == SQLITE_DONE;
	sqlite3_reset(row); /* nothing is held of the database in between */
	return ok;
}

bool renewed_form(struct archive *archive, const struct rules *rules, struct form *form, int64_t submission, const char *today, struct error *err)
{
	struct fact_licence **licences = reading_rows(form->facts, licence);
	struct fact_document **documents = reading_rows(form->facts, document);
	struct renewing r = {.archive = archive, .arena = &form->facts->arena, .which = LOOKUP_LICENCE, .today = today, .submission = submission,
			     .developer = register_developer(form->facts), .name = reading_num(form->facts, submission) == 0 ? NULL : (*reading_rows(form->facts, submission))->developer_name};
	bool ok = true;

	for (size_t i = 0; ok && r.developer != NULL && i < reading_num(form->facts, licence); i++)
		ok = renew(&r, catalogue_kind_or(rules_catalogue(rules, "licence_kinds"), licences[i]->kind),
			   (const char **[]){&licences[i]->number, &licences[i]->holder, &licences[i]->valid_from, &licences[i]->valid_until,
					     &licences[i]->scope},
			   err);
	r.which = LOOKUP_DOCUMENT;
	for (size_t i = 0; ok && r.developer != NULL && i < reading_num(form->facts, document); i++)
		ok = renew(&r, catalogue_kind_or(rules_catalogue(rules, "document_kinds"), documents[i]->kind),
			   (const char **[]){&documents[i]->number, &documents[i]->holder, &documents[i]->valid_from, &documents[i]->valid_until,
					     &documents[i]->sha256},
			   err);
	return ok;
}
