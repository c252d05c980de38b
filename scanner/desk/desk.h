/*
 * desk - what a review team works with: the archive and the rules, a day, and who is at it.
 */
#ifndef PRELIST_DESK_DESK_H
#define PRELIST_DESK_DESK_H

#include "desk/workday.h"
#include "store/decision.h"
#include "store/seal.h"

/* Of a submission s, in SQL: the day on which it came. */
#define SUBMITTED_ON "CASE WHEN " SUBMISSION_IS_IMPORTED " THEN zone_day(s.time) ELSE s.date END"

struct desk {
	struct archive *archive;
	const struct rules *rules;
	struct workday_calendar calendar;
	struct date today;
	char today_text[DATE_TEXT_LEN];
	const char *by;	    /* who does it; NULL: nobody said */
	int uncovered_year; /* working days were counted through a year without calendar: the first such; 0: none was */
};

/* today: YYYY-MM-DD. Everything is borrowed. SQL on the archive has zone_day(instant) from now on: the day in policy's timezone. */
bool desk_open(struct desk *desk, struct archive *archive, const struct rules *rules, const char *today, const char *by,
	       struct error *err);

/* Of these years the first that the calendar has not is noted. */
void desk_note_years(struct desk *desk, int first, int last);

/* Runs step in one transaction: all of it is kept, or, when it returns false, nothing. */
bool desk_keep(struct desk *desk, bool (*step)(struct desk *desk, void *owner, struct error *err), void *owner,
	       struct error *err);

/* Who is to be called, sealed; without a key nobody's name is taken down. *out: id, or NULL where there is no contact. */
bool desk_seal(struct desk *desk, const char *kind, const char *contact, char id[SEAL_ID_LEN], const char **out, struct error *err);

#endif
