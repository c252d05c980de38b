#include "cli/import_errors.h"

#include "store/outside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".errors.ndjson"
#define BEGIN "{\"line\":" /* of each line */

/* shop.ndjson: shop.errors.ndjson */
static bool name_list(const struct session *session, char path[IMPORT_PATH_LEN])
{
	const char *given = session->args->value[OPTION_ERRORS], *list = session->args->value[OPTION_IMPORT];
	size_t len = strlen(list);

	if (given != NULL)
		return snprintf(path, IMPORT_PATH_LEN, "%s", given) < IMPORT_PATH_LEN;
	if (strcmp(list, "-") == 0)
		return snprintf(path, IMPORT_PATH_LEN, "import" SUFFIX) < IMPORT_PATH_LEN;
	if (len > 7 && strcmp(list + len - 7, ".ndjson") == 0)
		len -= 7;
	return snprintf(path, IMPORT_PATH_LEN, "%.*s" SUFFIX, (int)len, list) < IMPORT_PATH_LEN;
}

/* Whether a folder or a file with something in it is there, and whether that is such a list. */
static bool look_at(const char *path, bool *holds, bool *is_list, struct error *err)
{
	char begin[sizeof BEGIN] = "";
	struct stat status;
	FILE *file;

	*holds = stat(path, &status) == 0 && (S_ISDIR(status.st_mode) || (S_ISREG(status.st_mode) && status.st_size > 0));
	*is_list = false;
	if (!*holds || S_ISDIR(status.st_mode))
		return true;
	file = fopen(path, "re");
	if (file == NULL)
		return error_errno(err, "cannot open %s", path);
	*is_list = fread(begin, 1, sizeof BEGIN - 1, file) == sizeof BEGIN - 1 && strcmp(begin, BEGIN) == 0;
	fclose(file);
	return true;
}

bool import_errors_path(const struct session *session, char path[IMPORT_PATH_LEN], struct error *err)
{
	bool holds, is_list;

	if (!name_list(session, path))
		return error_set(err, ERROR_USAGE, "the name of the list of errors is too long");
	if (session->output.path != NULL && output_is_one(path, session->output.path))
		return error_set(err, ERROR_USAGE, "-o %s is where the list of errors goes: name another file, or that one with --errors",
				 session->output.path);
	if (!session_may_write(session, "--errors", path, err) || !outside_files(path, err) ||
	    !look_at(path, &holds, &is_list, err))
		return false;
	return !holds || is_list ||
	       error_set(err, ERROR_USAGE, "%s is there and is no list of an import's errors: name another file with --errors", path);
}

static void write_line(FILE *file, const struct import_entry *entry, struct error *err)
{
	struct json json = json_new(file, true);

	json_object(&json, NULL);
	json_number(&json, "line", (int64_t)entry->line); /* BEGIN */
	json_text_if(&json, "request_id", entry->request_id);
	json_text_if(&json, "file", entry->num_files > 0 ? entry->files[0] : NULL);
	json_text(&json, "error", entry->trouble);
	json_end(&json, err);
}

/* The list of an earlier import; whatever else is there by now is somebody else's. */
static bool remove_list(const char *path, struct error *err)
{
	bool holds, is_list;

	return look_at(path, &holds, &is_list, err) &&
	       (!is_list || unlink(path) == 0 || errno == ENOENT || error_errno(err, "the errors of an earlier import, %s, cannot be removed", path));
}

bool import_errors_write(const struct import_list *list, const char *path, size_t *num, struct error *err)
{
	struct output output = {0};

	*num = 0;
	for (size_t i = 0; i < list->num; i++)
		*num += list->entries[i].trouble != NULL;
	if (*num == 0)
		return remove_list(path, err);
	if (!output_open(&output, path, false, err))
		return false;
	for (size_t i = 0; i < list->num; i++)
		if (list->entries[i].trouble != NULL)
			write_line(output.file, &list->entries[i], err);
	output_close(&output, err->code == ERROR_NONE, err);
	return err->code == ERROR_NONE;
}
