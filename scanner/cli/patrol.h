/*
 * patrol - listed versions judged again by some rules, and what is new against them.
 */
#ifndef PRELIST_CLI_PATROL_H
#define PRELIST_CLI_PATROL_H

#include "cli/session.h"

/* Judges every listed version by the session's rules; only_new: findings that were not kept with it before. */
int patrol_listed(struct session *session, bool only_new, struct error *err);

#endif
