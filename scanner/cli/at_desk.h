/*
 * at_desk - what the commands of the review desk have in common.
 */
#ifndef PRELIST_CLI_AT_DESK_H
#define PRELIST_CLI_AT_DESK_H

#include "cli/kept.h"
#include "desk/case.h"
#include "desk/erase.h"

/* Rules, archive (which must be there, but for ARCHIVE_WRITE: for what is about nothing in it), the day, and --by. Who reads is told where the clock is behind. */
bool at_desk(struct session *session, enum archive_mode mode, struct desk *desk, struct error *err);

/* --by, or --reason, was given. */
bool at_desk_author(const struct arguments *args, struct error *err);
bool at_desk_reason(const struct arguments *args, struct error *err);

/* --state: open, which is usual, closed or all. */
enum at_desk_state { STATE_OPEN, STATE_CLOSED, STATE_ALL };
bool at_desk_state(const struct arguments *args, enum at_desk_state *state, struct error *err);

/* The kinds of cases, " complaint correction ...". */
void at_desk_kinds(struct buf *names);

/* A case's number as an operand: 12 or #12. */
bool at_desk_number(const char *text, int64_t *number, struct error *err);

/* --case, or FACT_ABSENT. */
bool at_desk_parent(const struct arguments *args, int64_t *number, struct error *err);

/* Says loudly when a deadline ran through a year without calendar. */
void at_desk_warn(const struct session *session, const struct desk *desk);
void at_desk_warn_of(const struct session *session, int uncovered_year);

/* A line "head  text", made visible, left out when text is NULL. */
void at_desk_line(FILE *out, const char *head, const char *text);

/* How a due date stands today: "overdue by 3 working days", "due today", "5 working days left". */
void at_desk_standing(struct desk *desk, enum language language, const char *due, char out[80]);

/* What erasing is given by --reason, --override and --basis. */
struct erasing at_desk_erasing(const struct arguments *args, int64_t number);
/* The answer to it; what it is about stands in key as number or as id (NULL: the number). The exit code. */
int at_desk_erased(struct session *session, const struct erasing *erasing, const char *key, const char *id, struct error *err);

#endif
