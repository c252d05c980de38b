#include "bytes/date.h"

#include "bytes/text.h"

#include <stdio.h>
#include <string.h>

#define WRITTEN_MAX 64 /* bytes of a date, blanks and all */

enum { FULL_WIDTH_FIRST = 0xFF01, FULL_WIDTH_LAST = 0xFF5E, FULL_WIDTH_BLANK = 0x3000 };

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool date_is_valid(struct date date)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1)
		return false;
	return date.day <= days[date.month - 1] + (date.month == 2 && is_leap(date.year));
}

/* Counted in 400-year eras of 146,097 days that begin on 1 March. */
int64_t date_to_days(struct date date)
{
	int64_t year = date.month <= 2 ? date.year - 1 : date.year;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(int64_t days)
{
	int64_t shifted = days + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t day_of_era = shifted - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	struct date date;

	date.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	date.month = (int)(month < 10 ? month + 3 : month - 9);
	date.year = (int)(year_of_era + era * 400 + (date.month <= 2));
	return date;
}

static const char *digits(const char *at, int count, int *value)
{
	*value = 0;
	for (int i = 0; i < count; i++, at++) {
		if (*at < '0' || *at > '9')
			return NULL;
		*value = *value * 10 + (*at - '0');
	}
	return at;
}

static const char *expect(const char *at, const char *text)
{
	size_t len = strlen(text);

	return at != NULL && strncmp(at, text, len) == 0 ? at + len : NULL;
}

static const char *blanks(const char *at)
{
	if (at == NULL || *at != ' ')
		return NULL;
	return at + strspn(at, " ");
}

/* A number of at least so many digits and what stands behind it, blanks around the number; NULL when it is not there. */
static const char *part(const char *at, size_t least, size_t most, const char *unit, int *value)
{
	size_t len;

	if (at == NULL)
		return NULL;
	at += strspn(at, " ");
	len = strspn(at, "0123456789");
	if (len < least || len > most)
		return NULL;
	at = digits(at, (int)len, value);
	return expect(at + strspn(at, " "), unit);
}

static const char *chinese(const char *text, struct date *date)
{
	const char *at = part(text, 4, 4, "年", &date->year);

	at = part(at, 1, 2, "月", &date->month);
	return part(at, 1, 2, "日", &date->day);
}

/* As spreadsheets write it: 2027/1/1; and licences: 2027.1.1. */
static const char *parted(const char *text, const char *by, struct date *date)
{
	const char *at = part(text, 4, 4, by, &date->year);

	at = part(at, 1, 2, by, &date->month);
	return part(at, 1, 2, "", &date->day);
}

static const char *numeric(const char *text, struct date *date)
{
	const char *at = digits(text, 4, &date->year);
	bool blank = blanks(at) != NULL;

	at = blank ? blanks(at) : expect(at, "-");
	at = at == NULL ? NULL : digits(at, 2, &date->month);
	at = blank ? blanks(at) : expect(at, "-");
	return at == NULL ? NULL : digits(at, 2, &date->day);
}

/* Full-width digits and signs as ASCII; what is too long for a date is none. */
static void half_width(const char *text, char out[WRITTEN_MAX])
{
	size_t len = 0;

	for (struct span rest = span_of_text(text); rest.len > 0;) {
		size_t size = text_utf8_len(rest);
		uint32_t code = size == 0 ? 0 : text_utf8_code(rest, size);

		if (size == 0 || len + size >= WRITTEN_MAX) {
			len = 0;
			break;
		}
		if (code == FULL_WIDTH_BLANK)
			out[len++] = ' ';
		else
			len += text_put_utf8(code >= FULL_WIDTH_FIRST && code <= FULL_WIDTH_LAST ? code - FULL_WIDTH_FIRST + '!' : code, out + len);
		rest = span_slice(rest, size, rest.len - size);
	}
	out[len] = '\0';
}

bool date_parse(const char *text, struct date *date)
{
	char written[WRITTEN_MAX];
	const char *at;

	half_width(text, written);
	if (strstr(written, "年") != NULL)
		at = chinese(written, date);
	else if (strpbrk(written, "/.") != NULL)
		at = parted(written, strchr(written, '/') != NULL ? "/" : ".", date);
	else
		at = numeric(written, date);
	return at != NULL && *at == '\0' && date_is_valid(*date);
}

bool date_given(const char *name, const char *text, struct date *date, struct error *err)
{
	return date_parse(text, date) || error_set(err, ERROR_USAGE, "%s is a date, YYYY-MM-DD, not '%s'", name, text);
}

void date_format(struct date date, char out[DATE_TEXT_LEN])
{
	snprintf(out, DATE_TEXT_LEN, "%04d-%02d-%02d", date.year % 10000, date.month % 100, date.day % 100);
}

void time_format(int64_t seconds, char out[TIME_TEXT_LEN])
{
	int64_t days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400;
	int rest = (int)(seconds - days * 86400);
	char day[DATE_TEXT_LEN];

	date_format(date_from_days(days), day);
	snprintf(out, TIME_TEXT_LEN, "%sT%02d:%02d:%02dZ", day, rest / 3600, rest / 60 % 60, rest % 60);
}

bool time_parse(const char *text, int64_t *seconds)
{
	struct date date;
	char day[11];
	int hour, minute, second;
	const char *at;

	if (strlen(text) != 20)
		return false;
	memcpy(day, text, 10);
	day[10] = '\0';
	if (day[4] != '-' || !date_parse(day, &date))
		return false;
	at = digits(text + 11, 2, &hour);
	at = expect(at, ":");
	at = at == NULL ? NULL : digits(at, 2, &minute);
	at = expect(at, ":");
	at = at == NULL ? NULL : digits(at, 2, &second);
	if (text[10] != 'T' || expect(at, "Z") == NULL || hour > 23 || minute > 59 || second > 59)
		return false;
	*seconds = date_to_days(date) * 86400 + hour * 3600 + minute * 60 + second;
	return true;
}
