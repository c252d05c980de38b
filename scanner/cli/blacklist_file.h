/*
 * blacklist_file - entries of the blacklist as JSON, as CSV for spreadsheets, and as hash lists of ClamAV.
 *
 *   [ {"kind": ..., "value": ..., "verdict": ..., "reason": ..., "source": ..., "ticket": ..., "by": ..., "since": ...,
 *      "until": ..., "app": ..., "certificate": ..., "versions": ..., "size": ..., "appeal": ..., "second": ...}, ... ]
 *                                             an array, or the object that blacklist list and export print
 *   kind,value,verdict,reason,source,ticket,...     the first line names the columns, in any order
 *   HASH:SIZE:NAME[:LEVEL[:LEVEL]]                  .hdb, .hsb: MD5, SHA-1 or SHA-256 of whole files; SIZE may be *
 *
 * by, second and appeal are what the archive says, which a file cannot: they are read over.
 *
 * source   RFC 4180 (CSV); docs.clamav.net/manual/Signatures/HashSignatures.html
 */
#ifndef PRELIST_CLI_BLACKLIST_FILE_H
#define PRELIST_CLI_BLACKLIST_FILE_H

#include "cli/list.h"
#include "judge/blacklist.h"

enum blacklist_column {
	COLUMN_KIND,
	COLUMN_VALUE,
	COLUMN_VERDICT,
	COLUMN_REASON,
	COLUMN_SOURCE,
	COLUMN_TICKET,
	COLUMN_BY,
	COLUMN_SINCE,
	COLUMN_UNTIL,
	COLUMN_APP,
	COLUMN_CERTIFICATE,
	COLUMN_VERSIONS,
	COLUMN_SIZE,
	COLUMN_APPEAL,
	COLUMN_SECOND,
	NUM_COLUMNS
};

#define REFUSALS_SAID 20

struct blacklist_file {
	struct arena arena;
	const char *name;
	/* What an entry has that says nothing else; NULL where there is nothing either. */
	const char *otherwise[NUM_COLUMNS];
	const char *today;	     /* YYYY-MM-DD */
	bool with_waivers;	     /* else they are refused */
	bool is_others;		     /* another store's: whose list it is its lines do not say */
	struct blacklist_entry *entries; /* sorted, each once */
	size_t num_entries;
	size_t num_repeated;
	const char *refusals[REFUSALS_SAID]; /* the first of them: file, line, and why */
	size_t num_refused;
};

/*
 * Reads into a file whose name and otherwise are set. What is no entry is refused and the next one read; false and err when it is
 * no such file. Freed by blacklist_file_free in any case.
 */
bool blacklist_file_parse(struct blacklist_file *file, struct span content, struct error *err);
void blacklist_file_free(struct blacklist_file *file);

/* One entry of what columns say, checked and brought to its one spelling; NULL: not given. */
bool blacklist_entry_make(struct arena *arena, const char *const text[NUM_COLUMNS], struct blacklist_entry *entry, struct error *err);

/* False and err for one that would hit every app, which nobody means. */
bool blacklist_entry_check(const struct blacklist_entry *entry, struct error *err);

/* What stands for an entry in a list: text[column], NULL where there is none. */
struct blacklist_texts {
	const char *text[NUM_COLUMNS];
	char size[24], appeal[24];
};
void blacklist_entry_texts(const struct blacklist_entry *entry, struct blacklist_texts *texts);

void blacklist_entry_row(struct list *list, const char *key, const struct blacklist_entry *entry); /* the row stays open */
void blacklist_csv_head(FILE *out);
void blacklist_entry_csv(FILE *out, const struct blacklist_entry *entry);

/* For the readers of one form each: an entry that was read at a line (or, of JSON, the number of the entry). False: memory ran out. */
bool blacklist_file_take(struct blacklist_file *file, const char *text[NUM_COLUMNS], size_t line, struct error *err);
bool blacklist_file_refuse(struct blacklist_file *file, size_t line, const char *why, struct error *err);
bool blacklist_file_json(struct blacklist_file *file, struct span content, struct error *err);
bool blacklist_file_csv(struct blacklist_file *file, struct span content, struct error *err);
bool blacklist_file_hashes(struct blacklist_file *file, struct span content, struct error *err);
bool blacklist_file_is_hashes(struct span content);
int blacklist_file_column(const char *name); /* -1: there is none */
const char *const *blacklist_file_columns(void);

#endif
