/*
 * period - the days that a report is about: --year, or --since and --until.
 */
#ifndef PRELIST_CLI_PERIOD_H
#define PRELIST_CLI_PERIOD_H

#include "cli/session.h"
#include "store/export.h"

/* Not the events. err with the remedy when neither is given, or the end lies before the beginning. */
bool period_of(const struct session *session, struct export_period *period, struct error *err);

#endif
