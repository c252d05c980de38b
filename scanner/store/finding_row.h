/*
 * finding_row - a finding as tables of the archive have it.
 */
#ifndef PRELIST_STORE_FINDING_ROW_H
#define PRELIST_STORE_FINDING_ROW_H

#include "judge/judge.h"
#include "store/database.h"

#define FINDING_COLUMNS "key, rule, verdict, title, title_zh, subject, detail, path, packages"

/* From these columns, the first of them at that place; its texts live as long as the row. */
struct finding finding_row(sqlite3_stmt *row, int first);

/* The same parts of a finding, their texts in the arena. */
struct finding finding_row_copy(struct arena *arena, const struct finding *finding);

/* What the entry of the blacklist said by which it is a finding; NULL where that is a rule's. */
const char *finding_row_entry(const struct finding *finding);

/* Provisions, comma-separated, in the arena; "" where the rule names none. */
const char *finding_row_basis(struct arena *arena, const struct finding *finding);

#endif
