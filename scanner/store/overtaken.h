/*
 * overtaken - which submissions wait for nobody any more: of a later version that is no older, for all of their kinds of devices, by the same
 * developer or signer; and of his whatever is below a version that stands as listed, which none of its devices takes any more.
 *
 *   takes_over(v, s)   SQL: whether submission v has a package for each kind of device (package.device) that s has one for, and is of who
 *                      handed in or signed s; not where that is not known
 *   is_above(v, s)     SQL: whether each base of s has one of v in its place (build_part.h) that is of a higher version code, and v is of
 *                      who handed in or signed s
 */
#ifndef PRELIST_STORE_OVERTAKEN_H
#define PRELIST_STORE_OVERTAKEN_H

#include "store/database.h"
#include "store/moment.h"

/* Makes them known to the archive's database. */
bool overtaken_register(struct archive *archive, struct error *err);

/* By the index submission_listed. */
#define STATE_ONCE_LISTED(state) state " IN ('listed', 'delisted')"

/*
 * Of a submission that goes by that name: one that came later, of a version that is no older, was listed since; or one above it stands as
 * listed, whenever either came. Nobody lists it any more, and what nobody decided about waits no longer. Only of those are the facts asked.
 */
#define SUBMISSION_IS_OVERTAKEN(s)                                                                                             \
	"(EXISTS (SELECT 1 FROM submission v WHERE v.app_id = " s ".app_id AND v.platform = " s ".platform AND v.version_code >="  \
	" " s ".version_code AND " STATE_ONCE_LISTED("v.state") " AND CASE WHEN " MOMENT("v") " > " MOMENT(s) " THEN takes_over(v.number," \
	" " s ".number) END) OR EXISTS (SELECT 1 FROM listing w JOIN submission v ON v.number = w.number WHERE w.app_id = " s ".app_id AND" \
	" w.platform = " s ".platform AND CASE WHEN v.version_code > " s ".version_code THEN is_above(v.number, " s ".number) END))"
#define SUBMISSION_WAITS(s) "(" s ".state = 'received' AND NOT " SUBMISSION_IS_OVERTAKEN(s) ")"

/* Of a submission that goes by that name, and the number of another one of its app: the store took it as a version of that app, or it is of the same hand. */
#define SUBMISSION_IS_BY(s, number) "(" STATE_ONCE_LISTED(s ".state") " OR is_by(" s ".number, " number "))"

#endif
