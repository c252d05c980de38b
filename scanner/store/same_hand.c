#include "store/same_hand.h"

#include "store/judged_facts.h"
#include "store/register.h"
#include "store/waiting.h"

bool same_hand(const struct reading *a, const struct reading *b)
{
	return (register_developer(a) != NULL && waiting_same_developer(a, b)) || waiting_same_signer(a, b);
}

/* By other developers, one of whom hands on what the other signed. */
static bool is_handed_on(struct archive *archive, int64_t number, const struct reading *facts, const struct reading *other, bool *is, struct error *err)
{
	*is = false;
	return register_developer(facts) == NULL || register_developer(other) == NULL || waiting_same_developer(facts, other) ||
	       database_any(archive, is, err, "SELECT count(*) FROM submission s WHERE s.number = ? AND " SUBMISSION_IS_HANDED_ON("s"), "i", number);
}

bool same_hand_of(struct archive *archive, int64_t number, const struct reading *facts, const struct reading *other, bool *same, struct error *err)
{
	bool handed_on;

	if (!is_handed_on(archive, number, facts, other, &handed_on, err))
		return false;
	*same = !handed_on && same_hand(facts, other);
	return true;
}

bool same_hand_submitted(struct archive *archive, int64_t number, const struct reading *other, bool *same, struct error *err)
{
	struct error trouble = {0};
	READING_CLEANUP struct reading *facts = judged_facts_load(archive, number, SAME_HAND_FACTS, &trouble);

	*same = true;
	if (facts == NULL)
		return trouble.code == ERROR_DAMAGED || error_set(err, trouble.code, "%s", trouble.text);
	return same_hand_of(archive, number, facts, other, same, err);
}
