/*
 * zone - policy's timezone, in which days begin and end. Asia/Shanghai needs no time zone database.
 */
#ifndef PRELIST_DESK_ZONE_H
#define PRELIST_DESK_ZONE_H

#include "bytes/date.h"

/* zone: a name of the database, NULL for Asia/Shanghai. */
void zone_today(const char *zone, char out[DATE_TEXT_LEN]);

/* The day of an instant, seconds since the epoch. */
void zone_day(const char *zone, int64_t seconds, char out[DATE_TEXT_LEN]);

/* The instant at which a day begins, UTC. */
void zone_begin(const char *zone, struct date day, char out[TIME_TEXT_LEN]);

#endif
