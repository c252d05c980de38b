#include "cli/period.h"

#include "desk/zone.h"
#include "judge/rules.h"

bool period_of(const struct session *session, struct export_period *period, struct error *err)
{
	const struct arguments *args = session->args;
	const char *since = args->value[OPTION_SINCE], *until = args->value[OPTION_UNTIL], *zone = rules_policy(session->rules, "timezone");
	struct date first, last;
	int64_t year;

	*period = (struct export_period){.first = 1};
	if (args->value[OPTION_YEAR] != NULL ? since != NULL || until != NULL : since == NULL || until == NULL)
		return error_set(err, ERROR_USAGE, "which days? --year YYYY, or --since DATE --until DATE");
	if (!arguments_number(args, OPTION_YEAR, 1970, 9998, 1970, &year, err))
		return false;
	first = (struct date){(int)year, 1, 1};
	last = (struct date){(int)year, 12, 31};
	if (since != NULL && (!date_given("--since", since, &first, err) || !date_given("--until", until, &last, err)))
		return false;
	if (date_to_days(last) < date_to_days(first))
		return error_set(err, ERROR_USAGE, "--until lies before --since");
	date_format(first, period->since);
	date_format(last, period->until);
	zone_begin(zone, first, period->from);
	zone_begin(zone, date_from_days(date_to_days(last) + 1), period->to);
	return true;
}
