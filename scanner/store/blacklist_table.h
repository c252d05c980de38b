/*
 * blacklist_table - the blacklist and its waivers as the archive keeps them. Every change is an event and raises the generation.
 *
 * A change adds entries, replaces or removes them; what was replaced or removed stays as history. An entry is known by kind,
 * value and what it is narrowed to (app, certificate, versions). Entries that come are normalised.
 */
#ifndef PRELIST_STORE_BLACKLIST_TABLE_H
#define PRELIST_STORE_BLACKLIST_TABLE_H

#include "bytes/date.h"
#include "store/database.h"

bool blacklist_table_generation(struct archive *archive, int64_t *generation, struct error *err);

/* Entries on their way in, by one person; an entry that stands there as it is changes nothing. */
struct blacklist_batch {
	/* since and source NULL: those of the entry that stood there, else today and source; their `by` is not looked at */
	const struct blacklist_entry *entries;
	size_t num_entries;
	const char *what;	/* add, import, waive, block */
	const char *by, *today, *source; /* source may be NULL */
	bool seconds;		/* a waiver by another person as it stands there, but for his reason: he agrees */
	bool only_adds;		/* what stands is weakened by a line that names the same source, and by no other */
	/* Called for each entry that came and is not taken, for it is weaker; or NULL. */
	void (*leaves)(void *owner, const struct blacklist_entry *entry);
	void *owner;
	size_t num_added, num_changed, num_unchanged, num_seconded, num_left; /* out */
	bool is_agreed, ended_agreement; /* out: two agree to the waiver; they did, and something else than the reason is another now */
	bool is_lowered;	/* out: the last one that was put weakens what stood there */
	enum verdict was;	/* out: then what that was */
	char was_until[DATE_TEXT_LEN]; /* out: and its last day; empty: it had none */
	size_t num_lowering;	/* out: waivers, and entries that were weakened */
	char lowering[1500];	/* out: which, as many as there is room for */
	int64_t first, last;	/* out: the numbers of the rows that it made */
};

/* Within a transaction. By hand what stands there is weakened by who names its source: err; and stays that source's where it is made graver. */
bool blacklist_table_put(struct archive *archive, struct blacklist_batch *batch, struct error *err);

/* The same in a transaction of its own. */
bool blacklist_table_keep(struct archive *archive, struct blacklist_batch *batch, struct error *err);

/*
 * Takes an entry off, of its source where it has one. One that is narrowed need not say to what when it is the only one of its value. False and err when there is
 * no such entry, or several.
 */
bool blacklist_table_remove(struct archive *archive, const struct blacklist_entry *entry, const char *reason, const char *by,
			    struct error *err);

/* Says which case of kind appeal is about an entry. */
bool blacklist_table_appeal(struct archive *archive, const struct blacklist_entry *entry, int64_t appeal, const char *by,
			    struct error *err);

/* Calls problem for every change whose rows are not those of its event. */
bool blacklist_table_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
