#include "store/logged.h"

#include <stdio.h>

#define NO_RECORD "no record of it in the log"
#define ROWS_CHANGED "its rows are not those that were logged"

const struct logged logged_submissions = {
	.what = "submission",
	.queries =
		(const char *const[]){
			"SELECT number, request_id, time, platform, app_id, version_code, version_name, label, verdict, complete, code_visible,"
			" truncated, date, min_sdk, max_sdk, rules, form, facts, previous, person FROM submission WHERE number = ?",
			"SELECT p.position, p.sha256, p.role, p.file, p.version_code, p.reading, k.size FROM submission_package p"
			" JOIN package k ON k.sha256 = p.sha256 WHERE p.number = ? ORDER BY p.position",
			"SELECT position, key, rule, verdict, title, title_zh, subject, detail, path, class, basis, waived, waiver FROM finding WHERE number = ?"
			" ORDER BY position",
			"SELECT form, sealed FROM request WHERE number = ?",
			"SELECT position, packages FROM finding WHERE number = ? AND packages IS NOT NULL ORDER BY position",
			NULL},
	.pairs = "SELECT s.number, e.content FROM submission s LEFT JOIN event e ON e.kind = 'submit' AND"
		 " e.subject = s.platform || ':' || s.app_id || '@#' || s.number ORDER BY s.number",
};

static bool digest_rows(struct archive *archive, const struct logged *logged, int64_t number, char content[65], struct error *err)
{
	size_t num = 0;

	while (logged->queries[num] != NULL)
		num++;
	return event_digest(archive, logged->queries, num, number, content, err);
}

bool logged_event(struct archive *archive, const struct logged *logged, int64_t number, struct event event, struct error *err)
{
	char content[65];

	event.content = content;
	return digest_rows(archive, logged, number, content, err) && event_append(archive, &event, err);
}

bool logged_append(struct archive *archive, const struct logged *logged, int64_t number, const char *by, const char *detail,
		   struct error *err)
{
	char subject[40];

	snprintf(subject, sizeof subject, "%s #%lld", logged->what, (long long)number);
	return logged_event(archive, logged, number, (struct event){.kind = logged->kind, .person = by, .subject = subject, .detail = detail}, err);
}

bool logged_none(struct archive *archive, const char *query, const char *text, void (*problem)(void *owner, const char *text), void *owner,
		 struct error *err)
{
	bool any;

	if (!database_any(archive, &any, err, query, ""))
		return false;
	if (any)
		problem(owner, text);
	return true;
}

bool logged_verify(struct archive *archive, const struct logged *logged, void (*problem)(void *owner, const char *text), void *owner,
		   struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, logged->pairs, "");
	int status;

	while ((status = database_step(archive, row, err)) == SQLITE_ROW) {
		int64_t number = sqlite3_column_int64(row, 0);
		const char *content = database_text(row, 1), *fault = content == NULL ? NO_RECORD : ROWS_CHANGED;
		char found[65], text[200];

		if (!digest_rows(archive, logged, number, found, err))
			return false;
		if (content != NULL && strcmp(content, found) == 0)
			continue;
		snprintf(text, sizeof text, "%s #%lld: %s", logged->what, (long long)number, logged->changed != NULL ? logged->changed : fault);
		problem(owner, text);
	}
	return status == SQLITE_DONE;
}
