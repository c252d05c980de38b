/*
 * side - one of the two things that diff compares; and one package of a submission that has several.
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

/* --package N, -1 where it is not given. False and err where no operand is a version, which alone has several. */
bool side_package(const struct arguments *args, int64_t *package, struct error *err);

/*
 * Leaves of the facts of the submission of that name only the rows of one package and those of the form; -1: all.
 * False and err when it has no such package.
 */
bool side_pick(struct reading *facts, const char *name, int64_t package, struct error *err);

/* Without what no file says: the form, and the role of each package in its submission. */
void side_as_file(struct side *side);

bool side_load(struct session *session, const char *name, struct side *side, struct error *err);
void side_free(struct side *side);

#endif
