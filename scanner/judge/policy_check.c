#include "judge/policy_check.h"

#include "bytes/date.h"
#include "judge/strict_json.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define NAME_MAX_LEN 160

enum kind { TEXT, SEED, FLAG, NUMBER, COUNT, KEPT, DAY, SINCE, ZONE, PERSONS, OBJECT, LIST };

static const struct key {
	const char *name;
	enum kind kind;
	double least, most;
} keys[] = {
#define POLICY_KEY(name, kind, least, most) {name, kind, least, most},
#include "judge/policy_key.def"
#undef POLICY_KEY
};

#define NUM_KEYS (sizeof keys / sizeof keys[0])

/* What a value should be; of a range its bounds follow. */
static const char *wanted(enum kind kind)
{
	static const char *const words[] = {
		[TEXT] = "text", [SEED] = "text or a number", [FLAG] = "true or false", [NUMBER] = "a number", [COUNT] = "a whole number",
		[KEPT] = "a year at least, in whole days", [DAY] = "a date YYYY-MM-DD, or empty",
		[SINCE] = "a date YYYY-MM-DD with a whole number", [ZONE] = "a time zone of this system, such as Asia/Shanghai",
		[PERSONS] = "two, one or never", [OBJECT] = "an object", [LIST] = "a list of objects",
	};

	return words[kind];
}

static const struct key *find(const char *name)
{
	for (size_t i = 0; i < NUM_KEYS; i++) {
		size_t len = strlen(keys[i].name);

		if (strcmp(keys[i].name, name) == 0 || (keys[i].name[len - 1] == '*' && strncmp(keys[i].name, name, len - 1) == 0))
			return &keys[i];
	}
	return NULL;
}

static bool is_part(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < NUM_KEYS; i++)
		if (strncmp(keys[i].name, name, len) == 0 && keys[i].name[len] == '.')
			return true;
	return false;
}

/* As rules compare it with today. */
static bool is_day(const char *text)
{
	struct date date;

	return strlen(text) == 10 && text[4] == '-' && date_parse(text, &date);
}

/* Asia/Shanghai and UTC need no time zone database, nor does a zone that says its offset. */
static bool is_zone(const char *text)
{
	char path[NAME_MAX_LEN];
	struct stat status;

	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", text);
	return strcmp(text, "Asia/Shanghai") == 0 || strcmp(text, "UTC") == 0 ||
	       (strchr(text, '.') == NULL && stat(path, &status) == 0 && S_ISREG(status.st_mode)) ||
	       (strchr(text, '/') == NULL && strpbrk(text, "0123456789") != NULL);
}

static bool is_number(const struct key *key, const cJSON *value, bool whole)
{
	double number = cJSON_IsNumber(value) ? value->valuedouble : key->least - 1;

	return number >= key->least && number <= key->most && (!whole || number == (double)(int64_t)number);
}

static bool fits(const struct key *key, const cJSON *value)
{
	const char *text = cJSON_GetStringValue(value);

	switch (key->kind) {
	case TEXT:
		return text != NULL;
	case SEED:
		return text != NULL || cJSON_IsNumber(value);
	case FLAG:
		return cJSON_IsBool(value);
	case NUMBER:
		return is_number(key, value, false);
	case COUNT:
	case KEPT:
		return is_number(key, value, true);
	case SINCE:
		return is_day(value->string) && is_number(key, value, true);
	case DAY:
		return text != NULL && (*text == '\0' || is_day(text));
	case ZONE:
		return text != NULL && is_zone(text);
	case PERSONS:
		return text != NULL && (strcmp(text, "two") == 0 || strcmp(text, "one") == 0 || strcmp(text, "never") == 0);
	case OBJECT:
		return cJSON_IsObject(value);
	case LIST:
		return cJSON_IsArray(value);
	}
	return false;
}

static bool refuse(const char *place, const char *name, const struct key *key, struct error *err)
{
	if (key->most > key->least)
		return error_set(err, ERROR_RULES, "%s: %s should be %s from %.0f to %.0f", place, name, wanted(key->kind), key->least, key->most);
	return error_set(err, ERROR_RULES, "%s: %s should be %s", place, name, wanted(key->kind));
}

static bool check_part(const cJSON *object, const char *part, const char *path, struct error *err);

static bool check_member(const cJSON *member, const char *part, const char *path, struct error *err)
{
	static const struct key an_object = {.kind = OBJECT};
	const char *inner = strrchr(part, '.');
	char name[NAME_MAX_LEN], place[STRICT_JSON_PLACE_MAX];
	const struct key *key = NULL;

	snprintf(name, sizeof name, "%s%s%s", part, *part == '\0' ? "" : ".", member->string);
	if (strchr(member->string, '.') == NULL)
		key = is_part(name) ? &an_object : find(name);
	if (key != NULL && (cJSON_IsNull(member) || fits(key, member)))
		return key != &an_object || check_part(member, name, path, err);
	strict_json_place(place, path, inner != NULL ? inner + 1 : part, member->string);
	if (key == NULL)
		return error_set(err, ERROR_RULES, "%s: %s has an unknown key '%s'", place, "the policy", name);
	return refuse(place, name, key, err);
}

static bool check_part(const cJSON *object, const char *part, const char *path, struct error *err)
{
	const cJSON *member;

	cJSON_ArrayForEach(member, object) {
		if (!check_member(member, part, path, err))
			return false;
	}
	return true;
}

bool policy_check(const cJSON *policy, const char *path, struct error *err)
{
	if (!cJSON_IsObject(policy))
		return error_set(err, ERROR_RULES, "%s: %s is not an object", path, "the policy");
	return check_part(policy, "", path, err);
}
