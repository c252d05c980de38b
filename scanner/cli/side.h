/*
 * side - one of the two things that diff compares.
 */
#ifndef PRELIST_CLI_SIDE_H
#define PRELIST_CLI_SIDE_H

#include "cli/session.h"

/* The facts that A or B of diff names: a file is read and assembled, APP@VERSION comes from the archive. */
struct side {
	struct reading *facts;
};

/* True when a name is a file, and so not APP@VERSION; - is standard input. */
bool side_is_file(const char *name);

bool side_load(struct session *session, const char *name, struct side *side, struct error *err);
void side_free(struct side *side);

#endif
