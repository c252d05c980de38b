/*
 * sql_token - the words of a SELECT that SQLite takes, one after another.
 *
 * source   SQLite tokenize.c
 */
#ifndef PRELIST_JUDGE_SQL_TOKEN_H
#define PRELIST_JUDGE_SQL_TOKEN_H

#include "bytes/span.h"

enum sql_kind {
	SQL_END,    /* of the text, or a semicolon */
	SQL_NAME,   /* a name or a number */
	SQL_TEXT,   /* in single quotes; one within is doubled, so that it comes as two texts in a row */
	SQL_QUOTED, /* a name in quotes of another kind */
	SQL_OTHER,  /* one character of an operator */
	SQL_OPEN,
	SQL_CLOSE,
	SQL_COMMA,
	SQL_DOT,
	/* Words that mean something to those who read here; in any case of letters, and in this order of letters. */
	SQL_ALL,
	SQL_AND,
	SQL_AS,
	SQL_BETWEEN,
	SQL_CASE,
	SQL_COLLATE,
	SQL_CROSS,
	SQL_DISTINCT,
	SQL_ELSE,
	SQL_END_OF_CASE,
	SQL_EXCEPT,
	SQL_EXISTS,
	SQL_FROM,
	SQL_FULL,
	SQL_GROUP,
	SQL_HAVING,
	SQL_IN,
	SQL_INNER,
	SQL_INTERSECT,
	SQL_IS,
	SQL_JOIN,
	SQL_LEFT,
	SQL_LIMIT,
	SQL_NATURAL,
	SQL_NOT,
	SQL_NULL,
	SQL_ON,
	SQL_OR,
	SQL_ORDER,
	SQL_REGEXP,
	SQL_RIGHT,
	SQL_SELECT,
	SQL_THEN,
	SQL_UNION,
	SQL_USING,
	SQL_VERDICT,
	SQL_WHERE,
	SQL_WINDOW,
	SQL_WITH,
	SQL_KINDS
};

struct sql_token {
	enum sql_kind kind;
	struct span text; /* as it stands there */
};

/* The token at *from, which is then behind it. */
struct sql_token sql_token_next(const char **from);

/* A name, or a word that is one where no other meaning fits. */
static inline bool sql_token_is_word(const struct sql_token *token)
{
	return token->kind == SQL_NAME || token->kind > SQL_DOT;
}

#endif
