/*
 * fact_term - whether rows of a table of facts meet what the words of a SELECT want of them (select_rows.h), as SQLite compares.
 */
#ifndef PRELIST_JUDGE_FACT_TERM_H
#define PRELIST_JUDGE_FACT_TERM_H

#include "facts/reading.h"
#include "judge/select_rows.h"

/* False when certainly no row does; a long table is not looked through. facts may be NULL. */
bool fact_term_may_be_met(const struct select_term *term, enum fact_table table, const struct reading *facts);

#endif
