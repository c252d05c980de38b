/*
 * moment - the order of submissions.
 *
 * They have the order of the time at which they came, which a store that takes along what it had says later than others: those of one
 * time that of their numbers. What is behind does not count. A clock may have been ahead: nothing came later than what was submitted
 * after it (came; time is what the clock said).
 */
#ifndef PRELIST_STORE_MOMENT_H
#define PRELIST_STORE_MOMENT_H

#include <stdint.h>

struct moment {
	const char *came; /* RFC 3339 */
	int64_t number;
};

/* Of a submission that goes by that name. */
#define MOMENT(s) "(" s ".came, " s ".number)"
#define NEWEST_FIRST(s) s ".came DESC, " s ".number DESC"
#define OLDEST_FIRST(s) s ".came, " s ".number"

/* Of the submission of that number. */
#define CAME_OF(number) "(SELECT m.came FROM submission m WHERE m.number = " number ")"
#define MOMENT_OF(number) "(" CAME_OF(number) ", " number ")"

/* Of a submission s: it came before there was an archive. What is of such a one is of its own days, not of that of the import. */
#define SUBMISSION_IS_IMPORTED "EXISTS (SELECT 1 FROM decision m WHERE m.number = s.number AND m.what = 'import')"

/* Of a submission that goes by that name: the store did not want it, or its developer took it back. */
#define SUBMISSION_CAME_TO_NOTHING(s) "(" s ".state IN ('rejected', 'withdrawn'))"

/* What came is of each, by number. */
#define SUBMISSIONS_CAME                                                                                                       \
	"SELECT s.number, min(s.time, coalesce(min(CASE WHEN NOT " SUBMISSION_IS_IMPORTED " THEN s.time END) OVER (ORDER BY"      \
	" s.number DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), s.time)) AS came FROM submission s"

#endif
