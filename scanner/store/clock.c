#include "store/clock.h"

#include "bytes/text.h"
#include "store/event.h"

#include <stdio.h>
#include <string.h>

/* The last time that somebody said so; what is before it does not count. */
#define CONFIRMED "coalesce((SELECT max(c.number) FROM event c WHERE c.subject >= 'event #' AND c.subject < 'event $' AND c.kind = 'clock'), 0)"

/* The greatest time, not the last: else each event might be a little before the one before it. */
bool clock_compare(struct archive *archive, int64_t now, struct clock_ahead *ahead, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP =
		database_prepare(archive, err, "SELECT number, time FROM event WHERE number >= " CONFIRMED " ORDER BY time DESC LIMIT 1", "");
	int status = database_step(archive, row, err);
	int64_t newest;

	*ahead = (struct clock_ahead){.number = 0};
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	if (!time_parse(database_text(row, 1) == NULL ? "" : database_text(row, 1), &newest) || newest - CLOCK_STEP <= now)
		return true;
	ahead->number = sqlite3_column_int64(row, 0);
	time_format(newest, ahead->time);
	time_format(now, ahead->now);
	return true;
}

bool clock_was_right(struct archive *archive, int64_t now, char since[TIME_TEXT_LEN], struct error *err)
{
	char text[TIME_TEXT_LEN];
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	int status;

	time_format(now, text);
	row = database_prepare(archive, err,
			       "SELECT time FROM event WHERE time <= ?1 AND number < (SELECT min(number) FROM event WHERE time > ?1 AND number >= " CONFIRMED
			       ") ORDER BY number DESC LIMIT 1",
			       "s", text);
	status = database_step(archive, row, err);
	snprintf(since, TIME_TEXT_LEN, "%s", status == SQLITE_ROW ? text_or_empty(database_text(row, 0)) : text);
	return status != SQLITE_ERROR;
}

bool clock_check(struct archive *archive, int64_t now, struct error *err)
{
	struct clock_ahead ahead;

	if (!clock_compare(archive, now, &ahead, err))
		return false;
	return ahead.number == 0 ||
	       error_set(err, ERROR_ARCHIVE,
			 "it is %s by this machine's clock, and the archive's newest event is of %s: set the clock; if it is right, and was wrong then,"
			 " say so by prelist archive clock",
			 ahead.now, ahead.time);
}

bool clock_confirm(struct archive *archive, int64_t now, const char *by, const char *reason, struct error *err)
{
	struct clock_ahead ahead;
	char subject[40], detail[1200];
	struct event event = {.kind = "clock", .person = by, .subject = subject, .detail = detail, .content = ""};

	if (!clock_compare(archive, now, &ahead, err))
		return false;
	if (ahead.number == 0)
		return error_set(err, ERROR_USAGE, "the archive's newest event is not ahead of the clock: there is nothing to confirm");
	snprintf(subject, sizeof subject, "event #%lld", (long long)ahead.number);
	snprintf(detail, sizeof detail, "is of %s; the clock is right: %.*s", ahead.time, text_cut_len(reason, 1000), reason);
	return event_append(archive, &event, err);
}
