/*
 * logged - rows that are logged whole: whatever changes them is an event, whose content is a digest of all that belongs to one number.
 *
 * archive verify compares what stands there with the last event of each number.
 */
#ifndef PRELIST_STORE_LOGGED_H
#define PRELIST_STORE_LOGGED_H

#include "store/event.h"

struct logged {
	const char *kind;	    /* of the events of logged_append */
	const char *what;	    /* "hold": the events are about "hold #7", and so is a problem */
	const char *const *queries; /* of the rows, as event_digest takes them; ended by NULL */
	const char *pairs;	    /* SQL: each number that is in the rows or in the log, and the content of its last event, or NULL */
	const char *changed;	    /* what is wrong where there is no event, or one with another content; NULL: one of two texts that say which */
};

/* pairs of events that are about "what #7" and rows of a table that are numbered. */
#define LOGGED_PAIRS(kind, what, table)                                                                                                \
	"SELECT n.number, (SELECT e.content FROM event e WHERE e.kind = '" kind "' AND e.subject = '" what " #' || n.number"           \
	" ORDER BY e.number DESC LIMIT 1) FROM (SELECT number FROM " table " UNION SELECT DISTINCT"                                    \
	" CAST(substr(subject, instr(subject, '#') + 1) AS INTEGER) FROM event WHERE kind = '" kind "') n ORDER BY n.number"

/* The rows of a submission that never change. Its state is left out: that changes with decisions, which are events of their own. */
extern const struct logged logged_submissions;

/* An event about the rows of a number: their digest is its content. Within the transaction. */
bool logged_event(struct archive *archive, const struct logged *logged, int64_t number, struct event event, struct error *err);

/* That of what was done to them: about "what #7". by may be NULL. */
bool logged_append(struct archive *archive, const struct logged *logged, int64_t number, const char *by, const char *detail,
		   struct error *err);

/* Calls problem for each number whose rows are not those of its last event. */
bool logged_verify(struct archive *archive, const struct logged *logged, void (*problem)(void *owner, const char *text), void *owner,
		   struct error *err);

/* Calls problem with that text where the number that the query asks for is not 0: of rows that no record covers. */
bool logged_none(struct archive *archive, const char *query, const char *text, void (*problem)(void *owner, const char *text), void *owner,
		 struct error *err);

#endif
