/*
 * workday - deadlines in working days, by the State Council's calendar.
 *
 * Counting begins on the next day; Saturdays and Sundays are off unless the calendar makes them work days, statutory
 * holidays are off. source: rules/catalogue/cn_workdays.tsv (date, kind: off or work; in order of date); a year is
 * covered when it has a row.
 */
#ifndef PRELIST_DESK_WORKDAY_H
#define PRELIST_DESK_WORKDAY_H

#include "bytes/date.h"
#include "judge/rules.h"

struct workday_calendar {
	const struct catalogue *days; /* NULL: no year is covered */
	int date_column, kind_column;
};

/* False and err, with the row, when the catalogue has a date or kind that is none, or a date out of order. Lives as long as rules. */
__attribute__((warn_unused_result)) bool workday_calendar(struct workday_calendar *calendar, const struct rules *rules,
							  struct error *err);

/* The same over one catalogue; NULL: plain weekends in every year. */
__attribute__((warn_unused_result)) bool workday_calendar_of(struct workday_calendar *calendar,
							     const struct catalogue *days, struct error *err);

bool workday_covers(const struct workday_calendar *calendar, int year);

bool workday_is(const struct workday_calendar *calendar, struct date date);

/*
 * The n-th working day after date; n 0: date itself.
 * returns  0, or the first year on the way that has no calendar: weekends alone were counted there, and who shows the
 *          date must say so loudly (WORKDAY_WARNING)
 */
int workday_add(const struct workday_calendar *calendar, struct date date, int n, struct date *due);

/* Working days after `from` up to and including `to`; negative when `to` lies before. */
int64_t workday_between(const struct workday_calendar *calendar, struct date from, struct date to);

#define WORKDAY_WARNING "the State Council's calendar of %d is not in catalogue/cn_workdays.tsv: deadlines there count plain weekends and may be wrong"

#endif
