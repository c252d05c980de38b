/*
 * same_hand - whether submissions are of one hand: of one developer, as their forms say, or signed by one certificate.
 */
#ifndef PRELIST_STORE_SAME_HAND_H
#define PRELIST_STORE_SAME_HAND_H

#include "judge/signing.h"
#include "store/database.h"
#include "store/moment.h"

/* The tables of facts that say it. */
#define SAME_HAND_FACTS (SIGNING_FACTS | FACT_BIT(submission))

/* Of a submission that goes by that name: the store had listed each of its files when it came. Anybody has such a file: who signed it does not say who hands it in. */
#define SUBMISSION_IS_HANDED_ON(s)                                                                                             \
	"NOT EXISTS (SELECT 1 FROM submission_package m WHERE m.number = " s ".number AND NOT EXISTS (SELECT 1 FROM submission_package o" \
	" JOIN submission f ON f.number = o.number WHERE o.sha256 = m.sha256 AND f.state IN ('listed', 'delisted') AND " MOMENT("f")    \
	" < " MOMENT(s) "))"

/* Whoever names no developer is known by his key alone. */
bool same_hand(const struct reading *a, const struct reading *b);

/* Whether that submission, with these facts, is of who handed in or signed the other one. */
bool same_hand_of(struct archive *archive, int64_t number, const struct reading *facts, const struct reading *other, bool *same, struct error *err);
/* The same of one whose facts are not at hand. One that is damaged may be anybody's. */
bool same_hand_submitted(struct archive *archive, int64_t number, const struct reading *other, bool *same, struct error *err);

#endif
