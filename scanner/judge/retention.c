#include "judge/retention.h"

#include "judge/strict_json.h"

#include <stdio.h>
#include <string.h>

#define DAYS_MOST 36525 /* a century */

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

/* The line on which a key first stands; keys of a policy are not said twice. */
static int line_of(const char *path, const char *key)
{
	FILE *file = fopen(path, "re");
	char text[4096], quoted[64];
	int line = 1, found = 0;

	if (file == NULL)
		return 0;
	snprintf(quoted, sizeof quoted, "\"%.50s\"", key);
	while (found == 0 && fgets(text, sizeof text, file) != NULL) {
		if (strstr(text, quoted) != NULL)
			found = line;
		line += strchr(text, '\n') != NULL;
	}
	fclose(file);
	return found;
}

static bool check_days(const cJSON *object, const char *key, const char *path, struct error *err)
{
	const cJSON *days = cJSON_GetObjectItemCaseSensitive(object, key);

	if (days == NULL)
		return true;
	if (cJSON_IsNumber(days) && days->valuedouble >= RETENTION_DAYS_LEAST && days->valuedouble <= DAYS_MOST &&
	    days->valuedouble == (double)(int64_t)days->valuedouble)
		return true;
	return error_set(err, ERROR_RULES, "%s:%d: %s: what is kept stays for a year at least: a whole number of days from %d to %d", path,
			 line_of(path, key), key, RETENTION_DAYS_LEAST, DAYS_MOST);
}

bool retention_check(const cJSON *policy, const char *path, struct error *err)
{
	static const char *const keys[] = {"packages_days", "personal_days", NULL};
	const cJSON *object = cJSON_GetObjectItemCaseSensitive(policy, "retention");

	if (!check_days(policy, "retention_days", path, err))
		return false;
	if (object == NULL)
		return true;
	if (!cJSON_IsObject(object))
		return error_set(err, ERROR_RULES, "%s:%d: retention: an object of packages_days and personal_days", path, line_of(path, "retention"));
	return strict_json_only_keys(object, keys, "retention", path, ERROR_RULES, err) &&
	       check_days(object, "packages_days", path, err) && check_days(object, "personal_days", path, err);
}
