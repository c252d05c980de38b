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

/* Of entries that ended, or will hardly match what packages show, it is said so, and what would: of the first of them each. */
#define WARNINGS_SAID 20
void blacklist_warn(const struct session *session, const struct blacklist_entry *entries, size_t num);
/* Each kind of theirs that no package shows yet, once. */
void blacklist_say_not_read(const struct session *session, const struct blacklist_entry *entries, size_t num, FILE *out);

extern const struct command blacklist_list_command, blacklist_export_command, blacklist_history_command, blacklist_import_command;

#endif
