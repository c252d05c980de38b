/*
 * register - developers and apps, as their submissions said over time: identity, contact, licences, filings, documents,
 * certificates.
 *
 * A developer is known by the store's id of him, else by his code (USCC), else by his name. Nothing is ever overwritten: what a
 * submission says anew is a row of its own with the submission's number and date; the row of a kind whose submission is the newest
 * (moment.h) is what counts.
 * Certificates are those of verified signatures at which phones look. Contact data is sealed (seal.h). A submission that changed something is an
 * event whose content is a digest of all rows of the developer.
 */
#ifndef PRELIST_STORE_REGISTER_H
#define PRELIST_STORE_REGISTER_H

#include "judge/form.h"
#include "store/database.h"
#include "store/form_said.h"
#include "store/moment.h"
#include "store/overtaken.h"

/* Of rows n. */
#define REGISTER_NEWEST " ORDER BY " CAME_OF("n.since") " DESC, n.since DESC LIMIT 1"

/* The number of the developer who handed in an app, and last one that did not come to nothing; more: SQL of such a submission w. */
#define REGISTER_OF_APP(platform, app_id, more)                                                                                \
	"(SELECT o.developer FROM developer_app o JOIN submission w ON w.number = o.since WHERE o.app_id = " app_id                \
	" AND o.platform = " platform more " ORDER BY " SUBMISSION_CAME_TO_NOTHING("w") ", " NEWEST_FIRST("w") " LIMIT 1)"

/* Of a submission that goes by that name, the number of the developer whom its form names. */
#define SUBMISSION_NAMES(s)                                                                                                    \
	"(SELECT r.number FROM developer r WHERE r.id = coalesce(" FORM_SAID(s, developer_id) ", " FORM_SAID(s, uscc) ", "         \
	FORM_SAID(s, developer_name) "))"

/* Whether two numbers are of one developer, as register_same says of the names that they ever gave. */
#define REGISTER_SAME(a, b)                                                                                                    \
	"(" a " = " b " OR EXISTS (SELECT 1 FROM developer g JOIN developer_identity i ON i.developer = g.number JOIN developer h JOIN" \
	" developer_identity j ON j.developer = h.number WHERE g.number = " a " AND h.number = " b " AND CASE WHEN g.id IS NOT i.uscc AND" \
	" g.id IS NOT i.name AND h.id IS NOT j.uscc AND h.id IS NOT j.name THEN 0 WHEN i.uscc IS NOT NULL AND j.uscc IS NOT NULL THEN"     \
	" i.uscc = j.uscc ELSE i.name = j.name END))"

/*
 * Of a submission s, the number of the developer who handed it in: whom its form names; where it names nobody, who had handed in the
 * app before. Others may hand in an app of the same id: what never was listed is his only where it is of his hand (overtaken.h).
 */
#define SUBMISSION_DEVELOPER                                                                                                   \
	"coalesce(" SUBMISSION_NAMES("s") ", "                                                                                        \
	REGISTER_OF_APP("s.platform", "s.app_id", " AND " MOMENT("w") " <= " MOMENT("s") " AND " SUBMISSION_IS_BY("s", "w.number")) ")"

/* Of a submission s, what the store calls the app: by the listing of its form, NULL where that has none; else as its label was read. */
#define SUBMISSION_LISTING "CASE WHEN json_valid(s.form) THEN nullif(trim(json_extract(s.form, '$.app.name')), '') END"
#define SUBMISSION_NAME "coalesce(" SUBMISSION_LISTING ", s.label)"

/* What a submission says. Within its transaction. */
struct register_entry {
	const struct form *form; /* may be NULL: then there is nothing to say */
	const struct reading *facts;
	const struct rules *rules; /* of whose catalogues licences and documents have their kinds */
	int64_t number;
	const char *date, *by;
};
bool register_keep(struct archive *archive, const struct register_entry *entry, struct error *err);

/* By what a developer is known: each NULL where it is not known. It lives as long as the facts. */
struct register_names {
	const char *id, *uscc, *name;
};
struct register_names register_names(const struct reading *facts);

/* By the first of them that both have: one who was given the store's id since, or leaves it out, is still who he is. */
bool register_same(const struct register_names *a, const struct register_names *b);

/* The developer that a form names, NULL when it names none; lives as long as the facts. */
const char *register_developer(const struct reading *facts);

/* The number of a developer in the register; 0: there is none. */
bool register_find(struct archive *archive, const char *id, int64_t *developer, struct error *err);

/* The event of what was done to a developer's rows. Within a transaction. */
bool register_log(struct archive *archive, int64_t developer, const char *by, const char *detail, struct error *err);

/* Calls problem for every developer whose rows are not those of his last event. */
bool register_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
