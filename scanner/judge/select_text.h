/*
 * select_text - what verdicts, patterns and questions for the time stand in the words of a SELECT that SQLite takes.
 */
#ifndef PRELIST_JUDGE_SELECT_TEXT_H
#define PRELIST_JUDGE_SELECT_TEXT_H

#include "bytes/span.h"

/* In quotes, the first text that it certainly may return as `verdict` and that fits denies; empty where none is seen. */
struct span select_wrong_verdict(const char *sql, bool (*fits)(struct span text));

/* The SQL of the next pattern, of REGEXP or of regexp(), with all that may belong to it; *sql is then behind that word. */
struct span select_next_pattern(const char **sql);

/* The call, up to its parenthesis, that asks for the time or the zone of the machine: date('now'), time(), datetime(x, 'localtime'); empty: none. */
struct span select_clock_call(const char *sql);

#endif
