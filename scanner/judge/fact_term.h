/*
 * fact_term - whether a row of a table of facts is as the words of a SELECT want it (select_rows.h), as SQLite compares.
 *
 * source   SQLite, "Datatypes In SQLite": type affinity, comparison expressions
 */
#ifndef PRELIST_JUDGE_FACT_TERM_H
#define PRELIST_JUDGE_FACT_TERM_H

#include "facts/reading.h"
#include "judge/select_rows.h"

/* -1 when the table has no column of that name, letter for letter. */
int fact_term_column(enum fact_table table, struct span name);

/* False when the row certainly does not meet it. The term's column is one of fact_term_column. */
bool fact_term_may_be_met(const struct select_term *term, enum fact_table table, const struct reading *facts, size_t row);

#endif
