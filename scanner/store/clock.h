/*
 * clock - is this machine's clock behind the archive's log? Then what is in force and what is due would be told wrong.
 *
 * Clocks are stepped, by seconds as a rule. What is further ahead is either right, and the clock is wrong now; or the clock was wrong
 * then, which somebody has to say (archive clock): that is an event itself, and from then on the newest.
 */
#ifndef PRELIST_STORE_CLOCK_H
#define PRELIST_STORE_CLOCK_H

#include "bytes/date.h"
#include "store/database.h"

#define CLOCK_STEP 300 /* seconds that the log may be ahead */

struct clock_ahead {
	int64_t number; /* the event of the greatest time; 0: the log is not ahead */
	char time[TIME_TEXT_LEN], now[TIME_TEXT_LEN];
};

/* now: seconds since 1970. */
bool clock_compare(struct archive *archive, int64_t now, struct clock_ahead *ahead, struct error *err);

/* err when the log is ahead, with what to do. */
bool clock_check(struct archive *archive, int64_t now, struct error *err);

/* Before that is confirmed: the time of the last event before the log went ahead; now where there is none. */
bool clock_was_right(struct archive *archive, int64_t now, char since[TIME_TEXT_LEN], struct error *err);

/* Within a transaction: the clock is right. err when the log is not ahead. */
bool clock_confirm(struct archive *archive, int64_t now, const char *by, const char *reason, struct error *err);

#endif
