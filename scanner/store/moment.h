/*
 * moment - the order of submissions.
 *
 * They have the order of the time at which they came, which a store that takes along what it had says later than others: those of one
 * time that of their numbers. What is behind does not count.
 */
#ifndef PRELIST_STORE_MOMENT_H
#define PRELIST_STORE_MOMENT_H

#include <stdint.h>

struct moment {
	const char *time; /* RFC 3339 */
	int64_t number;
};

/* Of a submission that goes by that name. */
#define MOMENT(s) "(" s ".time, " s ".number)"
#define NEWEST_FIRST(s) s ".time DESC, " s ".number DESC"
#define OLDEST_FIRST(s) s ".time, " s ".number"

/* Of the submission of that number. */
#define CAME_OF(number) "(SELECT m.time FROM submission m WHERE m.number = " number ")"
#define MOMENT_OF(number) "(" CAME_OF(number) ", " number ")"

#endif
