/*
 * rules - the subcommands of prelist rules that have files of their own.
 */
#ifndef PRELIST_CLI_RULES_H
#define PRELIST_CLI_RULES_H

#include "cli/command.h"

extern const struct command rules_dry_run, rules_behaviours, rules_tables;

#endif
