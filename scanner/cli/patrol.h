/*
 * patrol - what the patrol's commands have in common.
 */
#ifndef PRELIST_CLI_PATROL_H
#define PRELIST_CLI_PATROL_H

#include "cli/list.h"
#include "store/patrol_table.h"

/* What is due and why, and nothing is done. */
int patrol_show_plan(struct session *session, struct error *err);

/* "patrol #3 ...": what a record says, in words. */
void patrol_record_text(struct session *session, const struct patrol_row *record);
void patrol_record_put(struct list *list, const struct patrol_row *record);

/* "rules 2, age 1" in the language. */
const char *patrol_reasons_said(struct arena *arena, enum language language, const char *reasons);

extern const struct command patrol_list, patrol_show;

#endif
