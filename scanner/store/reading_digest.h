/*
 * reading_digest - what a package's reading was, in the log.
 *
 * A submission's event is over the digest of each reading that it was judged by (submission_package.reading). A reading that
 * newer readers, or one that was asked more, replaced has an event of its own, of kind `reading`: by the newest of these archive verify finds a change.
 */
#ifndef PRELIST_STORE_READING_DIGEST_H
#define PRELIST_STORE_READING_DIGEST_H

#include "store/database.h"

/* Of a reading as it is kept: in a row, its readers in that column and its blob in the next. */
void reading_digest_row(sqlite3_stmt *row, int column, char digest[65]);

/*
 * What is read of a package k is believed only where it is what was logged last: the columns by which reading_logged takes it from a
 * row, of so many tables (a bit each).
 *
 * returns  NULL and err DAMAGED: it is another one, or broken
 */
#define READING_LOGGED READING_LOGGED_LAST ", k.readers, k.reading"
struct reading *reading_logged(sqlite3_stmt *row, int column, uint64_t tables, struct error *err);

/* The digest that was logged last, of package k. */
#define READING_LOGGED_LAST                                                                                                            \
	"coalesce((SELECT e.content FROM event e WHERE e.kind = 'reading' AND e.subject = k.sha256 ORDER BY e.number DESC LIMIT 1),"    \
	" (SELECT p.reading FROM submission_package p WHERE p.sha256 = k.sha256 ORDER BY p.number LIMIT 1))"

/* Of the reading that is kept for the package. */
bool reading_digest_of(struct archive *archive, const char *sha256, char digest[65], struct error *err);

/* Is what is kept not what was logged last? To be asked before it is replaced: afterwards nothing tells. */
bool reading_digest_changed(struct archive *archive, const char *sha256, bool *changed, struct error *err);

/* Why another one stands there now. */
enum reading_why { READING_NEWER, READING_ASKED, READING_CHANGED };

/* The event that it does. Within its transaction. */
bool reading_digest_log(struct archive *archive, const char *sha256, const char *by, enum reading_why why, struct error *err);

/* Calls problem for every package whose reading is not what was logged last. */
bool reading_digest_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
