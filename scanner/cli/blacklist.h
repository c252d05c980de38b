/*
 * blacklist - what the commands of the blacklist have in common.
 */
#ifndef PRELIST_CLI_BLACKLIST_H
#define PRELIST_CLI_BLACKLIST_H

#include "cli/kept.h"
#include "store/blacklist_table.h"

/* How many listed versions an answer in text names. */
#define HITS_NAMED 20

/* KIND VALUE, checked and brought to its one spelling. */
bool blacklist_operands(const char *const *operands, struct arena *arena, struct blacklist_entry *entry, struct error *err);

extern const struct command blacklist_list_command, blacklist_export_command, blacklist_history_command, blacklist_import_command;

#endif
