#include "desk/zone.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void use(const char *zone)
{
	setenv("TZ", zone == NULL || strcmp(zone, "Asia/Shanghai") == 0 ? "CST-8" : zone, 1);
	tzset();
}

void zone_day(const char *zone, int64_t seconds, char out[DATE_TEXT_LEN])
{
	time_t at = (time_t)seconds;
	struct tm local;

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

	use(zone);
	time_format((int64_t)mktime(&local), out);
}
