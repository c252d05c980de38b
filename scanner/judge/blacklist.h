/*
 * blacklist - entries of the blacklist, and which of them a submission could match.
 *
 * Where the entries are kept is the caller's business (the archive, or rules/blacklist.json).
 */
#ifndef PRELIST_JUDGE_BLACKLIST_H
#define PRELIST_JUDGE_BLACKLIST_H

#include "facts/reading.h"
#include "judge/rules.h"

enum blacklist_kind {
#define BLACKLIST_KIND(symbol, name, takes_pattern, doc) BLACKLIST_##symbol,
#include "judge/blacklist_kind.def"
#undef BLACKLIST_KIND
	BLACKLIST_KIND_COUNT
};

struct blacklist_entry {
	enum blacklist_kind kind;
	const char *value; /* exact, or a * pattern where the kind takes one */
	enum verdict verdict;
	const char *reason, *source, *ticket, *by, *since, *until; /* NULL where not given; since and until YYYY-MM-DD */
};

const char *blacklist_kind_name(enum blacklist_kind kind);
int blacklist_kind_find(const char *name); /* -1 when there is none */
bool blacklist_kind_takes_pattern(enum blacklist_kind kind);

/* Checks kind against value (hash lengths, known forms) and brings it to its one spelling in the arena; err otherwise. */
bool blacklist_normalise(struct arena *arena, enum blacklist_kind kind, const char *value, const char **normal,
			 struct error *err);

/* Calls visit for every (kind, value) that the facts show and that an entry could name. */
void blacklist_keys(const struct reading *facts,
		    void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/*
 * Where entries come from: whether it holds any of a kind; calls visit for each entry of that kind with exactly that
 * value, and for each pattern of any kind.
 */
struct blacklist_source {
	bool (*holds)(struct blacklist_source *self, enum blacklist_kind kind, bool *any, struct error *err);
	bool (*exact)(struct blacklist_source *self, enum blacklist_kind kind, const char *value,
		      void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);
	bool (*patterns)(struct blacklist_source *self,
			 void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);
};

/* The seed of rules/blacklist.json as a source; lives as long as rules. */
struct blacklist_source *rules_blacklist(const struct rules *rules);

#endif
