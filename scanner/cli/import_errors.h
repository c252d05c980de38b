/*
 * import_errors - LIST.errors.ndjson: the lines of an import that failed, and why.
 */
#ifndef PRELIST_CLI_IMPORT_ERRORS_H
#define PRELIST_CLI_IMPORT_ERRORS_H

#include "cli/import_list.h"
#include "cli/session.h"

#define IMPORT_PATH_LEN 4096

/* Where that list goes: said before anything is kept. err when what is there is read, lies in an archive or is no such list. */
bool import_errors_path(const struct session *session, char path[IMPORT_PATH_LEN], struct error *err);

/* A line for each that failed; no file when none did. num: that failed. */
bool import_errors_write(const struct import_list *list, const char *path, size_t *num, struct error *err);

#endif
