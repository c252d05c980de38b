/*
 * help - what the commands' structs say, as help text, man page and shell completion.
 */
#ifndef PRELIST_CLI_HELP_H
#define PRELIST_CLI_HELP_H

#include "cli/command.h"
#include "report/language.h"

#include <stdio.h>

/* The list of commands. */
void help_overview(FILE *out, enum language language);

/* One command, with examples; of one with subcommands, all of these. parent: as of command_resolve. */
void help_command(FILE *out, const struct command *command, const struct command *parent, enum language language);

/* prelist(1), in roff. */
void manual_write(FILE *out, enum language language);

/* Completion for "bash" or "zsh"; false for another shell. */
bool completion_write(FILE *out, const char *shell);

#endif
