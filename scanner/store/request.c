#include "store/request.h"

#include "bytes/digest.h"
#include "store/contact.h"
#include "store/seal.h"

#define ROLES_MAX ((size_t)1024 * 1024)

/* Of the form's bytes and the roles that it gives; empty without a form. */
static bool digest_form(const struct submission *submission, char digest[DIGEST_HEX_MAX], struct error *err)
{
	BUF_CLEANUP struct buf text = buf_new(ROLES_MAX);

	*digest = '\0';
	if (submission->form == NULL)
		return true;
	buf_text(&text, submission->form->sha256);
	for (size_t i = 0; i < submission->num_packages; i++)
		buf_printf(&text, "\n%s", submission->packages[i].role == NULL ? "" : submission->packages[i].role);
	if (text.failed)
		return error_memory(err);
	digest_hex_of(DIGEST_SHA256, buf_span(&text), digest);
	return true;
}

bool request_keep(struct archive *archive, const struct submission *submission, int64_t number, struct error *err)
{
	const struct contact contact = contact_of(submission->form);
	char digest[DIGEST_HEX_MAX], id[SEAL_ID_LEN];
	bool is_sealed = !contact_is_empty(&contact);

	return digest_form(submission, digest, err) && (!is_sealed || seal_put(archive, "form-digest", digest, id, err)) &&
	       database_run(archive, err, "INSERT INTO request VALUES (?, ?, ?)", "iss", number, is_sealed ? NULL : digest, is_sealed ? id : NULL);
}

static bool same_packages(struct archive *archive, const struct submission *submission, int64_t number, bool *same, struct error *err)
{
	int64_t num_same = 0, num_kept;

	if (!database_number(archive, &num_kept, 0, err, "SELECT count(*) FROM submission_package WHERE number = ?", "i", number))
		return false;
	for (size_t i = 0; i < submission->num_packages; i++) {
		int64_t found;

		if (!database_number(archive, &found, 0, err, "SELECT count(*) FROM submission_package WHERE number = ? AND position = ? AND sha256 = ?",
				     "iis", number, (int64_t)i, submission->packages[i].incoming->sha256))
			return false;
		num_same += found;
	}
	*same = num_same == num_kept && num_kept == (int64_t)submission->num_packages;
	return true;
}

/* What can no longer be told (sealed by another key, erased, of an archive's first generations) is not held against a retry. */
static bool same_form(struct archive *archive, const struct submission *submission, int64_t number, bool *same, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024);
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(archive, err, "SELECT form, sealed FROM request WHERE number = ?", "i", number);
	int status = database_step(archive, row, err);
	char digest[DIGEST_HEX_MAX];
	const char *kept;

	*same = true;
	if (status != SQLITE_ROW || !digest_form(submission, digest, err))
		return status == SQLITE_DONE;
	kept = database_text(row, 0);
	if (kept == NULL && (database_text(row, 1) == NULL || !seal_peek(archive, database_text(row, 1), &arena, &kept, err)))
		return err->code == ERROR_NONE;
	*same = kept == NULL || strcmp(kept, digest) == 0;
	return true;
}

bool archive_request(struct archive *archive, const struct submission *submission, int64_t *number, struct error *err)
{
	const char *id = submission->request_id;
	int64_t found;
	bool packages, form;

	*number = 0;
	if (!database_number(archive, &found, 0, err, "SELECT number FROM submission WHERE request_id = ?", "s", id) || found == 0)
		return err->code == ERROR_NONE;
	if (!same_packages(archive, submission, found, &packages, err) || !same_form(archive, submission, found, &form, err))
		return false;
	if (!packages)
		return error_set(err, ERROR_CONFLICT, "the request %s was submission #%lld, with other packages", id, (long long)found);
	if (!form)
		return error_set(err, ERROR_CONFLICT, "the request %s was submission #%lld, with another form", id, (long long)found);
	*number = found;
	return true;
}
