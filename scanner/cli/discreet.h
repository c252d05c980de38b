/*
 * discreet - what people write on the command line, without telephone numbers and the like.
 *
 * Reasons, sources, tickets and provisions end in tables and in the log, which are kept for years and exported: they are
 * masked before any command sees them. A command that seals the words as they were written says so (seals_reason).
 */
#ifndef PRELIST_CLI_DISCREET_H
#define PRELIST_CLI_DISCREET_H

#include "bytes/arena.h"
#include "cli/command.h"

/* The masked texts live in the arena. */
bool discreet_options(const struct command *command, struct arguments *args, struct arena *arena, struct error *err);

#endif
