/*
 * explain - how a rule is run: the tables that it reads, and SQLite's plan for them; and which tables there are besides facts.
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

/* Every table that rules may read and that is none of facts: the bench's own, then the catalogues. False and err when there is no bench. */
bool explain_tables(const struct rules *rules, void (*visit)(void *owner, const struct catalogue *table), void *owner, struct error *err);

#endif
