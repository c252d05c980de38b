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

/* An entry of the blacklist that stands still though the appeal against it was granted. */
struct appeal_entry {
	const char *kind, *value;
	int64_t number; /* of the appeal */
	const char *closed, *reason;
};
bool appeal_each_unheeded(struct desk *desk, bool (*visit)(void *owner, const struct appeal_entry *entry), void *owner, struct error *err);

#endif
