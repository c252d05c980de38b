/*
 * decided_against - what persons decided against the same bytes or the app: rejected, delisted, an open report to the authority or
 * suspension, a check by hand that was against it, a complaint that was upheld; and what a
 * laboratory found (external_against.h).
 *
 * Of the bytes the newest decision about each file counts: who listed them since has thought better of it. Of the app a delisting
 * counts until a later submission is listed for the same kinds of devices, and so does a rejection, unless it rests on findings alone, which
 * their rules find again; what was looked at or complained of counts until another check finds nothing, or somebody lists those files all the
 * same, and of what is listed, or was until it was retired, it counts for the app's next version, too, unless that is for other kinds for
 * which something was listed since. What was rejected of somebody else (same_hand.h) does not count against whose the listed versions are,
 * nor does a case about what somebody else handed in and never was listed.
 */
#ifndef PRELIST_STORE_DECIDED_AGAINST_H
#define PRELIST_STORE_DECIDED_AGAINST_H

#include "store/asked.h"
#include "store/decision.h"
#include "store/listing.h"
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
 * Of a case c and a submission s of its app, about which it is: it stands as listed; or it was retired on the day on which the case was
 * opened or later, and for some of its kinds of devices nothing was listed or retired since. Who withdraws what is complained of keeps it
 * for the next version.
 */
#define CASE_IS_AGAINST_LISTED                                                                                                 \
	"(" LISTING_HAS("s.number") " OR EXISTS (SELECT 1 FROM decision r JOIN submission_package k ON k.number = r.number WHERE"  \
	" r.number = s.number AND " DECISION_RETIRES_BY("r") " AND r.date >= c.opened AND NOT EXISTS (SELECT 1 FROM submission l"  \
	" JOIN submission_package m ON m.number = l.number AND m.device = k.device JOIN decision b ON b.number = l.number WHERE"   \
	" l.platform = s.platform AND l.app_id = s.app_id AND (l.state = 'listed' OR (b.id > r.id AND (b.state = 'listed' OR "     \
	DECISION_RETIRES_BY("b") "))))))"
/* The submission that such a case is about; of one about the app what is listed of it, or was until that was retired. */
#define CASE_IS_ABOUT                                                                                                          \
	"(s.number = c.submission OR (c.submission IS NULL AND s.platform = c.platform AND s.app_id = c.app_id AND "               \
	CASE_IS_AGAINST_LISTED "))"

/* Of a case c: its app is suspended. */
#define CASE_SUSPENDS "c.kind = 'suspension' AND c.state = 'open'"

/* Of a submission s and rows of a column device: for one of these kinds nothing that came later stands as listed, nor does the SQL say more of such an l. */
#define NOTHING_SINCE(devices, or_more)                                                                                        \
	"EXISTS (SELECT 1 FROM " devices " k WHERE NOT EXISTS (SELECT 1 FROM submission l JOIN submission_package m ON m.number ="  \
	" l.number AND m.device = k.device WHERE l.platform = s.platform AND l.app_id = s.app_id AND " MOMENT("l") " > " MOMENT("s") \
	" AND (EXISTS (SELECT 1 FROM listing a WHERE a.number = l.number AND a.device = k.device)" or_more ")))"
/*
 * Of a submission s and a decision d about it: it is against the app, too, and nobody listed or retired that submission since, nor, for one
 * of those kinds of devices, is a later one listed, nor was one until it was retired after that.
 */
#define DECISION_IS_AGAINST_APP(devices)                                                                                       \
	"s.state IN ('delisted', 'rejected') AND (d.state = 'delisted' OR (d.state = 'rejected' AND NOT "                        \
	DECISION_RESTS_ON_FINDINGS ")) AND NOT " DECISION_RETIRES " AND NOT EXISTS (SELECT 1 FROM decision b WHERE"               \
	" b.number = d.number AND b.id > d.id AND (b.state = 'listed' OR " DECISION_RETIRES_BY("b") ")) AND "                     \
	NOTHING_SINCE(devices, " OR (l.state = 'delisted' AND EXISTS (SELECT 1 FROM decision b WHERE b.number = l.number AND b.id > d.id AND " \
	DECISION_RETIRES_BY("b") "))")

/* Rows and text live in the arena. */
bool decided_against_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_against **rows,
			  size_t *num, struct error *err);

/*
 * The newest decision before that one (INT64_MAX: of all) about a submission or about others of which it has every file: *decision
 * is its id where somebody rejected or delisted, else 0. Other bytes instead of one of those files are another submission.
 */
bool decided_against_number(struct archive *archive, int64_t number, int64_t before, int64_t *decision, struct error *err);

/* The newest case that stands against the files of a submission, in this one or another of its hand: its number, 0 where there is none. */
bool decided_against_case(struct archive *archive, int64_t submission, int64_t *number, bool *is_complaint, struct error *err);

#endif
