/*
 * record - a developer's year: what was submitted, found, decided and corrected, and the score that makes of it.
 *
 * The score is 100 less the points of record.def, by policy's desk.score; never below 0 nor over 100.
 */
#ifndef PRELIST_DESK_RECORD_H
#define PRELIST_DESK_RECORD_H

#include "desk/desk.h"

enum record_line {
#define RECORD(name, en, zh, points, sql) RECORD_##name,
#include "desk/record.def"
#undef RECORD
	RECORD_LINES
};

struct record_info {
	const char *name, *en, *zh;
	int64_t points; /* a unit takes off the score */
};
struct record_info record_info(const struct desk *desk, enum record_line line);

struct record {
	char since[DATE_TEXT_LEN]; /* a year before today */
	int64_t count[RECORD_LINES];
	int64_t score;
};
bool record_load(struct desk *desk, int64_t developer, struct record *record, struct error *err);

/* One thing that happened, of all time; text lives during the call. */
struct record_event {
	const char *date, *what, *app_id, *outcome; /* what: submission, decision, or the kind of a case */
	int64_t number;			      /* of the submission or case */
};
bool record_each(struct desk *desk, int64_t developer, void (*visit)(void *owner, const struct record_event *event), void *owner,
		 struct error *err);

#endif
