/*
 * appeal - who deals with an appeal is not who decided what it is against, and its outcome stands in the case that it came from.
 */
#ifndef PRELIST_DESK_APPEAL_H
#define PRELIST_DESK_APPEAL_H

#include "desk/case.h"

/* err when the case is an appeal and who decided, proposed or opened what it is against. Other cases: true. */
bool appeal_may(struct desk *desk, const struct case_row *row, const char *who, struct error *err);

/* Writes an appeal's outcome into the case that it came from. Within desk_keep; other cases: nothing. */
bool appeal_tell(struct desk *desk, const struct case_row *row, const char *outcome, struct error *err);

#endif
