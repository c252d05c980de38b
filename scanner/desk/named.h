/*
 * named - the findings of a submission that somebody names: those that were kept with it, and those of today's judgement.
 */
#ifndef PRELIST_DESK_NAMED_H
#define PRELIST_DESK_NAMED_H

#include "desk/desk.h"

struct named_finding {
	struct finding finding; /* but for class, basis and waiver */
	const char *basis;	/* comma-separated */
	bool today, kept;	/* today's rules find it; a report of it had it */
};

struct named {
	struct arena arena;
	struct named_finding *findings; /* gravest first; a key once */
	size_t num;
};

/* judgement: today's, or NULL. Freed by named_free also when this fails. */
bool named_load(struct desk *desk, int64_t number, const struct judgement *judgement, struct named *named, struct error *err);
void named_free(struct named *named);
#define NAMED_CLEANUP __attribute__((cleanup(named_free)))

/* Keeps those that the words (keys or rules, comma-separated) name; err when a word names none. */
bool named_choose(struct named *named, const char *words, struct error *err);
/* Keeps those of at least that verdict. */
void named_grave(struct named *named, enum verdict least);
/* Keeps those that today's rules find. */
void named_today(struct named *named);
/* Leaves out what no report had and what is there by comparison alone: with a version that was listed since. */
void named_leave_since(struct named *named, const struct rules *rules);

/* Keys, rules, provisions, each once, comma-separated, in the arena; NULL when there is none. */
const char *named_keys(struct named *named);
const char *named_rules(struct named *named);
const char *named_basis(struct named *named);

#endif
