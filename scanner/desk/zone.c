#include "desk/zone.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY 86400
#define CHINA (8 * 3600) /* seconds that Asia/Shanghai is ahead, since 1991 always */

/* Reckoned here: the C library takes memory for a zone, and where there is none it goes by UTC without a word. */
static bool is_china(const char *zone)
{
	return zone == NULL || strcmp(zone, "Asia/Shanghai") == 0;
}

static void use(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

void zone_day(const char *zone, int64_t seconds, char out[DATE_TEXT_LEN])
{
	int64_t shifted = seconds + CHINA;
	time_t at = (time_t)seconds;
	struct tm local;

	if (is_china(zone)) {
		date_format(date_from_days(shifted / DAY - (shifted % DAY < 0)), out);
		return;
	}
	use(zone);
	localtime_r(&at, &local);
	date_format((struct date){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday}, out);
}

void zone_today(const char *zone, char out[DATE_TEXT_LEN])
{
	zone_day(zone, (int64_t)time(NULL), out);
}

void zone_begin(const char *zone, struct date day, char out[TIME_TEXT_LEN])
{
	struct tm local = {.tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day, .tm_isdst = -1};

	if (is_china(zone)) {
		time_format(date_to_days(day) * DAY - CHINA, out);
		return;
	}
	use(zone);
	time_format((int64_t)mktime(&local), out);
}
