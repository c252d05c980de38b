#include "judge/judge.h"

#include <stdlib.h>

const struct finding *judgement_find(const struct judgement *judgement, const char *key)
{
	for (size_t i = 0; judgement != NULL && i < judgement->num_findings; i++)
		if (strcmp(judgement->findings[i].key, key) == 0)
			return &judgement->findings[i];
	return NULL;
}

const struct finding *judgement_of_rule(const struct judgement *judgement, const char *rule)
{
	for (size_t i = 0; judgement != NULL && i < judgement->num_findings; i++)
		if (strcmp(judgement->findings[i].rule, rule) == 0)
			return &judgement->findings[i];
	return NULL;
}

void judgement_free(struct judgement *judgement)
{
	if (judgement == NULL)
		return;
	arena_free(&judgement->arena);
	free(judgement);
}
