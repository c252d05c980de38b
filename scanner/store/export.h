/*
 * export - the record of a period, table by table, without personal data; export.def has the tables.
 */
#ifndef PRELIST_STORE_EXPORT_H
#define PRELIST_STORE_EXPORT_H

#include "bytes/date.h"
#include "store/archive.h"

#define EXPORT_COLUMNS_MAX 32

struct export_period {
	char since[DATE_TEXT_LEN], until[DATE_TEXT_LEN]; /* first and last day, in policy's timezone */
	char from[TIME_TEXT_LEN], to[TIME_TEXT_LEN];	 /* the same as instants; to: the first one that is not in it */
	int64_t first, last;				 /* the events in it, of the log; last < first: there is none */
};

/* Everything that follows is read as the archive stands now, until export_end. */
bool export_begin(struct archive *archive, struct error *err);
bool export_end(struct archive *archive, struct error *err);

/* Fills first and last: from the first event in it to the last one, all that stand between them included. */
bool export_find_events(struct archive *archive, struct export_period *period, struct error *err);

/* NULL past the last one. */
const char *export_table(size_t table);

/* Columns of a table once, then row by row; false ends it. types: 'i' number, 't' text, 'n' null for each value. */
struct export_visitor {
	bool (*columns)(struct export_visitor *self, size_t num, const char *const *names, struct error *err);
	bool (*row)(struct export_visitor *self, size_t num, const char *const *names, const char *const *values, const char *types,
		    struct error *err);
};
bool export_each(struct archive *archive, size_t table, const struct export_period *period, struct export_visitor *visitor,
		 struct error *err);
bool export_count(struct archive *archive, size_t table, const struct export_period *period, int64_t *num, struct error *err);

/* The event of an export that is about to be handed out. manifest: SHA-256 of it. In a transaction of its own. */
bool export_log(struct archive *archive, const struct export_period *period, const char *by, const char *detail,
		const char manifest[65], struct error *err);

#endif
