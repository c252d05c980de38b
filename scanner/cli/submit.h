/*
 * submit - what prelist submit consists of besides one submission.
 */
#ifndef PRELIST_CLI_SUBMIT_H
#define PRELIST_CLI_SUBMIT_H

#include "cli/session.h"

/* submit --import LIST: what was listed, rejected, delisted before there was an archive. The exit code. */
int submit_import(struct session *session, struct error *err);

/* The form has no contact data, or there is a key to seal it. */
bool submit_contact(struct archive *archive, const struct form *form, struct error *err);

#endif
