/*
 * blacklist_file - entries of the blacklist as JSON, and as CSV for spreadsheets.
 *
 *   [ {"kind": ..., "value": ..., "verdict": ..., "reason": ..., "source": ..., "ticket": ..., "by": ...,
 *      "since": ..., "until": ...}, ... ]       an array, or the object that blacklist list and export print
 *   kind,value,verdict,reason,source,ticket,by,since,until       the first line names the columns, in any order
 */
#ifndef PRELIST_CLI_BLACKLIST_FILE_H
#define PRELIST_CLI_BLACKLIST_FILE_H

#include "judge/blacklist.h"
#include "report/json.h"

struct blacklist_file {
	struct arena arena;
	struct blacklist_entry *entries;
	size_t num_entries, room;
};

/* Everything is checked, and normalised, before anything is returned; err names file and entry or line. */
bool blacklist_file_parse(struct blacklist_file *file, struct span content, const char *name, struct error *err);
void blacklist_file_free(struct blacklist_file *file);

/* Checks one entry and brings it to its one spelling in the arena; what is missing gets its default. */
bool blacklist_entry_check(struct arena *arena, struct blacklist_entry *entry, struct error *err);

void blacklist_entry_json(struct json *json, const struct blacklist_entry *entry);
void blacklist_csv_head(FILE *out);
void blacklist_entry_csv(FILE *out, const struct blacklist_entry *entry);

#endif
