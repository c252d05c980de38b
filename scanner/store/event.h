/*
 * event - the log: what happened, when, by whom. Records are only appended; each is a leaf of one Merkle tree.
 */
#ifndef PRELIST_STORE_EVENT_H
#define PRELIST_STORE_EVENT_H

#include "store/database.h"
#include "store/merkle.h"

struct event {
	const char *kind;    /* a word for what was done: submit, decide, case, patrol, ... */
	const char *person;  /* name, the record holds a random id in its place; NULL: the account of the process, as "uid:1000" */
	const char *subject; /* "android:com.example@#7" */
	const char *detail;
	const char *content; /* digest of the rows that the event made, hex, or "" */
};

/* Who did it, of a row e of event LEFT JOINed with p of person: the name, or the account. */
#define EVENT_WHO "coalesce(p.name, iif(e.person LIKE 'uid:%', e.person, NULL))"

/* Within a transaction. */
bool event_append(struct archive *archive, const struct event *event, struct error *err);

/* The bytes that a record's leaf is made of, from its columns. */
bool event_record(struct buf *record, const char *time, const char *kind, const char *person, const char *subject,
		  const char *detail, const char *content);

/* The tree's head as kept, and how many records it is over. */
bool event_head(struct archive *archive, char head[65], int64_t *size, struct error *err);

/*
 * A digest of the rows that the queries return, each with one parameter, the number of what they are about: an event's
 * content, by which archive verify finds a change. The queries name their columns and their order.
 */
bool event_digest(struct archive *archive, const char *const *queries, size_t num_queries, int64_t number, char content[65],
		  struct error *err);

#endif
