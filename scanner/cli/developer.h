/*
 * developer - the subcommands of prelist developer.
 */
#ifndef PRELIST_CLI_DEVELOPER_H
#define PRELIST_CLI_DEVELOPER_H

#include "cli/at_desk.h"
#include "store/register_read.h"

/* A developer as a member of an object, or of a list. */
void developer_json(struct json *json, const char *key, const struct register_developer_row *row);

extern const struct command developer_show_command, developer_contact_command, developer_erase_command, developer_policy_command,
	developer_record_command;

#endif
