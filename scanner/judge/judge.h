/*
 * judge - from facts to findings and a verdict.
 */
#ifndef PRELIST_JUDGE_JUDGE_H
#define PRELIST_JUDGE_JUDGE_H

#include "facts/diff.h"
#include "facts/reading.h"
#include "judge/blacklist.h"
#include "judge/form.h"
#include "judge/rules.h"

/* What judging depends on besides bytes and rules. */
struct judge_run {
	const char *today;  /* YYYY-MM-DD in policy's timezone */
	bool patrol;	    /* otherwise the gate */
	int64_t min_sdk, max_sdk; /* --min-sdk and --max-sdk, or FACT_ABSENT */
};

/* A submission is judged again for the Android versions with which it came, where the run names none. */
static inline void judge_run_as_kept(struct judge_run *run, int64_t min_sdk, int64_t max_sdk)
{
	if (run->min_sdk != FACT_ABSENT || run->max_sdk != FACT_ABSENT)
		return;
	run->min_sdk = min_sdk;
	run->max_sdk = max_sdk;
}

/* What a version that is or was listed was found to have. What a person saw (review and reject) has what it said: by that a later version is excused. */
struct judge_listed_finding {
	const char *rule, *subject, *verdict;
	const char *detail; /* NULL of a notice */
};

/* What persons decided against the submission's bytes or its app. */
struct judge_against {
	const char *kind;	    /* rejected, delisted, authority-report, suspension, manual-check, complaint, laboratory */
	int64_t number;		    /* of the submission that was decided about; 0: of none */
	int64_t from_case;	    /* of the last four: the case; otherwise 0 */
	const char *date, *reason;  /* or NULL */
	const char *sha256;	    /* of the file that is here again; NULL: it is about the app */
};

/* What persons decided against another app that has something of the submission's. */
struct judge_decided_elsewhere {
	const char *kind;    /* rejected, delisted, suspended */
	const char *app_id;
	int64_t number;	     /* of the submission that was decided about, or is listed of what is suspended */
	const char *date, *reason; /* or NULL */
	bool same_signer, same_developer, same_filing, same_look; /* look: name and icon */
};

/* Another app that is listed and shows what the submission shows. */
struct judge_elsewhere {
	const char *kind, *value, *app_id; /* kind and value: as listed_elsewhere has them (rules/README.md) */
	bool same_developer, same_signer;
	const char *label; /* what the app is called; or NULL */
	const char *policy; /* address of its privacy policy; or NULL */
	const char *subject_type; /* what its developer is; or NULL */
	bool opens;	    /* of a domain, domain_taken or domain_below: it opens links of that site */
	const char *other_developer; /* whom its form names, where the submission's names another one; or NULL */
};

/* Who else handed in the app, which never was listed, and waits: the first submission of his. */
struct judge_waiting {
	int64_t number; /* 0: there is none by another developer or signer */
	const char *date;
	bool same_developer, same_signer;
	int64_t own_first; /* which the same developer and signer had handed in before that; 0: none */
};

/* What the app was listed with before, by which rules compare. */
struct judge_history {
	const struct reading *previous; /* assembled facts of the version before: previous_<table>; NULL: none ever was listed */
	bool is_delisted;		/* that one is not listed any more, but phones may have it */
	const struct judge_before {
		const char *device; /* "" for any */
		const struct reading *facts;
		bool is_delisted;
	} *others_before; /* where that one has no package for a kind of device that the submission has one for: the newest that has */
	size_t num_others_before;
	const struct reading *form_before; /* of the newest of all these: a form is the app's, whichever builds it came with; NULL: previous */
	const struct reading *const *others; /* of versions that are or were listed, under a version code of the submission's or above one */
	size_t num_others;
	const struct judge_listed_finding *findings; /* of every version that is or was listed, each row once */
	size_t num_findings;
	const struct judge_against *against;
	size_t num_against;
	const struct judge_decided_elsewhere *decided_elsewhere; /* of an app that never was listed */
	size_t num_decided_elsewhere;
	const struct judge_elsewhere *elsewhere;
	size_t num_elsewhere;
	struct judge_waiting waiting;
};

struct submitted_package {
	const struct reading *reading;
	const char *role; /* of the form, or NULL: derived */
	const char *file; /* as given, for role look-up and reports */
	const struct incoming *incoming; /* the gate's copy, of what is to be archived (store/archive.h); or NULL */
};

/*
 * The facts of one submission: all readings' rows with their position in `package`, the form's rows, and every derived
 * row and column (implied and split permissions, packers, signing, roles, complete, code_visible). Sorted. The caller
 * frees it. form may be NULL.
 */
struct reading *judge_assemble(const struct rules *rules, const struct submitted_package *packages, size_t num_packages,
			       const struct form *form, const struct judge_run *run, struct error *err);

/*
 * The same where only some tables (a bit each) were read: what is derived from others is left out. judge_reads says which
 * tables have to be there.
 */
struct reading *judge_assemble_tables(const struct rules *rules, const struct submitted_package *packages, size_t num_packages,
				      const struct form *form, const struct judge_run *run, uint64_t tables, struct error *err);

/* Position of the main package: of those whose app id was read, if any, the one of role main, else the base, else the first file. */
int64_t judge_main_package(const struct reading *facts);
const struct fact_package *judge_package_row(const struct reading *facts, int64_t position);

/* Whether the manifest was read, at least its beginning: from there on what it asks for is known. */
bool judge_has_manifest(const struct reading *facts, const struct fact_package *package);
/* Whether that is all that it asks for. */
bool judge_has_whole_manifest(const struct reading *facts, const struct fact_package *package);

/* Whether both are installed together: a file with itself, splits with each other and with any base. */
bool judge_are_together(const struct fact_package *a, const struct fact_package *b);

/* Whether something of that path was not read; empty: of the package as a whole, but for what of its signing block is only not listed. */
bool judge_is_unread(const struct reading *facts, int64_t package, const char *path);

struct finding {
	char key[17];
	const char *rule;
	enum verdict verdict; /* notice, review or reject */
	const char *title, *title_zh;
	const char *subject, *detail, *path; /* NULL where there is none */
	const char *packages; /* "0,2": of several files those that it is about, by number; NULL: all, or the submission (place.h) */
	const char *class;
	const char **basis; /* NULL-terminated, may be NULL */
	enum verdict waived;	     /* what it was before a waiver lowered it; VERDICT_NONE: nothing did */
	const char *waiver;	     /* why, with ticket and last day: never who */
	enum verdict floor;	     /* no waiver lowers it below that */
	size_t num_merged, num_said; /* rows of the same key that said more, and how many of them detail holds */
	bool *in; /* of several files, by package: those that it is about; NULL: about the submission, or not known (place.h) */
	bool *may_be_in; /* of a rule that looks at builds one by one: the files of those in which it finds it; NULL: any */
};

/* A rule that found more than one rule may have. */
struct judgement_cut {
	const char *rule;
	size_t num_found;
};

/* Findings that one rule has at the most, the gravest of them. */
#define JUDGE_OF_RULE_MAX 100

struct judgement {
	struct arena arena;
	enum verdict verdict; /* pass, review or reject */
	bool complete, code_visible;
	struct finding *findings; /* a key once; gravest first, then by rule, subject, path */
	size_t num_findings;
	bool truncated;	       /* not all findings are in the list; the verdict counts them */
	struct judgement_cut *cuts;
	size_t num_cuts;
	size_t num_found;      /* findings, with those that are not in the list; 0 of a judgement out of the archive, where cuts are not kept either */
	size_t num_due;	       /* rules that were not run: a reading is too old for a table that they read */
	const struct rule *ran_out; /* the last one whose time ran out; NULL: none, or a judgement out of the archive */
	struct fact_change *changes; /* against the version before; empty without one */
	size_t num_changes;
};

struct judge; /* the bench with the prepared rules: one thread at a time, used again for every submission */

/* Prepares every rule. NULL and err naming file and line of one that is none. */
struct judge *judge_open(const struct rules *rules, struct error *err);

/*
 * The same for the gate: of rules that this program has prepared before, in another run, only those are prepared that can
 * find something, when they are to run. Not for judge_reads, judge_is_due and judge_rule_reads.
 */
struct judge *judge_open_known(const struct rules *rules, struct error *err);

/* Prepares one of these rules ahead, by rows of a reading that is under way; false when none is to be prepared at present. */
bool judge_look_ahead(struct judge *judge, const struct reading *so_far);
void judge_close(struct judge *judge);

/*
 * Judges. history: NULL where there is none. blacklist: where entries come from besides the
 * seed of the rules: the archive, or NULL. NULL and err when a rule could not be run: never a silent pass.
 */
struct judgement *judge_submission(struct judge *judge, const struct reading *facts, const struct judge_history *history,
				   struct blacklist_source *blacklist, const struct judge_run *run, struct error *err);
void judgement_free(struct judgement *judgement);

/* The finding of that key; the first one of that rule. NULL: there is none, nor a judgement. */
const struct finding *judgement_find(const struct judgement *judgement, const char *key);
const struct finding *judgement_of_rule(const struct judgement *judgement, const char *rule);

/* Some of the judging, where the rest is known to come out as it did. */
struct judge_choice {
	const bool *rules; /* as rules_at numbers them: these are run; NULL: all of them */
	bool blacklist;	   /* the blacklist too */
	bool anomalies;	   /* findings from anomalies too */
};

/*
 * The findings of what is chosen; complete and code_visible are those of whatever tables are there. The verdict is that
 * of these findings alone.
 */
struct judgement *judge_chosen(struct judge *judge, const struct reading *facts, const struct judge_history *history,
			       struct blacklist_source *blacklist, const struct judge_run *run, const struct judge_choice *choice,
			       struct error *err);

/* What the choice looks at. */
struct judge_reads {
	uint64_t tables;   /* a bit each, with those from which these are derived */
	uint64_t previous; /* the same of the version before; 0: none */
	uint64_t elsewhere; /* a bit for each kind of the blacklist that is asked of other listed apps; 0: none */
	bool others, findings, against, waiting, decided_elsewhere; /* of the history; others: the version before, too */
};
struct judge_reads judge_reads(const struct judge *judge, const struct judge_run *run, const struct judge_choice *choice);

/* True when a rule of the choice reads a table that readings of that generation do not have. */
bool judge_is_due(const struct judge *judge, const struct judge_run *run, const struct judge_choice *choice, int readers);

/* By number of the rule: does it read a table of the bench that is not one of facts (run, policy, blacklist, a catalogue)? */
bool judge_rule_reads(const struct judge *judge, size_t rule, const char *table);

/* first 16 hex digits of SHA-256(rule, app, subject, with NUL between) */
void finding_key(char key[17], const char *rule, const char *app_id, const char *subject);
/* Behind the key the first 16 hex digits of SHA-256(detail), with 0 for each digit of what is counted (8001 bytes): a waiver of that names what the finding says, too. */
#define FINDING_SAID_LEN 33
void finding_said(char said[FINDING_SAID_LEN], const char *key, const char *detail);

#endif
