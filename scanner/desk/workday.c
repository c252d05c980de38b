#include "desk/workday.h"

#include <stdio.h>

bool workday_calendar_of(struct workday_calendar *calendar, const struct catalogue *days, struct error *err)
{
	*calendar = (struct workday_calendar){.days = days};
	if (days == NULL)
		return true;
	calendar->date_column = catalogue_column(days, "date");
	calendar->kind_column = catalogue_column(days, "kind");
	for (size_t i = 0; i < days->num_rows; i++) {
		const char *text = catalogue_value(days, i, calendar->date_column);
		const char *kind = catalogue_value(days, i, calendar->kind_column);
		struct date date;

		if (!date_parse(text, &date) || text[4] != '-')
			return error_set(err, ERROR_RULES, "catalogue/%s.tsv, row %zu: '%s' is no date YYYY-MM-DD", days->name, i + 1, text);
		if (strcmp(kind, "off") != 0 && strcmp(kind, "work") != 0)
			return error_set(err, ERROR_RULES, "catalogue/%s.tsv, row %zu: kind is off or work, not '%s'", days->name, i + 1, kind);
	}
	return true;
}

bool workday_calendar(struct workday_calendar *calendar, const struct rules *rules, struct error *err)
{
	return workday_calendar_of(calendar, rules_catalogue(rules, "cn_workdays"), err);
}

bool workday_covers(const struct workday_calendar *calendar, int year)
{
	char prefix[16];

	snprintf(prefix, sizeof prefix, "%04d-", year);
	for (size_t i = 0; calendar->days != NULL && i < calendar->days->num_rows; i++)
		if (strncmp(catalogue_value(calendar->days, i, calendar->date_column), prefix, 5) == 0)
			return true;
	return false;
}

/* 1970-01-01 was a Thursday. */
static bool is_weekend(int64_t days)
{
	int64_t weekday = ((days + 3) % 7 + 7) % 7;

	return weekday >= 5;
}

bool workday_is(const struct workday_calendar *calendar, struct date date)
{
	char text[DATE_TEXT_LEN];

	date_format(date, text);
	for (size_t i = 0; calendar->days != NULL && i < calendar->days->num_rows; i++)
		if (strcmp(catalogue_value(calendar->days, i, calendar->date_column), text) == 0)
			return *catalogue_value(calendar->days, i, calendar->kind_column) == 'w';
	return !is_weekend(date_to_days(date));
}

int workday_add(const struct workday_calendar *calendar, struct date date, int n, struct date *due)
{
	int64_t day = date_to_days(date);
	int seen_year = 0, uncovered = 0;

	*due = date;
	while (n > 0) {
		*due = date_from_days(++day);
		if (due->year != seen_year && uncovered == 0 && !workday_covers(calendar, due->year))
			uncovered = due->year;
		seen_year = due->year;
		n -= workday_is(calendar, *due);
	}
	return uncovered;
}

int64_t workday_between(const struct workday_calendar *calendar, struct date from, struct date to)
{
	int64_t start = date_to_days(from), end = date_to_days(to), num = 0;
	int64_t first = start < end ? start : end, last = start < end ? end : start;

	for (int64_t day = first + 1; day <= last; day++)
		num += workday_is(calendar, date_from_days(day));
	return start <= end ? num : -num;
}
