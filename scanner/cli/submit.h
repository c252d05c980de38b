/*
 * submit - what prelist submit consists of besides one submission.
 */
#ifndef PRELIST_CLI_SUBMIT_H
#define PRELIST_CLI_SUBMIT_H

#include "cli/session.h"

/* submit --import LIST: what was listed, rejected, delisted before there was an archive. The exit code. */
int submit_import(struct session *session, struct error *err);

/* The form (may be NULL) has no contact data, or there is a key to seal it. Before anything is read. */
bool submit_form(struct archive *archive, const struct form *form, struct error *err);

#endif
