/*
 * case - the subcommands of prelist case, and what they have in common.
 */
#ifndef PRELIST_CLI_CASE_H
#define PRELIST_CLI_CASE_H

#include "cli/at_desk.h"

#define ENTRY_MAX ((size_t)65536) /* more than prelist itself writes into a case, in any language */

/* What every command that changed a case answers with. */
void case_answer(struct session *session, struct desk *desk, int64_t number, enum message_id id, struct error *err);

/* A case as a member of an object, or of a list. */
void case_row_json(struct json *json, struct desk *desk, const char *key, const struct case_row *row);

extern const struct command case_open_command, case_show_command, case_list_command, case_due_command, case_overdue_command,
	case_attachment_command, case_reveal_command, case_erase_command, case_notice_command;

#endif
