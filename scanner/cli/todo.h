/*
 * todo - the subcommands of prelist todo.
 */
#ifndef PRELIST_CLI_TODO_H
#define PRELIST_CLI_TODO_H

#include "cli/command.h"

extern const struct command todo_claim_command, todo_release_command, todo_settle_command, todo_findings_command;

#endif
