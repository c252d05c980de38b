#include "harness.h"
#include "rules_folder.h"

#include "desk/workday.h"

static struct rules *load(struct workday_calendar *calendar)
{
	struct error err = {0};
	struct rules *rules = rules_folder_shipped();

	CHECK_TEXT(err.text, "");
	CHECK(workday_calendar(calendar, rules, &err));
	CHECK(calendar->days != NULL);
	return rules;
}

static void check_due(const struct workday_calendar *calendar, const char *from, int n, const char *wanted, int uncovered)
{
	struct date date, due;
	char text[DATE_TEXT_LEN];

	CHECK(date_parse(from, &date));
	CHECK_NUMBER(workday_add(calendar, date, n, &due), uncovered);
	date_format(due, text);
	CHECK_TEXT(text, wanted);
}

TEST(workday_report, "a report is due 10 working days after the disposal, past the holidays of the State Council")
{
	struct workday_calendar calendar;
	struct rules *rules = load(&calendar);

	check_due(&calendar, "2026-09-28", 10, "2026-10-16", 0);
	check_due(&calendar, "2026-02-10", 10, "2026-03-02", 0);
	check_due(&calendar, "2025-09-26", 10, "2025-10-16", 0);
	check_due(&calendar, "2025-01-24", 10, "2025-02-13", 0);
	rules_free(rules);
}

TEST(workday_days, "weekends are off unless made work days, holidays are off, the first day is not counted")
{
	struct workday_calendar calendar;
	struct rules *rules = load(&calendar);

	CHECK(!workday_is(&calendar, (struct date){2026, 10, 1}));
	CHECK(workday_is(&calendar, (struct date){2026, 10, 10}));  /* a Saturday, made a work day */
	CHECK(!workday_is(&calendar, (struct date){2026, 10, 11})); /* a Sunday */
	CHECK(workday_is(&calendar, (struct date){2026, 11, 24}));
	check_due(&calendar, "2026-11-24", 0, "2026-11-24", 0);
	check_due(&calendar, "2026-11-28", 1, "2026-11-30", 0);
	check_due(&calendar, "2026-09-30", 1, "2026-10-08", 0);
	CHECK_NUMBER(workday_between(&calendar, (struct date){2026, 9, 28}, (struct date){2026, 10, 16}), 10);
	CHECK_NUMBER(workday_between(&calendar, (struct date){2026, 10, 16}, (struct date){2026, 9, 28}), -10);
	rules_free(rules);
}

TEST(workday_between, "working days between two dates are as many as there are when each is looked at")
{
	struct workday_calendar calendar, plain;
	struct rules *rules = load(&calendar);
	struct date starts[] = {{2019, 12, 20}, {2023, 9, 22}, {2026, 9, 13}, {1969, 12, 25}, {2031, 5, 1}};

	CHECK(workday_calendar_of(&plain, NULL, NULL));
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		int64_t start = date_to_days(starts[i]), num = 0, num_plain = 0;

		for (int64_t day = start; day < start + 120; day++) {
			struct date date = date_from_days(day);

			num += day > start && workday_is(&calendar, date);
			num_plain += day > start && workday_is(&plain, date);
			CHECK_NUMBER(workday_between(&calendar, starts[i], date), num);
			CHECK_NUMBER(workday_between(&calendar, date, starts[i]), -num);
			CHECK_NUMBER(workday_between(&plain, starts[i], date), num_plain);
		}
	}
	rules_free(rules);
}

TEST(workday_uncovered, "a deadline that reaches a year without calendar names the year and counts weekends alone")
{
	struct workday_calendar calendar;
	struct rules *rules = load(&calendar);

	check_due(&calendar, "2026-12-28", 10, "2027-01-11", 2027);
	check_due(&calendar, "2026-12-28", 3, "2026-12-31", 0);
	check_due(&calendar, "2031-03-03", 5, "2031-03-10", 2031);
	CHECK(workday_calendar_of(&calendar, NULL, NULL));
	check_due(&calendar, "2026-09-28", 10, "2026-10-12", 2026);
	rules_free(rules);
}

TEST(workday_calendar, "a calendar with a wrong date or kind, or a date out of order, is refused by row")
{
	ARENA_CLEANUP struct arena arena = arena_new(1 << 16);
	struct workday_calendar calendar;
	struct catalogue days;
	struct error err = {0};
	char date[] = "date\tkind\n2026-02-30\toff\n", kind[] = "date\tkind\n2026-01-01\toff\n2026-01-02\tfree\n",
	     twice[] = "date\tkind\n2026-01-01\toff\n2026-01-02\toff\n2026-01-02\twork\n";

	CHECK(catalogue_parse(&days, date, "cn_workdays.tsv", &arena, &err) && !workday_calendar_of(&calendar, &days, &err));
	CHECK_TEXT(err.text, "catalogue/cn_workdays.tsv, row 1: '2026-02-30' is no date YYYY-MM-DD");
	err = (struct error){0};
	CHECK(catalogue_parse(&days, kind, "cn_workdays.tsv", &arena, &err) && !workday_calendar_of(&calendar, &days, &err));
	CHECK_TEXT(err.text, "catalogue/cn_workdays.tsv, row 2: kind is off or work, not 'free'");
	err = (struct error){0};
	CHECK(catalogue_parse(&days, twice, "cn_workdays.tsv", &arena, &err) && !workday_calendar_of(&calendar, &days, &err));
	CHECK_TEXT(err.text, "catalogue/cn_workdays.tsv, row 3: 2026-01-02 does not come after the date of the row before");
}
