/*
 * register_blacklist - who is on the blacklist under another name: what a submission shows, and a developer there uses too.
 *
 * A new subject with the certificate, key or code with which versions of a blacklisted developer were listed is he. One with what he only
 * handed in is to be looked at, for that may be somebody else's, and so is one with his licence or filing number, which can be copied.
 * Nor is he led to by what he showed in an app of somebody else, who had handed that in before and has it there still, or with whom it was
 * listed, nor by what was listed of somebody else before: anybody can hand in what another signed and filed.
 */
#ifndef PRELIST_STORE_REGISTER_BLACKLIST_H
#define PRELIST_STORE_REGISTER_BLACKLIST_H

#include "judge/blacklist.h"
#include "store/decision.h"
#include "store/register.h"

/* Whether a version that showed a value was once listed under a developer, whom its form named. SQL of all three, and of REGISTER_HAS. */
#define REGISTER_LISTED_WITH(kind, value, developer)                                                                                      \
	"EXISTS (SELECT 1 FROM " REGISTER_SHOWN("p", "s", kind, value) " AND " SUBMISSION_NAMES("s") " = " developer " AND "                  \
	SUBMISSION_WAS_LISTED("s") ")"
#define REGISTER_SHOWN(p, s, kind, value)                                                                                                 \
	"posting " p " CROSS JOIN submission " s " ON " s ".platform = " p ".platform AND " s ".app_id = " p ".app_id AND " s ".number BETWEEN" \
	" " p ".first AND " p ".last WHERE " p ".kind = " kind " AND " p ".value = " value
/*
 * Of what a submission s shows: another developer, whom the form of some f names, showed it in that app before, and has it there still; or had
 * that app listed with it, before or since; or had any app listed with it before, but for a licence, which is of one who may go by several ids.
 */
#define REGISTER_IS_OF_ANOTHER(kind, value, developer)                                                                                    \
	"EXISTS (SELECT 1 FROM " REGISTER_SHOWN("q", "f", kind, value) " AND CASE WHEN (f.platform, f.app_id) = (s.platform, s.app_id) THEN "  \
	SUBMISSION_WAS_LISTED("f") " OR (NOT " SUBMISSION_CAME_TO_NOTHING("f") " AND " MOMENT("f") " < " MOMENT("s") ") ELSE " kind            \
	" <> 'licence' AND " MOMENT("f") " < " MOMENT("s") " AND " SUBMISSION_WAS_LISTED("f") " END AND EXISTS (SELECT 1 FROM developer o"    \
	" WHERE o.number = " SUBMISSION_NAMES("f") " AND NOT " REGISTER_SAME("o.number", developer) "))"
/* Whether what a developer showed is his, as far as is known. A code says who he says he is. */
#define REGISTER_HAS(kind, value, developer)                                                                                              \
	"(" kind " NOT IN ('certificate', 'spki', 'licence', 'filing') OR EXISTS (SELECT 1 FROM " REGISTER_SHOWN("p", "s", kind, value) " AND "  \
	SUBMISSION_NAMES("s") " = " developer " AND (" SUBMISSION_WAS_LISTED("s") " OR NOT "                                                 \
	REGISTER_IS_OF_ANOTHER(kind, value, developer) ")))"

/* Values of that kind can lead to a developer. */
bool register_leads(enum blacklist_kind kind);

/*
 * Calls visit for the entries of kind developer and uscc that name a developer of whom the register has that value; of a key, too, for
 * those of kind certificate that name one which the register knows with it.
 */
bool register_blacklisted(struct archive *archive, enum blacklist_kind kind, const char *value,
			  void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);

#endif
