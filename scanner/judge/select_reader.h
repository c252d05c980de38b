/*
 * select_reader - what reads the words of a SELECT, one after another (select_rows.c, select_condition.c).
 */
#ifndef PRELIST_JUDGE_SELECT_READER_H
#define PRELIST_JUDGE_SELECT_READER_H

#include "judge/select_rows.h"
#include "judge/sql_token.h"

#define SELECT_DEPTH_MAX 8 /* of SELECTs, and of parentheses, in one another */
#define SELECT_WITH_MAX 8

/* What WITH names. */
struct select_with {
	struct span name;
	struct select_rows rows;
};

struct select_reader {
	const char *from;
	struct sql_token token; /* the one at hand; from is behind it */
	const struct select_names *names;
	struct arena *arena;
	struct select_with with[SELECT_WITH_MAX];
	size_t num_with;
	int depth;
	bool is_broken; /* by a CASE: what stands between its parentheses means nothing */
};

void select_next(struct select_reader *reader);

/* Up to the parenthesis that closes the one before the token at hand. */
void select_skip_to_close(struct select_reader *reader);

/* True for a SELECT, with a WITH or none before it. */
bool select_begins(const struct select_reader *reader);

/* Reads the SELECT that begins with the token at hand, up to the parenthesis behind it, or the end. */
struct select_rows select_read(struct select_reader *reader);

/* Reads what stands behind WHERE or ON, up to the word that ends it. */
struct select_condition select_condition_read(struct select_reader *reader);

/* In arena memory; NULL when there is none, or nothing to copy. */
void *select_copied(struct select_reader *reader, const void *items, size_t num, size_t size);

#endif
