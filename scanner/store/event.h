/*
 * event - the log: what happened, when, by whom. Records are only appended; each is a leaf of one Merkle tree.
 */
#ifndef PRELIST_STORE_EVENT_H
#define PRELIST_STORE_EVENT_H

#include "store/database.h"

struct event {
	const char *kind;    /* a word for what was done: submit, decide, case, patrol, ... */
	const char *person;  /* name, the record holds a random id in its place; NULL: the account of the process, as "uid:1000" */
	const char *subject; /* "android:com.example@#7" */
	const char *detail;
	const char *content; /* digest of the rows that the event made, hex, or "" */
};

/* The account of this process, "uid:1000". */
#define EVENT_ACCOUNT_LEN 33
void event_account(char account[EVENT_ACCOUNT_LEN]);

/* Who did it, of a row e of event LEFT JOINed with p of person: the name, or the account. */
#define EVENT_WHO "coalesce(p.name, iif(e.person LIKE 'uid:%', e.person, NULL))"

/* What an event about a submission is about, as subject shows it: by it, whole, archive verify finds the event of a row. */
#define EVENT_SUBJECT_LEN 1200
void event_subject(char subject[EVENT_SUBJECT_LEN], const char *platform, const char *app_id, int64_t number);

/* Within a transaction. The record says besides which account the process has, and the day of archive_go_by. */
bool event_append(struct archive *archive, const struct event *event, struct error *err);

/*
 * The columns of a record that its leaf is made of. NULL is an empty text, but account and today have no field then: events of
 * before generation 5 of the archive have neither.
 */
struct event_columns {
	const char *account, *content, *detail, *kind, *person, *subject, *time;
	const char *today; /* the day that was gone by, where somebody said that it is another one than the clock's */
};

/* The bytes that a record's leaf is made of. */
bool event_record(struct buf *record, const struct event_columns *columns);

/* The tree's head as kept, and how many records it is over. */
bool event_head(struct archive *archive, char head[65], int64_t *size, struct error *err);

/*
 * A digest of the rows that the queries return, each with one parameter, the number of what they are about: an event's
 * content, by which archive verify finds a change. The queries name their columns and their order.
 */
bool event_digest(struct archive *archive, const char *const *queries, size_t num_queries, int64_t number, char content[65],
		  struct error *err);

#endif
