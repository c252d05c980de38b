/*
 * blacklist_match - which entries of a blacklist hit a submission, and by what; which waivers count for it.
 */
#ifndef PRELIST_JUDGE_BLACKLIST_MATCH_H
#define PRELIST_JUDGE_BLACKLIST_MATCH_H

#include "judge/blacklist.h"

struct blacklist_hit {
	struct blacklist_entry entry;
	const char *subject; /* what the submission shows */
	unsigned bits;	     /* in which that picture differs from the entry's; 0: it is the same, or is none */
};

/* Of one entry; a pattern that hits more is cut off here, behind what a rule may report. */
#define BLACKLIST_HITS_MAX 101

struct blacklist_hits {
	struct blacklist_hit *hits; /* by kind, value and subject, each once */
	size_t num_hits, room;
	struct blacklist_entry *waivers;
	size_t num_waivers, waiver_room;
};

/*
 * Adds the waivers in force on that day to those of other sources, in the arena, and the entries when entries_too. source may be
 * NULL: none. False and err when source or memory fails.
 */
bool blacklist_match(const struct rules *rules, const struct reading *facts, struct blacklist_source *source, const char *today, bool entries_too,
		     struct arena *arena, struct blacklist_hits *hits, struct error *err);

#endif
