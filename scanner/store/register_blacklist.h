/*
 * register_blacklist - who is on the blacklist under another name: what a submission shows, and a developer there uses too.
 *
 * A new subject with the certificate, key or code with which versions of a blacklisted developer were listed is he. One with what he only
 * handed in is to be looked at, for that may be somebody else's, and so is one with his licence or filing number, which can be copied.
 * Nor is he led to by what he showed in an app that was listed of somebody else with it, nor by what was listed of somebody else before:
 * anybody can hand in what another signed and filed.
 */
#ifndef PRELIST_STORE_REGISTER_BLACKLIST_H
#define PRELIST_STORE_REGISTER_BLACKLIST_H

#include "judge/blacklist.h"
#include "store/decision.h"
#include "store/register.h"

/* Whether a version that showed a value was once listed under a developer, whom its form named. SQL of all three, and of REGISTER_HAS. */
#define REGISTER_LISTED_WITH(kind, value, developer)                                                                                      \
	"EXISTS (SELECT 1 FROM " REGISTER_SHOWN("p", "s", kind, value) " AND " SUBMISSION_WAS_LISTED("s") " AND " SUBMISSION_NAMES("s")       \
	" = " developer ")"
#define REGISTER_SHOWN(p, s, kind, value)                                                                                                 \
	"posting " p " CROSS JOIN submission " s " ON " s ".platform = " p ".platform AND " s ".app_id = " p ".app_id AND " s ".number BETWEEN" \
	" " p ".first AND " p ".last WHERE " p ".kind = " kind " AND " p ".value = " value
/* Whether the form of a submission f names another one than a developer. */
#define REGISTER_NAMES_ANOTHER(f, developer)                                                                                              \
	"EXISTS (SELECT 1 FROM developer o WHERE o.number = " SUBMISSION_NAMES(f) " AND NOT " REGISTER_SAME("o.number", developer) ")"
/* Of an app a, a developer's first submission that showed a value: before a later one came all that came before that. */
#define REGISTER_FIRST_WITH(kind, value, developer)                                                                                       \
	"(SELECT t.number FROM " REGISTER_SHOWN("p", "t", kind, value) " AND p.platform = a.platform AND p.app_id = a.app_id AND "           \
	SUBMISSION_NAMES("t") " = " developer " ORDER BY " OLDEST_FIRST("t") " LIMIT 1)"
/* One row: when the first one of another's that was listed with it came, or nothing. A licence is of one who may go by several ids. */
#define REGISTER_FIRST_OF_ANOTHER(kind, value, developer)                                                                                 \
	"(SELECT max(came) AS came, max(number) AS number FROM (SELECT f.came, f.number FROM " REGISTER_SHOWN("q", "f", kind, value)           \
	" AND " kind " <> 'licence' AND " SUBMISSION_WAS_LISTED("f") " AND " REGISTER_NAMES_ANOTHER("f", developer) " ORDER BY "              \
	OLDEST_FIRST("f") " LIMIT 1))"
/* Of what a submission s shows: another developer had its app listed with it, before or since. Who only waits with it may be a helper of his. */
#define REGISTER_IS_OF_ANOTHER(kind, value, developer)                                                                                    \
	"EXISTS (SELECT 1 FROM " REGISTER_SHOWN("q", "f", kind, value) " AND q.platform = s.platform AND q.app_id = s.app_id AND "             \
	SUBMISSION_WAS_LISTED("f") " AND " REGISTER_NAMES_ANOTHER("f", developer) ")"
/*
 * Whether what a developer showed is his, as far as is known: it was listed under him, or in an app he showed it before another had any listed
 * with it, and that is not another's. A code says who he says he is. There may be thousands of submissions of an app, and of apps.
 */
#define REGISTER_HAS(kind, value, developer)                                                                                              \
	"(" kind " NOT IN ('certificate', 'spki', 'licence', 'filing') OR " REGISTER_LISTED_WITH(kind, value, developer)                        \
	" OR EXISTS (SELECT 1 FROM " REGISTER_FIRST_OF_ANOTHER(kind, value, developer) " y CROSS JOIN (SELECT DISTINCT platform, app_id FROM"  \
	" posting WHERE kind = " kind " AND value = " value ") a CROSS JOIN submission s ON s.number = "                                       \
	REGISTER_FIRST_WITH(kind, value, developer) " WHERE (" MOMENT("y") " < " MOMENT("s") ") IS NOT TRUE AND NOT "                           \
	REGISTER_IS_OF_ANOTHER(kind, value, developer) "))"

/* Values of that kind can lead to a developer. */
bool register_leads(enum blacklist_kind kind);

/*
 * Calls visit for the entries of kind developer and uscc that name a developer of whom the register has that value; of a key, too, for
 * those of kind certificate that name one which the register knows with it.
 */
bool register_blacklisted(struct archive *archive, enum blacklist_kind kind, const char *value,
			  void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);

#endif
