/*
 * rules - everything under rules/: packs, catalogues, policy, the blacklist seed; loaded once, read-only from then on.
 */
#ifndef PRELIST_JUDGE_RULES_H
#define PRELIST_JUDGE_RULES_H

#include "bytes/error.h"
#include "bytes/limit.h"
#include "judge/catalogue.h"
#include "judge/policy.h"
#include "judge/trace.h"

#include <stddef.h>

struct rules;

/* What a detail says, and in Chinese: "valid until %s", "有效期至 %s". */
struct rule_detail {
	const char *en, *zh;
};

/* The class of what the store's own machine did or left undone, or nothing here reads yet: its developer mends none of it. */
#define CLASS_STORE "store"

struct rule {
	const char *id;
	enum verdict verdict;
	const char *title, *title_zh;
	struct rule_detail *details; /* of packs; a detail that is none of them has no Chinese */
	size_t num_details;
	bool detail_stays; /* detail: house: what its details say is in no letter to developers */
	const char *fix, *fix_zh; /* what the developer is to do; NULL: what the class says */
	const char *class;
	const char **basis; /* NULL-terminated */
	const char *platform; /* NULL: every one */
	bool gate_only;	      /* when: gate */
	bool by_catalogue;    /* subject: catalogue */
	bool per_build;	      /* per: build */
	const char *hit, *miss; /* fixtures: "NAME, NAME after NAME" */
	const char *sql;
	const char *file;
	int line;
};

struct rules_options {
	const char *dir;       /* --rules; NULL: $PRELIST_RULES, the checkout beside the binary, the installed ones */
	bool ignore_local;     /* leave out /etc/prelist */
	const char *only_pack; /* this file in place of all packs, or NULL */
};

/*
 * Loads and checks all of it; a broken pack, catalogue or policy stops with file and line. NULL and err then.
 * rules_free takes NULL.
 */
struct rules *rules_load(const struct rules_options *options, struct error *err);

/* The same in two steps: from the first one on there is policy (rules_policy, rules_limits) and nothing else. */
struct rules *rules_open(const struct rules_options *options, struct error *err);
bool rules_complete(struct rules *rules, struct error *err);

void rules_free(struct rules *rules);

const char *rules_sha256(const struct rules *rules); /* hex, over every file that was loaded */
const char *rules_dir(const struct rules *rules);
size_t rules_count(const struct rules *rules);
const struct rule *rules_at(const struct rules *rules, size_t index);
/* Of the packs the rule with that id, as rules_at counts them; -1 when there is none. */
int rules_index(const struct rules *rules, const char *id);
/* Rules of packs, anomalies and kinds of the blacklist alike, by id; NULL when there is none. */
const struct rule *rules_find(const struct rules *rules, const char *id);

/* A catalogue by the name of its file without suffix; NULL when there is none. Lives as long as rules. */
const struct catalogue *rules_catalogue(const struct rules *rules, const char *name);

/* What gives the products of a catalogue away (trace.h): of packers and sdks; NULL when there is no such catalogue. */
const struct traces *rules_traces(const struct rules *rules, const char *name);

/*
 * A value of a catalogue (named after its file): column of the row whose first column is key; where no row is that
 * exactly, of the first row whose key is a pattern with * that matches. NULL when there is no such row or it is empty.
 * Lives as long as rules; any thread may ask.
 */
const char *rules_catalogue_value(const struct rules *rules, const char *catalogue, const char *key,
				  const char *column);

/* A value of policy.json by dotted name ("limits.entries"), NULL when it is not there. */
const char *rules_policy(const struct rules *rules, const char *name);
int64_t rules_policy_number(const struct rules *rules, const char *name, int64_t otherwise);
struct limits rules_limits(const struct rules *rules);

/* A limit by "NAME=VALUE" over the policy's, before anything is judged. False and err naming what is wrong. */
bool rules_set_limit(struct rules *rules, const char *assignment, struct error *err);

/* The text of the blacklist seed, "" where there is none. */
const char *rules_blacklist_text(const struct rules *rules);

/* For the bench. */
const struct policy *rules_whole_policy(const struct rules *rules);
size_t rules_num_catalogues(const struct rules *rules);
const struct catalogue *rules_catalogue_at(const struct rules *rules, size_t index);

#endif
