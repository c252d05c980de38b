#include "judge/verdict.h"

#include <string.h>

static const char *const names[] = {
	[VERDICT_NONE] = "none", [VERDICT_PASS] = "pass", [VERDICT_NOTICE] = "notice", [VERDICT_REVIEW] = "review",
	[VERDICT_REJECT] = "reject",
};

const char *verdict_name(enum verdict verdict)
{
	return names[verdict];
}

enum verdict verdict_parse(const char *name)
{
	for (enum verdict verdict = VERDICT_PASS; verdict <= VERDICT_REJECT; verdict++)
		if (strcmp(names[verdict], name) == 0)
			return verdict;
	return VERDICT_NONE;
}
