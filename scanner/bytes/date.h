/*
 * date - calendar days and UTC instants, without the C library's time zones.
 *
 * source   RFC 3339 (instants), ISO 8601 (days)
 */
#ifndef PRELIST_BYTES_DATE_H
#define PRELIST_BYTES_DATE_H

#include "bytes/error.h"

#include <stdint.h>

struct date {
	int year, month, day; /* proleptic Gregorian; month and day from 1 */
};

bool date_is_valid(struct date date);

/* Days since 1970-01-01, and back. */
int64_t date_to_days(struct date date);
struct date date_from_days(int64_t days);

/*
 * "YYYY-MM-DD", "YYYY MM DD" (any blanks), "YYYY/M/D", "YYYY.M.D" or "YYYY年MM月DD日" (also 7月, and blanks between), in full-width digits
 * and signs, too; nothing else around it.
 */
bool date_parse(const char *text, struct date *date);

/* That of what somebody gave (an option, a column), by its name; false and err where it is none. */
bool date_given(const char *name, const char *text, struct date *date, struct error *err);

#define DATE_TEXT_LEN 16
#define TIME_TEXT_LEN 40

/* "YYYY-MM-DD" */
void date_format(struct date date, char out[DATE_TEXT_LEN]);

/* Seconds since the epoch to "YYYY-MM-DDThh:mm:ssZ", and back (exactly that form). */
void time_format(int64_t seconds, char out[TIME_TEXT_LEN]);
bool time_parse(const char *text, int64_t *seconds);

#endif
