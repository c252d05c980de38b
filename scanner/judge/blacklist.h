/*
 * blacklist - entries of the blacklist, and which of them a submission could match.
 *
 * One list with two signs: an entry of most kinds is a reason to reject or review what shows its value; one of kind rule or
 * finding is a waiver, which lowers the findings that it names. Either may be narrowed to an app, a certificate, versions.
 *
 * Where the entries are kept is the caller's business (the archive, or rules/blacklist.json).
 */
#ifndef PRELIST_JUDGE_BLACKLIST_H
#define PRELIST_JUDGE_BLACKLIST_H

#include "facts/reading.h"
#include "judge/rules.h"

enum blacklist_kind {
#define BLACKLIST_KIND(symbol, name, takes_pattern, is_read, doc, shape, example) BLACKLIST_##symbol,
#include "judge/blacklist_kind.def"
#undef BLACKLIST_KIND
	BLACKLIST_KIND_COUNT
};

struct blacklist_entry {
	enum blacklist_kind kind;
	const char *value; /* exact, or a * pattern where the kind takes one */
	enum verdict verdict; /* reject or review; of a waiver: what it lowers to, notice or review */
	const char *reason, *source, *ticket, *by, *since, *until; /* NULL where not given; since and until YYYY-MM-DD */
	const char *app, *certificate, *versions; /* it counts there only; NULL: everywhere (blacklist_scope.h) */
	const char *second;			  /* of a waiver: the second person, who agreed that it lowers rejects, too */
	int64_t size;				  /* of a file in bytes; 0: any */
	int64_t appeal;				  /* number of the case; 0: none */
};

const char *blacklist_kind_name(enum blacklist_kind kind);
const char *blacklist_rule(enum blacklist_kind kind); /* as which its hits are found, "blacklist.label" */
int blacklist_kind_find(const char *name); /* -1 when there is none */
bool blacklist_kind_is_read(enum blacklist_kind kind); /* false: no facts show such values yet */
bool blacklist_kind_waives(enum blacklist_kind kind);

/* A pattern without a letter, of nothing that is narrower: it hits all that has such a value. */
bool blacklist_is_everything(const struct blacklist_entry *entry);

/* What an entry says that gives no verdict; whether the verdict is one that its kind can have. */
enum verdict blacklist_usual_verdict(enum blacklist_kind kind);
bool blacklist_verdict_fits(const struct blacklist_entry *entry);

/*
 * Checks kind against value (hash lengths, known forms) and brings it to its one spelling, in the arena where that is another
 * one; err otherwise.
 */
bool blacklist_normalise(struct arena *arena, enum blacklist_kind kind, const char *value, const char **normal,
			 struct error *err);

/* What an SDK is called, as entries of it are spelled. NULL when memory ran out. */
const char *blacklist_sdk_key(struct arena *arena, const char *name);

/* Likewise of a developer: a company without its form. */
const char *blacklist_developer_key(struct arena *arena, const char *name);

/* A value that packages can show, where this one is like none; NULL otherwise. */
const char *blacklist_meant(enum blacklist_kind kind, const char *value);

/*
 * What the facts show that an entry could name: visit is called for every (kind, value). What the facts spell otherwise than entries do
 * is in the arena, of which the caller asks whether it held out.
 */
void blacklist_keys(const struct reading *facts, struct arena *arena,
		    void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/*
 * The others by which an entry finds what it names: numbers as the register has them, and with the other abbreviation of their province;
 * labels of what is not on the home screen; names with their words in another order; an SDK's name in either of two languages; packages
 * and code inside.
 */
void blacklist_more_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/* SDKs that the form names by a word of the catalogue sdk_names, as that calls them. Kept is what no catalogue says: they are in no index. */
void blacklist_sdk_keys(const struct rules *rules, const struct reading *facts, struct arena *arena,
			void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/* Of blacklist_keys those that are web sites whose links the app opens. */
void blacklist_site_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

#define BLACKLIST_ABOVE_MAX 8

/* The names above a site, as those keys have it, that are of two labels or more, nearest first. */
size_t blacklist_above(const char *site, const char *above[BLACKLIST_ABOVE_MAX]);

/* Below which names those sites stand, ".example.com": an ending of hosts that another app takes is looked for by them. */
void blacklist_above_keys(const struct reading *facts, struct arena *arena,
			  void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/* Of blacklist_keys those that are endings of all hosts that an intent filter takes. */
void blacklist_ending_keys(const struct reading *facts, struct arena *arena,
			   void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/*
 * Parts of names, and what the listing's name adds to one of the package's: whoever bears a name with others says no more than that he does.
 * So it is with whose series a filing number is of (what stands before its last part), and with an app id in small letters.
 */
void blacklist_part_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/* What names begin and end with, which is somebody's name where the rest is none, or where it is long enough to be known by itself. In no index. */
void blacklist_edge_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/* Of blacklist_more_keys those that are names with their words in another order. */
void blacklist_order_keys(const struct reading *facts, struct arena *arena,
			  void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/* What names look like without being it (look.h), and what parts of them do: that alone is no proof. */
void blacklist_look_keys(const struct reading *facts, struct arena *arena,
			 void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);
void blacklist_part_look_keys(const struct reading *facts, struct arena *arena,
			      void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/*
 * What anybody can put into a package, the certificates of packages inside: an entry of its own hits it, but nobody is found by it to be
 * somebody else, so that it is in no index.
 */
void blacklist_unproven_keys(const struct reading *facts, struct arena *arena,
			     void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/* Certificates beside a signer's in its signature, which certify it where it is so: an authority's is on no blacklist, and nobody is found by one. */
void blacklist_chain_keys(const struct reading *facts, struct arena *arena,
			  void (*visit)(void *owner, enum blacklist_kind kind, const char *value), void *owner);

/* Order of two values of some kind: by kind, then by their bytes. */
int blacklist_compare(enum blacklist_kind a_kind, const char *a, enum blacklist_kind b_kind, const char *b);

/*
 * Where entries come from: whether it holds any of each kind; calls visit for each entry of that kind with exactly that
 * value, for each pattern of any kind, for each of a kind whose value ends so, for each icon that looks like one (icon_like.h; some of these
 * more than once, and others besides), and for each waiver that may count for an app.
 */
struct blacklist_source {
	bool (*holds)(struct blacklist_source *self, bool any[BLACKLIST_KIND_COUNT], struct error *err);
	bool (*exact)(struct blacklist_source *self, enum blacklist_kind kind, const char *value,
		      void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);
	bool (*patterns)(struct blacklist_source *self,
			 void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);
	bool (*ending)(struct blacklist_source *self, enum blacklist_kind kind, const char *end,
		       void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);
	bool (*icons)(struct blacklist_source *self, const char *hash,
		      void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);
	bool (*waivers)(struct blacklist_source *self, const char *app_id,
			void (*visit)(void *owner, const struct blacklist_entry *entry), void *owner, struct error *err);
};

/* The seed of rules/blacklist.json as a source; lives as long as rules. */
struct blacklist_source *rules_blacklist(const struct rules *rules);

#endif
