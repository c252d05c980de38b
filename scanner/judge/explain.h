/*
 * explain - how a rule is run: the tables that it reads, and SQLite's plan for them.
 */
#ifndef PRELIST_JUDGE_EXPLAIN_H
#define PRELIST_JUDGE_EXPLAIN_H

#include "judge/rules.h"

struct explanation {
	const char **tables; /* NULL-terminated, each once */
	int since;	     /* the first generation of the readers that fills them all */
	const char *plan;    /* a step a line, what belongs to a step two blanks further in */
};

/* Of a rule of a pack; in the arena. False and err when the rule cannot be prepared. */
bool explain_rule(const struct rules *rules, const struct rule *rule, struct arena *arena, struct explanation *explanation,
		  struct error *err);

#endif
