/*
 * bench - SQLite in memory, on which the rules of one process are prepared once and run on one submission after another.
 */
#ifndef PRELIST_JUDGE_BENCH_H
#define PRELIST_JUDGE_BENCH_H

#include "judge/bench_table.h"
#include "judge/judge.h"
#include "judge/select_rows.h"

struct bench_rule {
	const struct rule *rule;
	sqlite3_stmt *statement;
	int subject, detail, path, verdict; /* columns of its result, -1 where there is none */
	uint64_t reads, reads_previous;	    /* bit per table of facts */
	uint64_t derived_from;		    /* bit per table: what the columns that it reads are made of */
	uint64_t reads_other;		    /* small tables and then catalogues, as bench_other numbers them: a bit each */
	bool compares;			    /* with the version before */
	uint64_t elsewhere;		    /* bit per kind of the blacklist: what it asks of other listed apps */
	struct select_rows asks;	    /* seen from its words, once it was asked for */
	struct select_tables names;	    /* that stand there */
	bool is_seen;
	const char *gave_up; /* why the last run could not look at all that the submission has, or NULL */
	bool ran_out;	     /* of time */
};

struct bench;

/* rules must stay. NULL and err when it cannot be made. bench_close takes NULL. */
struct bench *bench_open(const struct rules *rules, struct error *err);
void bench_close(struct bench *bench);

/* Shows rows, which may be some of those to come: for bench_may_find, until bench_load. */
void bench_show(struct bench *bench, const struct reading *facts);

/*
 * Puts a submission on the bench: what the tables of facts, previous_<table>, listed_*, decided_against, those made of facts
 * (bench_made.h), run and blacklist show.
 * All of it is borrowed until the next one. False and err when memory ran out.
 */
bool bench_load(struct bench *bench, const struct reading *facts, const struct judge_history *history,
		const struct blacklist_entry *entries, size_t num_entries, const struct judge_run *run, struct error *err);

/* Shows a part of that submission and of the version before it instead, until the next one: for rules that compare. */
bool bench_show_part(struct bench *bench, const struct reading *facts, const struct reading *previous, struct error *err);

/* False when the rule certainly finds nothing in the submission on the bench: a table that it needs has no row that is as it wants. */
bool bench_may_find(struct bench *bench, struct bench_rule *rule);

/* False when none of these tables of facts (a bit each) stands in the words of the rule, which bench_may_find has read. */
bool bench_rule_names(const struct bench_rule *rule, uint64_t tables);

/*
 * Prepares one rule; prepared is zeroed before it is first used. False and err naming its file and line when it is no SELECT
 * that a rule may be.
 */
bool bench_prepare(struct bench *bench, const struct rule *rule, struct bench_rule *prepared, struct error *err);

/* Prepares it, and says the tables that it reads (each with a NUL behind it) and SQLite's plan, a step a line. */
bool bench_explain(struct bench *bench, const struct rule *rule, struct bench_rule *prepared, struct buf *tables,
		   struct buf *plan, struct error *err);
void bench_release(struct bench_rule *prepared);

/* A table that is none of facts: the bench's own, then the catalogues; NULL behind the last. */
const struct catalogue *bench_other(const struct bench *bench, size_t index);

/* True when the rule reads that table, which is none of facts. */
bool bench_rule_reads(const struct bench *bench, const struct bench_rule *prepared, const char *table);

/*
 * Calls visit with every row, until it returns false. False and err when the rule cannot run, or came to a limit of what rules may
 * take: then gave_up says so, too.
 */
bool bench_run(struct bench *bench, struct bench_rule *prepared,
	       bool (*visit)(void *owner, struct bench_rule *rule, sqlite3_stmt *row), void *owner, struct error *err);

#endif
