/*
 * decided_against - what persons decided against the same bytes or the app: rejected, delisted, an open report to the authority, a
 * check by hand that was against it, a complaint that was upheld.
 *
 * Of the bytes the newest decision about each file counts: who listed them since has thought better of it. Of the app a delisting
 * counts until a later submission is listed, and so does a rejection, unless it rests on findings alone, which their rules find again;
 * what was looked at or complained of counts until another check finds nothing, or somebody lists those files all the same, and of what
 * is listed, or was until it was retired, it counts for the app's next version, too.
 */
#ifndef PRELIST_STORE_DECIDED_AGAINST_H
#define PRELIST_STORE_DECIDED_AGAINST_H

#include "store/asked.h"
#include "store/decision.h"
#include "store/package.h"

/*
 * Of a case c and a submission s that it is about, or that is listed of the app that it is about: what a person looked at or was told
 * of is so, and nothing that came since says otherwise. What was rejected or delisted stands in its decision.
 */
#define CASE_STANDS_AGAINST                                                                                                    \
	"(c.kind, c.outcome) IN (VALUES ('manual-check', 'against'), ('complaint', 'upheld'))"                                   \
	" AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.number = s.number AND d.state IN ('rejected', 'delisted') AND NOT " DECISION_RETIRES ")" \
	" AND NOT EXISTS (SELECT 1 FROM case_file n WHERE n.submission IN " OF_SAME_PACKAGES("s.number") " AND n.number > c.number" \
	" AND n.kind = 'manual-check' AND n.outcome = 'nothing-found')"                                                          \
	" AND NOT EXISTS (SELECT 1 FROM submission o JOIN event e ON e.subject = o.platform || ':' || o.app_id || '@#' || o.number" \
	" AND e.kind = 'decide' AND e.detail LIKE 'list %' WHERE o.number IN " OF_SAME_PACKAGES("s.number") " AND e.number > (SELECT" \
	" max(m.number) FROM event m WHERE m.subject = 'case #' || c.number AND m.kind = 'case' AND m.detail = 'closed ' || c.outcome))"
/*
 * Of a case c, the submission whose retirement took its app off the store, on the day on which it was opened or later, and since when
 * none of the app was listed; or NULL. Who withdraws what is complained of keeps it for the next version.
 */
#define CASE_RETIRED                                                                                                           \
	"(SELECT r.number FROM submission r JOIN decision t ON t.number = r.number WHERE r.platform = c.platform AND"            \
	" r.app_id = c.app_id AND " DECISION_RETIRES_BY("t") " AND t.date >= c.opened AND NOT EXISTS (SELECT 1 FROM submission l" \
	" JOIN decision b ON b.number = l.number WHERE l.platform = r.platform AND l.app_id = r.app_id AND (l.state = 'listed'"   \
	" OR (b.state = 'listed' AND b.id > t.id))) ORDER BY t.id DESC LIMIT 1)"
/* The submission that such a case is about, or that is listed of its app, or was until that was retired. */
#define CASE_SUBMISSION                                                                                                        \
	"coalesce(c.submission, (SELECT a.listed FROM app a WHERE a.platform = c.platform AND a.app_id = c.app_id), " CASE_RETIRED ")"

/*
 * Of a submission s and a decision d about it: it is against the app, too, and nobody listed or retired that submission since, nor is a
 * later one listed, nor was one until it was retired after that.
 */
#define DECISION_IS_AGAINST_APP                                                                                                \
	"s.state IN ('delisted', 'rejected') AND (d.state = 'delisted' OR (d.state = 'rejected' AND NOT "                        \
	DECISION_RESTS_ON_FINDINGS ")) AND NOT " DECISION_RETIRES " AND NOT EXISTS (SELECT 1 FROM decision b WHERE"               \
	" b.number = d.number AND b.id > d.id AND (b.state = 'listed' OR " DECISION_RETIRES_BY("b") ")) AND NOT EXISTS (SELECT 1" \
	" FROM app a JOIN submission l ON l.number = a.listed WHERE a.platform = s.platform AND a.app_id = s.app_id AND "         \
	MOMENT("l") " > " MOMENT("s") ") AND NOT EXISTS (SELECT 1 FROM submission l JOIN decision b ON b.number = l.number AND "  \
	DECISION_RETIRES_BY("b") " WHERE l.platform = s.platform AND l.app_id = s.app_id AND l.state = 'delisted' AND "           \
	MOMENT("l") " > " MOMENT("s") " AND b.id > d.id)"

/* Rows and text live in the arena. */
bool decided_against_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_against **rows,
			  size_t *num, struct error *err);

/*
 * The newest decision before that one (INT64_MAX: of all) about a submission or about others of which it has every file: *decision
 * is its id where somebody rejected or delisted, else 0. Other bytes instead of one of those files are another submission.
 */
bool decided_against_number(struct archive *archive, int64_t number, int64_t before, int64_t *decision, struct error *err);

/* The newest case that stands against the files of a submission, in this one or another: its number, 0 where there is none. */
bool decided_against_case(struct archive *archive, int64_t submission, int64_t *number, bool *is_complaint, struct error *err);

#endif
