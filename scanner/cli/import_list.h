/*
 * import_list - what a store had before it had prelist: LIST.ndjson, a submission a line.
 *
 *   {"file": "shop.apk", "submission": "shop.json", "state": "listed", "submitted": "2024-03-01", "decided": "2024-03-02", "by": "li",
 *    "reason": "checked by hand", "request_id": "7f3a"}
 *
 * file, or files: [{"file", "role"}]; submission is a file or the form itself. state: listed, received, rejected, delisted, retired, withdrawn
 * (off the store with nothing against it: replaced, or withdrawn by its developer).
 * Paths are those of the list's folder.
 */
#ifndef PRELIST_CLI_IMPORT_LIST_H
#define PRELIST_CLI_IMPORT_LIST_H

#include "bytes/arena.h"
#include "bytes/buf.h"
#include "bytes/error.h"

#define IMPORT_FILES_MAX 256

struct import_entry {
	size_t line;
	const char *request_id; /* as given, or made of the line's bytes */
	const char **files, **roles;
	size_t num_files;
	const char *form_path, *form_text; /* NULL: not that */
	const char *state, *by, *reason;   /* by, reason: NULL where not given; reason is masked */
	const char *submitted;		   /* RFC 3339 */
	const char *day, *decided;	   /* of submitted, in policy's timezone, and of the decision: YYYY-MM-DD */
	const char *trouble;		   /* why the line cannot be taken; NULL: it can */
};

struct import_list {
	struct arena arena;
	struct buf text;
	struct import_entry *entries; /* a line each, in the list's order; empty lines are none */
	size_t num;
};

/* path: - for standard input; zone: in which days begin and end (zone.h). A line that is wrong is an entry with trouble; false and err when there is no list. */
bool import_list_read(struct import_list *list, const char *path, const char *zone, struct error *err);
void import_list_free(struct import_list *list);

/* Delisted or retired: it was listed until then, by somebody whom nobody names. */
bool import_was_listed(const struct import_entry *entry);

/* What is done, in order of time: an entry that is delisted was listed before, from the day on which it was submitted. */
struct import_step {
	const char *date;
	size_t entry;
	bool delists;
};
/* In the arena; NULL and err. Entries with trouble have no step. */
struct import_step *import_steps(struct import_list *list, const char *zone, size_t *num, struct error *err);

#endif
