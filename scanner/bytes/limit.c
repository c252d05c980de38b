#include "bytes/limit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct limit_info infos[LIMIT_COUNT] = {
#define LIMIT(symbol, name, value, unit, anomaly, doc, doc_zh) [LIMIT_##symbol] = {name, unit, value, anomaly, doc, doc_zh},
#include "bytes/limit.def"
#undef LIMIT
};

const struct limit_info *limit_info(enum limit_id id)
{
	return &infos[id];
}

struct limits limits_default(void)
{
	struct limits limits;

	for (int i = 0; i < LIMIT_COUNT; i++)
		limits.value[i] = infos[i].value;
	return limits;
}

static int find(const char *name, size_t len)
{
	for (int i = 0; i < LIMIT_COUNT; i++)
		if (strlen(infos[i].name) == len && memcmp(infos[i].name, name, len) == 0)
			return i;
	return -1;
}

static bool no_such_limit(const char *name, int len, struct error *err)
{
	char names[1024] = "";

	for (size_t i = 0, at = 0; i < LIMIT_COUNT && at < sizeof names; i++)
		at += (size_t)snprintf(names + at, sizeof names - at, " %s", infos[i].name);
	return error_set(err, ERROR_USAGE, "there is no limit '%.*s'; there are%s", len, name, names);
}

bool limits_set(struct limits *limits, const char *assignment, struct error *err)
{
	const char *equals = strchr(assignment, '=');
	char *end = NULL;
	unsigned long long value;
	int id;

	if (equals == NULL)
		return error_set(err, ERROR_USAGE, "a limit is NAME=VALUE, not '%s'", assignment);
	id = find(assignment, (size_t)(equals - assignment));
	if (id < 0)
		return no_such_limit(assignment, (int)(equals - assignment), err);
	errno = 0;
	value = strtoull(equals + 1, &end, 10);
	if (equals[1] < '0' || equals[1] > '9' || *end != '\0' || errno != 0)
		return error_set(err, ERROR_USAGE, "limit %s takes a whole number of %s, not '%s'", infos[id].name,
				 infos[id].unit, equals + 1);
	limits->value[id] = value;
	return true;
}
