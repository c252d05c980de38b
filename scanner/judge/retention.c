#include "judge/retention.h"

static const char *const names[] = {[RETENTION_PACKAGES] = "retention.packages_days", [RETENTION_PERSONAL] = "retention.personal_days"};

int64_t retention_days(const struct rules *rules, enum retention what)
{
	return rules_policy_number(rules, names[what], rules_policy_number(rules, "retention_days", RETENTION_DAYS_DEFAULT));
}

struct date retention_until(struct date from, int64_t days)
{
	struct date year = {from.year + 1, from.month, from.day};
	int64_t until = date_to_days(from) + days, least;

	if (!date_is_valid(year))
		year.day = 28;
	least = date_to_days(year);
	return date_from_days(until > least ? until : least);
}
