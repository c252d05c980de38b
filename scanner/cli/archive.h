/*
 * archive - the subcommands of prelist archive that have files of their own.
 */
#ifndef PRELIST_CLI_ARCHIVE_H
#define PRELIST_CLI_ARCHIVE_H

#include "cli/command.h"

extern const struct command archive_head, archive_prove, archive_consistency, archive_export, archive_statistics;
extern const struct command archive_compact, archive_rekey, archive_prune, archive_hold, archive_unhold, archive_backup, archive_restore,
	archive_reindex, archive_clock;

#endif
