#include "desk/workday.h"

#include <stdio.h>

static const char *date_at(const struct workday_calendar *calendar, size_t row)
{
	return catalogue_value(calendar->days, row, calendar->date_column);
}

static bool is_work(const struct workday_calendar *calendar, size_t row)
{
	return *catalogue_value(calendar->days, row, calendar->kind_column) == 'w';
}

static bool check_row(const struct workday_calendar *calendar, size_t row, struct error *err)
{
	const char *name = calendar->days->name, *text = date_at(calendar, row);
	const char *kind = catalogue_value(calendar->days, row, calendar->kind_column);
	struct date date;

	if (!date_parse(text, &date) || text[4] != '-')
		return error_set(err, ERROR_RULES, "catalogue/%s.tsv, row %zu: '%s' is no date YYYY-MM-DD", name, row + 1, text);
	if (strcmp(kind, "off") != 0 && strcmp(kind, "work") != 0)
		return error_set(err, ERROR_RULES, "catalogue/%s.tsv, row %zu: kind is off or work, not '%s'", name, row + 1, kind);
	if (row > 0 && strcmp(date_at(calendar, row - 1), text) >= 0)
		return error_set(err, ERROR_RULES, "catalogue/%s.tsv, row %zu: %s does not come after the date of the row before", name, row + 1, text);
	return true;
}

bool workday_calendar_of(struct workday_calendar *calendar, const struct catalogue *days, struct error *err)
{
	*calendar = (struct workday_calendar){.days = days};
	if (days == NULL)
		return true;
	calendar->date_column = catalogue_column(days, "date");
	calendar->kind_column = catalogue_column(days, "kind");
	for (size_t i = 0; i < days->num_rows; i++)
		if (!check_row(calendar, i, err))
			return false;
	return true;
}

bool workday_calendar(struct workday_calendar *calendar, const struct rules *rules, struct error *err)
{
	return workday_calendar_of(calendar, rules_catalogue(rules, "cn_workdays"), err);
}

static size_t num_rows(const struct workday_calendar *calendar)
{
	return calendar->days == NULL ? 0 : calendar->days->num_rows;
}

/* How many rows are of a date before this text. */
static size_t num_before(const struct workday_calendar *calendar, const char *text)
{
	size_t low = 0, high = num_rows(calendar);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(date_at(calendar, middle), text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool workday_covers(const struct workday_calendar *calendar, int year)
{
	char prefix[16];
	size_t row;

	snprintf(prefix, sizeof prefix, "%04d-", year);
	row = num_before(calendar, prefix);
	return row < num_rows(calendar) && strncmp(date_at(calendar, row), prefix, 5) == 0;
}

/* From a Monday, 0, on: 1970-01-01 was a Thursday. */
static int64_t day_of_week(int64_t days)
{
	return ((days + 3) % 7 + 7) % 7;
}

static bool is_weekend(int64_t days)
{
	return day_of_week(days) >= 5;
}

bool workday_is(const struct workday_calendar *calendar, struct date date)
{
	char text[DATE_TEXT_LEN];
	size_t row;

	date_format(date, text);
	row = num_before(calendar, text);
	if (row < num_rows(calendar) && strcmp(date_at(calendar, row), text) == 0)
		return is_work(calendar, row);
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

/* Days from a Monday long ago up to and including this one that are no Saturday or Sunday. */
static int64_t num_weekdays(int64_t days)
{
	int64_t weekday = day_of_week(days), weeks = (days - weekday + 3) / 7;

	return weeks * 5 + (weekday < 5 ? weekday + 1 : 5);
}

/* What the calendar adds to plain weekends after `first` up to and including `last`. */
static int64_t num_moved(const struct workday_calendar *calendar, int64_t first, int64_t last)
{
	char from[DATE_TEXT_LEN], to[DATE_TEXT_LEN];
	int64_t num = 0;

	date_format(date_from_days(first + 1), from);
	date_format(date_from_days(last), to);
	for (size_t row = num_before(calendar, from); row < num_rows(calendar) && strcmp(date_at(calendar, row), to) <= 0; row++) {
		struct date date;

		date_parse(date_at(calendar, row), &date);
		num += is_work(calendar, row) - !is_weekend(date_to_days(date));
	}
	return num;
}

int64_t workday_between(const struct workday_calendar *calendar, struct date from, struct date to)
{
	int64_t start = date_to_days(from), end = date_to_days(to);
	int64_t first = start < end ? start : end, last = start < end ? end : start;
	int64_t num = num_weekdays(last) - num_weekdays(first) + num_moved(calendar, first, last);

	return start <= end ? num : -num;
}
