/*
 * keep_reason - why what is kept stays, in SQL: for a submission s of FROM ... submission s.
 */
#ifndef PRELIST_DESK_KEEP_REASON_H
#define PRELIST_DESK_KEEP_REASON_H

#define KEEP_OPEN_CASE "EXISTS (SELECT 1 FROM case_file c WHERE +c.state = 'open' AND "

/* Has the developer of that number an open case about himself? By what it is about, not by all that are open ("+"). */
#define KEEP_DEVELOPER_IN_CASE(developer)                                                                                              \
	"EXISTS (SELECT 1 FROM developer d CROSS JOIN case_file c WHERE d.number = " developer " AND c.developer = d.id AND +c.state = 'open')"

/* Is an open case about the submission or its app? */
#define KEEP_IN_CASE                                                                                                                   \
	"(" KEEP_OPEN_CASE "c.app_id = s.app_id AND (c.platform IS NULL OR c.platform = s.platform)) OR " KEEP_OPEN_CASE                \
	"c.submission = s.number))"

/* The last day on which anything was done with it: a hold was something, too, until it was lifted. */
#define KEEP_LAST_DAY                                                                                                                  \
	"max(s.date, coalesce((SELECT max(d.date) FROM decision d WHERE d.number = s.number), ''),"                                     \
	" coalesce((SELECT max(c.closed) FROM case_file c WHERE c.app_id = s.app_id AND c.submission = s.number), ''),"                 \
	" coalesce((SELECT max(max(h.date, h.lifted)) FROM hold h WHERE h.app_id = s.app_id AND h.platform = s.platform"               \
	" AND (h.submission IS NULL OR h.submission = s.number)), ''))"

/* The submissions of a developer's apps, from "FROM" on. */
#define KEEP_SUBMISSIONS(developer)                                                                                                    \
	" FROM developer_app a JOIN submission s ON s.app_id = a.app_id AND s.platform = a.platform WHERE a.developer = " developer

#endif
